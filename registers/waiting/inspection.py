"""Which visits wait for a person, and the next step of one (E7, E10)."""

from datetime import timedelta

from django.utils import timezone

from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from electoral.office.rules import date_in
from registers.models import Inspection
from registers.rules.days import working_days_after
from registers.rules.inspection import DAYS_TO_SHOW
from registers.states import InspectionStatus as S


def waiting_for(user) -> list[dict]:
    """Visits to receive today, to settle, to end, to agree to."""
    visits = Inspection.objects.visible_to(user)
    supervises, decides = user.divisions(P.INSPECTION_SUPERVISE), user.divisions(P.ENTITLEMENT_CONFIRM)
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    booked = visits.filter(status=S.BOOKED)
    parts = (
        (supervises, "Visitors who come today", "when=today&status=booked", booked.begins_between(today, today + timedelta(days=1)), "sitting__starts_at"),
        (supervises, "Visits of which nobody noted what became of them", "when=past", booked.filter(sitting__starts_at__lt=today), "sitting__starts_at"),
        (supervises, "Visits under way", "when=all&status=begun", visits.filter(status=S.BEGUN), "begun_at"),
        (decides, "Visits to agree to", "when=all&decide=on", visits.to_decide(), "booked_at"),
    )  # fmt: skip
    return [
        queue
        for divisions, label, query, rows, oldest in parts
        for queue in queues(divisions, label, f"registers:inspections?{query}", rows, oldest)
    ]


def next_step(inspection: Inspection) -> dict:
    """The next step of a visit (with its facts) and who has it."""
    match inspection.status:
        case S.BEGUN:
            who = f"{inspection.supervisor}, who supervises it"
            return {"sentence": "The visitor looks; when they have finished, the visit is ended.", "who": who}
        case S.BOOKED if reason := inspection.why_not_agreed:
            return {
                "sentence": f"{reason} It is to be shown by {due_on(inspection):%-d %B %Y}.",
                "who": who_agrees(inspection),
            }
        case S.BOOKED if inspection.is_today or inspection.is_to_come:
            return {
                "sentence": "The visitor comes; a member of staff begins the visit.",
                "who": "the divisional office",
            }
        case S.BOOKED:
            return {
                "sentence": "The day is past. Note that nobody came, or cancel it.",
                "who": "the divisional office",
            }
    return {"sentence": "Nothing more is to be done.", "who": ""}


def who_agrees(inspection: Inspection) -> str:
    needs_second = inspection.entitlement.second_person
    return "the divisional office" if needs_second and inspection.agreed_by_id is None else "the officer"


def due_on(inspection: Inspection):
    """Ten working days after the request (regulation 118)."""
    division = inspection.division
    state = division.area.state
    asked = date_in(division.zone, inspection.booked_at)
    return working_days_after(asked, DAYS_TO_SHOW, state.jurisdiction, state.code)
