"""The first page: what waits for this person, one group of queues a room (decision 12)."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime

import electoral.jobs.waiting
import electoral.roll.waiting
import payments.waiting
import registers.waiting
import review.waiting
import walks.waiting
from electoral.office.faces import paged
from electoral.office.roles import Permission as P

ROOMS = {
    "Roll": electoral.roll.waiting.waiting_for,
    "Walks": walks.waiting.waiting_for,
    "The review": review.waiting.waiting_for,
    "Registers": registers.waiting.waiting_for,
    "Payments": payments.waiting.waiting_for,
    "Work of the office": electoral.jobs.waiting.waiting_for,
}
# What to do when nothing waits: the first of these that the person may.
NEXT = (
    (
        P.ROLL_LOAD,
        "Load a file of the roll, or order the listings of your Walks.",
        "Open the roll",
        "roll:index",
    ),
    (P.ROLL_VIEW, "Look at the roll, the Walks and what was done with them.", "Open the roll", "roll:index"),
    (P.WALK_VIEW, "Look at the Walks of your divisions.", "Open the Walks", "walks:index"),
    (
        P.PAYMENT_VIEW,
        "Look at the invoices, and at what came in for them.",
        "Open the payments",
        "payments:fees",
    ),
    (
        P.REFERENCE_EDIT,
        "Look after accounts, appointments and reference data.",
        "Open the administration",
        "admin:index",
    ),
)


@login_required
def home(request):
    user = request.user
    rooms = [(room, [tile(queue) for queue in waiting_for(user)]) for room, waiting_for in ROOMS.items()]
    divisions = user.divisions(P.WALK_VIEW).select_related("area")
    waiting = [(room, [tile for tile in tiles if tile["number"]]) for room, tiles in rooms]
    context = {
        "rooms": [(room, tiles) for room, tiles in waiting if tiles],
        "quiet": [tile for _, tiles in rooms for tile in tiles if not tile["number"]],
        "next": next((step for step in NEXT if user.may(step[0])), None),
        "page": paged(request, divisions),
        "may_view_roll": user.may(P.ROLL_VIEW),
        "may_load": {d.pk for d in user.divisions(P.ROLL_LOAD)},
    }
    return render(request, "home.html", context)


def tile(queue: dict) -> dict:
    """A queue as parts/tiles.html shows it."""
    oldest = queue.get("oldest")
    if isinstance(oldest, datetime):
        oldest = localtime(oldest)
    note = f"oldest: {date_format(oldest, 'DATE_FORMAT')}" if oldest and queue["count"] else ""
    return {"number": queue["count"], "label": queue["label"], "url": queue["url"], "note": note}
