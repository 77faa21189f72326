"""Applications for work as a Review Officer: received, spoken about, decided, and in the end destroyed (3.1c).

An application holds a person: no event, job or message of the log names them.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from review.models import Application
from review.models.recruitment import HELD
from review.states import APPLICATION, ApplicationStatus

verbs(
    receive_application="received an application",
    change_application="changed the application",
    note_application="wrote down the interview or what a referee said",
    destroy_application="destroyed the application",
)


@transaction.atomic
def receive_application(division, *, by, received_on: date, **given) -> Application:
    """Key in an application from its paper; `given` are the fields of the form (3.1c)."""
    demand(by, Permission.RECRUITMENT_WORK, division)
    _refuse_wrong_places(division, received_on, given)
    application = Application.objects.create(division=division, received_on=received_on, **given)
    record(application, "receive_application", by=by)
    return application


@transaction.atomic
def change_application(application: Application, *, by, **given) -> Application:
    """Put right what was keyed in, while it is not decided."""
    application = _undecided(application, by)
    _refuse_wrong_places(application.division, given.get("received_on", application.received_on), given)
    _write(application, given)
    record(application, "change_application", by=by)
    return application


@transaction.atomic
def note_application(
    application: Application, *, by, interviewed_on: date | None, interview_note: str, reference_note: str
) -> Application:
    """Write down the interview and what a referee said, while it is not decided."""
    application = _undecided(application, by)
    if interviewed_on and interviewed_on > application.division.today():
        raise Refused("The day of the interview is still to come.", application)
    notes = {
        "interviewed_on": interviewed_on,
        "interview_note": interview_note,
        "reference_note": reference_note,
    }
    _write(application, notes)
    record(application, "note_application", by=by)
    return application


def decline_application(application: Application, *, by, reason: str) -> Application:
    """Decline; the reason stands on the application alone, and goes with it."""
    return APPLICATION.move(application, "decline", by=by, changes=_decided(application, by, reason))


def withdraw_application(application: Application, *, by, reason: str = "") -> Application:
    """Note that the applicant does not want the work any more."""
    return APPLICATION.move(application, "withdraw", by=by, changes=_decided(application, by, reason))


@transaction.atomic
def destroy_application(application: Application, *, by) -> Application:
    """Blank what a declined or withdrawn application holds of the person, after the State's period; its row and dates stay."""
    demand(by, Permission.RECRUITMENT_WORK, application.division)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if reason := why_kept(application):
        raise Refused(reason, application)
    gone = {**dict.fromkeys(HELD, ""), "destroyed_on": application.division.today()}
    _write(application, gone)
    record(application, "destroy_application", by=by)
    return application


def why_kept(application: Application) -> str | None:
    """Why the application is not destroyed now, or None."""
    if application.destroyed_on:
        return f"It was destroyed on {application.destroyed_on:%-d %B %Y}."
    if application.status not in (ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN):
        return "Only an application that was declined or withdrawn is destroyed."
    last = application.kept_until
    if last and last >= application.division.today():
        return f"The State's period runs until {last:%-d %B %Y}."
    return None


def destroy_due_applications(*, by) -> int:
    """Destroy what is due in every division (the clock's work); returns how many."""
    # Where the day begins early it is tomorrow already; each is asked by its own division's day below.
    tomorrow = timezone.now().date() + timedelta(days=1)
    due = Application.objects.due_for_destruction(tomorrow)
    ready = [
        application
        for application in due.select_related("division__area__state")
        if not why_kept(application)
    ]
    for application in ready:
        destroy_application(application, by=by)
    return len(ready)


def _undecided(application: Application, by) -> Application:
    demand(by, Permission.RECRUITMENT_WORK, application.division)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.status != ApplicationStatus.RECEIVED:
        raise Refused(
            f"It is {application.get_status_display().lower()}; it is not changed any more.", application
        )
    return application


def _write(application: Application, values: dict) -> None:
    for name, value in values.items():
        setattr(application, name, value)
    application.save(update_fields=list(values))


def _decided(application: Application, by, reason: str) -> dict:
    return {"decided_by": by, "decided_on": application.division.today(), "reason": reason}


def _refuse_wrong_places(division, received_on: date, given: dict) -> None:
    """What the form's choices leave out, for whoever comes without the form."""
    position, advertisement = given.get("position"), given.get("advertisement")
    if received_on > division.today():
        raise Refused("An application is keyed in when it was received; that day is still to come.")
    if position and (position.division_id != division.pk or position.ended_on):
        raise Refused("There is no such open position in this division.")
    if advertisement and not (position and position.advertisements.filter(pk=advertisement.pk).exists()):
        raise Refused("That advertisement is not for this position.")
