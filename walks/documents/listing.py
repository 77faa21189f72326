"""What the papers of Walks say: one function a paper, from its subject to plain values."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from electoral.office.rules import date_in
from electoral.roll.models import Elector, Residence
from electoral.roll.rules import Door, street_text
from walks.listing_plan import ElectorEntry, ListingFacts, NotationRow, ResidenceEntry
from walks.models import Listing, NotationCode

DOOR = ("building_name", "lot_number", "flat_type", "flat_number", "level_type", "level_number", "number_first_prefix",
        "number_first", "number_first_suffix", "number_last", "number_last_suffix")  # fmt: skip
STREET = ("street__name", "street__type", "street__suffix", "street__sort_key", "street__locality__name")


def walk_listing(listing: Listing) -> tuple[ListingFacts, list[ResidenceEntry]]:
    """A Walk Listing (5.2): the facts of its cover, and the residences of its Walk as they are at one moment.

    Who may not be shown is left out here and not in the template: nobody of a closed residence (6.1b, 6.1c), nobody of a
    category that is not on the listing (6.1d). A protected person has no row to read.
    """
    with transaction.atomic():
        return _facts(listing), _residences(listing)


def _residences(listing: Listing) -> list[ResidenceEntry]:
    here = Residence.objects.filter(
        division=listing.division_id, allocation__walk=listing.walk_id, ended_on=None
    )
    electors = _electors(listing)
    rows = here.values_list(
        "pk",
        "postcode",
        "dwelling_kind",
        "not_to_be_visited",
        "latitude",
        "longitude",
        "address_id",
        *STREET,
        *DOOR,
    )
    return [
        ResidenceEntry(
            pk, suburb, postcode, street_text(name, kind, suffix), key, Door(*door), dwelling_kind=dwelling, closed=closed,
            electors=[] if closed else electors.get(pk, []), latitude=latitude, longitude=longitude, address_id=address_id,
        )
        for pk, postcode, dwelling, closed, latitude, longitude, address_id, name, kind, suffix, key, suburb, *door in rows
    ]  # fmt: skip


def _electors(listing: Listing) -> dict[int, list[ElectorEntry]]:
    """The electors of each residence in the order of their roll numbers."""
    shown = Elector.objects.filter(
        division=listing.division_id, ended_on=None, residence__allocation__walk=listing.walk_id, residence__ended_on=None,
        residence__not_to_be_visited=False,
    ).exclude(category__on_listing=False)  # fmt: skip
    found: dict[int, list[ElectorEntry]] = defaultdict(list)
    rows = shown.values_list(
        "residence_id",
        "pk",
        "register_number",
        "elector_id",
        "surname",
        "given_names",
        "category_id",
        "category__label",
    )
    for residence, pk, number, elector_id, surname, given, code, label in rows:
        found[residence].append(
            ElectorEntry(pk, number or elector_id, surname, given, f"{code} {label}" if code else "")
        )
    for them in found.values():
        them.sort(key=lambda e: (len(e.roll_number), e.roll_number, e.elector_id))
    return found


def _facts(listing: Listing) -> ListingFacts:
    walk, division = listing.walk, listing.division
    return ListingFacts(
        division_name=division.name,
        state=division.area.state.name,
        walk_number=walk.number,
        walk_class=walk.class_text,
        review="",
        reference=listing.reference,
        version=listing.version,
        speaks_of=listing.speaks_of,
        made_on=date_in(division.zone, timezone.now()),
        notations=[
            NotationRow(
                n.code, n.meaning, n.get_place_display(), n.example, n.get_statistic_display(), n.verified
            )
            for n in NotationCode.objects.filter(by_officer=True)
        ],
        single_sided=listing.order.single_sided,
        even_descending=listing.order.even_descending,
        practice=division.practice,
    )
