"""A number tells a place as an address does: what stands beside 104 and 106 is 105. No copy gives a protected door away by it."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from electoral.protected.actions import protect_elector
from electoral.roll.models import Elector, Street
from registers.actions.look import look_at_street, look_at_the_rest
from registers.models import Mark
from tests.registers.editions import copied, sealed
from tests.registers.visiting import begun, published, registered

DOORS = 5
HOMES = [(f"T{n}", n, "PRETEND") for n in range(1, DOORS + 1)]
BEFORE, AFTER = "before the sealing", "after it"
pytestmark = pytest.mark.rule("E5", "6.1f")


def people(*, home_of_one="T3", numbers=lambda n: str(100 + n), one=None):
    """Two at each door, numbered by door, but for E1, who lives at some door, with the number of a place there."""
    rows = [(f"E{n}", f"Testperson{n:02}", "Ann", f"T{n // 2}", {"register_number": numbers(n), "absent_vote": "postal"})
            for n in range(2, 2 * DOORS + 2)]  # fmt: skip
    mine = {"register_number": numbers(1) if one is None else one, "absent_vote": "postal"}
    return [("E1", "Testperson01", "Ann", home_of_one, mine), *rows]


def made(division, *, when, kind, family="register", **given):
    """An edition in which E1 is protected before it is sealed, or after."""
    line = f"E1,{kind},Pretend order,2026-01-02\n"
    division = registered(
        division, people=people(**given), homes=HOMES, protect=line if when == BEFORE else ""
    )
    Mark.objects.create(division=division, poll="Mayor", elector_id="E1", marked=True)
    more = {"marked": {"poll": "Mayor", "polls_on": division.today()}, "absent": {"stage": "current"}}
    register = published(division)
    edition = register if family == "register" else published(division, family, **more.get(family, {}))
    if when == AFTER:
        protect_elector(division, "E1", kind=kind, by=division.dro)
    return division, edition


def shown(edition, product, division, folder):
    return [tuple(row.values()) for row in copied(edition, product, division.dro, folder)]


@pytest.mark.parametrize("kind", ["silent", "anonymous"])
@pytest.mark.parametrize("when", [BEFORE, AFTER])
@pytest.mark.parametrize("numbers", [lambda n: str(100 + n), lambda n: ""], ids=["the file's", "given"])
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(door=st.integers(1, DOORS - 1), other=st.integers(1, DOORS - 1), place=st.integers(1, 2 * DOORS - 1), moved=st.integers(1, 2 * DOORS - 1))  # fmt: skip
def test_a_copy_is_the_same_whichever_address_and_number_the_protected_person_had(
    division, tmp_path, kind, when, numbers, door, other, place, moved
):
    copies = []
    for home, number in ((door, place), (other, moved)):
        given_number = numbers(number) and f"{number + 100}"
        with transaction.atomic():
            office, edition = made(division, when=when, kind=kind, numbers=numbers, home_of_one=f"T{home}", one=given_number)  # fmt: skip
            copies.append([shown(edition, code, office, tmp_path) for code in ("FULL", "ROLL", "OPEN")])
            transaction.set_rollback(True)
    assert copies[0] == copies[1]
    assert [row[1].rstrip("N") for row in copies[0][0]] == [str(n) for n in range(1, 2 * DOORS + 2)]
    assert copies[0][0][-1][-1] == ""  # the last has no address, and no other


@pytest.mark.parametrize(("family", "product"), [("marked", "MARKED"), ("absent", "AVL"), ("absent", "PVA")])
@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_marked_registers_and_lists_tell_it_no_more_than_the_register(
    division, tmp_path, family, product, when
):
    copies = []
    for home, number in (("T1", "102"), ("T4", "108")):
        with transaction.atomic():
            office, edition = made(division, when=when, kind="silent", family=family, home_of_one=home, one=number)  # fmt: skip
            copies.append(shown(edition, product, office, tmp_path))
            transaction.set_rollback(True)
    assert len(copies[0]) == 2 * DOORS + 1
    assert copies[0] == copies[1]


def test_a_list_is_counted_within_itself_when_somebody_outside_it_was_protected(division, tmp_path):
    """Beside a register that is numbered anew, the old numbers of a list would tell where the numbers begin to differ."""
    office = registered(division, people=people(), homes=HOMES)
    Elector.objects.filter(elector_id="E1").update(absent_vote="")
    lists = published(office, "absent", stage="current")
    sealed_as = [row["number"] for row in copied(lists, "AVL", office.dro, tmp_path)]
    assert sealed_as == [str(100 + n) for n in range(2, 2 * DOORS + 2)]
    protect_elector(office, "E1", kind="silent", by=office.dro)
    numbers = [row["number"] for row in copied(lists, "AVL", office.dro, tmp_path)]
    assert numbers == [str(n) for n in range(1, 2 * DOORS + 1)]


def test_the_numbers_of_the_file_stay_where_the_protected_come_last_of_their_part(division, tmp_path):
    office = registered(division, people=people(one="250"), homes=HOMES, protect="E1,anonymous,Pretend order,2026-01-02\n")  # fmt: skip
    edition = published(office)
    numbers = [row["number"] for row in copied(edition, "FULL", office.dro, tmp_path)]
    assert numbers == [*(str(100 + n) for n in range(2, 2 * DOORS + 2)), "250N"]
    assert not edition.numbers_given


def test_one_part_in_which_a_number_tells_is_enough_to_number_all_anew(division, tmp_path):
    rows = [(key, surname, given_names, home, more | {"subdivision": "NORTH" if home in ("T1", "T2") else "SOUTH"})
            for key, surname, given_names, home, more in people(one="150")]  # fmt: skip
    rows[0][4]["subdivision"] = "NORTH"  # 150 is the highest of its part
    rows.append(("E99", "Testperson99", "Ann", "T4", {"register_number": "104", "subdivision": "SOUTH"}))
    protect = "E1,silent,Pretend order,2026-01-02\nE99,silent,Pretend order,2026-01-02\n"
    office = registered(division, people=rows, homes=HOMES, protect=protect)
    numbers = [row["number"] for row in copied(published(office), "FULL", office.dro, tmp_path)]
    assert numbers == [str(n) for n in range(1, 2 * DOORS + 3)]


@pytest.mark.rule("E5", "E7")
def test_the_screen_of_a_visit_shows_the_numbers_of_the_copy(division, tmp_path):
    office, edition = made(division, when=AFTER, kind="anonymous")
    copy = [row["number"] for row in copied(edition, "FULL", office.dro, tmp_path)]
    visit = begun(office, by=office.clerk)
    street = look_at_street(visit, Street.objects.get(division=office), by=office.clerk)
    rest = look_at_the_rest(visit, by=office.clerk)
    assert [line[1] for line in street.lines] + [line[1] for line in rest.lines] == copy
    assert copy == [*(str(n) for n in range(1, 2 * DOORS + 1)), f"{2 * DOORS + 1}N"]


@pytest.mark.rule("E5", "E6")
def test_a_notice_tells_no_place_and_has_the_numbers_of_its_registers_as_they_are_shown_today(
    division, tmp_path
):
    copies = []
    for home, number in (("T1", "102"), ("T4", "108")):
        with transaction.atomic():
            office = registered(division, people=people(home_of_one=home, one=number), homes=HOMES)
            Elector.objects.filter(elector_id="E1").update(ended_on=office.today())
            before = published(office)
            Elector.objects.filter(elector_id="E1").update(ended_on=None)
            Elector.objects.filter(elector_id="E7").update(ended_on=office.today())
            after = published(office)
            notice = sealed(office, office.dro, "notice", earlier=before, later=after)
            protect_elector(office, "E1", kind="anonymous", by=office.dro)
            rows = copied(notice, "NOTICE", office.dro, tmp_path)
            registers = {"added": copied(after, "FULL", office.dro, tmp_path), "deleted": copied(before, "FULL", office.dro, tmp_path)}  # fmt: skip
            for row in rows:
                assert row["number"] in [r["number"] for r in registers[row["change"]]]
            copies.append([tuple(row.values()) for row in rows])
            transaction.set_rollback(True)
    assert [row[0] for row in copies[0]] == ["added", "deleted"]
    assert copies[0] == copies[1]
