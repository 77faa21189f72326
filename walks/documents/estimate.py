"""What an estimate says of a division's part, worked out from what is there now (2a)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from walks.documents.plan import PlannedWalk
from walks.models import DivisionReview, DwellingChoice, Estimate, Method
from walks.rules.estimate import Span, dollars


def span_of(part: DivisionReview, walks: Sequence[PlannedWalk]) -> Span:
    """The dates and workloads with which the totals are reckoned."""
    by_schedule = DwellingChoice.objects.in_force().filter(division=part.division, by_schedule=True)
    return Span(
        part.starts_on,
        part.ends_on,
        workloads=part.workloads.count(),
        walks_in_none=sum(walk.is_visited and walk.workload is None for walk in walks),
        dwellings_by_schedule=by_schedule.filter(residence__ended_on=None).count(),
    )


def said(value: str | None, unit: str) -> str:
    """A figure for people: "1,204", "$1,234.50"; nothing where there is none."""
    if value is None:
        return ""
    if unit == "cents":
        return dollars(Decimal(value))
    number = Decimal(value)
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"


def sheet_of_totals(estimate: Estimate) -> list[dict[str, str]]:
    """The totals as rows: label, value, unit, formula; the outcome is filled in from what comes back (2a)."""
    return [
        {
            "code": row["code"],
            "label": row["label"],
            "value": said(row["value"], row["unit"]),
            "unit": "" if row["unit"] == "cents" else row["unit"],
            "formula": row["formula"],
        }
        for row in estimate.totals
    ]


def compared(earlier: Estimate, later: Estimate) -> list[dict[str, str]]:
    """Two versions side by side: label, before, after, difference (empty where nothing changed)."""
    before = {row["code"]: row for row in earlier.totals}
    return [_difference(before.get(row["code"]), row) for row in later.totals]


def _difference(before: Mapping[str, str] | None, after: Mapping[str, str]) -> dict[str, str]:
    was = Decimal(before["value"]) if before else None
    change = None if was is None else Decimal(after["value"]) - was
    sign = "+" if change and change > 0 else ""
    return {
        "label": after["label"],
        "before": said(str(was), after["unit"]) if was is not None else "",
        "after": said(after["value"], after["unit"]),
        "change": sign + said(str(change), after["unit"]) if change else "",
    }


def changed_walks(earlier: Estimate, later: Estimate) -> list[list[str]]:
    """The Walks whose line differs: number, what it was, what it is. A row for each Walk on either."""
    before, after = (
        {row.walk_id: row for row in version.lines.select_related("walk").order_by("walk__number")}
        for version in (earlier, later)
    )
    both = sorted({**before, **after}.items(), key=lambda pair: pair[1].walk.number)
    rows = [[f"Walk {one.walk.number}", _told(before.get(pk)), _told(after.get(pk))] for pk, one in both]
    return [row for row in rows if row[1] != row[2]]


def _told(line) -> str:
    if line is None:
        return "not in it"
    kind = line.get_walk_class_display() if hasattr(line, "get_walk_class_display") else line.walk_class
    cost = line.costs[line.method]
    return f"{Method(line.method).label}, {(kind or 'no class').replace('_', ' ')}, {line.residences} residences, {line.electors} electors, {dollars(cost)}"
