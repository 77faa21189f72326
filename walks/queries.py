"""Reads of Walks, the street file, allocations and listings that have a name."""

from django.apps import apps
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission
from electoral.roll.models import Load
from electoral.roll.states import LoadStatus

ORDER_OF_DOORS = ("street__locality__sort_key", "street__sort_key", "side", "order_key", "address_id")


def model(name: str):
    return apps.get_model("walks", name)


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
        """The number of the Walk that has the residence's CCD, as `ccd_walk`."""
        own = model("WalkCcd").objects.filter(
            division=OuterRef("division"), ccd__code=OuterRef("residence__ccd_code"), ended_on=None
        )
        return self.annotate(ccd_walk=Subquery(own.values("walk__number")[:1]))

    def in_disagreement(self):
        """Street range and CCD point to different Walks, and no one has settled it (1.1b)."""
        elsewhere = (
            model("WalkCcd")
            .objects.filter(
                division=OuterRef("division"), ccd__code=OuterRef("residence__ccd_code"), ended_on=None
            )
            .exclude(walk=OuterRef("walk"))
        )
        return self.standing().filter(Exists(elsewhere), pinned_by=None)

    def in_order(self):
        """As a listing prints its residences (5.2d)."""
        return self.order_by(*(f"residence__{key}" for key in ORDER_OF_DOORS))


class ListingQuerySet(DivisionalQuerySet):
    seen_with = Permission.LISTING_VIEW

    def newest_first(self):
        return self.order_by("walk__number", "-version")


# Reads of residences, for the allocation report (1.1b). Each takes the residences that the reader may see.


def without_walk(residences: QuerySet) -> QuerySet:
    """Residences that no Walk has, with the number of the Walk of their CCD as `ccd_walk`."""
    own = model("WalkCcd").objects.filter(
        division=OuterRef("division"), ccd__code=OuterRef("ccd_code"), ended_on=None
    )
    return (
        residences.in_force()
        .filter(allocation=None)
        .annotate(ccd_walk=Subquery(own.values("walk__number")[:1]))
    )


def without_walk_in_ccds_of(residences: QuerySet, walk) -> QuerySet:
    """Residences of the Walk's CCDs that no Walk has: they stop a request for its listing (1.1b)."""
    ccds = walk.ccds.in_force().values("ccd__code")
    return residences.in_force().filter(division=walk.division, allocation=None, ccd_code__in=ccds)


def claimed_by_two_ccds(residences: QuerySet) -> QuerySet:
    """A row of values for each number of a street at which residences of two CCDs or more stand."""
    place = ("street__locality__name", "street__name", "street__type", "street__suffix", "number")
    return (
        residences.in_force()
        .exclude(ccd_code="")
        .values("street", *place)
        .annotate(claims=Count("ccd_code", distinct=True))
        .filter(claims__gt=1)
        .annotate(ccds=ArrayAgg("ccd_code", distinct=True), residences=Count("pk"))
        .order_by("street__locality__sort_key", "street__sort_key", "number")
    )


def with_same_text(residences: QuerySet) -> QuerySet:
    """Residences whose address reads like that of another id (decision 34), together."""
    twin = residences.model.objects.filter(
        division=OuterRef("division"), search_key=OuterRef("search_key"), ended_on=None
    ).exclude(pk=OuterRef("pk"))
    return residences.in_force().filter(Exists(twin)).order_by("search_key", "address_id")


def was_loaded(division, kind: str) -> bool:
    """Whether the division's Walks or street ranges came from a file of theirs."""
    return Load.objects.filter(division=division, kind=kind, status=LoadStatus.APPLIED).exists()
