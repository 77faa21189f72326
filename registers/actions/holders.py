"""Who already holds an address, when somebody who lives there becomes protected (X6).

Each question needs a reason and is written down and committed before the answer. The answer is of the address: it is the
same whoever lives there.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.roll.models import Residence
from registers.models import EditionRow, HolderLook, Inspection, Product, Supply, SupplyKind
from registers.rules.area import area_matches
from registers.rules.inspection import LOOKS_AN_HOUR, LOOKS_AN_HOUR_OF_A_DIVISION, shows_addresses
from registers.rules.products import PRODUCTS

verbs(look_for_holders="asked who holds an address")
RECORD_OF_ANONYMOUS = "ANON"


@dataclass(frozen=True)
class Holders:
    """`supplies`: copies in which the address stood; `records`: copies of the record of anonymous entries, any of which may
    hold any address; `inspections`: visits at which the street, or the number, was on the screen.
    """

    residence: Residence
    supplies: list[Supply] = field(default_factory=list)
    records: list[Supply] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)


def holders_of(residence: Residence, *, reason: str, by) -> Holders:
    """Write the question down, then answer it; 20 an hour for a person who asks, 60 for a division (X6)."""
    demand(by, Permission.HOLDERS_LOOK, residence.division)
    if not reason.strip():
        raise Refused("Say why you ask. The reason is kept with your name.")
    with transaction.atomic(durable=True):
        _write_down(residence, reason.strip(), by)
    return Holders(
        residence,
        supplies=supplied(residence),
        records=record_supplied(residence.division),
        inspections=looked_at(residence),
    )


def _write_down(residence: Residence, reason: str, by) -> None:
    division = Division.objects.select_for_update(no_key=True).get(pk=residence.division_id)
    looks = HolderLook.objects.filter(at__gt=timezone.now() - timedelta(hours=1))
    here = looks.filter(division=division).count()
    if looks.filter(by=by).count() >= LOOKS_AN_HOUR or here >= LOOKS_AN_HOUR_OF_A_DIVISION:
        raise Refused("Too many addresses were asked about within an hour. Wait, and ask again later.")
    HolderLook.objects.create(division=division, address_id=residence.address_id, reason=reason[:300], by=by)
    record(residence, "look_for_holders", by=by)


def supplied(residence: Residence) -> list[Supply]:
    """Copies of editions in which the address stands, of a product that shows it, for an area that covers it; the newest first (X6).

    A copy may have left the address out where somebody was protected by then: this is not asked here.
    """
    rows = EditionRow.objects.filter(division=residence.division_id, address_id=residence.address_id)
    entries: dict[int, list[EditionRow]] = {}
    for row in rows:
        entries.setdefault(row.edition_id, []).append(row)
    lines = Supply.objects.filter(
        division=residence.division_id, kind=SupplyKind.SUPPLY, edition__in=list(entries)
    )
    codes = dict(Product.objects.values_list("name", "code"))
    found = lines.select_related("edition", "by").order_by("-at")
    return [
        line for line in found if _holds(line, codes.get(line.product, ""), entries[line.edition_id or 0])
    ]


def _holds(line: Supply, product: str, rows: list[EditionRow]) -> bool:
    """Whether one of these entries was in what was supplied; of a product that is not known any more: yes."""
    if product not in PRODUCTS:
        return True
    wanted = PRODUCTS[product].rows
    covered = [row for row in rows if area_matches(row.areas, line.area)]
    return shows_addresses(product) and any(
        all(getattr(row, name) == value for name, value in wanted.items()) for row in covered
    )


def record_supplied(division: Division) -> list[Supply]:
    """Every copy of the record of anonymous entries, whichever address is asked about (X6)."""
    name = Product.objects.filter(code=RECORD_OF_ANONYMOUS).values("name")
    lines = Supply.objects.filter(division=division, kind=SupplyKind.SUPPLY, product__in=name)
    return list(lines.select_related("by").order_by("-at"))


def looked_at(residence: Residence) -> list[Inspection]:
    """Visits at which entries of its street, or of its number, were on the screen; the newest first (X6)."""
    first, last = residence.number_first, residence.number_last or residence.number_first
    number = Q(looks__number=None) | Q(looks__number__gte=first or 0, looks__number__lte=last or 0)
    visits = Inspection.objects.filter(
        number, division=residence.division_id, looks__place=residence.street_id, looks__shown__gt=0
    )
    return list(visits.with_facts().distinct().order_by("-begun_at"))


def ended(lines: list[Supply]) -> dict[str, str]:
    """What is said of each of these copies since: destroyed, recalled, or ended while it may be held; by the line's reference.

    A request that was released twice has two copies: what is said of one is not said of the other.
    """
    later = Supply.objects.filter(
        division__in={line.division_id for line in lines},
        subject__in={line.subject for line in lines},
        kind__in=[SupplyKind.DESTROYED, SupplyKind.RECALL, SupplyKind.LEFT],
    )
    said = {
        (end.subject, end.sha256): f"{end.get_kind_display()}, {end.at:%-d %B %Y}"
        for end in later.order_by("at")
    }
    found = {line.reference: said.get((line.subject, line.sha256)) for line in lines}
    return {reference: words for reference, words in found.items() if words}
