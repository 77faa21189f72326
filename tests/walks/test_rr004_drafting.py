"""Form RR004 until it is submitted (1.4, 1.7, 1.8d)."""

import pytest

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from tests.factories import CcdFactory, ResidenceFactory, WalkCcdFactory
from tests.walks import rr004
from walks.actions.classification import add_to_form, draft_again, draft_form, submit_form, withdraw_line
from walks.actions.endorsement import return_line
from walks.actions.feature import count_again, fill_in_line
from walks.models import RR004, Allocation, Boundary, Classification, Walk

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[130.8, -12.5], [130.9, -12.5], [130.9, -12.4], [130.8, -12.5]]],
}


@pytest.fixture
def walk(division):
    return rr004.lay_walk(division, 1)


def line_of(form) -> Classification:
    return Classification.objects.get(form=form)


@pytest.mark.rule("1.4a", "1.7a")
def test_a_draft_has_the_streets_of_each_walk_with_their_residences(division, walk, clerk):
    other = rr004.lay_walk(division, 2, doors=3, streets=("CEDAR",), ccd="7990002")
    form = draft_form(division, walks=[other, walk], by=clerk)
    lines = {line.number: line for line in form.lines.all()}
    assert [(row["label"], row["residences"]) for row in lines[1].features] == [
        ("ACORN STREET, MOCKTON", 4),
        ("BANKSIA STREET, MOCKTON", 4),
    ]
    assert [(row["label"], row["residences"]) for row in lines[2].features] == [
        ("CEDAR 2 STREET, MOCKTON", 3)
    ]
    assert [(line.kind, line.status, line.residences, line.has_map) for line in lines.values()] == [
        ("new", "drafted", 8, True),
        ("new", "drafted", 3, True),
    ]


@pytest.mark.rule("1.4a")
def test_a_walk_can_be_filled_in_by_ccd(division, walk, clerk):
    Allocation.objects.filter(residence__street__name="BANKSIA").first().residence.__class__.objects.filter(
        street__name="BANKSIA"
    ).update(ccd_code="7990009")
    line = line_of(draft_form(division, walks=[walk], by=clerk))
    count_again([line], by=clerk, basis="ccd")
    line.refresh_from_db()
    assert [(row["key"], row["residences"]) for row in line.features] == [
        ("ccd:7990001", 4),
        ("ccd:7990009", 4),
    ]


@pytest.mark.rule("1.4a")
def test_features_give_the_recommendation_and_the_class_may_differ_with_remarks_that_say_why(
    division, walk, clerk
):
    line = line_of(draft_form(division, walks=[walk], by=clerk))
    line = rr004.fill_in(line, clerk, remarks="")
    assert (line.recommended_class, line.proposed_class) == ("urban", "urban")
    with pytest.raises(Refused, match="say why in the remarks"):
        rr004.fill_in(line, clerk, proposed="low_density", remarks=" ")
    line.refresh_from_db()
    assert line.proposed_class == "urban"
    line = rr004.fill_in(line, clerk, proposed="low_density", remarks="Half of it is behind locked doors.")
    assert line.differs


def test_only_features_of_the_manual_are_written(division, walk, clerk):
    line = line_of(draft_form(division, walks=[walk], by=clerk))
    with pytest.raises(Refused, match="no feature pleasant"):
        rr004.fill_in(line, clerk, features=("pleasant",))


@pytest.mark.rule("1.6a")
def test_what_the_census_says_of_language_is_a_figure_for_a_ccd_and_never_for_a_street(division, walk, clerk):
    line = line_of(draft_form(division, walks=[walk], by=clerk))
    with pytest.raises(Refused, match="by CCD"):
        rr004.fill_in(line, clerk, features=("non_english",), census=dict.fromkeys(rr004.keys_of(line), "40"))
    count_again([line], by=clerk, basis="ccd")
    line.refresh_from_db()
    for figure in ("", "many", "101", "-1", "٤"):
        with pytest.raises(Refused, match="census figure"):
            rr004.fill_in(line, clerk, features=("non_english",), census={"ccd:7990001": figure})
    line = rr004.fill_in(
        line, clerk, features=("non_english",), proposed="low_density", census={"ccd:7990001": "41.5"}
    )
    assert line.features[0]["census"] == "41.5"


@pytest.mark.rule("1.7a", "1.7b")
def test_a_form_without_class_remarks_or_map_is_refused_with_every_reason_at_once(division, dro):
    one, two = rr004.lay_walk(division, 1), rr004.lay_walk(division, 2, points=False)
    form = draft_form(division, walks=[one, two], by=dro)
    with pytest.raises(Refused) as refusal:
        submit_form(form, by=dro)
    for sentence in (
        "Walk 1 has no proposed class", "Walk 1 has no remarks", "Walk 2 has no proposed class", "Walk 2 has no remarks",
        "Walk 2 has neither a boundary nor a residence with a point",
    ):  # fmt: skip
        assert sentence in str(refusal.value)
    assert "Walk 1 has neither" not in str(refusal.value)
    assert set(form.lines.values_list("status", flat=True)) == {"drafted"}


@pytest.mark.rule("1.7b")
def test_a_boundary_is_a_map_too_but_not_of_a_ccd_that_is_shared(division, dro):
    walk = rr004.lay_walk(division, 1, points=False)
    ccd = CcdFactory(division=division, code="7990001")
    member = WalkCcdFactory(walk=walk, ccd=ccd)
    Boundary.objects.create(division=division, ccd=ccd, geometry=SQUARE, from_on=rr004.BEGAN)
    line = line_of(draft_form(division, walks=[walk], by=dro))
    assert (line.has_map, line.ccds) == (True, "7990001")
    member.shared = True
    member.save()
    count_again([line], by=dro)
    line.refresh_from_db()
    assert not line.has_map


@pytest.mark.rule("1.7b", "1.7c")
def test_submitting_fixes_the_form_and_keeps_its_map(division, walk, dro):
    form = rr004.submitted(division, walk, by=dro)
    line = line_of(form)
    assert (line.status, line.submitted_by, form.submitted_by) == ("submitted", dro, dro)
    assert [(shape["label"], len(shape["points"])) for shape in form.map["shapes"]] == [("1", 8)]
    with pytest.raises(WrongState):
        fill_in_line(line, by=dro, found={}, remarks="Otherwise.")
    with pytest.raises(WrongState):
        count_again([line], by=dro)
    with pytest.raises(WrongState, match="submitted already"):
        add_to_form(form, walks=[walk], by=dro)
    with pytest.raises(WrongState):
        submit_form(form, by=dro)
    verbs = list(
        Event.objects.filter(subject__in=[form.reference, line.reference]).values_list("verb", flat=True)
    )
    assert {"draft_form", "add_to_form", "fill_in_line", "submit_classification", "submit_form"} == set(verbs)


def test_a_form_whose_residences_have_changed_since_is_counted_again_first(division, walk, dro):
    form = rr004.drafted(division, walk, by=dro)
    gone = Allocation.objects.filter(walk=walk).order_by("pk").first().residence
    type(gone).objects.filter(pk=gone.pk).update(ended_on=division.today())
    with pytest.raises(Refused, match="residences of Walk 1 have changed"):
        submit_form(form, by=dro)
    count_again(list(form.lines.all()), by=dro)
    line = line_of(form)
    assert (line.residences, line.features[0]["features"]) == (7, ["formed_roads", "standard_housing"])
    assert submit_form(form, by=dro).submitted_at


@pytest.mark.rule("10.2g")
def test_the_difference_in_pay_is_reckoned_without_security_access_buildings(division, dro):
    rr004.set_rates(urban="100", low_density="150")
    walk = rr004.lay_walk(division, 1)
    Walk.objects.filter(pk=walk.pk).update(loaded_class="urban")
    form = draft_form(division, walks=[walk], by=dro)
    rr004.fill_in(
        line_of(form), dro, features=("security_access",), proposed="low_density", security_access_buildings=6
    )
    submit_form(form, by=dro)
    line = line_of(form)
    assert (line.present_class, line.pay_difference) == ("urban", 100)
    assert line.security_share == "6 of 8 (75.0 %)"


@pytest.mark.rule("10.2g")
def test_more_in_security_access_buildings_than_residences_is_refused(division, walk, dro):
    form = draft_form(division, walks=[walk], by=dro)
    rr004.fill_in(line_of(form), dro, security_access_buildings=9)
    with pytest.raises(Refused, match="8 residences, but 9"):
        submit_form(form, by=dro)


@pytest.mark.rule("1.8d")
def test_a_walk_that_is_approved_goes_on_no_second_form_unless_something_changed(division, walk, dro, person):
    rr004.delegate(division)
    first = rr004.approved(division, walk, by=dro, manager=person("area_manager"))
    today = f"{division.today():%-d %B %Y}"
    with pytest.raises(Refused, match=f"approved already: RR004 {first.reference}, urban, on {today}"):
        draft_form(division, walks=[walk], by=dro)
    assert RR004.objects.count() == 1
    form = draft_form(division, walks=[walk], by=dro, density_changed=True)
    assert line_of(form).kind == "density"
    rr004.fill_in(line_of(form), dro)
    with pytest.raises(Refused, match=f"approved already: RR004 {first.reference}"):
        submit_form(form, by=dro)
    rr004.fill_in(line_of(form), dro, features=("steep",), proposed="low_density")
    assert submit_form(form, by=dro).submitted_at


def test_a_walk_is_on_one_open_form_at_a_time(division, walk, clerk):
    form = draft_form(division, walks=[walk], by=clerk)
    with pytest.raises(Refused, match=f"Walk 1 is on RR004 {form.reference} already"):
        draft_form(division, walks=[walk], by=clerk)
    withdraw_line(line_of(form), by=clerk, reason="not now")
    assert draft_form(division, walks=[walk], by=clerk)


def test_a_form_without_walks_or_with_another_divisions_is_refused(division, other_division, clerk):
    with pytest.raises(Refused, match="Choose at least one Walk"):
        draft_form(division, by=clerk)
    theirs = rr004.lay_walk(other_division, 1)
    with pytest.raises(Refused, match="Choose at least one Walk"):
        draft_form(division, walks=[theirs], by=clerk)
    with pytest.raises(NotPermitted):
        draft_form(other_division, walks=[theirs], by=clerk)


def test_an_ended_walk_goes_on_no_form(division, walk, dro):
    form = rr004.drafted(division, walk, by=dro)
    Walk.objects.filter(pk=walk.pk).update(ended_on=division.today())
    with pytest.raises(Refused, match="Walk 1 ended on"):
        submit_form(form, by=dro)
    withdraw_line(line_of(form), by=dro)
    with pytest.raises(Refused, match="Walk 1 ended on"):
        draft_form(division, walks=[walk], by=dro)


def test_the_clerk_drafts_and_the_dro_submits(division, walk, clerk, dro):
    form = rr004.drafted(division, walk, by=clerk)
    with pytest.raises(NotPermitted):
        submit_form(form, by=clerk)
    assert submit_form(form, by=dro).submitted_by == dro


def test_returned_walks_go_to_a_new_form_with_what_was_written(division, walk, dro, person):
    other = rr004.lay_walk(division, 2)
    form = rr004.submitted(division, walk, other, by=dro)
    line = form.lines.get(number=2)
    return_line(line, by=person("area_manager"), reason="The north is steep.")
    again = draft_again(form, by=dro)
    fresh = line_of(again)
    assert (fresh.number, fresh.status, fresh.proposed_class, fresh.remarks) == (
        2,
        "drafted",
        "urban",
        line.remarks,
    )
    assert fresh.features == line.features
    with pytest.raises(Refused, match="None of its Walks"):
        draft_again(form, by=dro)


def test_one_draft_asks_as_little_for_many_walks_as_for_two(division, clerk, django_assert_max_num_queries):
    few = [rr004.lay_walk(division, n, doors=1) for n in (1, 2)]
    many = [rr004.lay_walk(division, n, doors=1) for n in range(3, 23)]
    with django_assert_max_num_queries(60) as asked:
        draft_form(division, walks=few, by=clerk)
    with django_assert_max_num_queries(len(asked)):
        draft_form(division, walks=many, by=clerk)


def test_a_residence_that_came_is_a_new_row(division, walk, clerk):
    line = line_of(draft_form(division, walks=[walk], by=clerk))
    street = Allocation.objects.filter(walk=walk).first().residence.street
    home = ResidenceFactory(street=street, number_first=99)
    Allocation.objects.create(division=division, residence=home, walk=walk, since=rr004.BEGAN)
    count_again([line], by=clerk)
    line.refresh_from_db()
    assert line.residences == 9
