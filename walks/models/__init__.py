from walks.models.listing import Listing, ListingLine, ListingOrder, NotationCode
from walks.models.street_file import Allocation, StagedRange, StreetRange
from walks.models.walk import Ccd, StagedWalk, Walk, WalkCcd, WalkClass

__all__ = [
    "Allocation", "Ccd", "Listing", "ListingLine", "ListingOrder", "NotationCode", "StagedRange", "StagedWalk", "StreetRange",
    "Walk", "WalkCcd", "WalkClass",
]  # fmt: skip
