"""Marks at a poll come in as a file, and nobody learns from it whom the roll does not name."""

import pytest

from electoral.office.refusals import Refused
from electoral.protected.actions import protect_elector
from registers.actions.edition import order_edition
from registers.models import Mark
from tests.factories import ElectorFactory, ResidenceFactory
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


@pytest.mark.rule("E5")
def test_unknown_and_protected_electors_are_kept_alike_and_without_a_word(division, dro, tmp_path):
    for n in (1, 2, 3):
        ElectorFactory(residence__street__locality__division=division, residence=ResidenceFactory(street__locality__division=division, number_first=n),
                       elector_id=f"E{n}", register_number=str(n), surname=f"Testperson{n}")  # fmt: skip
    protect_elector(division, "E2", kind="anonymous", by=dro)
    protect_elector(division, "E3", kind="silent", by=dro)
    load = load_file("marks", marks(*((f"E{n}", "Mayor", "Y") for n in (1, 2, 3, 99))), division, dro)
    assert (load.status, load.new, load.warnings) == ("applied", 4, [])
    edition = sealed(division, dro, "marked", poll="Mayor")
    rows = copied(edition, "MARKED", dro, tmp_path)
    assert [(r["number"], r["surname"], r["marked"]) for r in rows] == [
        ("1", "Testperson1", "Y"),
        ("3", "Testperson3", "Y"),
        ("2N", "", "Y"),
    ]
    assert rows[1]["address"] == ""


def test_a_marked_register_needs_the_marks_of_its_poll(division, dro):
    with pytest.raises(Refused, match="Load the file of marks first"):
        order_edition(division, family="marked", speaks_on=division.today(), poll="Mayor", by=dro)
