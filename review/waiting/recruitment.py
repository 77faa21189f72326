"""What of recruitment waits for a person, and the next step of a position (3.1)."""

from datetime import date

from django.utils import timezone

from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from review.models import Application, Position


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest), one a division: to decide, to advertise, to tell the service, to destroy."""
    today, divisions = timezone.localdate(), list(user.divisions(P.RECRUITMENT_WORK))
    applications, positions = Application.objects.visible_to(user), Position.objects.visible_to(user)
    due = applications.due_for_destruction(today)
    return [
        queue
        for label, url, rows, oldest in (
            ("Applications to decide", "review:applications?standing=received", applications.undecided(), "received_on"),
            ("Positions without an advertisement", "review:positions?show=unadvertised",
             positions.unadvertised(today), "from_on"),
            ("Positions of which the employment service was not told", "review:positions?show=uncontacted",
             positions.uncontacted(today), "from_on"),
            ("Applications to destroy", "review:applications?standing=due", due, "decided_on"),
        )
        for queue in queues(divisions, label, url, rows, oldest)
    ]  # fmt: skip


def next_step(position: Position, today: date) -> dict:
    """The next step of a position (with its counts) and who has it (3.1d, 3.1e, 3.1f)."""
    office = "the divisional office"
    if position.ended_on:
        return {"sentence": "The position has ended.", "who": ""}
    if not position.advertised:
        return {
            "sentence": "An advertisement is to be placed. Without one nobody can be appointed.",
            "who": "the Information Officer, or with the divisional office for a local one",
        }
    if not position.contacted:
        return {"sentence": "The employment service is to be told, and sent the papers.", "who": office}
    if position.undecided:
        many = "applications are" if position.undecided > 1 else "application is"
        return {"sentence": f"{position.undecided} {many} to be decided.", "who": office}
    if position.places_left <= 0:
        return {"sentence": "All places are filled. End the position.", "who": office}
    if position.closing_on < today:
        return {
            "sentence": "The last day for applications is past and places are left. Set a later day, or ask for a local advertisement.",
            "who": office,
        }
    return {"sentence": "Applications are awaited.", "who": office}
