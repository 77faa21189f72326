"""The life of a Walk Listing request (5.1d)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class ListingRequestStatus(TextChoices):
    DRAFTED = "drafted", "Draft"
    SENT = "sent", "Sent"
    CLOSED = "closed", "Closed"


S = ListingRequestStatus


def is_empty(request, user) -> str | None:
    return None if request.walks.exists() else "It asks for no Walk. Add the Walks first."


LISTING_REQUEST = Workflow(
    "listing_request",
    S,
    Move("send", (S.DRAFTED,), S.SENT, P.LISTING_ORDER, unless=(is_empty,), done="sent the request"),
    Move("close", (S.DRAFTED, S.SENT), S.CLOSED, P.LISTING_ORDER, done="closed the request"),
    Move("lapse", (S.SENT,), S.CLOSED, None, follows=True, done="changed the area of one of its Walks, which closed it"),
)  # fmt: skip
