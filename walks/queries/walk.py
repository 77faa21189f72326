"""Reads of Walks, the street file, allocations and listings that have a name."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission
from electoral.roll.models import Load
from electoral.roll.queries import ResidenceQuerySet
from electoral.roll.states import LoadStatus
from walks.queries.place import model

ORDER_OF_DOORS = ("street__locality__sort_key", "street__sort_key", "side", "order_key", "address_id")
STREET = ("street", "street__name", "street__type", "street__suffix", "street__locality__name")
PARTS_OF_DOOR = (
    "number", "number_first_prefix", "number_first", "number_first_suffix", "number_last", "number_last_suffix",
    "flat_type", "flat_number", "level_type", "level_number",
)  # fmt: skip


class WalkQuerySet(DatedQuerySet, DivisionalQuerySet):
    seen_with = Permission.WALK_VIEW

    def with_counts(self):
        """Residences of each Walk, all counted alike (6.1f), and its newest listing: version, status, reference."""
        here = model("Allocation").objects.filter(walk=OuterRef("pk"), residence__ended_on=None)
        newest = model("Listing").objects.filter(walk=OuterRef("pk")).order_by("-version")
        count = here.order_by().values("walk").annotate(count=Count("pk")).values("count")
        return self.annotate(
            residences=Coalesce(Subquery(count, output_field=IntegerField()), 0),
            newest_version=Subquery(newest.values("version")[:1]),
            newest_status=Subquery(newest.values("status")[:1]),
            newest_reference=Subquery(newest.values("reference")[:1]),
        )

    def with_class(self):
        """The standing approval of each Walk (class, form, since) and `current_class`: that, or else the loaded one (1.8)."""
        standing = model("Classification").objects.standing().filter(walk=OuterRef("pk"))
        approved = Subquery(standing.values("proposed_class")[:1])
        return self.annotate(
            approved_class=approved,
            approved_form=Subquery(standing.values("form__reference")[:1]),
            approved_on=Subquery(standing.values("from_on")[:1]),
            current_class=Coalesce(approved, F("loaded_class")),
        )


class StreetRangeQuerySet(DatedQuerySet, DivisionalQuerySet):
    seen_with = Permission.WALK_VIEW

    def in_order(self):
        """Suburb, street, the odd numbers first."""
        return self.order_by("street__locality__sort_key", "street__sort_key", "-side", "numbers")


class AllocationQuerySet(DivisionalQuerySet):
    seen_with = Permission.ROLL_VIEW

    def standing(self):
        return self.filter(residence__ended_on=None)

    def with_walk_of_ccd(self):
        """The number of the Walk that has the residence's CCD, as `ccd_walk`: its own where it shares the CCD."""
        theirs = members_of("residence__ccd_code").annotate(
            other=Case(When(walk=OuterRef("walk"), then=0), default=1)
        )
        return self.annotate(
            ccd_walk=Subquery(theirs.order_by("other", "walk__number").values("walk__number")[:1])
        )

    def in_disagreement(self):
        """Street range and CCD point to different Walks, and no one has settled it (1.1b).

        A residence in any Walk that shares its CCD agrees (1.1a); one whose Walk has just ended waits for its new one (4a).
        """
        theirs = members_of("residence__ccd_code")
        elsewhere, here = theirs.exclude(walk=OuterRef("walk")), theirs.filter(walk=OuterRef("walk"))
        unsettled = self.standing().filter(pinned_by=None, walk__ended_on=None)
        return unsettled.filter(Exists(elsewhere), ~Exists(here))

    def in_order(self):
        """As a listing prints its residences (5.2d)."""
        return self.order_by(*(f"residence__{key}" for key in ORDER_OF_DOORS))


def members_of(code: str) -> QuerySet:
    """The CCDs in Walks in force that have the code which the outer row has at this name."""
    return model("WalkCcd").objects.filter(
        division=OuterRef("division"), ccd__code=OuterRef(code), ended_on=None
    )


class ListingQuerySet(DivisionalQuerySet):
    seen_with = Permission.LISTING_VIEW


# Reads of residences, for the allocation report (1.1b). Each takes the residences that the reader may see.


def with_walk_of_ccd(residences: ResidenceQuerySet) -> ResidenceQuerySet:
    """The number of the Walk that has the residence's CCD, as `ccd_walk`; the lowest of those that share it."""
    theirs = members_of("ccd_code").order_by("walk__number")
    return residences.annotate(ccd_walk=Subquery(theirs.values("walk__number")[:1]))


def without_walk(residences: ResidenceQuerySet) -> ResidenceQuerySet:
    """Residences that no Walk has."""
    return residences.in_force().filter(allocation=None)


def claimed_by_two_ccds(residences: ResidenceQuerySet) -> QuerySet:
    """A row of values for each number of a street at which residences of two CCDs or more stand."""
    return (
        residences.in_force()
        .exclude(ccd_code="")
        .values(*STREET, "number")
        .annotate(first=Min("ccd_code"), last=Max("ccd_code"), residences=Count("pk"))
        .filter(last__gt=F("first"))  # as "two different", without sorting every residence
        .annotate(ccds=ArrayAgg("ccd_code", distinct=True))
        .order_by("street__locality__sort_key", "street__sort_key", "number")
    )


def of_same_text(residences: ResidenceQuerySet) -> QuerySet:
    """A row of values for each address that stands under two ids or more (decision 34).

    A lot is part of the text only where there is no number, a building's name only where there is neither.
    """
    unnumbered = Q(number_first=None)
    lot = Case(When(unnumbered, then="lot_number"), default=Value(""))
    building = Case(When(unnumbered & Q(lot_number=""), then="building_name"), default=Value(""))
    return (
        residences.in_force()
        .values(*STREET, *PARTS_OF_DOOR, "postcode", lot=lot, building=building)
        .annotate(residences=Count("pk"))
        .filter(residences__gt=1)
        .annotate(ids=ArrayAgg("address_id", order_by="address_id"))
        .order_by(
            "street__locality__sort_key", "street__sort_key", "number", "flat_number", "lot", "building"
        )
    )


def was_loaded(division, kind: str) -> bool:
    """Whether the division's Walks or street ranges came from a file of theirs."""
    return Load.objects.filter(division=division, kind=kind, status=LoadStatus.APPLIED).exists()
