"""A Review Officer's appointment and end of service (3.1c, 3.1e)."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Appointment, User
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission, Role
from review.models import Advertisement, Application, Officer, Position
from review.states import APPLICATION

verbs(
    appoint_officer="appointed the Review Officer",
    end_service="set the last day of service",
    ask_for_letter="sent the letter for choosing a password again",
)


@transaction.atomic
def appoint_applicant(
    application: Application,
    *,
    by,
    advertisement: Advertisement | None,
    from_on: date,
    last_day: date | None = None,
    beyond_places: bool = False,
) -> Officer:
    """Make the officer, the role and the account in one step; two at once make one officer (3.1c, 3.1e).

    An account of the same e-mail address is used. `beyond_places`: the person who appoints has seen that all places are filled.
    """
    decided = {"decided_by": by, "decided_on": application.division.today()}
    application = APPLICATION.move(application, "appoint", by=by, changes=decided)
    position = Position.objects.select_for_update(of=("self",)).get(applications=application)
    _refuse_wrong_days(application, from_on, last_day)
    if not advertisement or not position.advertisements.placed().filter(pk=advertisement.pk).exists():
        raise Refused("Name the advertisement that was placed for this position.", application)
    if not beyond_places and is_filled(position):
        raise Refused("All places of this position are filled. Say that one more is wanted.", application)
    user = _account_of(application)
    if position.officers.filter(user=user).serving(from_on).exists():
        raise Refused("This person serves in this position already.", application)
    ended_on = last_day and last_day + timedelta(days=1)
    role = Appointment.objects.create(
        user=user, role=Role.OFFICER, division=application.division, from_on=from_on, ended_on=ended_on
    )
    officer = Officer.objects.create(
        division=application.division, user=user, appointment=role, application=application, position=position,
        advertisement=advertisement, appointed_by=by, from_on=from_on, ended_on=ended_on,
    )  # fmt: skip
    record(
        officer, "appoint_officer", by=by, position=position.reference, advertisement=advertisement.reference
    )
    return officer


@transaction.atomic
def end_service(officer: Officer, *, by, last_day: date) -> Officer:
    """Set the last day of service, of the officer and of the role together; a day before the first means that nobody served."""
    demand(by, Permission.OFFICER_APPOINT, officer.division)
    officer = (
        Officer.objects.select_for_update(of=("self",))
        .select_related("division__area__state")
        .get(pk=officer.pk)
    )
    today = officer.division.today()
    if reason := why_not_ended(officer):
        raise Refused(reason, officer)
    if last_day < today - timedelta(days=1):
        raise Refused(
            "Choose yesterday or a later day: what was done until now was done in service.", officer
        )
    role = Appointment.objects.select_for_update().get(pk=officer.appointment_id)
    ended_on = max(officer.from_on, last_day + timedelta(days=1))
    if role.ended_on and role.ended_on <= today:  # by an administrator; it is not given back from here
        ended_on = role.ended_on
    for row in (officer, role):
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])
    record(officer, "end_service", by=by, ended_on=ended_on.isoformat())
    return officer


def why_not_ended(officer: Officer) -> str | None:
    """Why the last day of service is not set any more, or None."""
    if officer.ended_on and officer.ended_on <= officer.division.today():
        return f"The service ended on {officer.last_day:%-d %B %Y}."
    return None


@transaction.atomic
def ask_for_letter(officer: Officer, *, by) -> User:
    """The account to which the letter for choosing a password goes once more; refused where a password was chosen."""
    demand(by, Permission.OFFICER_APPOINT, officer.division)
    if reason := why_no_letter(officer.user):
        raise Refused(reason, officer)
    record(officer, "ask_for_letter", by=by)
    return officer.user


def why_no_letter(user: User) -> str | None:
    """Why the letter for choosing a password is not sent, or None."""
    if not user.is_active:
        return "The account is switched off. An administrator switches it on."
    if user.has_usable_password():
        return "The person has chosen a password. Whoever forgot it asks for another on the sign-in page."
    return None


def account_state(officer: Officer) -> str:
    """Whether the person can sign in as an officer, as the officer's page says it."""
    if not officer.user.is_active:
        return "Switched off"
    if officer.appointment.ended_on and officer.appointment.ended_on <= officer.division.today():
        return "The role has ended"
    if not officer.user.has_usable_password():
        return "Waits for the person to choose a password"
    return "Open" if officer.appointment.is_in_force() else "Opens on the first day of service"


def is_filled(position: Position) -> bool:
    """Whether as many officers serve, or are to begin, as the position has places."""
    return position.officers.serving(position.division.today()).count() >= position.places


def _account_of(application: Application) -> User:
    email = application.email.lower()
    fresh = {"email": email, "name": application.name, "password": make_password(None)}
    user, _ = User.objects.get_or_create(email__iexact=email, defaults=fresh)
    if user.is_operator or not user.is_active:
        raise Refused(
            "The account of this e-mail address is switched off. Ask an administrator to switch it on, then appoint.",
            application,
        )
    return user


def _refuse_wrong_days(application: Application, from_on: date, last_day: date | None) -> None:
    if from_on < application.received_on:
        raise Refused("The service cannot begin before the application was received.", application)
    if last_day and last_day < from_on:
        raise Refused("The last day is before the first.", application)
