"""Listings and requests of a Walk whose area has changed are not for use any more (1.2a, decision 24)."""

from collections.abc import Iterable

from electoral.office.actions import record
from electoral.office.registry import verbs
from walks.models import AreaChange, Listing, RequestedWalk, Walk
from walks.states import LISTING, LISTING_REQUEST, ListingRequestStatus, ListingStatus

verbs(let_request_lapse="took a Walk off the request, for its area has changed")
UNISSUED = (ListingStatus.ORDERED, ListingStatus.PRODUCED)


def let_listings_lapse(change: AreaChange, walks: Iterable[Walk], *, by) -> None:
    """Unissued listings of the Walks are void; drafted requests lose them; sent ones are closed, with the reason."""
    reason = f"The area of {change.walk} has changed: {change.get_kind_display().lower()} {change.reference}."
    them = list(walks)
    for listing in Listing.objects.filter(division=change.division, walk__in=them, status__in=UNISSUED):
        LISTING.move(listing, "lapse", by=by, reason=reason)
    asked = RequestedWalk.objects.filter(division=change.division, walk__in=them).select_related(
        "request", "walk"
    )
    for row in asked.filter(request__status=ListingRequestStatus.DRAFTED):
        record(row.request, "let_request_lapse", by=by, walk=row.walk.number, reason=reason)
        row.delete()
    for request in {row.request for row in asked.filter(request__status=ListingRequestStatus.SENT)}:
        LISTING_REQUEST.move(request, "lapse", by=by, changes={"reason": reason}, reason=reason)
