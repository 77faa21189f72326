"""Reads of requests, their parts and their queries, as the desk asks for them."""

from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission
from payments.models import Entry
from registers.states import ENDED, WITH_THE_OFFICE, RequestStatus

A_SECOND = Q(status="confirmed", needs_second=True, seconded_by=None)
SUPPLIED_OR_ENDED = (RequestStatus.RELEASED, RequestStatus.RECEIVED, *ENDED)
# The steps at which a request waits, with what is true of it; `owing` comes with `with_owing`.
AT_STEP = {
    "decide": Q(status="sent"),
    "answer": Q(status="asked"),
    "second": A_SECOND,
    "quote": Q(status="confirmed") & ~A_SECOND,
    "accept": Q(status="quoted"),
    "pay": Q(status="accepted", owing__gt=0),
    "prepare": Q(status="accepted", owing__lte=0),
    "check": Q(status="prepared"),
    "release": Q(status="checked"),
    "collect": Q(status="released"),
    "destroy": Q(status="received"),
}


class RequestRowQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW


class RequestQuerySet(RequestRowQuerySet):
    def with_the_office(self):
        """Those in which the next step is the office's."""
        return self.filter(status__in=WITH_THE_OFFICE)

    def overdue(self, on):
        return self.with_the_office().filter(promised_on__lt=on)

    def with_owing(self):
        """With `owing`: what its invoice still wants, in cents or pence; nothing where there is none (E6)."""
        entries = Entry._default_manager.filter(fee=OuterRef("fee")).order_by().values("fee")
        received = Subquery(entries.annotate(sum=Sum("amount")).values("sum"))
        return self.annotate(owing=Coalesce(F("fee__amount"), 0) - Coalesce(received, 0))

    def for_lists(self):
        """With what a line of a list says of them, in a fixed number of queries; `waits_until`, `waits_since`: the promised
        day and the beginning of what is neither supplied nor ended."""
        parts = ("items__product", "items__entitlement")
        is_open = ~Q(status__in=SUPPLIED_OR_ENDED)
        until, since = (Case(When(is_open, then=field)) for field in ("promised_on", "received_at"))
        rows = self.alias(waits_until=until, waits_since=since)
        return rows.select_related("applicant", "fee", "division__area__state").prefetch_related(*parts)

    def at_step(self, step: str):
        """Those that wait at a step of AT_STEP."""
        return self.with_owing().filter(AT_STEP[step])


class CopyQuerySet(RequestRowQuerySet):
    def standing(self):
        """Made, of the decision that holds, and not destroyed."""
        return self.filter(destroyed_at=None).exclude(sha256="")
