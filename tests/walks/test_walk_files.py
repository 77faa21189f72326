"""Files of Walks and of street ranges (formats.md): what they refuse, what they change, and that twice changes nothing."""

import pytest

from electoral.office.models import Event
from electoral.office.refusals import Refused
from electoral.roll.models import Residence
from tests.factories import LocalityFactory, ResidenceFactory, StreetFactory
from tests.steps import load_file, read_file
from walks.actions import build_walks, is_loaded, order_build
from walks.models import Allocation, StreetRange, Walk, WalkCcd
from walks.views.walk import RANGE_COLUMNS, range_row

WALKS = "walk_number,ccd,class\n12,A,urban\n12,B,urban\n3,C,\n"
HEAD = "street_name,street_type,street_suffix,locality,side,from,to,walk_number\n"
RANGES = (
    HEAD
    + "ACORN,STREET,,MOCKTON,odd,,3,12\nACORN,STREET,,MOCKTON,odd,4,,3\nACORN,STREET,,MOCKTON,even,0,,3\n"
)


@pytest.fixture
def street(division):
    """Acorn Street: 1 and 2 in A, 3 in B, 5 in C, 7 in D."""
    street = StreetFactory(locality=LocalityFactory(division=division), name="ACORN")
    for number, ccd in ((1, "A"), (2, "A"), (3, "B"), (5, "C"), (7, "D")):
        ResidenceFactory(street=street, number_first=number, ccd_code=ccd)
    return street


def counts(load):
    return load.status, load.new, load.changed, load.gone, load.unchanged


def placed():
    return dict(Allocation.objects.values_list("residence__number", "walk__number"))


def in_force():
    ranges = StreetRange.objects.filter(ended_on=None).order_by("-side", "numbers")
    return [(r.side, r.numbers.lower, r.numbers.upper, r.walk.number) for r in ranges]


@pytest.mark.rule("1.1a")
def test_a_file_of_walks_makes_them_with_their_classes_and_ranges(division, clerk, street):
    load = load_file("walks", WALKS, division, clerk)
    assert counts(load) == ("applied", 3, 0, 0, 0)
    assert list(Walk.objects.values_list("number", "loaded_class")) == [(3, ""), (12, "urban")]
    assert in_force() == [("odd", 0, 5, 12), ("odd", 5, 7, 3), ("even", 0, None, 12)]
    assert placed() == {1: 12, 2: 12, 3: 12, 5: 3}  # 7 is in a CCD that no Walk has
    assert load.warnings == [
        "1 CCDs of residences are in no Walk of this file: these residences will have no Walk."
    ]


def test_the_same_file_of_walks_twice_changes_nothing(division, clerk, street):
    load_file("walks", WALKS, division, clerk)
    before = [list(m.objects.order_by("pk").values()) for m in (Walk, WalkCcd, StreetRange, Allocation)]
    assert counts(load_file("walks", WALKS, division, clerk)) == ("applied", 0, 0, 0, 3)
    assert [
        list(m.objects.order_by("pk").values()) for m in (Walk, WalkCcd, StreetRange, Allocation)
    ] == before
    assert not Event.objects.filter(verb="change_walk").exists()


@pytest.mark.rule("1.1a")
def test_a_newer_file_ends_walks_and_moves_districts(division, clerk, street):
    load_file("walks", WALKS, division, clerk)
    load = load_file(
        "walks", "walk_number,ccd,class\n12,A,low_density\n20,D,\n20,C,\n", division, clerk, allow_gone=True
    )
    assert counts(load) == ("applied", 1, 2, 1, 0)
    assert list(Walk.objects.in_force().values_list("number", "loaded_class")) == [
        (12, "low_density"),
        (20, ""),
    ]
    assert Walk.objects.get(number=3).ended_on == division.today()
    assert not StreetRange.objects.filter(ended_on=None, walk__number=3).exists()
    assert placed() == {1: 12, 2: 12, 5: 20, 7: 20}
    verbs = Event.objects.filter(verb__in=("end_walk", "change_walk")).values_list("verb", "data__number")
    assert set(verbs) == {("end_walk", 3), ("change_walk", 12)}


def test_walks_that_were_built_give_way_to_a_file_of_them(division, clerk, street):
    build_walks(division, by=clerk)
    load_file("walks", WALKS, division, clerk, allow_gone=True)
    assert list(Walk.objects.in_force().values_list("number", flat=True)) == [3, 12]
    assert build_walks(division, by=clerk).walks == 0  # D stays without a Walk: the file is the whole


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        ("1,A,\n2,A,\n", 3, "ccd"),
        ("1,A,urban\n1,B,low_density\n", 3, "class"),
        ("0,A,\n", 2, "walk_number"),
        ("100000,A,\n", 2, "walk_number"),
        (",A,\n", 2, "walk_number"),
        ("1,,\n", 2, "ccd"),
        ("1,A,rural\n", 2, "class"),
    ],
)
def test_a_wrong_row_refuses_the_file_of_walks(division, clerk, rows, line, column):
    load = read_file("walks", "walk_number,ccd,class\n" + rows, division, clerk)
    assert load.status == "refused"
    assert [row[:2] for row in load.refused_rows] == [[line, column]]
    assert not Walk.objects.exists()


@pytest.mark.rule("4a", "4b")
def test_a_file_of_street_ranges_moves_the_residences(division, clerk, street):
    load_file("walks", WALKS, division, clerk)
    load = load_file("street-ranges", RANGES, division, clerk, allow_gone=True)
    assert counts(load) == ("applied", 2, 1, 2, 0)
    assert in_force() == [("odd", 0, 4, 12), ("odd", 4, None, 3), ("even", 0, None, 3)]
    assert placed() == {1: 12, 3: 12, 5: 3, 7: 3, 2: 3}


def test_the_same_file_of_ranges_twice_changes_nothing(division, clerk, street):
    load_file("walks", WALKS, division, clerk)
    load_file("street-ranges", RANGES, division, clerk, allow_gone=True)
    before = list(StreetRange.objects.order_by("pk").values())
    assert counts(load_file("street-ranges", RANGES, division, clerk)) == ("applied", 0, 0, 0, 3)
    assert list(StreetRange.objects.order_by("pk").values()) == before


def test_the_street_file_that_was_given_out_is_taken_in_again(division, clerk, street):
    build_walks(division, by=clerk)
    rows = [",".join(map(str, range_row(one))) for one in StreetRange.objects.filter(ended_on=None)]
    load = load_file("street-ranges", "\n".join([",".join(RANGE_COLUMNS), *rows]) + "\n", division, clerk)
    assert counts(load) == ("applied", 0, 0, 0, len(rows))


def test_walks_are_not_built_over_a_street_file_that_was_loaded(division, clerk, street):
    load_file("walks", WALKS, division, clerk)
    load_file("street-ranges", RANGES, division, clerk, allow_gone=True)
    assert is_loaded(division)
    for build in (build_walks, order_build):
        with pytest.raises(Refused, match="came from a file"):
            build(division, by=clerk)


def test_ranges_need_walks_first(division, clerk, street):
    with pytest.raises(Refused, match="There are no Walks"):
        read_file("street-ranges", RANGES, division, clerk)


@pytest.mark.rule("4a")
@pytest.mark.parametrize(
    ("rows", "column", "reason"),
    [
        ("ACORN,STREET,,MOCKTON,odd,9,5,12\n", "to", "less than"),
        ("OAK,STREET,,MOCKTON,odd,0,5,12\n", "street_name", "No residence has this street"),
        ("ACORN,STREET,,MOCKTON,odd,0,5,99\n", "walk_number", "no such Walk"),
        ("ACORN,STREET,,MOCKTON,left,0,5,12\n", "side", "none of"),
        ("ACORN,STREET,,MOCKTON,,0,5,12\n", "side", "empty"),
        ("ACORN,STREET,,MOCKTON,odd,-1,5,12\n", "from", "whole number"),
        (
            "ACORN,STREET,,MOCKTON,all,0,5,12\nACORN,STREET,,MOCKTON,odd,5,,3\n",
            "from",
            "overlap those of line 2",
        ),
    ],
)
def test_a_wrong_row_refuses_the_file_of_ranges(division, clerk, street, rows, column, reason):
    load_file("walks", WALKS, division, clerk)
    before = list(StreetRange.objects.values())
    load = read_file("street-ranges", HEAD + rows, division, clerk)
    assert load.status == "refused"
    assert [row[1] for row in load.refused_rows] == [column]
    assert reason in load.refused_rows[0][3]
    assert list(StreetRange.objects.values()) == before


def test_the_preview_of_each_kind_names_its_rows(division, clerk, street, client):
    load_file("walks", WALKS, division, clerk)
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    walks = read_file("walks", "walk_number,ccd\n12,A\n12,D\n", division, clerk)
    ranges = read_file("street-ranges", RANGES, division, clerk)
    for load, show, words in (
        (walks, "new", "Walk 12"),
        (walks, "changed", "Walk 12"),
        (walks, "gone", "Walk 3"),
        (ranges, "new", "ACORN STREET, MOCKTON"),
        (ranges, "changed", "even 0 to the end: Walk 3"),
        (ranges, "gone", "odd 5 to 6"),
    ):
        answer = client.get(load.get_absolute_url(), {"show": show})
        print(load.status, load.warnings, load.refused_rows, load.new, answer.content.decode()[3000:9000])
        assert words in answer.content.decode(), (load.kind, show)
    assert Residence.objects.count() == 5
