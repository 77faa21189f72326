from walks.actions import listing  # its kinds of work are registered by the import
from walks.actions.street_file import accept_allocation, allocate, settle_allocation
from walks.actions.walk import build_walks, is_loaded, is_under_way, order_allocate, order_build

__all__ = [
    "accept_allocation",
    "allocate",
    "build_walks",
    "is_loaded",
    "is_under_way",
    "listing",
    "order_allocate",
    "order_build",
    "settle_allocation",
]
