"""Who learns of a form RR004 elsewhere: the first page, the search box, the API."""

import pytest

from tests.walks import rr004
from walks.actions.endorsement import approve_line, return_line
from walks.models import Classification


@pytest.fixture
def walk(division):
    return rr004.lay_walk(division, 1)


def line_of(form, number=1):
    return Classification.objects.get(form=form, number=number)


@pytest.mark.rule("1.8a")
def test_the_dro_is_told_what_was_decided_and_what_came_back(division, walk, dro, person, signed_in):
    rr004.delegate(division)
    other = rr004.lay_walk(division, 2)
    form = rr004.submitted(division, walk, other, by=dro)
    manager = person("area_manager")
    approve_line(line_of(form, 1), by=manager)
    return_line(line_of(form, 2), by=manager, reason="More.")
    home = signed_in("dro").get("/")
    tiles = {t["label"]: t["number"] for room, them in home.context["rooms"] if room == "Walks" for t in them}
    assert tiles["Forms RR004 decided in the last 14 days"] == 1
    assert tiles["Walks returned on form RR004"] == 1
    assert "Forms RR004 to finish and submit" in {t["label"] for t in home.context["quiet"]}


def test_the_search_box_finds_a_form_by_its_reference(division, walk, dro, signed_in):
    form = rr004.drafted(division, walk, by=dro)
    assert signed_in("dro").get("/search/", {"q": form.reference}, follow=True).request["PATH_INFO"] == (
        form.get_absolute_url()
    )


@pytest.mark.rule("1.8c")
def test_the_api_shows_the_classes_and_changes_none(division, walk, dro, person, signed_in):
    rr004.delegate(division)
    form = rr004.approved(division, walk, by=dro, manager=person("area_manager"))
    line = form.lines.get()
    desk = signed_in("dro")
    found = desk.get("/api/classifications/", {"form": form.reference}).json()["results"]
    assert [(row["reference"], row["proposed_class"], row["status"]) for row in found] == [
        (line.reference, "urban", "approved")
    ]
    assert desk.get("/api/walks/").json()["results"][0]["approved_on_form"] == form.reference
    one = f"/api/classifications/{line.reference}/"
    for method in ("post", "put", "patch", "delete"):
        body = {"content_type": "application/json", "data": "{}"}
        assert getattr(desk, method)(one, **body).status_code == 405
    assert desk.post("/api/classifications/", "{}", content_type="application/json").status_code == 405
    assert signed_in("cashier").get(one).status_code == 403
