"""Marks at a poll come in as a file, and nobody learns from it whom the roll does not name."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from electoral.office.refusals import Refused
from electoral.protected.actions import people_of, protect_elector, release_person
from electoral.roll.models import Elector
from registers.actions.edition import order_edition
from registers.models import Edition, Mark
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.editions import copied, sealed, sheet
from tests.steps import load_file, read_file

COLUMNS = ("elector_id", "poll", "marked")


def marks(*rows):
    return sheet(COLUMNS, *(dict(zip(COLUMNS, row, strict=True)) for row in rows))


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.mark.rule("E5")
def test_a_file_of_marks_is_the_whole_of_its_poll_and_of_no_other(division, dro):
    load = load_file("marks", marks(("E1", "Mayor", "Y"), ("E2", "Mayor", "N")), division, dro)
    assert (load.status, load.new) == ("applied", 2)
    load_file("marks", marks(("E1", "Council", "Y")), division, dro)
    load = load_file(
        "marks", marks(("E2", "Mayor", "Y"), ("E3", "Mayor", "Y")), division, dro, allow_gone=True
    )
    assert (load.new, load.changed, load.gone, load.unchanged) == (1, 1, 1, 0)
    assert set(Mark.objects.values_list("poll", "elector_id", "marked")) == {
        ("Council", "E1", True),
        ("Mayor", "E2", True),
        ("Mayor", "E3", True),
    }


def test_a_file_of_two_polls_or_with_somebody_twice_is_refused(division, dro):
    load = read_file(
        "marks",
        marks(("E1", "Mayor", "Y"), ("E2", "Council", "Y"), ("E1", "Mayor", "N"), ("E4", "", "Y")),
        division,
        dro,
    )
    assert load.status == "refused"
    assert {(line, column) for line, column, _, _ in load.refused_rows} == {
        (3, "poll"),
        (4, "elector_id"),
        (5, "poll"),
    }


@pytest.fixture
def street(division):
    return StreetFactory(
        locality=LocalityFactory(division=division, name="FABLETOWN"), name="PRETEND", type="ROAD"
    )


def elector(street, n, **more):
    home = ResidenceFactory(street=street, number_first=n)
    return ElectorFactory(
        residence=home, elector_id=f"E{n}", surname=f"Testperson{n}", register_number=str(n), **more
    )


@pytest.mark.rule("E5")
def test_unknown_and_protected_electors_are_kept_alike_and_without_a_word(division, street, dro, tmp_path):
    for n in (1, 2, 3):
        elector(street, n)
    protect_elector(division, "E2", kind="anonymous", by=dro)
    protect_elector(division, "E3", kind="silent", by=dro)
    load = load_file("marks", marks(*((f"E{n}", "Mayor", "Y") for n in (1, 2, 3, 99))), division, dro)
    assert (load.status, load.new, load.warnings) == ("applied", 4, [])
    sealed(division, dro)
    edition = sealed(division, dro, "marked", poll="Mayor")
    rows = copied(edition, "MARKED", dro, tmp_path)
    assert [(r["number"], r["surname"], r["marked"]) for r in rows] == [
        ("1", "Testperson1", "Y"),
        ("3", "Testperson3", "Y"),
        ("2N", "", "Y"),
    ]
    assert rows[1]["address"] == ""


def polled(division, street, dro, days=40):
    """A poll of some days ago at which E1 and E2 were marked, and since which E1 changed name, E2 left and E3 came."""
    day = division.today() - timedelta(days=days)
    for n in (1, 2):
        elector(street, n, absent_vote=["", "postal"][n - 1])
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=True):
        register = sealed(division, dro)
    load_file("marks", marks(("E1", "Mayor", "Y"), ("E2", "Mayor", "Y"), ("E3", "Mayor", "Y")), division, dro)
    Elector.objects.filter(elector_id="E1").update(surname="Newname")
    Elector.objects.filter(elector_id="E2").update(ended_on=division.today())
    elector(street, 3)
    sealed(division, dro)
    return day, register


def lines(edition, dro, tmp_path):
    return [
        (r["number"], r["surname"], r["absent"], r["marked"])
        for r in copied(edition, "MARKED", dro, tmp_path)
    ]


@pytest.mark.rule("E5", "E6")
def test_the_register_that_is_marked_is_the_one_of_the_poll_and_not_the_roll_of_today(
    division, street, dro, tmp_path
):
    day, register = polled(division, street, dro)
    edition = sealed(division, dro, "marked", poll="Mayor", polls_on=day)
    assert lines(edition, dro, tmp_path) == [
        ("1", "Testperson1", "", "Y"),
        ("2", "Testperson2", "postal", "Y"),
    ]
    assert (edition.earlier, edition.speaks_on) == (register, day)
    assert edition.entries == edition.counts["MARKED"] == 2  # for these is paid


@pytest.mark.rule("E5")
def test_the_absent_voters_of_a_marked_register_are_those_of_the_final_lists_of_the_poll(
    division, street, dro, tmp_path
):
    day, _ = polled(division, street, dro)
    Elector.objects.filter(elector_id__in=("E1", "E3")).update(absent_vote="postal_proxy")
    poll = {"poll": "Mayor", "polls_on": day}
    final = sealed(division, dro, "absent", stage="final", **poll)
    assert lines(sealed(division, dro, "marked", **poll), dro, tmp_path) == [
        ("1", "Testperson1", "postal_proxy", "Y"),
        ("2", "Testperson2", "", "Y"),
    ]
    assert final.entries == 4  # E1 and E3, with a proxy who votes by post


@pytest.mark.rule("E5", "6.1f")
def test_who_is_protected_since_the_poll_stands_in_its_register_as_the_law_shows_them(
    division, street, dro, tmp_path
):
    for n in (1, 2, 3):
        elector(street, n)
    sealed(division, dro)
    load_file("marks", marks(*((f"E{n}", "Mayor", "Y") for n in (1, 3))), division, dro)
    protect_elector(division, "E3", kind="anonymous", by=dro)
    edition = sealed(division, dro, "marked", poll="Mayor")
    assert not edition.rows.filter(surname="Testperson3").exists()
    protect_elector(division, "E1", kind="silent", by=dro)
    rows = copied(edition, "MARKED", dro, tmp_path)
    shown = [(r["surname"], bool(r["address"]), r["marked"]) for r in rows]
    assert shown == [("Testperson2", True, ""), ("Testperson1", False, "Y"), ("", False, "Y")]


@pytest.mark.rule("E5")
@pytest.mark.parametrize("first", [1, 101])  # 1: their numbers would tell an address, and so others are given
def test_the_mark_of_an_anonymous_entry_is_that_of_who_stood_there_at_the_poll(
    division, street, dro, tmp_path, first
):
    for n in range(1, 7):
        elector(street, n)
    for n in (2, 4, 5):
        Elector.objects.filter(elector_id=f"E{n}").update(register_number=str(first + n))
        protect_elector(division, f"E{n}", kind="anonymous", by=dro)
    register = sealed(division, dro)
    assert register.numbers_given == (first == 1)

    def number_of(n):
        load_file("marks", marks((f"E{n}", "Mayor", "Y")), division, dro, allow_gone=True)
        edition = sealed(division, dro, "marked", poll="Mayor", polls_on=division.today())
        return [r["number"] for r in copied(edition, "MARKED", dro, tmp_path) if r["marked"]]

    before = [number_of(n) for n in (2, 4, 5)]
    assert sorted(number for numbers in before for number in numbers) == sorted(
        r["number"] for r in copied(register, "FULL", dro, tmp_path) if not r["surname"]
    )
    if first == 101:
        assert before == [["103N"], ["105N"], ["106N"]]
    (four,) = [p["id"] for p in people_of(division, by=dro) if p["elector_id"] == "E4"]
    release_person(four, reason="The danger is over.", by=dro)
    elector(street, 7)
    protect_elector(division, "E7", kind="anonymous", by=dro)
    assert [number_of(n) for n in (2, 4, 5, 7)] == [*before, []]


@pytest.mark.rule("E5")
def test_without_a_register_of_that_day_nothing_is_marked_and_it_is_said_what_to_do(division, street, dro):
    day, register = polled(division, street, dro)
    order = {"family": "marked", "poll": "Mayor", "speaks_on": day, "by": dro}
    for polls_on, why in (
        (day - timedelta(days=1), "No register of this division had been sealed"),
        (division.today() + timedelta(days=1), "still to come"),
        (None, "Name the day of the poll"),
    ):
        with pytest.raises(Refused, match=why):
            order_edition(division, **order, polls_on=polls_on)
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=True):
        ahead = sealed(division, dro, speaks_on=day + timedelta(days=5))  # made before, and not in force yet
    since = sealed(division, dro, speaks_on=day)  # made since, though it is said to speak of that day
    assert order_edition(division, **order, polls_on=day).earlier == register not in (since, ahead)


def test_the_database_keeps_no_marked_register_without_the_register_that_is_marked(division, street, dro):
    day, register = polled(division, street, dro)
    row = {"division": division, "family": "marked", "title": "Marked", "speaks_on": day, "ordered_by": dro}
    for sides in ({}, {"later": register}, {"earlier": register, "later": register}):
        with pytest.raises(IntegrityError, match="a_notice_lies_between"), transaction.atomic():
            Edition.objects.create(**row, **sides)
    Edition.objects.create(**row, earlier=register)


def test_a_marked_register_needs_the_marks_of_its_poll(division, dro):
    with pytest.raises(Refused, match="Load the file of marks first"):
        order_edition(
            division,
            family="marked",
            speaks_on=division.today(),
            polls_on=division.today(),
            poll="Mayor",
            by=dro,
        )
