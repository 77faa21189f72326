"""Standing requests: begun with a release, added for whom the law names, ended by a person or by themselves (E7)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from electoral.jobs.actions import each_by_itself
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission as P
from electoral.office.rules import date_in
from registers.actions.outside import refuse_what_does_not_fit
from registers.actions.request import locked, row_for, withdraw_request
from registers.models import AccessRequest, Decides, Edition, Family, RequestItem, Standing
from registers.rules.evidence import plain_line
from registers.rules.lists import REMEMBERED_DAYS
from registers.rules.standing import ABSENT_LISTS, NOBODY_ASKS, PAID, is_unpaid_for_too_long
from registers.states import RequestStatus as S

verbs(
    begin_standing="began the standing request",
    add_standing="added the standing request",
    limit_standing="set the last day of the standing request",
    end_standing="ended the standing request",
)
AT_RELEASE = (S.CHECKED, S.RELEASED, S.RECEIVED)
UNFINISHED = (S.SENT, S.ASKED, S.CONFIRMED, S.QUOTED, S.ACCEPTED)
WHO = ("applicant", "organisation", "name", "email", "postal_address")


@transaction.atomic
def begin_standing(request: AccessRequest, *, by, until: date | None = None) -> list[Standing]:
    """With the release: one line for each item with later documents, where its row lets the applicant have them (E7).

    Doing it twice changes nothing; a line of the same body for the same thing is replaced. Never for candidates' registers:
    their rows say none.
    """
    demand(by, P.COPY_RELEASE, request.division)
    if request.status not in AT_RELEASE:
        raise Refused("Later documents begin with the release of the first.", request)
    locked(request)
    items = [item for item in request.items_now if item.later and not request.standing_id]
    return [begun for item in items if (begun := _begin(request, item, until, by))]


def _begin(request: AccessRequest, item: RequestItem, until: date | None, by) -> Standing | None:
    row, today = item.entitlement, request.division.today()
    poll = item.poll if item.product_id == ABSENT_LISTS else ""
    what = {"product": item.product, "form": item.form, "area": item.area, "poll": poll}
    if row is None or row.standing_code == "none" or request.standings.filter(**what).exists():
        return None
    who = {name: getattr(request, name) for name in WHO}
    same = {name: who[name] for name in ("applicant", "organisation", "name")}
    for before in Standing.objects.in_force().filter(division=request.division, **same, **what):
        end_standing(before, why=f"Replaced with request {request.reference}.", by=by)
    standing = Standing.objects.create(
        division=request.division, request=request, entitlement=row, why=row.standing_code, until=until, from_on=today,
        added_by=by, **who, **what,
    )  # fmt: skip
    record(standing, "begin_standing", by=by, request=request.reference, product=item.product_id)
    return standing


@transaction.atomic
def add_standing(
    division, *, applicant: str, product: str, name: str, organisation: str = "", email: str = "", postal_address: str = "",
    form: str = "data", area: str = "", until: date | None = None, by,
) -> Standing:  # fmt: skip
    """Add a body that gets copies on each publication, or because a statute says so, without asking (E7).

    Refused where no row of the table says that, and for a row that the officer decides unless they add it.
    """
    demand(by, P.REGISTER_WORK, division)
    row = row_for(division, applicant, product)
    if (
        row is None
        or row.decision == Decides.NO
        or row.trigger not in NOBODY_ASKS
        or row.standing_code == "none"
    ):
        raise Refused("No row of the table gives this body that on each publication. It can ask for it.")
    if row.decision == Decides.OFFICER:
        demand(by, P.ENTITLEMENT_SECOND, division)
    standing = Standing(
        division=division, applicant=row.applicant, organisation=plain_line(organisation), name=plain_line(name), email=email.strip(),
        postal_address=postal_address.strip(), product=row.product, entitlement=row, form=form, area=area.strip(),
        why="on_publication", until=until, from_on=division.today(), added_by=by,
    )  # fmt: skip
    _refuse_what_is_wrong(standing)
    there = (
        Standing.objects.select_for_update(of=("self",))
        .in_force()
        .filter(division=division, applicant=row.applicant)
    )
    if same := there.filter(
        product=row.product, form=form, area=standing.area, organisation=standing.organisation
    ).first():
        raise Refused("This body gets it already: this one.", same)
    standing.save()
    record(standing, "add_standing", by=by, product=product)
    return standing


def _refuse_what_is_wrong(standing: Standing) -> None:
    if not standing.name or not (standing.email or standing.postal_address):
        raise Refused("Say to whom it goes: a name, and an e-mail address or a postal address.")
    if standing.until and standing.until < standing.from_on:
        raise Refused("The last day is past. Leave it empty, or choose a day to come.")
    refuse_what_does_not_fit(standing)


@transaction.atomic
def limit_standing(standing: Standing, *, until: date | None, by) -> Standing:
    """Set the last day, such as that of the office held, or take it away (E7: they end by themselves)."""
    demand(by, P.REGISTER_WORK, standing.division)
    standing = _standing(standing)
    if until and until < standing.division.today():
        raise Refused("That day is past. End it instead.", standing)
    standing.until = until
    standing.save(update_fields=["until"])
    record(standing, "limit_standing", by=by, until=until.isoformat() if until else "")
    return standing


@transaction.atomic
def end_standing(standing: Standing, *, why: str, by) -> Standing:
    """No later document any more; what is under way under it and not paid for is withdrawn (E7)."""
    demand(by, P.REGISTER_WORK, standing.division)
    if not why.strip():
        raise Refused("Say why it ends.", standing)
    standing = _standing(standing)
    standing.ended_on, standing.ended_why = standing.division.today(), why.strip()[:200]
    standing.save(update_fields=["ended_on", "ended_why"])
    record(standing, "end_standing", by=by)
    for request in standing.requests.filter(status__in=UNFINISHED):
        if not (request.fee_id and request.why_unpaid() is None):
            withdraw_request(request, why=f"The standing request has ended: {standing.ended_why}", by=by)
    return standing


def _standing(standing: Standing) -> Standing:
    rows = Standing.objects.select_for_update(of=("self",)).select_related("division__area__state", "request")
    standing = rows.get(pk=standing.pk)
    if standing.ended_on:
        raise Refused(f"It ended on {standing.ended_on:%-d %B %Y}.", standing)
    return standing


def why_it_ends(standing: Standing, today: date) -> str | None:
    """Why a standing request ends by itself, or None: its last day, the table, a refusal or recall, money (E7)."""
    if standing.until and standing.until < today:
        return f"Its last day was {standing.until:%-d %B %Y}."
    if standing.poll and _poll_is_over(standing, today):
        return "The poll is over."
    row = row_for(standing.division, standing.applicant_id, standing.product_id)
    if row is None or row.decision == Decides.NO:
        return "The law gives this applicant no copy of it any more."
    if not row.says_as(standing.entitlement):
        return "The limits in the table have changed. They ask again, and sign them."
    if standing.request and standing.request.status == S.RECALLED:
        return "The copy with which it began was recalled."
    if standing.requests.filter(status__in=(S.REFUSED, S.RECALLED)).exists():
        return "A later document was refused or recalled."
    return _unpaid(standing, today) if standing.why == PAID else None


def _poll_is_over(standing: Standing, today: date) -> bool:
    """Whether no list of its poll is to come: the day is past, or nobody has made a list of it for a year."""
    lists = Edition.objects.filter(division=standing.division, family=Family.ABSENT, poll=standing.poll)
    day = lists.aggregate(day=Max("polls_on"))["day"] or standing.from_on + timedelta(days=365)
    return today > day + timedelta(days=REMEMBERED_DAYS)


def _unpaid(standing: Standing, today: date) -> str | None:
    for request in standing.requests.filter(status__in=(S.QUOTED, S.ACCEPTED)):
        quotation = request.quotation
        if not (quotation and request.why_unpaid()):
            continue
        if is_unpaid_for_too_long(date_in(standing.division.zone, quotation.at), today):
            return f"The document of request {request.reference} was not paid for in time."
    return None


def end_due_standing(*, by) -> int:
    """End what ends by itself (the clock's work); returns how many."""
    rows: Any = Standing.objects.in_force().select_related("division__area__state", "request")
    due = {standing: why for standing in rows if (why := why_it_ends(standing, standing.division.today()))}
    return each_by_itself(due, lambda standing: end_standing(standing, why=due[standing], by=by))
