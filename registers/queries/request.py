"""Reads of requests, their parts and their queries, as the desk asks for them."""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission
from payments.models import Entry
from registers.rules.asking import ASKS_FOR
from registers.states import ENDED, WITH_THE_OFFICE, RequestStatus

UNINVOICED = Q(status="accepted", fee__status="cancelled")  # the cashier cancelled what was to be paid
GIVEN = Q(satisfies=True) | Q(satisfies=None, destroyed_at=None)  # evidence that nobody found wanting
AUTHORITY = "authority"  # the code of the letter by which an agent asks
BY_NOBODY = "none"  # the code of a row that asks for no evidence
A_SECOND = Q(status="confirmed", needs_second=True, seconded_by=None)
SUPPLIED_OR_ENDED = (RequestStatus.RELEASED, RequestStatus.RECEIVED, *ENDED)
# The steps at which a request waits, with what is true of it; `owing` and `lacks_evidence` come with `with_owing`.
AT_STEP = {
    "evidence": Q(status="sent", lacks_evidence=True),
    "decide": Q(status="sent", lacks_evidence=False),
    "answer": Q(status="asked"),
    "second": A_SECOND,
    "quote": Q(status="confirmed") & ~A_SECOND | UNINVOICED,
    "accept": Q(status="quoted"),
    "pay": Q(status="accepted", owing__gt=0) & ~UNINVOICED,
    "prepare": Q(status="accepted", owing__lte=0) & ~UNINVOICED,
    "check": Q(status="prepared"),
    "release": Q(status="checked"),
    "collect": Q(status="released"),
    "destroy": Q(status="received"),
}


class RequestRowQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW


class ItemQuerySet(RequestRowQuerySet):
    def asking_for_evidence(self):
        """Items of the round that counts, whose row asks for evidence that was not given, or was found wanting (E3)."""
        request: Any = self.model._meta.get_field("request").related_model
        papers = request._meta.get_field("evidence").related_model
        given = papers._default_manager.filter(
            GIVEN, request=OuterRef("request"), code=OuterRef("entitlement__evidence_code")
        )
        wanted = self.filter(round=F("request__round")).exclude(entitlement=None)
        return wanted.exclude(entitlement__evidence_code__in=("", BY_NOBODY)).exclude(Exists(given))


class RequestQuerySet(RequestRowQuerySet):
    def with_the_office(self):
        """Those in which the next step is the office's."""
        return self.filter(status__in=WITH_THE_OFFICE)

    def overdue(self, on):
        return self.with_the_office().filter(promised_on__lt=on)

    def with_owing(self):
        """With `owing`: what its invoice still wants, in cents or pence; nothing where there is none (E6); and `lacks_evidence`:
        whether the applicant has still to show or send what the rows ask for (E3)."""
        entries = Entry._default_manager.filter(fee=OuterRef("fee")).order_by().values("fee")
        received = Subquery(entries.annotate(sum=Sum("amount")).values("sum"))
        owing = Coalesce(F("fee__amount"), 0) - Coalesce(received, 0)
        letter = self._of("evidence").filter(GIVEN, code=AUTHORITY)
        by_agent = Q(applicant__in=ASKS_FOR.values()) & ~Q(organisation="") & ~Q(Exists(letter))
        lacks = Q(Exists(self._of("items").asking_for_evidence())) | by_agent
        return self.annotate(owing=owing, lacks_evidence=ExpressionWrapper(lacks, BooleanField()))

    def _of(self, name: str):
        rows: Any = self.model._meta.get_field(name).related_model
        return rows._default_manager.filter(request=OuterRef("pk"))

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
