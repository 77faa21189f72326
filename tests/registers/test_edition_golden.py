"""The golden division as a register, as its lists, as the law shows it: every answer is known."""

import json
from datetime import timedelta

import pytest
import time_machine

from electoral.roll.models import Residence
from registers.models import EditionRow
from tests.registers.editions import copied, sealed
from tests.steps import GOLDEN, load_golden

EXPECTED = json.loads((GOLDEN / "expected.json").read_text())


@pytest.fixture
def dro(division, person):
    with time_machine.travel("2026-03-02T03:00Z", tick=True):
        who = person("dro")
        load_golden(division, who)
        yield who


def ids(edition, rows):
    """The golden elector ids behind rows of a copy; the only entry that names nobody is GE076."""
    behind = {(surname, names): who for surname, names, who in edition.rows.values_list("surname", "given_names", "elector_id")}  # fmt: skip
    return sorted(behind[r["surname"], r["given_names"]] or "GE076" for r in rows)


@pytest.mark.rule("E5")
def test_the_full_register_holds_everybody_as_the_law_shows_them(division, dro, tmp_path):
    edition = sealed(division, dro)
    rows = copied(edition, "FULL", dro, tmp_path)
    want = EXPECTED["registers"]["full"]
    assert len(rows) == want["rows"] == edition.counts["FULL"] == edition.entries
    assert [r["number"] for r in rows if r["number"].endswith("N")] == list(want["number_plus_N"].values())
    assert ids(edition, [r for r in rows if not r["address"]]) == want["address_not_shown"]
    shown = {ids(edition, [r])[0]: r["attains_on"] for r in rows if r["attains_on"]}
    assert shown == want["attainment_date_shown"]
    # The file's 116 would lie between 115 and 117, and tell where the silent GE016 lives: it is numbered over what is published.
    assert [int(r["number"].rstrip("N")) for r in rows] == list(range(1, 78))
    anonymous = rows[-1]
    assert anonymous == dict.fromkeys(anonymous, "") | {"part": "GOLD CENTRAL", "number": "77N"}
    assert not EditionRow.objects.filter(elector_id="GE076").exists()


@pytest.mark.rule("E5", "S1")
def test_the_open_register_leaves_out_who_asked_and_who_is_protected(division, dro, tmp_path):
    edition = sealed(division, dro)
    want = EXPECTED["registers"]["open"]
    rows = copied(edition, "OPEN", dro, tmp_path, sold=True)
    assert len(rows) == want["rows"] == edition.counts["OPEN"]
    left_out = {f"GE{n:03}" for n in range(1, 78)} - set(ids(edition, rows))
    assert left_out == {who for names in want["leaves_out"].values() for who in names}
    assert ids(edition, [r for r in rows if not r["address"]]) == want["address_not_shown"]
    assert "mark" not in rows[0]


@pytest.mark.rule("E5")
def test_a_sold_register_marks_with_z_who_is_not_in_the_open_one(division, dro, tmp_path):
    edition = sealed(division, dro)
    rows = copied(edition, "FULL", dro, tmp_path, sold=True)
    assert (
        ids(edition, [r for r in rows if r["mark"] == "Z"])
        == EXPECTED["registers"]["Z_on_a_sold_full_register"]
    )
    assert {r["mark"] for r in rows} == {"", "Z"}
    assert "mark" not in copied(edition, "FULL", dro, tmp_path)[0]


@pytest.mark.rule("E5")
def test_the_overseas_list_names_them_without_an_address(division, dro, tmp_path):
    edition = sealed(division, dro)
    rows = copied(edition, "OVERSEAS", dro, tmp_path)
    assert ids(edition, rows) == EXPECTED["overseas_list"]
    assert set(rows[0]) == {"part", "number", "franchise", "surname", "given_names"}
    assert edition.counts["OVERSEAS"] == 1


@pytest.mark.rule("E5")
@pytest.mark.parametrize("stage", ["current", "final"])
def test_the_absent_voters_lists_of_each_stage(division, dro, tmp_path, stage):
    of_a_poll = (
        {"poll": "Mayor 2026", "polls_on": division.today() - timedelta(days=1)} if stage == "final" else {}
    )
    edition = sealed(division, dro, "absent", stage=stage, **of_a_poll)
    rows = copied(edition, "AVL", dro, tmp_path)
    assert edition.counts["AVL"] == len(rows)
    want = EXPECTED["absent_voting"]
    left_out = want["left_out_of_current_information_before_a_poll"] if stage == "current" else []
    for name, kind in (
        ("postal_voters", "Postal voters"),
        ("proxies", "Voters with a proxy"),
        ("proxy_postal_voters", "Voters whose proxy votes by post"),
    ):
        seen = ids(edition, [r for r in rows if r["list"] == kind])
        assert seen == [who for who in want[name] if who not in left_out]
    bare = [r for r in rows if not r["surname"]]
    if stage == "current":
        assert bare == []
    else:
        assert bare[0]["number"].endswith("N")
        assert bare == [
            dict.fromkeys(bare[0], "")
            | {
                "list": "Postal voters",
                "part": "GOLD CENTRAL",
                "number": bare[0]["number"],
                "from_on": "2026-01-01",
            }
        ]


def test_addresses_read_as_everywhere_in_the_office(division, dro):
    edition = sealed(division, dro)
    homes = {r.address_id: r.line for r in Residence.objects.filter(division=division).with_street()}
    rows = list(EditionRow.objects.filter(edition=edition).exclude(address_id=""))
    assert len(rows) > 60
    assert {r.elector_id: r.address for r in rows} == {r.elector_id: homes[r.address_id] for r in rows}


@pytest.mark.rule("E5")
def test_the_order_is_by_address_then_others_by_name_then_anonymous_by_number(division, dro, tmp_path):
    edition = sealed(division, dro)
    rows = copied(edition, "FULL", dro, tmp_path)
    others = [r for r in rows if not r["address"] and r["surname"]]
    assert rows[-1 - len(others) : -1] == others
    assert [r["surname"] for r in others] == sorted(r["surname"] for r in others)
    assert not {"GE016", "GE064"} & {
        e for e in EditionRow.objects.filter(section=0).values_list("elector_id", flat=True)
    }
