"""The planning board: where each Walk stands, what it waits for, and who has it; as a list, a file and a map."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from electoral.protected.actions import exclude_residence
from electoral.roll.models import Residence
from tests.factories import CcdFactory, WalkCcdFactory
from tests.walks.plans import choose, lay_walks, part_of, walk
from walks.actions.listing import barred_walks
from walks.actions.roll_review import join_walks
from walks.actions.workload import make_workloads
from walks.documents.board import STANDINGS, Known, board_of, counts_of, waits_of
from walks.documents.board_map import board_map
from walks.documents.plan import PlannedWalk, planned_walks
from walks.maps import drawn, features
from walks.models import Allocation


@pytest.fixture
def part(division, dro):
    return part_of(division, by=dro, sizes=(3, 3, 3))


def rows(part):
    return board_of(part, planned_walks(part, ended=True), barred=barred_walks(part.division))


def standings(part):
    return [row.waits.standing for row in rows(part)]


def planned(**what):
    given = {
        "chosen": "visit",
        "is_approved": True,
        "workload": 1,
        "ended_on": None,
        "walk_class": "urban",
    } | what
    return PlannedWalk(
        1, 1, 12, "W1", residences=10, electors=20, reason="", sparse="", chosen_by="", chosen_on=None, is_at_risk=False,
        has_risk=False, **given,
    )  # fmt: skip


def known(**what):
    return Known(
        **({"barred": {}, "forms": {}, "changes": {}, "requests": {}, "drafts": {}, "listings": {}} | what)
    )


@pytest.mark.parametrize(
    ("one", "there", "standing", "who"),
    [
        (planned(chosen=""), known(), "no_method", "Divisional Returning Officer"),
        (planned(is_approved=False), known(), "no_class", "divisional office"),
        (planned(is_approved=False), known(forms={1: "drafted"}), "on_form", "divisional office"),
        (planned(is_approved=False), known(forms={1: "submitted"}), "on_form", "Area Manager"),
        (planned(is_approved=False), known(forms={1: "recommended"}), "on_form", "Director"),
        (planned(), known(changes={1: "submitted"}), "in_change", "Head Office"),
        (planned(), known(changes={1: "accepted"}, forms={1: "drafted"}), "in_change", "divisional office"),
        (planned(), known(changes={1: "in_force"}), "held", "divisional office"),
        (planned(), known(barred={1: "It has no residences."}), "held", "divisional office"),
        (planned(workload=None), known(), "approved", "divisional office"),
        (planned(), known(), "ready", "divisional office"),
        (planned(), known(drafts={1: 4}), "ready", "divisional office"),
        (planned(), known(requests={1: 4}), "requested", "Nobody"),
        (planned(), known(requests={1: 4}, listings={1: 2}), "listed", "divisional office"),
        (planned(chosen="schedule"), known(), "by_schedule", "divisional office"),
        (planned(ended_on=date(2027, 3, 3)), known(listings={1: 2}), "ended", "Nobody"),
    ],
)
def test_a_walk_stands_where_it_is_nearest_to_the_field(one, there, standing, who):
    waits = waits_of(one, there)
    assert waits.standing == standing
    assert who in waits.who
    assert waits.what.endswith(".")


@pytest.mark.rule("1.4b")
@pytest.mark.parametrize("method", ["mail", "agent"])
def test_a_walk_that_no_officer_visits_needs_no_class_and_no_workload(method):
    assert waits_of(planned(chosen=method, is_approved=False, workload=None), known()).standing == "ready"


def test_letters_and_words_tell_the_standings_apart():
    assert len({s.letter for s in STANDINGS}) == len({s.words for s in STANDINGS}) == len(STANDINGS)


def test_the_board_follows_the_plan(part, division, dro):
    assert standings(part) == ["no_method"] * 3
    choose(part, 1, 2, by=dro)
    choose(part, 3, method="mail", by=dro)
    assert standings(part) == ["no_class", "no_class", "ready"]
    Allocation.objects.filter(walk__number=3).delete()
    assert standings(part) == ["no_class", "no_class", "held"]
    ended = walk(division, 2)
    ended.ended_on = date(2026, 10, 1)
    ended.save()
    assert standings(part)[1] == "ended"
    assert [(s.letter, n) for s, n in counts_of(rows(part))] == [("N", 1), ("H", 1), ("E", 1)]


def test_the_board_is_filtered_sorted_and_taken_as_a_file(part, signed_in, dro):
    choose(part, 3, method="mail", reason="ZQX-CANARY", by=dro)
    client, base = signed_in("area_manager"), f"/walks/reviews/plan/{part.reference}/board/"
    page = client.get(base).content.decode()
    assert page.count("Method not chosen</td>") == 2
    assert "Walk 3" in client.get(f"{base}?standing=ready").content.decode()
    assert "Walk 1<" not in client.get(f"{base}?standing=ready").content.decode()
    turned = client.get(f"{base}?sort=-walk").content.decode()
    assert turned.index("Walk 3<") < turned.index("Walk 1<")
    sheet = b"".join(client.get(f"{base}?format=csv&method=mail")).decode().splitlines()
    assert len(sheet) == 2
    assert sheet[1].startswith('3,"Urban, as loaded, not approved here",3,Mail review,,R,Ready to request,')
    assert "ZQX-CANARY" not in sheet[1]
    assert "Nothing matches" in client.get(f"{base}?q=77").content.decode()


def test_the_map_has_the_same_standings_with_their_letters(part, signed_in, dro):
    choose(part, 3, method="mail", by=dro)
    plan = board_map(part, rows(part))
    assert [(row.letter, row.count) for row in plan.legend] == [("M", 2), ("R", 1)]
    assert not drawn(plan)["is_empty"]
    keys = [
        f["properties"]["letter"] for f in features(plan)["features"] if f["properties"]["role"] == "shape"
    ]
    assert sorted(keys) == ["M", "M", "R"]
    client = signed_in("area_manager")
    page = client.get(f"/walks/reviews/plan/{part.reference}/board/map/").content.decode()
    assert "Ready to request" in page
    assert client.get(f"/walks/reviews/plan/{part.reference}/board/map.json").json()["features"]


def test_a_walk_without_a_point_is_named_beside_the_map(part):
    Residence.objects.filter(allocation__walk__number=2).update(latitude=None, longitude=None)
    plan = board_map(part, rows(part))
    assert [missing.label for missing in plan.missing] == ["Walk 2"]
    assert len(plan.shapes) == 2


@pytest.mark.rule("6.1f")
def test_board_and_map_count_every_residence_alike(part, division, dro):
    before = [row.walk.residences for row in rows(part)], features(board_map(part, rows(part)))
    exclude_residence(division, Residence.objects.first().pk, by=dro, reason="kept out")
    assert ([row.walk.residences for row in rows(part)], features(board_map(part, rows(part)))) == before


def test_board_and_map_cost_the_same_for_ten_times_the_walks(part, signed_in, clerk, dro):
    client, counts = signed_in("clerk"), []
    for more, first in ((1, 10), (27, 20)):
        for one in lay_walks(part.division, [2] * more, first=first):
            ccd = CcdFactory(division=part.division, code=f"79{one.number}")
            WalkCcdFactory(division=part.division, walk=one, ccd=ccd)
        join_walks(part, by=clerk)
        choose(part, by=dro)
        make_workloads(part, by=clerk)
        found = []
        for path in ("board/", "board/map/", "board/map.json", ""):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/walks/reviews/plan/{part.reference}/{path}").status_code == 200
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[1]
