"""What a visitor sees on the screen: one street, page by page, in the form that the law gives today; never by name (regulation 43).

Nothing that is typed is kept: a look is written down as the street that was found and the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Replace

from electoral.office.actions import demand
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.roll.models import Residence, Street
from electoral.roll.rules import SEPARATOR, normal
from registers.documents.inspection import Page, entries_at_doors, entries_without_address, streets_shown
from registers.models import Edition, Inspection, InspectionLook
from registers.rules.inspection import NO_STREET, ON_A_PAGE, WITHOUT_ADDRESS, shows_addresses
from registers.states import InspectionStatus

STREETS_OFFERED, STREETS_READ = 20, 500
LAST_PAGE = 100_000


@dataclass(frozen=True)
class Shown:
    """A page of entries. `place` is empty for the entries without an address."""

    title: str
    place: Street | None
    number: int | None
    lines: list[list]
    page: int
    pages: int
    total: int


def why_closed(inspection: Inspection, by) -> str | None:
    """Why the screen shows nothing now, or None: it works for the supervisor, while the visit lasts."""
    if inspection.status != InspectionStatus.BEGUN or inspection.supervisor_id != by.pk:
        return "This visit is over, or has not begun, or somebody else supervises it."
    if inspection.is_over:
        return "The time of this visit is up."
    if inspection.is_on_paper or inspection.edition_id is None:
        return "This is looked at on paper, at the desk."
    return None


def streets_named(inspection: Inspection, words: str, *, by) -> Sequence[Street]:
    """Streets of the edition in whose name the words stand; at most 20. A person's name finds a street of that name or nothing."""
    edition = _edition(inspection, by)
    key = normal(words) if words.isprintable() else ""
    found = _streets(inspection, edition, key, by) or _streets(
        inspection, edition, key.rpartition(" ")[0], by
    )
    if not found:
        _keep(inspection, title=NO_STREET, shown=0)
    return found


@transaction.atomic
def look_at_street(inspection: Inspection, street: Street, *, by, number: int | None = None, page: int = 1) -> Shown:  # fmt: skip
    """Show a page of a street's entries, or of one number's, and write the look down (regulation 43)."""
    edition = _edition(inspection, by)
    if street.division_id != inspection.division_id:
        raise Refused("There is no such street here.")
    homes = Residence.objects.filter(division=inspection.division_id, street=street)
    if number is not None:
        homes = homes.filter(Q(number_first=number) | Q(number_first__lte=number, number_last__gte=number))
    doors = list(homes.values_list("address_id", flat=True))
    title = f"{street}, {street.locality}" + (f", number {number}" if number is not None else "")
    found = entries_at_doors(edition, inspection.product_id, doors, by=by, first=_first(page), size=ON_A_PAGE)
    return _show(inspection, found, page, title=title, place=street, number=number)


@transaction.atomic
def look_at_the_rest(inspection: Inspection, *, by, page: int = 1) -> Shown:
    """Show a page of the entries without an address, in the order of the register; they cannot be searched (regulation 43)."""
    edition = _edition(inspection, by)
    found = entries_without_address(edition, inspection.product_id, by=by, first=_first(page), size=ON_A_PAGE)
    return _show(inspection, found, page, title=WITHOUT_ADDRESS)


def _edition(inspection: Inspection, by) -> Edition:
    """What is shown; refused where nothing is."""
    demand(by, Permission.INSPECTION_SUPERVISE, inspection.division)
    reason = why_closed(inspection, by)
    if reason or inspection.edition is None:
        raise Refused(reason or "Nothing is shown.")
    return inspection.edition


def _first(page: int) -> int:
    return (min(max(page, 1), LAST_PAGE) - 1) * ON_A_PAGE


def _streets(inspection: Inspection, edition: Edition, key: str, by) -> Sequence[Street]:
    if not key or not shows_addresses(inspection.product_id):
        return []
    streets = Street.objects.filter(division=inspection.division_id).select_related("locality")
    streets = streets.alias(words=Replace("sort_key", Value(SEPARATOR), Value(" ")))
    named = list(
        streets.filter(Q(words__startswith=key) | Q(words__contains=f" {key}")).order_by(
            "sort_key", "locality__sort_key"
        )[:STREETS_READ]
    )
    shown = streets_shown(edition, inspection.product_id, [street.pk for street in named], by=by)
    return [street for street in named if street.pk in shown][:STREETS_OFFERED]


def _show(inspection: Inspection, found: Page, page: int, *, title: str, place=None, number=None) -> Shown:
    pages = max(1, -(-found.total // ON_A_PAGE))
    here = min(max(page, 1), LAST_PAGE)
    _keep(inspection, title=title, shown=len(found.lines), place=place, number=number, page=here)
    return Shown(title, place, number, found.lines, here, pages, found.total)


def _keep(inspection: Inspection, *, title: str, shown: int, place=None, number=None, page: int = 1) -> None:
    InspectionLook.objects.create(
        division_id=inspection.division_id, inspection=inspection, place=place, street=title[:150], number=number, page=page, shown=shown,
    )  # fmt: skip
