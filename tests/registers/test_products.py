"""Each product's rows and columns equal a written list; one flag of one elector changes that elector's row and no other."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from electoral.office.refusals import Refused
from electoral.protected.actions import protect_elector
from electoral.roll.models import Category, Elector
from registers.models import Mark
from registers.rules.products import PRODUCTS, columns_of, published_if_born_by, shape_of
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.editions import copied, sealed

POLL, POLLED = "Mayor 2026", date(2026, 5, 7)
ENTRY = "part number franchise attains_on surname given_names address"
WRITTEN = {
    "FULL": "part number mark franchise attains_on surname given_names address",
    "OPEN": ENTRY,
    "OVERSEAS": "part number franchise surname given_names",
    "OWN": ENTRY,
    "ROLL": "part number surname given_names address",
    "CERT": "part number surname given_names address",
    "HAB": "part address surname given_names",
    "NOTICE": "change part number mark franchise attains_on surname given_names address",
    "AVL": "list part number surname given_names address from_on until_on",
    "PVA": "part number surname given_names address",
    "MARKED": "part number surname given_names address absent marked",
    "ANON": "part number surname given_names address postal_address since",
}


@pytest.mark.rule("E5", "E7b")
def test_each_product_has_the_columns_of_a_written_list_and_each_has_a_meaning():
    assert {
        code: " ".join(c.name for c in columns_of(code, sold=True)) for code in [*PRODUCTS, "ANON"]
    } == WRITTEN
    unsold = {code: " ".join(c.name for c in columns_of(code, sold=False)) for code in WRITTEN}
    assert unsold == {
        code: " ".join(n for n in names.split() if n != "mark") for code, names in WRITTEN.items()
    }
    assert all(len(c.meaning) > 20 for code in WRITTEN for c in columns_of(code, sold=True))


@pytest.mark.rule("S1", "E3")
def test_what_this_office_cannot_prepare_has_no_shape():
    for code in ("OLD", "OTHERDOC", "SERVICE"):
        with pytest.raises(Refused):
            shape_of(code)


@pytest.mark.rule("E5")
def test_the_age_from_which_somebody_is_published_has_a_start_by_nation():
    assert published_if_born_by("england_and_wales", date(2026, 11, 22)) == date(2010, 11, 22)
    assert published_if_born_by("scotland", date(2019, 1, 1)) is None
    assert published_if_born_by("australia", date(2028, 2, 29)) == date(2012, 2, 29)


@pytest.fixture
def people(division, person):
    """A register of five doors in England, with numbers of its own and the marks of a poll."""
    state = division.area.state
    state.jurisdiction = "england_and_wales"
    state.save()
    street = StreetFactory(
        locality=LocalityFactory(division=division, name="FABLETOWN"), name="PRETEND", type="ROAD"
    )
    for n in range(1, 6):
        home = ResidenceFactory(street=street, number_first=n)
        ElectorFactory(residence=home, elector_id=f"E{n}", surname=f"Testperson{n}", register_number=str(n), search_key=f"testperson{n}", date_of_birth=date(1980, 1, 1),
                       subdivision="NORTH", absent_vote=["", "postal", "proxy", "postal_proxy", ""][n - 1], service_voter=n == 5)  # fmt: skip
        Mark.objects.create(division=division, elector_id=f"E{n}", poll=POLL, marked=n % 2 == 0)
    return person("dro")


def opt_out(division, who, by):
    Elector.objects.filter(elector_id=who).update(open_register=False)


def go_abroad(division, who, by):
    Elector.objects.filter(elector_id=who).update(category=Category.objects.get(code="E"))


def serve(division, who, by):
    elector = Elector.objects.get(elector_id=who)
    Elector.objects.filter(pk=elector.pk).update(service_voter=not elector.service_voter)


def vote_by_post(division, who, by):
    Elector.objects.filter(elector_id=who).update(absent_vote="postal", absent_from=date(2020, 1, 1))


def be_young(division, who, by):
    Elector.objects.filter(elector_id=who).update(date_of_birth=date(2015, 1, 1))


def be_marked(division, who, by):
    mark = Mark.objects.get(elector_id=who)
    Mark.objects.filter(pk=mark.pk).update(marked=not mark.marked)


def come_of_age(division, who, by):
    Elector.objects.filter(elector_id=who).update(attainment_date=date(2099, 1, 1))


def be_silent(division, who, by):
    protect_elector(division, who, kind="silent", by=by)


def be_anonymous(division, who, by):
    protect_elector(division, who, kind="anonymous", by=by)


FLAGS = [opt_out, go_abroad, serve, vote_by_post, be_young, be_marked, come_of_age, be_silent, be_anonymous]


def changed(row, **cells):
    return [None if row is None else row | cells]


def expected(flag, product, row):
    """What becomes of the row (None: it stands in none) of the elector whose flag is turned, as the law has it."""
    bare = {"surname": "", "given_names": "", "address": "", "franchise": "", "attains_on": "", "mark": ""}
    if flag is be_young:
        return None
    if flag is be_anonymous:
        if product in ("OPEN", "OVERSEAS"):
            return None
        return row and row | {k: v for k, v in bare.items() if k in row}
    if row is None:
        return "new" if (flag, product) in ((go_abroad, "OVERSEAS"), (vote_by_post, "AVL")) else None
    home = f"{row['surname'].removeprefix('Testperson')} PRETEND ROAD, FABLETOWN 0899"
    shown = "" if row.get("address") else home  # a service voter's is not
    cells = {
        opt_out: {"mark": "Z"}, go_abroad: {"address": ""}, serve: {"address": shown}, vote_by_post: {"absent": "postal"}, come_of_age: {"attains_on": "2099-01-01"},
        be_marked: {"marked": "" if row.get("marked") else "Y"}, be_silent: {"address": "", "mark": "Z"},
    }[flag]  # fmt: skip
    if product == "OPEN" and flag in (opt_out, be_silent):
        return None
    return row | {k: v for k, v in cells.items() if k in row}


def products(division, by, folder, *, nameless=""):
    """The rows of each product, by elector: lists of absent voters have a row for each list. `nameless`: who stands
    behind the only entry that names nobody."""
    register = sealed(division, by)
    marked = sealed(division, by, "marked", poll=POLL)
    absent = sealed(division, by, "absent", stage="final", poll=POLL, polls_on=POLLED)
    held = {"FULL": register, "OPEN": register, "OVERSEAS": register, "MARKED": marked, "AVL": absent}
    out = {}
    for code, edition in held.items():
        rows = copied(edition, code, by, folder, sold=True)
        out[code] = {
            (r["surname"].removeprefix("Testperson") or nameless, r.get("list", "")): r for r in rows
        }
        assert len(out[code]) == len(rows) == edition.counts[code]
    return out


@pytest.mark.rule("E5")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flag=st.sampled_from(FLAGS), n=st.integers(1, 5))
def test_one_flag_of_one_elector_changes_that_electors_row_of_each_product_alone(
    division, people, tmp_path, flag, n
):
    with transaction.atomic():
        before = products(division, people, tmp_path)
        flag(division, f"E{n}", people)
        after = products(division, people, tmp_path, nameless=str(n))
        transaction.set_rollback(True)
    for code in before:
        if flag in (be_silent, be_anonymous):  # they come last, and all are numbered over what is published
            numbers = [r.pop("number") for rows in (before, after) for r in rows[code].values()]
            last = after[code].get((str(n), "")) and numbers[-1]
            assert last in (None, "5" if flag is be_silent else "5N") or code in ("OPEN", "AVL", "OVERSEAS")
        mine = {key for key in before[code] | after[code] if key[0] == str(n)}
        assert {k: r for k, r in before[code].items() if k not in mine} == {
            k: r for k, r in after[code].items() if k not in mine
        }
        if code == "AVL" and flag is vote_by_post:
            assert set(mine & set(after[code])) == {(str(n), "Postal voters")}
            continue
        for key in mine or {(str(n), "")}:
            want = expected(flag, code, before[code].get(key))
            got = after[code].get(key)
            assert (got is not None) if want == "new" else (got == want), (code, flag.__name__, n)
