from walks.states.area_change import AREA_CHANGE, AreaChangeStatus
from walks.states.classification import CLASSIFICATION, UNDECIDED, ClassificationStatus
from walks.states.listing import LISTING, ListingStatus
from walks.states.listing_request import LISTING_REQUEST, ListingRequestStatus

__all__ = [
    "AREA_CHANGE", "CLASSIFICATION", "LISTING", "LISTING_REQUEST", "UNDECIDED", "AreaChangeStatus", "ClassificationStatus",
    "ListingRequestStatus", "ListingStatus",
]  # fmt: skip
