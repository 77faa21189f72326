"""A file that names a person in danger brings nothing back, tells nothing, and moves them in silence (6.1b, decision 3)."""

import threading

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict

from electoral.office.refusals import NotPermitted, Refused
from electoral.protected import actions
from electoral.protected.doors import ask
from electoral.roll.models import Elector, StagedElector, StagedProtection
from tests.conftest import as_owner
from tests.protected.conftest import closed, sql

pytestmark = [pytest.mark.django_db, pytest.mark.rule("6.1b")]
whole = pytest.mark.django_db(transaction=True)


def staged():
    return list(StagedElector.objects.order_by("line").values_list("elector_id", flat=True))


@whole
def test_a_file_that_names_the_person_again_brings_nothing_back(
    elector, home, division, protect, electors_file, dro
):
    nine, eleven = home(9), home(11)
    elector(residence=nine)
    silent = protect()
    for n, there in enumerate((nine, nine, eleven)):
        load = electors_file(("E1", there.address_id), (f"E2{n}", eleven.address_id), surname="Zqxmarried")
        assert staged() == [f"E2{n}"]
        actions.apply_diverted(load)
        StagedElector.objects.all().delete()
    assert not Elector.objects.filter(search_key__contains="zqx").exists()
    assert closed() == {"11"}  # they moved, and so did the mark
    with as_owner():
        assert sql("SELECT count(*) FROM protected.waiting") == [(0,)]
    seen = actions.reveal_person(silent, by=dro, reason="a letter")
    assert (seen["surname"], seen["address"]) == ("Zqxmarried", "11 HIDDEN ROAD, FABLETOWN NT 0899")
    assert [look["what"] for look in actions.looks_of(division, by=dro)] == ["looked", "moved", "protected"]


def test_diverting_answers_nothing(elector, electors_file, protect, home):
    elector(residence=home())
    protect()
    load = electors_file(("E1", "T1"), ("E2", "T1"))
    for door in ("divert", "apply_waiting", "drop_waiting"):
        assert ask(door, load.pk) == [{door: ""}]


@whole
def test_a_load_that_is_put_away_leaves_the_old_address(elector, home, protect, electors_file, dro):
    nine, eleven = home(9), home(11)
    elector(residence=nine)
    silent = protect()
    actions.drop_diverted(load := electors_file(("E1", eleven.address_id)))
    actions.apply_diverted(load)
    assert closed() == {"9"}
    assert actions.reveal_person(silent, by=dro, reason="a letter")["residence_id"] == nine.pk


@whole
def test_protected_before_they_are_on_the_roll_they_never_get_there(
    home, division, protect, electors_file, dro
):
    silent = protect("E1", kind="anonymous")
    (row,) = actions.people_of(division, by=dro)
    assert (row["surname"], row["has_residence"]) == ("", False)
    load = electors_file(("E1", home(9).address_id))
    actions.apply_diverted(load)
    assert not Elector.objects.exists()
    assert closed() == {"9"}
    (row,) = actions.people_of(division, by=dro)
    assert (row["surname"], row["has_residence"], row["kind"]) == ("Zqxhidden", True, "anonymous")
    actions.release_person(silent, by=dro, reason="revoked")
    back = Elector.objects.get()
    assert (back.elector_id, back.surname, back.residence.label, back.ended_on) == (
        "E1",
        "Zqxhidden",
        "9",
        None,
    )


def test_a_row_staged_before_the_protection_waits_in_the_room(elector, home, protect, electors_file):
    """The file was read, the person was protected, the word to apply came after."""
    nine = home()
    elector(residence=nine)
    load = electors_file(("E1", nine.address_id), ("E2", nine.address_id))
    assert staged() == ["E1", "E2"]
    protect()
    assert staged() == ["E2"]
    actions.apply_diverted(load)
    assert closed() == {"9"}


def test_released_while_a_file_waits_their_row_is_in_the_file_again(
    elector, home, protect, electors_file, dro
):
    elector(residence=home())
    silent = protect()
    electors_file(("E1", "T1"), ("E2", "T1"))
    before = [model_to_dict(s) for s in StagedElector.objects.all()]
    actions.release_person(silent, by=dro, reason="revoked")
    assert staged() == ["E1", "E2"]
    assert [model_to_dict(s) for s in StagedElector.objects.filter(elector_id="E2")] == before


def test_what_came_back_some_other_way_leaves_again(elector, home, division, protect, electors_file):
    nine = home()
    elector(residence=nine)
    protect()
    Elector.objects.create(division=division, elector_id="E1", surname="Zqxback", residence=nine, search_key="zqxback",
                           from_on=division.today())  # fmt: skip
    actions.apply_diverted(electors_file(("E2", nine.address_id)))
    assert not Elector.objects.exclude(surname="").exists()


def test_an_address_that_the_roll_has_not_is_asked_of_the_dro_until_it_comes(
    elector, home, division, protect, electors_file, dro
):
    elector(residence=home(9))
    protect()
    actions.apply_diverted(electors_file(("E1", "A77")))
    assert closed() == set()
    assert [p["has_residence"] for p in actions.people_of(division, by=dro)] == [False]
    home(77, address_id="A77")
    actions.settle_division(division)
    assert closed() == {"77"}
    assert [p["has_residence"] for p in actions.people_of(division, by=dro)] == [True]


def test_a_person_whom_the_file_leaves_out_is_shown_to_the_dro(
    elector, home, division, protect, electors_file, dro
):
    elector(residence=home(9))
    protect()
    actions.apply_diverted(electors_file(("E2", "T1")))
    (row,) = actions.people_of(division, by=dro)
    assert row["in_last_file"] is False
    assert closed() == {"9"}


def test_a_file_of_another_division_meets_nobody(elector, home, protect, electors_file, other_division):
    elector(residence=home(9))
    protect()
    load = electors_file()
    type(load).objects.filter(pk=load.pk).update(division=other_division)
    StagedElector.objects.create(**{f.name: "" for f in StagedElector._meta.fields if f.get_internal_type() == "TextField"}
                                 | {"load_id": load.pk, "line": 2, "elector_id": "E1", "category_id": None,
                                    "open_register": True, "service_voter": False, "reference": "E00000000"})  # fmt: skip
    actions.divert_load(load)
    assert staged() == ["E1"]


def test_a_file_of_protections_adds_and_never_lifts(elector, home, division, protections_file, protect, dro):
    nine, eleven = home(9), home(11)
    elector("E1", nine)
    elector("E2", eleven)
    protect("E1", basis="by hand")
    actions.protect_staged(protections_file(("E2", "silent"), ("E2", "silent"), ("E3", "anonymous")), by=dro)
    assert not StagedProtection.objects.exists()
    assert closed() == {"9", "11"}
    assert {(p["elector_id"], p["basis"]) for p in actions.people_of(division, by=dro)} == {
        ("E1", "by hand"), ("E2", "declaration"), ("E3", "declaration")}  # fmt: skip
    actions.protect_staged(protections_file(), by=dro)
    assert closed() == {"9", "11"}


def test_a_file_of_protections_is_the_dros_alone(protections_file, person):
    clerk, load = person("clerk"), protections_file(("E1", "silent"))
    with pytest.raises(NotPermitted):
        actions.protect_staged(load, by=clerk)
    with pytest.raises(NotPermitted):
        ask("protect_staged", load.pk, clerk.pk)


@whole
def test_nobody_is_protected_in_the_middle_of_a_load(elector, home, division, electors_file, dro):
    """Without the shared lock the row that is just being applied would stay on the roll."""
    nine = home()
    began, done = threading.Event(), threading.Event()

    def protect_meanwhile():
        began.set()
        actions.protect_elector(division, "E1", kind="silent", by=dro)
        connection.close()
        done.set()

    thread = threading.Thread(target=protect_meanwhile)
    with transaction.atomic():
        electors_file(("E1", nine.address_id))
        thread.start()
        began.wait(5)
        assert not done.wait(0.3)
        elector(residence=nine)
    thread.join(10)
    assert done.is_set()
    assert staged() == []
    assert not Elector.objects.exclude(surname="").exists()
    assert closed() == {"9"}


@whole
def test_without_the_diversion_the_address_would_be_read_by_anybody(elector, home, protect, electors_file):
    """The control: the rows are gone from staging because a door takes them, not because nobody looks."""
    elector(residence=home())
    protect()
    with as_owner():
        (definition,) = sql("SELECT pg_get_functiondef('protected.divert'::regproc)")[0]
        sql(definition.replace("IF division IS NULL", "IF true"))
    try:
        electors_file(("E1", "T1"))
        assert staged() == ["E1"]
    finally:
        with as_owner():
            sql(definition)


@whole
def test_nothing_of_a_protected_person_is_in_any_table_that_the_application_reads(
    elector, home, protect, electors_file
):
    """Every table and every column, searched for what only this person has (security, B04)."""
    elector(surname="ZQXSURNAME", given_names="ZQXGIVEN", postal_1="ZQXPOSTAL", residence=home(9))
    protect()
    load = electors_file(("E1", "ZQXADDRESS"), surname="ZQXMARRIED")
    tables = [
        name
        for (name,) in sql(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    ]
    assert len(tables) > 20
    for when in ("staged", "applied"):
        for table in tables:
            assert sql(f"SELECT count(*) FROM {table} t WHERE row(t.*)::text ILIKE '%%zqx%%'")[0] == (0,), (
                table,
                when,
            )
        actions.apply_diverted(load)


def test_what_waits_holds_all_columns_of_the_file(elector, home, protect, electors_file, dro):
    """A column that the file changes reaches the room, whichever it is."""
    reference = elector(residence=home(9)).reference
    silent = protect()
    actions.apply_diverted(electors_file(("E1", ""), postal_2="Cell 9", franchise="K", register_number="9"))
    actions.release_person(silent, by=dro, reason="revoked")
    back = Elector.objects.get()
    assert (back.postal_2, back.franchise, back.register_number, back.residence) == ("Cell 9", "K", "9", None)
    assert back.reference == reference


@whole
def test_the_dro_is_not_kept_waiting_by_a_load(elector, home, division, electors_file, dro):
    nine, held, go_on = home(), threading.Event(), threading.Event()
    elector(residence=nine)

    def apply_slowly():
        with transaction.atomic():
            electors_file(("E2", nine.address_id))
            held.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=apply_slowly)
    thread.start()
    try:
        assert held.wait(10)
        with transaction.atomic():
            sql("SET LOCAL lock_timeout = '100ms'")
            with pytest.raises(Refused, match="Try again"):
                actions.protect_elector(division, "E1", kind="silent", by=dro)
    finally:
        go_on.set()
        thread.join(10)
    assert closed() == set()
