"""What is written down of every verb, and the making of places and people."""

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from electoral.office.models import Area, Division, Event, Remembered, State, User
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import VERBS
from electoral.office.roles import Permission


def record(subject, verb: str, *, by, division: Division | None = None, **data) -> Event:
    """Add one line to the trail, in the transaction of what it tells of."""
    if verb not in VERBS:
        raise ValueError(f"{verb} is not in the catalogue of verbs")
    where = division or getattr(subject, "division", None)
    return Event.objects.create(division=where, subject=subject.reference, verb=verb, by=by.pk, data=data)


def demand(user, permission: Permission, at: Division | State) -> None:
    """Refuse with 403 unless the person has the permission at the division or State."""
    if not user.may(permission, at):
        raise NotPermitted("Your role may not do this.")


@transaction.atomic
def make_division(*, code: str, name: str, state: str, area: str = "") -> Division:
    """An empty division (and its State and area where they are new); the shell's `new-division`."""
    if Division.objects.filter(code=code).exists():
        raise Refused(f"There is a division {code} already; a code is never used again.")
    where, _ = State.objects.get_or_create(code=state, defaults={"name": state})
    place, _ = Area.objects.get_or_create(state=where, name=area or f"{where.name} Area")
    division = Division(code=code, name=name, area=place)
    division.full_clean()
    division.save()
    return division


def operator() -> User:
    """The account in whose name the shell's commands act: whoever has the shell has the database (formats.md)."""
    nobody = {"name": "The shell's operator", "is_operator": True, "password": make_password(None)}
    user, _ = User.objects.get_or_create(email="operator@shell.invalid", defaults=nobody)
    return user


OUTSIDE = "outside@portal.invalid"


def outsider() -> User:
    """The account in whose name the portal acts for a person outside, who has none; nobody signs in with it, and it holds no role."""
    nobody = {"name": "A person outside the office", "password": make_password(None)}
    user, _ = User.objects.get_or_create(email=OUTSIDE, defaults=nobody)
    return user


def forget_what_ended(*, by) -> int:
    """Delete sessions, and counts of limits, whose time is over (the clock's work); returns how many sessions."""
    now = timezone.now()
    Remembered.objects.filter(expires__lt=now).delete()
    return Session.objects.filter(expire_date__lt=now).delete()[0]
