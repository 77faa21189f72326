"""The Walk Listing request as Computer Services gets it (5.1d): what its paper says. No reason and no risk is on it (10.1a)."""

from typing import Any

from electoral.papers.codes import qr_data_url
from walks.models import ListingRequest, RequestedWalk

Use = RequestedWalk.Use


def listing_request(request: ListingRequest, reference: str) -> dict[str, Any]:
    """Plain values; `reference` is the paper's own."""
    division, review = request.division, request.review
    rows = list(request.walks.select_related("walk").order_by("walk__number"))
    uses = [use for use in Use if any(row.use == use for row in rows)]
    return {
        "reference": reference,
        "code": qr_data_url(reference),
        "request": request.reference,
        "number": request.number,
        "division": division.name,
        "state": division.area.state.name,
        "practice": division.practice,
        "review": review.review.title,
        "starts_on": review.starts_on,
        "ends_on": review.ends_on,
        "calling_from": review.calling_from,
        "calling_until": review.calling_until,
        "timetable_date": request.timetable_date.on if request.timetable_date else None,
        "sent_on": request.sent_on,
        "sent_by": str(request.sent_by),
        "officers": request.officers,
        "in_hand": request.in_hand,
        "uses": [str(use.label) for use in Use],
        "walks": [{"number": row.walk.number, "marks": [row.use == use for use in Use]} for row in rows],
        "counts": [sum(row.use == use for row in rows) for use in Use],
        "summary": [(str(use.label), sum(row.use == use for row in rows)) for use in uses],
    }
