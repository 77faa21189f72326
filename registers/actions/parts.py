"""The parts of which a copy can be asked for: those that the rows of a sealed register name (E2, E6). Nothing is written here."""

from collections.abc import Sequence

from electoral.office.models import Division
from electoral.office.refusals import Refused
from registers.models import Edition, EditionRow, Entitlement, Family, RequestItem
from registers.rules.area import KINDS, areas_allowed, part_said
from registers.rules.asking import ItemAsked

SAID_AT_ONCE = 30  # names of parts in one sentence


def parts_of(division: Division) -> list[str]:
    """What the newest register names, as on a residence: ward:W05. Empty where none is sealed, or its rows name nothing."""
    edition = Edition.objects.filter(division=division).newest(Family.REGISTER)
    return parts_in(edition) if edition else []


def parts_in(edition: Edition) -> list[str]:
    rows = EditionRow.objects.filter(division=edition.division_id, edition=edition).exclude(section=2)
    texts = rows.order_by().values_list("areas", flat=True).distinct()
    return sorted({area for text in texts for area in text.split(";") if area})


def parts_open_to(row: Entitlement, parts: Sequence[str]) -> list[str]:
    """Those of a kind that a row of the table allows (E3)."""
    kinds = areas_allowed(row.area_code, row.fee_code)
    return [area for area in parts if area.partition(":")[0] in kinds]


def kind_without_a_name(row: Entitlement, parts: Sequence[str]) -> str:
    """The kind of part that has to be asked for and that the register names none of: its name is typed. Else nothing."""
    kinds = areas_allowed(row.area_code, row.fee_code)
    return kinds[0] if kinds and "" not in kinds and not parts_open_to(row, parts) else ""


def refuse_a_part_that_is_not_there(division: Division, items: Sequence[ItemAsked]) -> None:
    """E2: what is asked for is a part that the register has. Of a kind that it names none of, the office finds out what is meant."""
    wanted = [item.area for item in items if item.area]
    parts = parts_of(division) if wanted else []
    for area in wanted:
        if area not in parts and of_its_kind(area, parts):
            raise Refused(why_no_such_part(area, parts))


def refuse_to_count_what_is_not_there(item: RequestItem, edition: Edition) -> None:
    """E6: nothing is told the cost of, as of no entry, because no register has ever heard of it."""
    if item.area and item.area not in parts_of(edition.division) and item.area not in parts_in(edition):
        raise Refused(why_no_such_part(item.area, parts_of(edition.division)), item.request)


def of_its_kind(area: str, parts: Sequence[str]) -> list[str]:
    return [part for part in parts if part.partition(":")[0] == area.partition(":")[0]]


def why_no_such_part(area: str, parts: Sequence[str]) -> str:
    """That there is no such part, and which there are."""
    kind, there = KINDS.get(area.partition(":")[0], "part"), of_its_kind(area, parts)
    if not there:
        return f"The register names no {kind}, so nothing can be counted for {part_said(area)}. Load the areas of the addresses and seal a register that has them, or refuse the request and say so."
    more = f" and {len(there) - SAID_AT_ONCE} more" if len(there) > SAID_AT_ONCE else ""
    return f"The register has no {part_said(area)}. It has: {', '.join(part_said(part) for part in there[:SAID_AT_ONCE])}{more}."
