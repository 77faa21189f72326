"""Requests for registration information in their later states, made by the real actions (steps for every test of the room).

`asked()` and then, in order, `confirmed()`, `quoted()`, `accepted()`, `paid()`: each does what comes before it where that
is not done. The division is put into England and Wales, unless it lies in Britain already.
"""

from django.db import connection
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.models import Division, User
from payments.actions.receipt import take_payment
from registers.actions.decision import confirm_request, second_request
from registers.actions.quotation import accept_quotation, quote_request
from registers.actions.request import receive_request
from registers.models import AccessRequest, ApplicantKind, Edition, EditionRow, Entitlement, Evidence
from registers.rules.asking import BODIES, ItemAsked
from registers.rules.products import PRODUCTS
from registers.states import EDITION
from tests.conftest import make_person


def in_england(division) -> Division:
    """The division as one of England and Wales, read anew."""
    state = division.area.state
    if state.jurisdiction == "australia":
        state.jurisdiction = "england_and_wales"
        state.save(update_fields=["jurisdiction"])
    return Division.objects.select_related("area__state").get(pk=division.pk)


def given_by(applicant: str, division, items, **more) -> dict:
    """What somebody of the kind says of themselves and of the use, whole (E2)."""
    on, nation = division.today(), division.area.state.jurisdiction
    rows = Entitlement.objects.in_force(on).filter(jurisdiction=nation, applicant=applicant, mode="supply")
    purposes = [
        code
        for row in rows.filter(product__in=[i.product for i in items])
        for code in row.purposes.split("|")[:1]
    ]
    is_body = ApplicantKind.objects.get(pk=applicant).group in BODIES
    told = {
        "name": "Vera Testperson", "email": "vera@people.invalid", "telephone": "", "postal_address": "1 Pretend Street\nFabletown",
        "organisation": "Fable Body Ltd" if is_body else "", "authority": "Head of data, by letter of 1 March 2026" if is_body else "",
        "purposes": purposes, "purpose_note": "For the purpose that the law names.", "wanted_on": on,
        "enactment": "Pretend Act 1999 section 3" if "AS_ENACTMENT" in purposes else "",
        "why_marked": "Only the marks show who voted." if any(i.product == "MARKED" for i in items) else "", "needs": "",
    }  # fmt: skip
    return told | more


def item(product: str, form: str = "data", **more) -> ItemAsked:
    """An item with what its product needs: the stage of absent voters lists, the poll of a marked register."""
    usual = {"AVL": {"stage": "current"}, "MARKED": {"poll": "Mayor 2026"}}
    return ItemAsked(product, form, **(usual.get(product, {}) | more))


def asked(division, applicant: str = "CRA", products=("FULL",), *, form: str = "data", items=None, channel: str = "portal", by=None, **more) -> AccessRequest:  # fmt: skip
    """A request as it was sent. Its `.word` is the secret. `items` for more than products: item("AVL", stage="final", …)."""
    division = in_england(division)
    wanted = list(items) if items else [item(product, form) for product in products]
    standing = more.pop("standing", None)
    request, word = receive_request(
        division, applicant=applicant, items=wanted, given=given_by(applicant, division, wanted, **more),
        declared_name="Vera Testperson", channel=channel, by=by or outsider(), standing=standing,
    )  # fmt: skip
    request.word = word
    return request


def somebody(division, role: str) -> User:
    """One person of the role at the division: made at the first call."""
    there = User.objects.filter(appointment__role=role, appointment__division=division).order_by("pk").first()
    return there or make_person(role, division)


def seen_evidence(request, by) -> None:
    """What the rows ask for was shown on paper, and satisfies."""
    for code in request.evidence_codes() - set(
        request.evidence.filter(satisfies=True).values_list("code", flat=True)
    ):
        Evidence.objects.create(
            division=request.division, request=request, code=code, title=code.replace("_", " "), seen_by=by,
            seen_at=timezone.now(), satisfies=True,
        )  # fmt: skip


def confirmed(request, *, by=None, second=None) -> AccessRequest:
    """Confirmed by `by` (the officer, where the table leaves it to them), and by `second` where a row asks for one."""
    division = request.division
    by = by or (make_person("dro", division) if request.an_officer_decides else somebody(division, "clerk"))
    seen_evidence(request, by)
    request = confirm_request(request, reason="The evidence shows it.", by=by)
    if request.needs_second:
        other = second or make_person("dro", division)
        request = second_request(request, reason="I find the same.", by=other)
    return request


def sealed(division, family: str = "register", *, entries: int = 84312, by=None, **more) -> Edition:
    """A sealed edition of that many entries of each product of its family; it has no rows but those of a notice, by what
    `changed`: {"added": 900}, or `rows`: {("constituency:C1", "added"): 900}. A marked one is of a register, which is made with it."""
    counts = {code: entries for code, shape in PRODUCTS.items() if shape.family == family}
    by, changed, rows = by or somebody(division, "dro"), more.pop("changed", {}), more.pop("rows", {})
    if family == "marked":
        more.setdefault("earlier", sealed(division, entries=entries, by=by))
    edition = Edition.objects.create(
        division=division, family=family, title=f"{family.title()} of electors", speaks_on=more.pop("speaks_on", division.today()),
        ordered_by=by, **more,
    )  # fmt: skip
    write_rows(edition, {("", change): number for change, number in changed.items()} | rows)
    changes = {"counts": counts, "entries": entries, "sealed_at": timezone.now()}
    return EDITION.move(edition, "seal", by=by, changes=changes)


def write_rows(edition: Edition, kinds: dict[tuple[str, str], int]) -> None:
    """So many rows of each area and change, copied by the database from the first of each."""
    table, position = EditionRow._meta.db_table, 0
    columns = [f.column for f in EditionRow._meta.local_fields if not f.primary_key]
    changed = {"position": "n", "number": "n::text"}
    copied = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    for (areas, change), number in kinds.items():
        one = EditionRow.objects.create(
            division=edition.division, edition=edition, position=position + 1, section=0, number=str(position + 1), areas=areas, change=change
        )  # fmt: skip
        with connection.cursor() as cursor:
            named = ", ".join(f'"{column}"' for column in columns)
            sql = f"INSERT INTO {table} ({named}) SELECT {copied} FROM {table}, generate_series(%s, %s) AS n WHERE id = %s"
            cursor.execute(sql, [position + 2, position + number, one.pk])
        position += number


OF_FAMILY = {"marked": {"poll": "Mayor 2026"}, "absent": {"stage": "current"}}


def quoted(request, *, by=None, editions=None, amounts=None, **seen) -> AccessRequest:
    """Quoted in sealed editions, which are made where there is none; what is free is accepted with it."""
    if request.status == "sent":
        request = confirmed(request, **seen)
    for asked_for in request.items_now:
        shape = PRODUCTS.get(asked_for.product_id)
        family = shape.family if shape and asked_for.product_id != "OWN" else ""
        known = Edition.objects.filter(division=request.division, family=family).sealed().exists()
        if family and family != "notice" and not known and not editions:
            more = {"poll": asked_for.poll, "stage": asked_for.stage} if family in OF_FAMILY else {}
            sealed(request.division, family, **more)
    quote_request(request, by=by or somebody(request.division, "clerk"), editions=editions, amounts=amounts)
    return again(request)


def accepted(request, *, by=None, **more) -> AccessRequest:
    """Accepted by the applicant, and invoiced where it costs something."""
    if request.status in ("sent", "confirmed"):
        request = quoted(request, **more)
    if request.status == "quoted":
        accept_quotation(request, by=by or outsider())
    return again(request)


def paid(request, *, method: str = "cash", cashier=None, **more) -> AccessRequest:
    """Accepted and, where it costs something, paid whole at the counter."""
    request = accepted(request, **more)
    if request.fee:
        by = cashier or somebody(request.division, "cashier")
        take_payment(
            request.fee, method=method, amount=request.fee.amount, on=request.division.today(), note="", by=by
        )
    return again(request)


def again(request) -> AccessRequest:
    """The request as it is now, with its word."""
    fresh = AccessRequest.objects.select_related("division__area__state", "applicant", "fee").get(
        pk=request.pk
    )
    fresh.word = getattr(request, "word", "")
    return fresh
