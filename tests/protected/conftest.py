"""A street of Fabletown, people at its doors, files on their way in."""

from datetime import date

import pytest
from django.db import connection

from electoral.protected import actions
from electoral.roll.models import Load, Residence, StagedElector, StagedProtection
from tests.factories import ElectorFactory, ResidenceFactory, StreetFactory


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def street(division):
    return StreetFactory(locality__division=division, locality__name="FABLETOWN", name="HIDDEN", type="ROAD")


@pytest.fixture
def home(street):
    """`home(9)`: a residence at number 9; `home(9, flat_number="1")` a flat of it."""
    return lambda number=9, **columns: ResidenceFactory(street=street, number_first=number, **columns)


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def elector(home):
    """`elector("E1", residence)`: somebody on the roll, with something in many columns."""

    def make(elector_id="E1", residence=None, **columns):
        given = {"surname": "Zqxhidden", "date_of_birth": date(1901, 2, 3), "postal_1": "PO Box 7", "open_register": False,
                 "register_number": "417", "franchise": "G", "search_key": "zqxhidden vera"}  # fmt: skip
        return ElectorFactory(elector_id=elector_id, residence=residence or home(), **given | columns)

    return make


@pytest.fixture
def protect(division, dro):
    """`protect("E1")`: the DRO protects; gives the person's id in the room."""

    def act(elector_id="E1", kind="silent", **options):
        actions.protect_elector(division, elector_id, kind=kind, by=dro, **options)
        (row,) = [p for p in actions.people_of(division, by=dro) if p["elector_id"] == elector_id]
        return row["id"]

    return act


@pytest.fixture
def begin(division, dro):
    """`begin("electors")`: a fresh load; the one before is put away, as one of a kind is under way."""

    def load(kind):
        Load.objects.filter(kind=kind).update(status="abandoned")
        return Load.objects.create(division=division, kind=kind, file_name=f"{kind}.csv", loaded_by=dro)

    return load


@pytest.fixture
def electors_file(begin):
    """`electors_file(("E1", "T000001"), …)`: a load of electors whose rows are staged and diverted."""

    def stage(*rows, **columns):
        load = begin("electors")
        texts = {
            f.name: ""
            for f in StagedElector._meta.fields
            if f.get_internal_type() in ("TextField", "CharField")
        }
        given = {"surname": "Zqxhidden", "given_names": "Vera", "search_key": "zqxhidden vera", "category_id": None,
                 "open_register": True, "service_voter": False}  # fmt: skip
        for line, (elector_id, address_id) in enumerate(rows, start=2):
            own = {"load_id": load.pk, "line": line, "elector_id": elector_id, "address_id": address_id,
                   "reference": f"E{load.pk:04}{line:04}"}  # fmt: skip
            StagedElector.objects.create(**texts | given | columns | own)
        actions.divert_load(load)
        return load

    return stage


@pytest.fixture
def protections_file(begin):
    def stage(*rows):
        load = begin("protections")
        for line, (elector_id, kind) in enumerate(rows, start=2):
            StagedProtection.objects.create(
                load_id=load.pk,
                line=line,
                elector_id=elector_id,
                kind=kind,
                basis="declaration",
                since=date(2026, 2, 1),
            )
        return load

    return stage


def closed() -> set[str]:
    """What is not to be visited, as the listing prints the doors."""
    return {r.label for r in Residence.objects.filter(not_to_be_visited=True)}
