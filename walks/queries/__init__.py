from walks.queries.area_change import AreaChangeQuerySet, AreaPartQuerySet
from walks.queries.classification import ClassificationQuerySet, RR004QuerySet
from walks.queries.place import DatedPlaceQuerySet, PlaceOfWalkQuerySet
from walks.queries.roll_review import DatedOfReviewQuerySet, OfReviewQuerySet, RollReviewQuerySet
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
    "AllocationQuerySet", "AreaChangeQuerySet", "AreaPartQuerySet", "ClassificationQuerySet", "DatedOfReviewQuerySet", "DatedPlaceQuerySet", "ListingQuerySet", "OfReviewQuerySet",
    "PlaceOfWalkQuerySet", "RR004QuerySet", "RollReviewQuerySet", "StreetRangeQuerySet", "WalkQuerySet", "claimed_by_two_ccds",
    "of_same_text", "was_loaded", "with_walk_of_ccd", "without_walk",
]  # fmt: skip
