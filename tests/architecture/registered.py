"""A division's registers and ledger with one of each thing, made by the real actions, for the table of who may see what."""

from io import BytesIO

from electoral.office.actions import outsider
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.papers.models import Document
from payments.actions.account import accept_account, propose_account
from payments.actions.bank import match_line, receive_statement
from payments.actions.receipt import take_payment
from payments.actions.refund import approve_refund, ask_refund
from payments.models import BankLine
from registers.actions.decision import refuse_request
from registers.actions.evidence import give_evidence
from registers.actions.inquiry import ask_office
from registers.actions.standing import add_standing
from registers.models import Entitlement, Supply
from tests.conftest import make_person
from tests.payments.paying import invoice
from tests.registers.asking import asked, in_england, sealed, seen_evidence
from tests.registers.copies import released
from tests.registers.papers import PDF, PNG
from tests.registers.visiting import booked
from tests.steps import work_off

NOTHING = {
    "account": "Y", "account_in_force": "Y", "approved_refund": "Y", "asked_of": "D", "asked_request": "D", "bank_line": "Y", "cheque_entry": "Y", "edition": "Z",
    "entry": "Y", "fee": "Y", "inquiry": "I", "inspection": "I", "matched_line": "Y", "refund": "Y", "refused_request": "D", "release": "S",
    "request_released": "D", "standing": "Z", "statement": "Y", "supply": "S",
}  # fmt: skip
REGISTERS_OF_NOTHING = {
    thing: lambda letter=letter: new_reference(letter) for thing, letter in NOTHING.items()
}
STATEMENT = b"""date,amount,reference,payer
2026-11-20,12.00,THANK YOU,A PERSON UNKNOWN
2026-11-20,97.50,MATCHED,A PERSON KNOWN
"""
SAID = {
    "name": "Electoral Office",
    "bank": "Fabletown Bank",
    "numbers": "Account number: 1",
    "why": "The first",
}


def registers_of_everything(place: Division) -> dict[str, str]:
    """The names that the addresses of the registers and of the payments carry. The place lies in England afterwards."""
    place = in_england(place)
    officer, clerk, cashier = (make_person(role, place) for role in ("dro", "clerk", "cashier"))
    return {
        **_money(place, officer, cashier),
        **_requests(place, clerk),
        **_supplies(place, officer, clerk),
        "entitlement": str(Entitlement.objects.filter(jurisdiction="england_and_wales").order_by("pk")[0].pk),
    }


def _money(place, officer, cashier) -> dict[str, str]:
    fee = invoice(place, cashier, currency="GBP")
    cash = take_payment(fee, method="cash", amount=5000, on=place.today(), by=cashier)
    cheque = take_payment(fee, method="cheque", amount=9750, on=place.today(), by=cashier)
    waiting, agreed = (
        ask_refund(fee, amount=n, method="cash", reason="Paid twice.", by=cashier) for n in (100, 200)
    )
    approve_refund(agreed, by=officer)
    statement = receive_statement(place, content=STATEMENT, file_name="statement.csv", by=cashier)
    unknown, known = BankLine.objects.filter(division=place).order_by("amount")
    match_line(known, invoice(place, cashier, 9750, currency="GBP"), by=cashier)
    in_force = accept_account(propose_account(place, by=cashier, **SAID), checked="Rang the bank", by=officer)
    return {
        "account": propose_account(place, by=cashier, **SAID).reference,
        "account_in_force": in_force.reference,
        "fee": fee.reference,
        "entry": cash.reference,
        "cheque_entry": cheque.reference,
        "refund": waiting.reference,
        "approved_refund": agreed.reference,
        "statement": statement.reference,
        "bank_line": unknown.reference,
        "matched_line": known.reference,
    }


def _requests(place, clerk) -> dict[str, str]:
    sealed(place)
    refused, shown = asked(place, "MEDIA_COMMERCIAL"), asked(place)
    refuse_request(
        refused,
        failed="No row.",
        reason="No enactment.",
        open_instead="Look at it here.",
        access=False,
        use=False,
        by=clerk,
    )
    sent = asked(place, "CANDIDATE")
    seen_evidence(sent, clerk)
    give_evidence(shown, code="cra_permission", title="A licence", file=BytesIO(PDF), by=outsider())
    give_evidence(shown, code="cra_permission", title="To be destroyed", file=BytesIO(PNG), by=outsider())
    inquiry, _ = ask_office(
        place, kind="cost", name="Vera Testperson", email="vera@people.invalid", text="How much?", by=clerk
    )
    return {
        "asked_request": sent.reference,
        "refused_request": refused.reference,
        "request_paper": Document.objects.get(subject=refused.reference).reference,
        "asked_of": shown.reference,
        "inquiry": inquiry.reference,
    }


def _supplies(place, officer, clerk) -> dict[str, str]:
    release, _, _ = released(asked(place, "CANDIDATE"), way="post")
    work_off()  # the sheet that goes with it
    standing = add_standing(
        place,
        applicant="BRITISH_LIBRARY",
        product="FULL",
        name="The Librarian",
        postal_address="1 Pretend Street",
        by=clerk,
    )
    return {
        "edition": sealed(place, by=officer).reference,
        "release": release.reference,
        "request_released": release.request.reference,
        "standing": standing.reference,
        "inspection": booked(place).reference,
        "supply": Supply.objects.filter(division=place).order_by("pk")[0].reference,
    }
