from walks.actions import (  # its kinds of work are registered by the import
    endorsement,
    listing,
    listing_request,
    roll_review,
)
from walks.actions.street_file import accept_allocation, allocate, settle_allocation
from walks.actions.walk import build_walks, is_loaded, is_under_way, order_allocate, order_build

__all__ = [
    "accept_allocation",
    "allocate",
    "build_walks",
    "endorsement",
    "is_loaded",
    "is_under_way",
    "listing",
    "listing_request",
    "order_allocate",
    "order_build",
    "roll_review",
    "settle_allocation",
]
