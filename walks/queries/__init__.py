from walks.queries.area_change import (
    AreaChangeQuerySet,
    AreaPartQuerySet,
    CcdChangeQuerySet,
    SpareNumberQuerySet,
)
from walks.queries.classification import ClassificationQuerySet, RR004QuerySet, class_on
from walks.queries.figure import figures_in_force
from walks.queries.place import DatedPlaceQuerySet, PlaceOfWalkQuerySet
from walks.queries.roll_review import (
    DatedOfReviewQuerySet,
    OfReviewQuerySet,
    RiskQuerySet,
    RollReviewQuerySet,
)
from walks.queries.walk import (
    AllocationQuerySet,
    ListingQuerySet,
    StreetRangeQuerySet,
    WalkQuerySet,
    claimed_by_two_ccds,
    of_same_text,
    was_loaded,
    with_walk_of_ccd,
    without_walk,
)

__all__ = [
    "AllocationQuerySet",
    "AreaChangeQuerySet",
    "AreaPartQuerySet",
    "CcdChangeQuerySet",
    "ClassificationQuerySet",
    "DatedOfReviewQuerySet",
    "DatedPlaceQuerySet",
    "ListingQuerySet",
    "OfReviewQuerySet",
    "PlaceOfWalkQuerySet",
    "RR004QuerySet",
    "RiskQuerySet",
    "RollReviewQuerySet",
    "SpareNumberQuerySet",
    "StreetRangeQuerySet",
    "WalkQuerySet",
    "claimed_by_two_ccds",
    "class_on",
    "figures_in_force",
    "of_same_text",
    "was_loaded",
    "with_walk_of_ccd",
    "without_walk",
]  # fmt: skip
