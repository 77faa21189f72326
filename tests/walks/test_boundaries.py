"""Files of boundaries and of the census's changes (formats.md): what they refuse, what they change, and that twice changes nothing."""

import io
import json
import re

import pytest
from django.core.management import call_command
from shapely.geometry import box

from electoral.office.refusals import NotPermitted, Refused
from electoral.roll.actions import abandon_load, order_load
from electoral.roll.models import Load
from tests.factories import CcdFactory, ResidenceFactory, WalkCcdFactory, WalkFactory
from tests.page import Page
from tests.steps import load_file, read_file, work_off
from tests.walks.ground import degrees, feature, file, grid, rectangle
from walks.maps.ground import polygons_of
from walks.models import Boundary, Ccd, CcdChange

A, B, C, D = grid(4, 1)
CHANGES = "old_ccd,new_ccd,effective_on\n"


@pytest.fixture
def walk(division):
    """Walk 12 of the CCDs A and B."""
    walk = WalkFactory(division=division, number=12)
    for code in "AB":
        WalkCcdFactory(walk=walk, ccd=CcdFactory(division=division, code=code))
    return walk


@pytest.fixture
def head_office(person):
    return person("head_office")


def boundaries(**areas):
    return file(*(feature(ccd, area) for ccd, area in areas.items())).getvalue()


def counts(load):
    return load.status, load.new, load.changed, load.gone, load.unchanged


def in_force():
    return {
        b.ccd.code: polygons_of(b.geometry["coordinates"]) for b in Boundary.objects.filter(ended_on=None)
    }


@pytest.mark.rule("1.7b")
def test_a_file_of_boundaries_gives_each_ccd_its_outline(division, clerk, walk):
    load = load_file("ccd-boundaries", boundaries(A=A, B=B, C=C), division, clerk)
    assert counts(load) == ("applied", 3, 0, 0, 0)
    assert sorted(in_force()) == ["A", "B", "C"]
    assert in_force()["A"].equals_exact(polygons_of([[list(A.exterior.coords)]]), 1e-6, normalize=True)
    assert load.warnings == ["1 CCDs of this file are in no Walk and have no residence here."]
    assert Boundary.objects.first().from_on == division.today()


def test_the_same_file_of_boundaries_twice_changes_nothing(division, clerk, walk):
    load_file("ccd-boundaries", boundaries(A=A, B=B), division, clerk)
    before = [list(m.objects.order_by("pk").values()) for m in (Boundary, Ccd)]
    turned = boundaries(B=B, A=A.reverse())  # the same, in another order and walked the other way
    assert counts(load_file("ccd-boundaries", turned, division, clerk)) == ("applied", 0, 0, 0, 2)
    assert [list(m.objects.order_by("pk").values()) for m in (Boundary, Ccd)] == before


def test_a_newer_file_ends_what_it_lacks_and_what_it_changes(division, clerk, walk):
    load_file("ccd-boundaries", boundaries(A=A, B=B), division, clerk)
    newer = boundaries(A=rectangle(0, 0, 250, 300), C=C)
    staged = read_file("ccd-boundaries", newer, division, clerk)
    assert counts(staged) == ("staged", 1, 1, 1, 0)
    assert sorted(in_force()) == ["A", "B"], "nothing is changed before the word is given"
    with pytest.raises(Refused, match="1 of 2 would end"):
        order_load(staged, by=clerk)
    order_load(staged, by=clerk, allow_gone=True)
    work_off()
    assert sorted(in_force()) == ["A", "C"]
    assert Boundary.objects.filter(ended_on=division.today()).count() == 2
    assert counts(load_file("ccd-boundaries", newer, division, clerk)) == ("applied", 0, 0, 0, 2)


def test_a_wrong_feature_refuses_the_whole_file_and_names_ccd_and_place(division, clerk, walk):
    load_file("ccd-boundaries", boundaries(A=A, B=B), division, clerk)
    before = list(Boundary.objects.values())
    over = rectangle(500, 100, 300, 100)
    load = read_file("ccd-boundaries", boundaries(A=A, B=B, C=over), division, clerk)
    assert load.status == "refused"
    ((line, column, value, reason),) = load.refused_rows
    assert (line, column, value) == (2, "ccd", "B")
    assert re.match(r"It overlaps CCD C by (9,99|10,00).", reason)
    assert "square metres at longitude 145.0" in reason
    assert list(Boundary.objects.values()) == before


def test_metres_are_refused_with_that_reason(division, clerk, walk):
    metres = file(feature("A", box(334000, 5812000, 334100, 5812100))).getvalue()
    load = read_file("ccd-boundaries", metres, division, clerk)
    assert (load.status, load.refused_rows) == ("refused", [])
    assert "in metres or in another system" in load.warnings[0]


def test_boundaries_of_another_place_are_told_by_the_residences(division, clerk, walk):
    ResidenceFactory(street__locality__division=division, longitude=-1.1, latitude=53.9)
    load = read_file("ccd-boundaries", boundaries(A=A), division, clerk)
    assert load.status == "refused"
    assert "another place's" in load.warnings[0]


def test_more_faults_than_are_shown_are_counted(division, clerk):
    one = feature("A", A)
    load = read_file("ccd-boundaries", file(*[one] * 62).getvalue(), division, clerk)
    assert (len(load.refused_rows), load.refused_count) == (50, 61)


def test_the_preview_says_which_walk_a_boundary_is_of(division, signed_in, walk):
    client = signed_in("clerk")
    load_file("ccd-boundaries", boundaries(A=A, B=B), division, client.user)
    staged = read_file("ccd-boundaries", boundaries(A=rectangle(0, 0, 250, 300), C=C), division, client.user)
    for show, words in (("new", "in no Walk"), ("changed", "Walk 12"), ("gone", "Walk 12")):
        assert words in Page(client.get(staged.get_absolute_url(), {"show": show}).text).text, show
    assert "1 CCDs of Walks have no boundary in this file" in client.get(staged.get_absolute_url()).text
    order_load(staged, by=client.user, allow_gone=True)


def test_a_walk_of_two_parts_and_an_island_keep_theirs(division, clerk, walk):
    island = degrees(box(0, 0, 300, 300)).difference(degrees(box(100, 100, 200, 200)))
    load_file("ccd-boundaries", boundaries(A=island, B=rectangle(100, 100, 100, 100)), division, clerk)
    assert len(in_force()["A"].geoms[0].interiors) == 1


def test_the_shell_loads_boundaries_as_the_page_does(division, walk, tmp_path, capsys):
    path = tmp_path / "boundaries.geojson"
    path.write_bytes(boundaries(A=A, B=B))
    out = io.StringIO()
    call_command("load", "ccd-boundaries", path, division="GOLD", dry_run=True, stdout=out)
    assert out.getvalue().splitlines()[-1] == "not applied, dry run: 2 new, 0 changed, 0 gone, 0 unchanged"
    call_command("load", "ccd-boundaries", path, division="GOLD", stdout=out)
    assert out.getvalue().splitlines()[-1] == "applied: 2 new, 0 changed, 0 gone, 0 unchanged"
    path.write_text(json.dumps({"type": "Polygon"}))
    with pytest.raises(SystemExit):
        call_command("load", "ccd-boundaries", path, division="GOLD", stdout=out)
    assert "refused: The file is JSON of the type" in out.getvalue().splitlines()[-1]


@pytest.mark.rule("1.2c")
def test_head_offices_file_of_changes_makes_a_task_of_each_for_the_walk(division, head_office, walk):
    rows = "A,A1,2027-07-01\nA,A2,2027-07-01\nB,B1,2027-07-01\n"
    load = load_file("ccd-changes", CHANGES + rows, division, head_office)
    assert counts(load) == ("applied", 3, 0, 0, 0)
    tasks = CcdChange.objects.to_be_settled().filter(walk=walk)
    assert sorted(tasks.values_list("old_code", "new_code")) == [("A", "A1"), ("A", "A2"), ("B", "B1")]
    assert {t.loaded_on for t in tasks} == {division.today()}
    assert counts(load_file("ccd-changes", CHANGES + rows, division, head_office)) == ("applied", 0, 0, 0, 3)
    assert CcdChange.objects.count() == 3


@pytest.mark.rule("1.2c")
def test_a_file_of_the_whole_state_leaves_out_what_is_of_other_divisions(division, head_office, walk):
    rows = "".join(f"X{n},Y{n},2027-07-01\n" for n in range(6)) + "A,A1,2027-07-01\n"
    load = load_file("ccd-changes", CHANGES + rows, division, head_office)
    assert counts(load) == ("applied", 1, 0, 0, 0)
    assert load.warnings == [
        "6 rows are left out: no Walk of this division has their old CCD (X0, X1, X2, X3, X4 and others)."
    ]


def test_a_later_file_of_changes_ends_none_of_the_earlier(division, head_office, walk):
    load_file("ccd-changes", CHANGES + "A,A1,2027-07-01\n", division, head_office)
    assert counts(load_file("ccd-changes", CHANGES + "B,B1,2032-07-01\n", division, head_office)) == (
        "applied", 1, 0, 0, 0
    )  # fmt: skip
    assert CcdChange.objects.to_be_settled().count() == 2


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        ("A,A,2027-07-01\n", 2, "new_ccd"),
        ("A,A1,2027-07-01\nA,A1,2027-07-01\n", 3, "old_ccd"),
        ("A,A1,2027-07-01\nA,A2,2028-07-01\n", 3, "effective_on"),
        ("A,A1,1/7/2027\n", 2, "effective_on"),
        ("A,A1,\n", 2, "effective_on"),
        ("A,,2027-07-01\n", 2, "new_ccd"),
        (f"A,{'1' * 21},2027-07-01\n", 2, "new_ccd"),
    ],
)
def test_a_wrong_row_refuses_the_file_of_changes(division, head_office, walk, rows, line, column):
    load = read_file("ccd-changes", CHANGES + rows, division, head_office)
    assert load.status == "refused"
    assert [row[:2] for row in load.refused_rows] == [[line, column]]
    assert not CcdChange.objects.exists()


@pytest.mark.rule("1.2c")
def test_head_office_loads_changes_and_nothing_else_and_the_division_loads_no_changes(division, person, walk):
    clerk, head_office = person("clerk"), person("head_office")
    with pytest.raises(NotPermitted):
        read_file("ccd-changes", CHANGES + "A,A1,2027-07-01\n", division, clerk)
    with pytest.raises(NotPermitted):
        read_file("ccd-boundaries", boundaries(A=A), division, head_office)
    staged = read_file("ccd-boundaries", boundaries(A=A), division, clerk)
    for step in (order_load, abandon_load):
        with pytest.raises(NotPermitted):
            step(staged, by=head_office)
    assert list(Load.objects.visible_to(clerk)) == [staged]
    assert not Load.objects.visible_to(head_office).exists()


def test_head_office_sends_the_file_in_by_the_page_and_gives_the_word(division, signed_in, walk):
    client = signed_in("head_office")
    page = client.get(f"/roll/{division.code}/loads/").text
    assert [i["value"] for i in Page(page).all("input") if i.get("name") == "kind"] == ["ccd-changes"]
    sent = client.post(
        f"/roll/{division.code}/loads/",
        {"kind": "ccd-changes", "file": io.BytesIO((CHANGES + "A,A1,2027-07-01\n").encode())},
    )
    load = Load.objects.get()
    assert sent.url == load.get_absolute_url()
    assert client.get(sent.url).status_code == 200
