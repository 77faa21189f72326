"""Requests from outside: received, asked about, answered, opened again, withdrawn (E1, E2, E4).

A request holds a person: no event, job or message of the log names them, or says what they wrote.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from payments.actions.fee import cancel_fee
from payments.actions.ledger import locked as locked_fee
from registers.actions.inquiry import write
from registers.actions.outside import demand_of_staff, refuse_what_does_not_fit
from registers.actions.parts import refuse_a_part_that_is_not_there
from registers.actions.secret import new_secret
from registers.models import AccessRequest, ApplicantKind, Entitlement, Product, RequestItem
from registers.queries import in_the_law
from registers.rules.area import areas_allowed, why_not_area
from registers.rules.asking import (
    ItemAsked,
    codes,
    wrong_together,
    wrong_with_item,
    wrong_with_person,
    wrong_with_use,
)
from registers.rules.days import is_working_day, working_days_after
from registers.states import ACCESS_REQUEST

navigation("Registers", "registers:requests", Permission.REGISTER_VIEW, place=50)
verbs(receive_access_request="received the request")
PROMISED_DAYS = 5  # working days to an answer; the office's own promise, not a period of the law
KEYED_IN = ("letter", "counter")
GIVEN = (
    "organisation", "name", "authority", "email", "telephone", "postal_address", "purpose_note", "enactment", "why_marked",
    "needs",
)  # fmt: skip


@transaction.atomic
def receive_request(
    division, *, applicant: str, items: Sequence[ItemAsked], given: dict, declared_name: str, channel: str, by, standing=None,
    after: AccessRequest | None = None,
) -> tuple[AccessRequest, str]:  # fmt: skip
    """Take in a request, whole (E2), with the row of the table that each item is asked under (E4).

    `given` has the fields of who asks and for what. Returns the request and the word with which the applicant follows it,
    which is told this once; with `standing`, or `after` another request, the word of that one opens it. What the law does
    not give can be asked for: it is then refused with a letter (E3b).
    """
    if channel in KEYED_IN:
        demand(by, Permission.REGISTER_WORK, division)
    kind = ApplicantKind.objects.filter(code=applicant).first()
    if kind is None:
        raise Refused("Say who asks: choose one of the kinds of applicant.")
    rows = rows_for(division, applicant, items)
    refuse_what_is_incomplete(kind, items, rows, given, standing)
    if channel != "standing":  # what follows of itself was asked for when there was such a part
        refuse_a_part_that_is_not_there(division, items)
    if not declared_name.strip():
        raise Refused("Sign the declaration with your name.")
    its_own = standing.request if standing else after  # whose word the body knows already
    word, secret = ("", its_own.secret) if its_own else new_secret()
    now, today = timezone.now(), division.today()
    request = AccessRequest(
        division=division, channel=channel, applicant=kind, purposes="|".join(codes(given.get("purposes"))),
        wanted_on=given["wanted_on"], declared_at=now, declared_name=declared_name.strip(), secret=secret, received_at=now,
        promised_on=days_after(division, today, PROMISED_DAYS), standing=standing,
        needs_second=any(row and row.second_person for row in rows),
        **{name: given.get(name, "").strip() for name in GIVEN},
    )  # fmt: skip
    refuse_what_does_not_fit(request, only={*GIVEN, "purposes", "declared_name", "wanted_on"})
    request.save()
    add_items(request, items, rows)
    record(request, "receive_access_request", by=by, channel=channel, items=len(items))
    return request, word


def locked(request: AccessRequest) -> AccessRequest:
    """The row as it is now, held until the transaction ends: two people take turns at it."""
    return AccessRequest.objects.select_for_update(of=("self",)).select_related("division__area__state", "applicant").get(pk=request.pk)  # fmt: skip


def locked_with_fee(request: AccessRequest) -> AccessRequest:
    """The same, and its invoice with it: whoever asks whether it is paid has the answer until the transaction ends (E6)."""
    request = locked(request)
    if request.fee:
        request.fee = locked_fee(request.fee)
    return request


def rows_for(division, applicant: str, items: Sequence[ItemAsked]) -> list[Entitlement | None]:
    """The row of the table in force today for each item, or None: then it is denied (E3)."""
    return [row_for(division, applicant, item.product) for item in items]


def row_for(division, applicant: str, product: str) -> Entitlement | None:
    """The row in force today under which a kind of applicant gets a copy of a product (E3)."""
    nation = division.area.state.jurisdiction
    return in_the_law(
        Entitlement.objects, jurisdiction=nation, applicant=applicant, product=product, mode="supply", on=division.today()
    )  # fmt: skip


def refuse_what_is_incomplete(kind, items, rows, given: dict, standing=None) -> None:
    """E2: without product, area, purpose or date nothing is sent. What a standing request says of its holder was said before."""
    if not items:
        raise Refused("Choose what you ask for.")
    if len(set(items)) < len(items):
        raise Refused("The same thing is asked for twice. Leave one of them out.")
    names = dict(Product.objects.values_list("code", "name"))
    choices = {code for row in rows if row for code in codes(row.purposes)}
    wrong = [
        wrong_with_item(item, names.get(item.product, "It"), row.standing_code if row else "")
        for item, row in zip(items, rows, strict=True)
    ]
    wrong += [wrong_with_area(item, row) for item, row in zip(items, rows, strict=True)]
    wrong.append(wrong_together(item.product for item in items))
    wrong.append(wrong_with_use(given, list(items), choices=choices))
    if any(item.product not in names for item in items):
        wrong.insert(0, "Choose what you ask for from the list.")
    if standing is None:
        wrong.append(wrong_with_person(given, kind.group))
    if found := [sentence for sentence in wrong if sentence]:
        raise Refused(found[0])


def wrong_with_area(item: ItemAsked, row: Entitlement | None) -> str | None:
    """What is wrong with the part that is asked for, under a row that limits it (E7b)."""
    if row is None or row.decision == "no" or not areas_allowed(row.area_code):
        return None  # where the table has no code for the part, whoever decides reads its words
    reason = why_not_area(item.area, row.area_code, row.fee_code)
    return f"{row.product}: {reason} {row.area_rule}".strip() if reason else None


def add_items(request: AccessRequest, items, rows, *, round: int = 1) -> None:
    for position, (item, row) in enumerate(zip(items, rows, strict=True), 1):
        RequestItem.objects.create(
            division=request.division, request=request, round=round, position=position, product_id=item.product,
            entitlement=row, form=item.form, area=item.area, stage=item.stage, poll=item.poll, later=item.later,
        )  # fmt: skip


def days_after(division, day, count: int):
    state = division.area.state
    return working_days_after(day, count, state.jurisdiction, state.code)


@transaction.atomic
def ask_applicant(request: AccessRequest, *, text: str, by) -> AccessRequest:
    """Ask the applicant for more; the clock stands until they answer (E2)."""
    if not text.strip():
        raise Refused("Write what you need to know.", request)
    request = ACCESS_REQUEST.move(request, "ask", by=by, changes={"asked_on": request.division.today()})
    write(request, text, by=by)
    return request


@transaction.atomic
def answer_office(request: AccessRequest, *, text: str, by) -> AccessRequest:
    """The applicant's answer, theirs or keyed in from a letter; the promise moves by the working days that were waited (E2)."""
    demand_of_staff(by, request.division)
    if not text.strip():
        raise Refused("Write your answer.", request)
    today = request.division.today()
    waited = working_days_between(request.division, request.asked_on or today, today)
    promised = days_after(request.division, request.promised_on, waited)
    changes = {"asked_on": None, "promised_on": promised}
    request = ACCESS_REQUEST.move(request, "answer", by=by, changes=changes, waited=waited)
    write(request, text, by=by, from_office=False)
    return request


def working_days_between(division, since, until) -> int:
    """Working days after `since`, up to and with `until`."""
    state, days = division.area.state, (until - since).days
    later = (since + timedelta(days=n) for n in range(1, days + 1))
    return sum(is_working_day(day, state.jurisdiction, state.code) for day in later)


@transaction.atomic
def withdraw_request(request: AccessRequest, *, why: str, by) -> AccessRequest:
    """The applicant does not want it any more; what was said of it stays (E2)."""
    demand_of_staff(by, request.division)
    request = ACCESS_REQUEST.move(request, "withdraw", by=by)
    let_the_fee_go(request, by=by, why="The request was withdrawn.")
    if why.strip():
        write(request, why, by=by, from_office=False)
    return request


@transaction.atomic
def reopen_request(
    request: AccessRequest, *, why: str, items: Sequence[ItemAsked] | None = None, by
) -> AccessRequest:
    """Open the decision again in a new round: the same things, or others, under the rows as they are today.

    Where a row is not the one that the applicant signed, they sign again before it is confirmed (E4).
    """
    if not why.strip():
        raise Refused("Say why the decision is opened again.", request)
    again = list(items) if items is not None else [asked_in(item) for item in request.items_now]
    rows = rows_for(request.division, request.applicant_id, again)
    refuse_again_what_is_incomplete(request, again, rows)
    number = request.round + 1
    changes = {
        "round": number, "signed_round": number if is_signed_by(request, rows) else request.signed_round, "confirmed_by": None,
        "seconded_by": None, "needs_second": any(row and row.second_person for row in rows), "fee": None,
    }  # fmt: skip
    request = ACCESS_REQUEST.move(request, "reopen", by=by, changes=changes, round=number)
    add_items(request, again, rows, round=number)
    write(request, why, by=by, internal=True)
    return request


def refuse_again_what_is_incomplete(request: AccessRequest, items: Sequence[ItemAsked], rows) -> None:
    """E2, under the rows as they are today, with what was said when it was sent."""
    given = {name: getattr(request, name) for name in (*GIVEN, "purposes", "wanted_on")}
    refuse_what_is_incomplete(request.applicant, items, rows, given, request.standing_id)


def is_signed_by(request: AccessRequest, rows: Sequence[Entitlement | None]) -> bool:
    """Whether what the applicant signed in this round says all that these rows say (E4)."""
    signed = [item.entitlement for item in request.items_now] if request.is_signed else []
    return all(any(one and one.says_as(row) for one in signed) if row else request.is_signed for row in rows)


def asked_in(item: RequestItem) -> ItemAsked:
    return ItemAsked(item.product_id, item.form, item.area, item.stage, item.poll, item.later)


def let_the_fee_go(request: AccessRequest, *, by, why: str) -> None:
    """Withdraw its invoice; what was received stays on it, and stands in the cashier's queue until it is paid back (E6)."""
    if request.fee and request.has_standing_invoice:
        request.fee = cancel_fee(request.fee, by=by, why=why)
