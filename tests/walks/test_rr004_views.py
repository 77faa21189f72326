"""The pages of forms RR004, from the Walks ticked to the endorsed paper."""

import csv
import io

import pytest
from pypdf import PdfReader

from electoral.office.models import Appointment
from tests.page import Page, renewed
from tests.steps import work_off
from tests.walks import rr004
from walks.actions.classification import draft_form, submit_form
from walks.actions.endorsement import copy_of, recommend_line, return_line
from walks.models import RR004, Allocation, Classification, Walk

LIST = "/walks/forms/"


@pytest.fixture
def walk(division):
    return rr004.lay_walk(division, 1)


def page_of(answer):
    assert answer.status_code == 200, answer.status_code
    return Page(answer.content.decode())


def text_of(answer):
    return " ".join(page_of(answer).text.split())


def text_of_paper(answer):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.getvalue())).pages)


def line_of(form, number=1):
    return Classification.objects.get(form=form, number=number)


@pytest.mark.rule("1.4a", "1.7a", "1.7c", "1.8a")
def test_a_form_from_the_walks_ticked_to_the_endorsed_paper(division, walk, signed_in):
    rr004.delegate(division)
    other = rr004.lay_walk(division, 2)
    desk = signed_in("dro")
    begun = desk.post(f"{LIST}begin/", {"division": "GOLD", "walk": [walk.reference, other.reference]})
    form = RR004.objects.get()
    assert begun.url == form.get_absolute_url()
    words = text_of(desk.get(begun.url))
    assert "Walk 1 has no remarks" in words
    assert "Walk 2 has no proposed class" in words
    for line in form.lines.all():
        keys = rr004.keys_of(line)
        sent = {
            "rest": ["formed_roads"],
            f"found:{keys[0]}": ["formed_roads", "steep"],
            "proposed_class": "urban",
        }
        answer = desk.post(
            line.get_absolute_url(), sent | {"remarks": f"Level, number {line.number}.", "next": "1"}
        )
        assert answer.status_code == 302
    assert [row["features"] for row in line_of(form).features] == [
        ["formed_roads", "steep"],
        ["formed_roads"],
    ]
    assert line_of(form).recommended_class == "", "one half is urban, the other of mixed features"
    desk.post(f"{LIST}{form.reference}/submit/")
    manager = signed_in("area_manager")
    who = str(manager.user)
    assert "Walk 1" in text_of(manager.get(f"{LIST}{form.reference}/decide/"))
    manager.post(
        f"{LIST}{form.reference}/decide/",
        {"step": "return", "line": [line_of(form, 2).reference], "reason": "Say more."},
    )
    manager.post(f"{LIST}{form.reference}/decide/", {"step": "approve", "all": "1"})
    assert [line.status for line in form.lines.order_by("number")] == ["approved", "returned"]
    assert renewed(manager.get(f"{LIST}{form.reference}/")) == ["papers"]
    work_off()
    paper = text_of_paper(signed_in("clerk").get(f"{LIST}{form.reference}/paper/"))
    today = f"{division.today():%-d %B %Y}"
    for words in (
        "Approved", who, "Area Manager, Top End, under Instrument 7 of 2026", today, "Level, number 1.",
        "Walk 2", "Returned", "Reason: Say more.", "Urban", form.reference, "Page 1 of", "Map of the whole area and each Walk",
    ):  # fmt: skip
        assert words in paper, words
    assert "NOT YET APPROVED" not in paper


@pytest.mark.rule("1.7c")
def test_before_the_decision_the_form_and_map_are_printed_as_not_yet_approved(division, walk, dro, signed_in):
    form = rr004.submitted(division, walk, by=dro)
    desk = signed_in("clerk")
    desk.post(f"{LIST}{form.reference}/make-copy/")
    assert "made yet" in desk.get(f"{LIST}{form.reference}/copy/").content.decode()
    assert renewed(desk.get(f"{LIST}{form.reference}/")) == ["papers"]
    work_off()
    assert renewed(desk.get(f"{LIST}{form.reference}/")) == []
    paper = text_of_paper(desk.get(f"{LIST}{form.reference}/copy/"))
    assert "NOT YET APPROVED" in paper
    assert "Level streets with kerbs" in paper
    assert copy_of(form).pages == len(
        PdfReader(io.BytesIO(desk.get(f"{LIST}{form.reference}/copy/").getvalue())).pages
    )


@pytest.mark.rule("1.8a")
def test_the_directors_step_on_the_endorsed_paper(division, walk, dro, person, signed_in):
    form = rr004.submitted(division, walk, by=dro)
    manager = person("area_manager")
    recommend_line(line_of(form), by=manager)
    director = signed_in("director")
    assert "Walks to approve on form RR004" in text_of(director.get("/"))
    director.post(f"{LIST}{form.reference}/decide/", {"step": "approve", "line": [line_of(form).reference]})
    work_off()
    paper = text_of_paper(director.get(f"{LIST}{form.reference}/paper/"))
    assert "Director of Operations, State of NT" in paper
    assert f"Recommended by {manager}, Area Manager, Top End" in paper


@pytest.mark.rule("1.4a")
def test_the_recommendation_is_seen_before_anything_is_saved(division, walk, signed_in):
    desk = signed_in("clerk")
    line = line_of(draft_form(division, walks=[walk], by=desk.user))
    answer = desk.post(f"{LIST}lines/{line.reference}/weigh/", {"rest": ["steep"]})
    assert "8 (100.0 %) as low density" in text_of(answer)
    line.refresh_from_db()
    assert [row["features"] for row in line.features] == [[], []]


def test_what_was_typed_is_still_there_beside_a_refusal(division, walk, signed_in):
    desk = signed_in("clerk")
    line = line_of(draft_form(division, walks=[walk], by=desk.user))
    key = rr004.keys_of(line)[0]
    sent = {f"found:{key}": ["formed_roads"], "rest": ["medium_elevation"], "proposed_class": "low_density"}
    page = page_of(desk.post(line.get_absolute_url(), sent))
    assert "say why in the remarks" in page.text
    ticked = {(a["name"], a["value"]) for a in page.all("input") if "checked" in a}
    assert {
        (f"found:{key}", "formed_roads"),
        ("rest", "medium_elevation"),
        ("proposed_class", "low_density"),
    } <= ticked
    line.refresh_from_db()
    assert line.proposed_class == ""


@pytest.mark.rule("1.8d")
def test_a_walk_that_is_approved_is_refused_with_the_first_forms_reference(
    division, walk, dro, person, signed_in
):
    rr004.delegate(division)
    form = rr004.approved(division, walk, by=dro, manager=person("area_manager"))
    page = page_of(signed_in("dro").post(f"{LIST}begin/", {"division": "GOLD", "walk": [walk.reference]}))
    assert f"It is approved already: RR004 {form.reference}, urban" in page.text
    assert RR004.objects.count() == 1
    shown = text_of(signed_in("dro").get(f"{LIST}begin/?division=GOLD"))
    assert "Every Walk has an approval that stands" in shown


@pytest.mark.rule("1.8a")
def test_nobody_is_offered_what_they_submitted(division, walk, signed_in, dro):

    Appointment.objects.create(user=dro, role="area_manager", from_on=rr004.BEGAN, area=division.area)
    rr004.delegate(division)
    form = rr004.submitted(division, walk, by=dro)
    client = signed_in("cashier")
    client.force_login(dro, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = page_of(client.get(f"{LIST}{form.reference}/decide/"))
    assert "You submitted this form; another person decides" in page.text
    assert not [a for a in page.all("button") if a.get("name") == "step"]
    client.post(f"{LIST}{form.reference}/decide/", {"step": "approve", "line": [line_of(form).reference]})
    assert line_of(form).status == "submitted"
    quiet = client.get("/").context["quiet"]
    assert [t["number"] for t in quiet if t["label"].startswith("Walks to approve")] == [0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {1, 2, 3}),
        ({"standing": "drafted"}, {1}),
        ({"standing": "submitted"}, {2}),
        ({"standing": "recommended"}, set()),
        ({"standing": "decided"}, {3}),
        ({"standing": "returned"}, {3}),
        ({"standing": "withdrawn"}, set()),
        ({"q": "2"}, {2}),
        ({"q": "nowhere"}, set()),
        ({"division": "GOLD", "sort": "-submitted", "page": "9"}, {1, 2, 3}),
    ],
)
def test_the_list_is_filtered_by_where_a_form_stands(division, dro, person, signed_in, query, found):
    walks = [rr004.lay_walk(division, n, doors=1) for n in (1, 2, 3)]
    forms = {1: rr004.drafted(division, walks[0], by=dro)}
    forms |= {n: rr004.submitted(division, walks[n - 1], by=dro) for n in (2, 3)}
    return_line(forms[3].lines.get(), by=person("area_manager"), reason="More.")
    page = page_of(signed_in("area_manager").get(LIST, query))
    shown = {n for n, form in forms.items() if form.reference in page.text}
    assert shown == found
    assert ("No such form" in page.text) == (not found)


def test_the_list_as_csv_has_a_row_for_each_walk(division, walk, dro, signed_in):
    form = rr004.submitted(division, walk, by=dro)
    answer = signed_in("auditor").get(LIST, {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [(r["form"], r["walk"], r["proposed class"], r["where it stands"]) for r in rows] == [
        (form.reference, "1", "Urban", "With the Area Manager")
    ]


def test_lists_and_pages_ask_the_database_as_often_for_many_as_for_few(
    division, dro, signed_in, django_assert_max_num_queries
):
    walks = [rr004.lay_walk(division, n, doors=1, streets=("ACORN",)) for n in range(1, 23)]
    few = rr004.submitted(division, *walks[:2], by=dro)
    desk = signed_in("dro")
    asked = {}
    for path in (LIST, "/walks/", few.get_absolute_url(), f"{LIST}begin/?show=all"):
        desk.get(path)
        with django_assert_max_num_queries(60) as found:
            desk.get(path)
        asked[path] = len(found)
    many = rr004.submitted(division, *walks[2:], by=dro)
    for path, count in asked.items():
        with django_assert_max_num_queries(count):
            desk.get(path.replace(few.reference, many.reference))


@pytest.mark.rule("1.8c")
def test_the_walks_page_and_list_rest_on_the_approval(division, dro, person, signed_in):
    rr004.delegate(division)
    walks = [rr004.lay_walk(division, n) for n in (1, 2, 3)]
    Walk.objects.filter(number__in=[1, 2]).update(loaded_class="low_density")
    form = rr004.approved(division, walks[0], by=dro, manager=person("area_manager"))
    desk = signed_in("clerk")
    shown = text_of(desk.get(walks[0].get_absolute_url()))
    assert f"approved on RR004 {form.reference}" in shown
    assert "Approvals" in shown
    assert "as loaded, not approved here" in text_of(desk.get(walks[1].get_absolute_url()))

    def found(**query):
        rows = desk.get("/walks/", {**query, "format": "csv"}).getvalue().decode()
        return [row["walk"] for row in csv.DictReader(io.StringIO(rows))]

    assert found(walk_class="urban") == ["1"]
    assert found(walk_class="low_density") == ["2"]
    assert found(walk_class="none") == ["3"]
    assert found(sort="-class")[0] == "1"


def test_another_divisions_form_is_not_there(division, walk, dro, other_division, signed_in):
    form = rr004.submitted(division, walk, by=dro)
    stranger = signed_in("dro", other_division)
    line = form.lines.get()
    for path in (form.get_absolute_url(), line.get_absolute_url(), f"{LIST}{form.reference}/map/"):
        assert stranger.get(path).status_code == 404
    assert form.reference not in stranger.get(LIST).content.decode()


@pytest.mark.rule("1.7b", "6.1f")
def test_the_map_has_each_walk_with_its_number_and_every_residence_alike(division, walk, dro, signed_in):
    other = rr004.lay_walk(division, 2)
    home = Allocation.objects.filter(walk=other).first().residence
    type(home).objects.filter(pk=home.pk).update(longitude=None, latitude=None)
    form = rr004.drafted(division, walk, other, by=dro)
    desk = signed_in("area_manager")
    drawn = desk.get(f"{LIST}{form.reference}/map/").json()
    shapes = {f["properties"]["label"] for f in drawn["features"] if f["properties"]["role"] == "shape"}
    points = next(f for f in drawn["features"] if f["properties"]["role"] == "residences")
    assert (shapes, len(points["geometry"]["coordinates"])) == ({"1", "2"}, 15)
    assert "1 residence: no point is known" in text_of(desk.get(form.get_absolute_url()))
    submit_form(form, by=dro)
    rr004.forget_points()
    assert desk.get(f"{LIST}{form.reference}/map/").json() == drawn, "the map is kept as it was submitted"
