"""A small division with one of each thing, made by the real actions, and one person of each role here and elsewhere."""

from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.test import Client

from electoral.office.admin.people import of_people
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.office.roles import Role
from electoral.protected.actions import people_of, protect_elector
from tests.architecture.planned import PLAN_OF_NOTHING, plan_of_everything
from tests.architecture.registered import REGISTERS_OF_NOTHING, registers_of_everything
from tests.conftest import WIDER, make_person, make_place
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.steps import read_file, work_off
from walks.actions import build_walks
from walks.actions.listing import order_listings, order_print_file
from walks.models import Listing, Walk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESSES = "address_id,street_name,locality,postcode,ccd\nT1,PRETEND,MOCKTON,0899,7990001\n"
# Who serves at another division: the roles that see or do anything; the clerk's rights are among the DRO's.
ACTIVE = (Role.DRO, Role.AREA_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)
# What a reference of each thing would look like that nothing has.
NOTHING = {
    "division": lambda: "NOWHER",
    "elector": lambda: new_reference("E"),
    "job": lambda: new_reference("J"),
    "listing": lambda: new_reference("L"),
    "load": lambda: new_reference("F"),
    "order": lambda: new_reference("O"),
    "paper": lambda: new_reference("P"),
    "person": lambda: str(uuid4()),
    "residence": lambda: new_reference("A"),
    "state": lambda: "NOWHER",
    "walk": lambda: new_reference("W"),
    **PLAN_OF_NOTHING,
    **REGISTERS_OF_NOTHING,
}


@dataclass
class Everything:
    """`names`: what the address of each thing carries; `sessions`: the cookie of each person by (role, here)."""

    names: dict[str, str] = field(default_factory=dict)
    sessions: dict[tuple[str, bool], str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    stores: dict = field(default_factory=lambda: settings.STORAGES)

    def __post_init__(self):
        here, elsewhere = make_place("GOLD"), make_place("LEAD", state="OS", area="Far away")
        dro = make_person("dro", here)
        self._fill(here, dro)
        for role in Role:
            self._sign_in(role, here)
        for role in ACTIVE:
            self._sign_in(role, elsewhere, here=False)

    def _fill(self, place: Division, dro) -> None:
        street = StreetFactory(locality=LocalityFactory(division=place))
        homes = [ResidenceFactory(street=street, number_first=n) for n in (1, 2, 3)]
        electors = [ElectorFactory(residence=home) for home in homes]
        protect_elector(place, electors[2].elector_id, kind="silent", by=dro)
        build_walks(place, by=dro)
        order = order_listings(place, Walk.objects.filter(division=place), by=dro)
        work_off()
        listing = Listing.objects.select_related("document__job").get()
        assert listing.status == "produced"
        order_print_file(order, by=dro)
        LogEntry.objects.log_actions(dro.pk, [place], CHANGE, single_object=True)
        load = read_file("addresses", ADDRESSES, place, dro)
        assert load.status == "staged"
        self.names = {
            **plan_of_everything(place, dro),
            "division": place.code,
            "elector": electors[0].reference,
            "job": listing.document.job.reference,
            "listing": listing.reference,
            "load": load.reference,
            "order": order.reference,
            "paper": listing.document.reference,
            "person": str(people_of(place, by=dro)[0]["id"]),
            "residence": homes[0].reference,
            "walk": Walk.objects.get(number=1).reference,
            **registers_of_everything(place),
        }

    def _sign_in(self, role: str, division: Division, *, here: bool = True) -> None:
        wider = {"area": division.area, "state": division.area.state}
        place = None if role == Role.REQUESTER else wider.get(WIDER.get(Role(role), ""), division)
        client = Client()
        client.force_login(make_person(role, place), backend=BACKEND)
        self.sessions[role, here] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def browser(self, role: str | None, *, here: bool = True) -> Client:
        """The browser with the person's session and nothing else; nobody's where the role is None."""
        self.client.cookies.clear()
        if role is not None:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role, here]
        return self.client


def first_row_of(model) -> str:
    """The key of a row of the model, for the pages of the administration; an account is always a person's."""
    rows = of_people(model.objects.all()) if model is get_user_model() else model.objects.all()
    return str(getattr(rows.order_by("pk").first(), "pk", 0))
