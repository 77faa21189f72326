"""The made-up people of the demonstration, one a role, and their sign-ins, which only the demonstration shows."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from electoral.office.models import Appointment, Area, Division, State, User
from electoral.office.roles import Role

PASSWORD = "nobody here is real"


class Somebody(NamedTuple):
    name: str
    role: Role
    place: str  # division, other, borough, area, State, or nothing


PEOPLE = (
    Somebody("Dora Pretend", Role.DRO, "division"),
    Somebody("Clive Specimen", Role.CLERK, "division"),
    Somebody("Ottilie Madeup", Role.DRO, "other"),
    Somebody("Amir Example", Role.AREA_MANAGER, "area"),
    Somebody("Delia Notional", Role.DIRECTOR, "state"),
    Somebody("Hugo Imaginary", Role.HEAD_OFFICE, "state"),
    Somebody("Ines Fictive", Role.INFORMATION_OFFICER, "state"),
    Somebody("Ada Placeholder", Role.ADMINISTRATOR, "state"),
    Somebody("Ravi Dummy", Role.OFFICER, "division"),
    Somebody("Audrey Testperson", Role.AUDITOR, "state"),
    Somebody("Edith Fictional", Role.DRO, "borough"),
    Somebody("Devon Standin", Role.DRO, "borough"),
    Somebody("Neil Notreal", Role.CLERK, "borough"),
    Somebody("Cass Sample", Role.CASHIER, "borough"),
    Somebody("Alma Makebelieve", Role.ADMINISTRATOR, "borough"),
    Somebody("Rae Requester", Role.REQUESTER, ""),
)


def email_of(somebody: Somebody) -> str:
    return f"{somebody.name.split()[0].lower()}@office.invalid"


def place_of(
    where: str, division: Division, other: Division, borough: Division
) -> dict[str, Division | Area | State]:
    places: dict[str, dict] = {
        "division": {"division": division}, "other": {"division": other}, "borough": {"division": borough},
        "area": {"area": division.area}, "state": {"state": division.area.state}, "": {},
    }  # fmt: skip
    return places[where]


def appoint_everybody(division: Division, other: Division, borough: Division) -> None:
    """The borough's people supply registers; everybody else reviews the roll."""
    for somebody in PEOPLE:
        user = User.objects.create_user(email_of(somebody), PASSWORD, name=somebody.name)
        if place := place_of(somebody.place, division, other, borough):
            Appointment.objects.create(user=user, role=somebody.role, from_on=date(2026, 1, 1), **place)


def people(request: HttpRequest) -> dict:
    """For the sign-in page of the demonstration: whom one can be. Anywhere else, nobody."""
    match = request.resolver_match
    if not settings.OFFICE_DEMO or match is None or match.url_name != "account_login":
        return {}
    rows = Appointment.objects.filter(user__email__in=[email_of(s) for s in PEOPLE])
    places = {a.user_id: str(a.place) for a in rows.select_related("division", "area", "state")}
    ids = dict(User.objects.filter(email__in=[email_of(s) for s in PEOPLE]).values_list("email", "pk"))
    return {
        "demo_people": [
            {
                "name": s.name,
                "role": s.role.label,
                "email": email_of(s),
                "password": PASSWORD,
                "place": places.get(ids[email_of(s)], ""),
            }
            for s in PEOPLE
            if email_of(s) in ids
        ]
    }
