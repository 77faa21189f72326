"""The life of a listing. Its custody (received, issued, returned) continues here with the field work."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class ListingStatus(TextChoices):
    ORDERED = "ordered", "Ordered"
    PRODUCED = "produced", "Produced"
    VOID = "void", "Void"


S = ListingStatus
LISTING = Workflow(
    "listing",
    S,
    Move("produce", (S.ORDERED,), S.PRODUCED, P.LISTING_ORDER, worker=True, done="produced the listing"),
    Move("void", (S.ORDERED, S.PRODUCED), S.VOID, P.LISTING_ORDER, done="made the listing void"),
    Move(
        "lapse",
        (S.ORDERED, S.PRODUCED),
        S.VOID,
        None,
        follows=True,
        done="changed the area of its Walk, which made it void",
    ),
)
