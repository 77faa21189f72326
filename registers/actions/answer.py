"""What somebody may have, as the table answers (E3): yes; no, with the condition that failed and what is open instead; or an officer decides.

A pair without a row is denied. It is the answer before anybody has asked; the decision is made on a request, by a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from payments.rules.money import currency_of
from registers.models import ApplicantKind, Decides, Entitlement, FeeRule, Mode, Product, Purpose
from registers.queries import in_the_law
from registers.rules.evidence import evidence_label
from registers.rules.fee import Formula, Price, price

ANYBODY, NOTHING = "PUBLIC", "none"
FIRST = ("yes", "officer", "no")
SAID = {Decides.YES: "yes", Decides.NO: "no", Decides.OFFICER: "officer"}
OF_THE_REGISTER = {"FULL", "NOTICE", "OVERSEAS", "MARKED"}  # what the open register may stand in for
OPEN, OLD_REGISTERS, KEEPS_OLD = "OPEN", "OLD", "RESEARCH_AFTER_10Y"


@dataclass(frozen=True)
class Answer:
    """`decision`: yes, no or officer. `failed`: the condition that failed. `needed`: what an officer or the desk still wants
    to see. `row` is None where the table has none."""

    decision: str
    row: Entitlement | None
    failed: str = ""
    open_instead: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)


def answer(*, jurisdiction: str, applicant: str, product: str, mode: str = "supply", on: date) -> Answer:
    """What the table says on a day to a kind of applicant who wants a product, as a copy or for inspection (E3, E3b)."""
    row = in_the_law(
        Entitlement.objects, jurisdiction=jurisdiction, applicant=applicant, product=product, mode=mode, on=on
    )
    if row is None or row.decision == Decides.NO:
        return _no(row, jurisdiction, applicant, product, mode, on)
    return _yes(row)


def offered(jurisdiction: str, applicant: str, on: date) -> list[Answer]:
    """The answer for each row that the table has for a kind of applicant: what is open first, then by name (S1, S2)."""
    rows = Entitlement.objects.in_force(on).select_related("applicant", "product")
    rows = rows.filter(jurisdiction=jurisdiction, applicant=applicant).order_by("product__name", "-mode")
    answers = [
        _no(row, jurisdiction, applicant, row.product_id, row.mode, on)
        if row.decision == Decides.NO
        else _yes(row)
        for row in rows
    ]
    return sorted(answers, key=lambda given: FIRST.index(given.decision))


def open_to_anybody(jurisdiction: str, on: date) -> list[Entitlement]:
    """The rows of the table that are open to every person, whoever they are: inspections, and the open register."""
    rows = Entitlement.objects.in_force(on).select_related("applicant", "product")
    return list(
        rows.filter(jurisdiction=jurisdiction, applicant=ANYBODY)
        .exclude(decision=Decides.NO)
        .order_by("product__name")
    )


def indicative(row: Entitlement, form: str, entries: int, on: date) -> Price | None:
    """The sum of the published formula for so many entries, as data or print (E6). None where an officer sets the sum,
    where the formula is not known, and for nothing at all, which is not sold."""
    rule = formula_of(row, form, on)
    if rule is None or (not entries and (rule.base or rule.per_block)):
        return None
    return price(Formula(rule.base, rule.per_block, rule.block_size), entries, currency_of(row.jurisdiction))


def formula_of(row: Entitlement, form: str, on: date) -> FeeRule | None:
    """The formula in force for a row and a form; None where the table has none: an officer sets the sum (E6)."""
    rules = FeeRule.objects.in_force(on).filter(jurisdiction=row.jurisdiction, fee_code=row.fee_code)
    return rules.filter(format=form).first()


def purposes_of(row: Entitlement) -> list[Purpose]:
    """The purposes for which a row allows the use, in plain words (E4)."""
    texts = Purpose.objects.in_bulk(row.purpose_codes)
    return [texts[code] for code in row.purpose_codes if code in texts]


def _yes(row: Entitlement) -> Answer:
    evidence = evidence_label(row.evidence_code) if row.evidence_code != NOTHING else ""
    return Answer(
        SAID[Decides(row.decision)], row, needed=[part for part in (row.request_must_state, evidence) if part]
    )


def _no(
    row: Entitlement | None, jurisdiction: str, applicant: str, product: str, mode: str, on: date
) -> Answer:
    if row is None:
        who, what = (
            ApplicantKind.objects.filter(code=applicant).first(),
            Product.objects.filter(code=product).first(),
        )
        way = "have a copy of it" if mode == Mode.SUPPLY else "look at it"
        failed = f"{what or product}: the table names no law by which this applicant ({who or applicant}) may {way}."
    else:
        failed = row.purpose_text
    return Answer("no", row, failed, list(_open_instead(jurisdiction, applicant, product, mode, on)))


def _open_instead(jurisdiction: str, applicant: str, product: str, mode: str, on: date) -> Iterator[str]:
    """E3b, read off the table: the inspection, the open register, who keeps old registers, what is theirs."""
    open_to_all = {(row.product_id, row.mode): row for row in open_to_anybody(jurisdiction, on)}
    look = open_to_all.get((product, Mode.INSPECT))
    if look and mode == Mode.SUPPLY:
        yes = "may look" if look.decision == Decides.YES else "may ask to look"
        yield f"Anybody {yes} at it at the office, by appointment and without charge."
    if (OPEN, Mode.SUPPLY) in open_to_all and product in {*OF_THE_REGISTER, OPEN}:
        yield "Anybody may buy the open register, for any lawful use. Ask for it as a member of the public."
    in_force = Entitlement.objects.in_force(on).filter(jurisdiction=jurisdiction).exclude(decision=Decides.NO)
    if product == OLD_REGISTERS:
        keepers = in_force.filter(purposes__contains=KEEPS_OLD).order_by("applicant__name")
        names = dict.fromkeys(keepers.values_list("applicant__name", flat=True))
        yield f"These keep old registers and may copy them for research: {'; '.join(names)}."
    theirs = in_force.filter(applicant=applicant, mode=Mode.SUPPLY).order_by("product__name")
    if theirs and applicant != ANYBODY:
        names = dict.fromkeys(theirs.values_list("product__name", flat=True))
        yield f"This applicant may ask for: {'; '.join(names)}."
