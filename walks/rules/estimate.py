"""What a review is estimated to take and to cost (2a): a pure function of counts and dated figures. Money is cents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from walks.rules.workload import HUNDREDTH, UNCLASSIFIED, days_of, hours_of

METHODS = ("visit", "schedule", "mail", "agent")
NEEDED = (
    "norm_urban", "norm_low_density", "forms_share", "hours_a_day", "days_a_week", "additions_share", "cards_share",
    "letters_a_residence", "spare_share", "pay_residence_urban", "pay_residence_low_density", "pay_form", "price_card",
    "price_letter", "price_schedule", "price_agent",
)  # fmt: skip
Figures = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class WalkFacts:
    """A Walk as an estimate takes it: `method` is the one chosen, or what goes without a choice."""

    number: int
    residences: int
    electors: int
    walk_class: str = ""
    method: str = "visit"


@dataclass(frozen=True, slots=True)
class Line:
    """A Walk's part of the estimate: `costs` in cents by each method, `expected` counts as decimals."""

    walk: WalkFacts
    hours: Decimal
    days: Decimal
    costs: dict[str, int]
    expected: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Span:
    """What the division brings: the dates of field work, and its workloads (with Walks visited that are in none)."""

    starts_on: date
    ends_on: date
    workloads: int = 0
    walks_in_none: int = 0
    dwellings_by_schedule: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of an estimate with its formula; `unit` is "cents" for money."""

    code: str
    label: str
    value: Decimal | int
    unit: str
    formula: str

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "label": self.label, "value": str(self.value), "unit": self.unit, "formula": self.formula}  # fmt: skip


def dollars(cents: int | Decimal) -> str:
    """ "$1,234.50"; a loss has its sign before it."""
    return f"{'-' if cents < 0 else ''}${abs(Decimal(cents)) / 100:,.2f}"


def cents(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def whole(amount: Decimal) -> int:
    """As many as are needed: 12.1 forms are 13."""
    return int(amount.quantize(Decimal(1), ROUND_CEILING))


def costs_of(walk: WalkFacts, figures: Figures) -> dict[str, int]:
    """The cost of a Walk by each method side by side, in cents (1.1c)."""
    forms = walk.residences * figures["additions_share"] * figures["forms_share"]
    cards = walk.residences * figures["cards_share"]
    pay = figures[f"pay_residence_{walk.walk_class or UNCLASSIFIED}"]
    letters = walk.residences * figures["letters_a_residence"]
    return {
        "visit": cents(walk.residences * pay + forms * figures["pay_form"] + cards * figures["price_card"]),
        "schedule": cents(walk.residences * figures["price_schedule"]),
        "mail": cents(letters * figures["price_letter"]),
        "agent": cents(walk.residences * figures["price_agent"]),
    }


def line_of(walk: WalkFacts, figures: Figures) -> Line:
    """A Walk's line: only a Walk that is visited has hours, cards; only one by mail has letters."""
    visited = walk.residences if walk.method == "visit" else 0
    additions = walk.residences * figures["additions_share"]
    expected = {
        "additions": additions,
        "forms": additions * figures["forms_share"],
        "cards": visited * figures["cards_share"],
        "letters": (walk.residences if walk.method == "mail" else 0) * figures["letters_a_residence"],
    }
    return Line(
        walk,
        hours_of(visited, walk.walk_class, figures),
        days_of(visited, walk.walk_class, figures),
        costs_of(walk, figures),
        {name: count.quantize(HUNDREDTH, ROUND_HALF_UP) for name, count in expected.items()},
    )


def working_days(span: Span, figures: Figures) -> int:
    """Working days between the dates, both counted."""
    days = ((span.ends_on - span.starts_on).days + 1) * figures["days_a_week"] / 7
    return max(1, int(days.quantize(Decimal(1), ROUND_FLOOR)))


def totals_of(lines: Sequence[Line], span: Span, figures: Figures) -> list[Total]:
    """The whole estimate, each figure with its formula."""
    return [
        *_work(lines, span, figures),
        *_expected(lines),
        *_costs(lines),
        *_stationery(lines, span, figures),
    ]


def _sum(lines: Sequence[Line], name: str) -> Decimal:
    return sum((line.expected[name] for line in lines), Decimal(0))


def _work(lines: Sequence[Line], span: Span, figures: Figures) -> list[Total]:
    hours = sum((line.hours for line in lines), Decimal(0))
    days = sum((line.days for line in lines), Decimal(0))
    available = working_days(span, figures)
    visited = sum(line.walk.method == "visit" for line in lines)
    officers = (
        f"{days} days ÷ {available} working days from {span.starts_on:%-d %B %Y} to {span.ends_on:%-d %B %Y}"
    )
    workloads = (
        f"{span.workloads} workloads made + {span.walks_in_none} Walks visited that are in none yet, one each"
    )
    return [
        Total("walks", "Walks", len(lines), "Walks", f"{visited} visited + {len(lines) - visited} otherwise"),
        Total("residences", "Residences", sum(x.walk.residences for x in lines), "residences", "sum of the Walks"),
        Total("electors", "Electors", sum(x.walk.electors for x in lines), "electors", "sum of the Walks"),
        Total("hours", "Hours of calling", hours, "hours", "residences visited ÷ norm of the class, by Walk"),
        Total("days", "Working days", days, "days", f"residences visited ÷ norm ÷ {figures['hours_a_day'].normalize():f} hours a day, by Walk"),
        Total("workloads", "Workloads", span.workloads + span.walks_in_none, "workloads", workloads),
        Total("officers", "Review Officers needed", whole(days / available), "officers", officers + ", rounded up"),
    ]  # fmt: skip


def _expected(lines: Sequence[Line]) -> list[Total]:
    return [
        Total("additions", "Additions expected", _sum(lines, "additions"), "additions", "residences × additions for each residence"),
        Total("forms", "Enrolment forms expected", _sum(lines, "forms"), "forms", "additions × forms for each addition"),
        Total("cards", "Cards expected (NAC)", _sum(lines, "cards"), "cards", "residences visited × cards for each"),
        Total("letters", "Letters of the mail review", _sum(lines, "letters"), "letters", "residences by mail × letters for each"),
    ]  # fmt: skip


FORMULA_OF_COST = {
    "visit": "residences × pay for each by class + forms × pay for each + cards × printing",
    "schedule": "residences × review by schedule",
    "mail": "residences × letters for each × a letter",
    "agent": "residences × review by an agent",
}
LABEL_OF_COST = {
    "visit": "Cost if all Walks are visited",
    "schedule": "Cost if all are reviewed by schedule",
    "mail": "Cost if all are reviewed by mail",
    "agent": "Cost if agents review all",
}


def _costs(lines: Sequence[Line]) -> Sequence[Total]:
    chosen = sum(line.costs[line.walk.method] for line in lines)
    plan = Total("cost", "Cost of the plan", chosen, "cents", "each Walk by its own method")
    each = [
        Total(f"cost_{m}", LABEL_OF_COST[m], sum(x.costs[m] for x in lines), "cents", FORMULA_OF_COST[m])
        for m in METHODS
    ]
    return [plan, *each]


def _stationery(lines: Sequence[Line], span: Span, figures: Figures) -> list[Total]:
    more = 1 + figures["spare_share"]
    by_schedule = sum(line.walk.residences for line in lines if line.walk.method == "schedule")
    visited = sum(line.walk.method == "visit" for line in lines)
    spare = f"+ {figures['spare_share'] * 100:f}".rstrip("0").rstrip(".") + " % to spare, rounded up"
    schedules = f"({by_schedule} residences of Walks + {span.dwellings_by_schedule} non-private dwellings) by schedule {spare}"
    return [
        Total("order_listings", "Walk Listings to order", visited, "listings", "one for each Walk visited"),
        Total("order_cards", "Cards to order", whole(_sum(lines, "cards") * more), "cards", f"cards expected {spare}"),
        Total("order_forms", "Enrolment forms to order", whole(_sum(lines, "additions") * more), "forms", f"additions expected {spare}"),
        Total("order_letters", "Letters and reply envelopes to order", whole(_sum(lines, "letters") * more), "letters", f"letters {spare}"),
        Total("order_schedules", "Schedules RR017 to order", whole((by_schedule + span.dwellings_by_schedule) * more), "schedules", schedules),
    ]  # fmt: skip
