"""The planner of Walk Listings: plain values in, pages and lines out (section 5.2, decision 26)."""

from walks.listing_plan.facts import (
    ElectorEntry,
    ListingFacts,
    ListingLine,
    ListingPlan,
    NotationRow,
    PageTotal,
    ResidenceEntry,
    StreetTotal,
    Totals,
)
from walks.listing_plan.plan import plan_listing

__all__ = [
    "ElectorEntry",
    "ListingFacts",
    "ListingLine",
    "ListingPlan",
    "NotationRow",
    "PageTotal",
    "ResidenceEntry",
    "StreetTotal",
    "Totals",
    "plan_listing",
]
