"""A made-up English borough, whose office supplies registers: an edition, sittings, and requests at every step."""

from collections.abc import Sequence
from datetime import time, timedelta
from types import SimpleNamespace

from electoral.demo.people import PEOPLE, email_of
from electoral.jobs.models import Job
from electoral.jobs.work import work_on
from electoral.office.actions import make_division, outsider
from electoral.office.models import Division, State, User
from payments.actions.account import accept_account, propose_account
from payments.actions.bank import receive_statement
from payments.actions.receipt import take_payment
from payments.models import Fee
from registers.actions.copy import check_copy, order_copy
from registers.actions.decision import confirm_request, refuse_request, second_request
from registers.actions.edition import order_edition
from registers.actions.evidence import give_evidence, see_evidence
from registers.actions.inquiry import ask_office
from registers.actions.inspection import book_inspection
from registers.actions.quotation import accept_quotation, quote_request
from registers.actions.request import receive_request
from registers.actions.sitting import open_sittings
from registers.actions.standing import add_standing
from registers.models import AccessRequest, Edition, Entitlement, Sitting
from registers.rules.asking import ItemAsked

CODE, NAME, STATE = "BORO", "Borough of Fable", "EN"
WEEKS_OF_SITTINGS = 4
OFFICE = {
    "address": "Pretend Hall\n1 Pretend Street\nFabletown FB0 1AA",
    "postal_address": "PO Box 1\nFabletown FB0 1AB",
    "telephone": "01632 960100",
    "email": "registers@boro.invalid",
    "opening_hours": "Monday to Friday, 9 am to 4.30 pm\nNot on bank holidays",
    "cheques_to": "Borough of Fable",
}


def make_borough() -> Division:
    """The borough, of England and Wales, with its office and nobody in it."""
    division = make_division(code=CODE, name=NAME, state=STATE, area="Fableshire")
    State.objects.filter(code=STATE).update(
        name="England", jurisdiction="england_and_wales", time_zone="Europe/London"
    )
    Division.objects.filter(pk=division.pk).update(**OFFICE)
    return Division.objects.select_related("area__state").get(pk=division.pk)


def supply_registers(division: Division) -> str:
    """What the office has done so far, each step by the person whose step it is."""
    staff = people_of_the_borough()
    today = division.today()
    register = order_edition(division, family="register", speaks_on=today, by=staff.officer)
    order_edition(division, family="absent", stage="current", speaks_on=today, by=staff.officer)
    work_off(division)
    open_sittings(
        division, weekdays=range(5), first=today, last=today + timedelta(weeks=WEEKS_OF_SITTINGS), begins=time(10), ends=time(12),
        minutes=30, seats=1, place="Pretend Hall, 1 Pretend Street, Fabletown", by=staff.clerk,
    )  # fmt: skip
    add_standing(
        division, applicant="BRITISH_LIBRARY", product="FULL", name="The Librarian", organisation="The Pretend Library",
        postal_address="1 Fable Road\nFabletown", by=staff.clerk,
    )  # fmt: skip
    open_account(division, staff)
    requests = make_requests(division, staff)
    work_off(division)
    visitors(division)
    return f"{Edition.objects.get(pk=register.pk)}, {len(requests)} requests"


def open_account(division: Division, staff: SimpleNamespace) -> None:
    """The account into which transfers are paid, proposed by one person and put in force by another."""
    account = propose_account(
        division, name="Borough of Fable", bank="Bank of Make-believe", numbers="Sort code: 00-00-00\nAccount number: 00000000",
        why="The account of the borough's income, by the treasurer's letter of 1 March 2026.", by=staff.cashier,
    )  # fmt: skip
    accept_account(
        account,
        checked="The treasurer read it to me at the number that we have always had.",
        by=staff.officer,
    )


def people_of_the_borough() -> SimpleNamespace:
    names = {"officer": "Edith", "deputy": "Devon", "clerk": "Neil", "cashier": "Cass"}
    chosen = {key: next(s for s in PEOPLE if s.name.startswith(name)) for key, name in names.items()}
    return SimpleNamespace(**{key: User.objects.get(email=email_of(one)) for key, one in chosen.items()})


def work_off(division: Division) -> None:
    while job := Job.objects.filter(division=division, status="queued").order_by("ordered_at").first():
        work_on(job.pk)


def make_requests(division: Division, staff: SimpleNamespace) -> Sequence[AccessRequest]:
    agency = ask(division, "CRA", ["FULL", "OVERSEAS"], "Pretend Credit Ltd", "Penny Invented", later=True)
    department = through(
        ask(division, "GOVT_DEPT", ["FULL"], "Department of Make-believe", "Gus Example"), staff, "accept"
    )
    party = through(
        ask(division, "REG_PARTY", ["FULL", "AVL"], "The Fable Party", "Polly Specimen"), staff, "quote"
    )
    police = ask(division, "POLICE", ["ANON"], "Fableshire Police", "Superintendent Sam Notional")
    journalist = ask(division, "MEDIA_COMMERCIAL", ["FULL"], "", "Jo Figment")
    refuse_request(
        journalist, failed="The law gives no copy of the full register to the press or to a company.", access=False, use=False,
        reason="No enactment names a journalist.", by=staff.clerk,
        open_instead="You may look at the full register at the office, and buy the open register.",
    )  # fmt: skip
    ask_office(
        division, kind="cost", name="Olive Testperson", email="olive@people.invalid", by=outsider(),
        text="What would the open register cost as a file, and can I have one ward alone?",
    )  # fmt: skip
    receive_statement(division, content=statement_of(department), file_name="statement.csv", by=staff.cashier)
    to_be_checked(ask(division, "ENV_AGENCY", ["FULL"], "Fable Environment Office", "Enid Sample"), staff)
    return [agency, department, party, police, journalist]


def ask(division: Division, applicant: str, products: Sequence[str], body: str, name: str, *, later: bool = False) -> AccessRequest:  # fmt: skip
    """A request as it comes from the portal, with a letter as its evidence."""
    rows = Entitlement.objects.filter(
        jurisdiction="england_and_wales",
        applicant=applicant,
        product__in=products,
        mode="supply",
        ended_on=None,
    )
    purposes = {code for row in rows for code in row.purposes.split("|")[:1] if code}
    items = [
        ItemAsked(code, "data", stage="current" if code == "AVL" else "", later=later) for code in products
    ]
    given = {
        "organisation": body, "name": name, "authority": "Head of data, by letter of 1 March 2026" if body else "",
        "email": f"{name.split()[-1].lower()}@people.invalid", "postal_address": "2 Pretend Street\nFabletown",
        "purposes": sorted(purposes), "purpose_note": "For the purpose that the law names.", "wanted_on": division.today(),
    }  # fmt: skip
    request, _ = receive_request(
        division,
        applicant=applicant,
        items=items,
        given=given,
        declared_name=name,
        channel="portal",
        by=outsider(),
    )
    return request


def through(request: AccessRequest, staff: SimpleNamespace, last: str) -> AccessRequest:
    """The request with its evidence seen, confirmed and seconded, quoted, and accepted where that is the last step."""
    for code in sorted(request.evidence_codes()):
        seen = give_evidence(request, code=code, title="Shown at the counter", by=staff.clerk)
        see_evidence(seen, satisfies=True, note="It names the body and the person.", by=staff.clerk)
    request = confirm_request(
        request, reason="The letter is of the body that the row names.", by=staff.officer
    )
    if request.needs_second:
        request = second_request(request, reason="I find the same.", by=staff.deputy)
    quote_request(request, by=staff.clerk)
    request = AccessRequest.objects.select_related("division__area__state").get(pk=request.pk)
    if last == "accept" and request.status == "quoted":
        request = accept_quotation(request, by=outsider())
    return request


def to_be_checked(request: AccessRequest, staff: SimpleNamespace) -> AccessRequest:
    """Paid and prepared by one person, checked by another, so that somebody who did not confirm it may release it."""
    request = through(request, staff, "accept")
    fee = invoice_of(request)
    take_payment(fee, method="cheque", amount=fee.amount, on=request.division.today(), by=staff.cashier)
    order_copy(request, by=staff.clerk)
    work_off(request.division)
    request = AccessRequest.objects.select_related("division__area__state").get(pk=request.pk)
    return check_copy(request, by=staff.deputy)


def invoice_of(request: AccessRequest) -> Fee:
    assert request.fee is not None, "what is paid for is invoiced when the quotation is accepted"
    return request.fee


def statement_of(request: AccessRequest) -> bytes:
    """A bank statement with the transfer of an invoice, and one line that nobody knows."""
    fee, day = invoice_of(request), request.division.today().isoformat()
    lines = [
        f"{day},{fee.amount / 100:.2f},{fee.invoice_number},DEPT OF MAKE-BELIEVE",
        f"{day},12.00,THANK YOU,A PERSON UNKNOWN",
    ]
    return "\n".join(["date,amount,reference,payer", *lines, ""]).encode()


def visitors(division: Division) -> None:
    sitting = Sitting.objects.filter(division=division).order_by("starts_at")[1]
    book_inspection(
        division,
        product="FULL",
        sitting=sitting,
        name="Rita Fabled",
        email="rita@people.invalid",
        by=outsider(),
    )
