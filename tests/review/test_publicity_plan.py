"""Notices of Review, releases and the reason why there is none (3.2)."""

import threading
from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from review.actions.advertisement import (
    call_off_advertisement,
    leave_out_advertisement,
    place_advertisement,
    place_local_advertisement,
)
from review.actions.outlet import change_outlet, end_outlet, open_outlet
from review.actions.publicity import (
    change_advertisement,
    leave_out_divisions,
    plan_advertisement,
    plan_notices,
    renew_advertisement,
)
from review.models import Advertisement, Coverage, Outlet
from review.queries.publicity import without_notice
from review.rules.publicity import by_division, clock, dollars, hours, names_a_door_or_a_walk
from tests.conftest import make_person, make_place
from tests.review.publishing import FROM, newspaper, places, review_of
from walks.models import DivisionReview


@pytest.fixture
def informer(person):
    return person("information_officer")


@pytest.fixture
def five(division, informer):
    """Five divisions in one review, and a paper over all of them."""
    divisions = [division, *places(4)]
    review = review_of(*divisions)
    review.outlet = newspaper(informer, *divisions)
    return review


def notice(review, by, outlet=None, kind="notice", on=FROM):
    return plan_advertisement(review, kind, outlet or review.outlet, appears_on=on, by=by)


def names(ad):
    return sorted(c.division.code for c in ad.coverage.select_related("division"))


@pytest.mark.rule("3.2b")
def test_one_paper_over_five_divisions_is_one_advertisement_that_names_them_all(five, informer):
    planned = plan_notices(five, [(five.outlet, FROM)], by=informer, with_releases=False)
    assert Advertisement.objects.count() == len(planned) == 1
    assert names(planned[0]) == sorted(five.parts)
    assert Coverage.objects.count() == 5
    for part in five.parts.values():
        assert part.division.name in planned[0].text


@pytest.mark.rule("3.2b")
@pytest.mark.parametrize("kind", ["notice", "release"])
def test_a_second_one_in_the_same_paper_is_refused_with_the_one_there_is(five, informer, kind):
    first = notice(five, informer, kind=kind)
    with pytest.raises(Refused, match="already: this one") as refusal:
        notice(five, informer, kind=kind)
    assert refusal.value.subject == first
    assert Advertisement.objects.count() == 1


@pytest.mark.rule("3.2b")
@pytest.mark.parametrize("kind", ["notice", "release"])
def test_the_database_holds_one_an_outlet_and_review(five, informer, kind):
    first = notice(five, informer, kind=kind)
    with pytest.raises(IntegrityError, match="one_notice_an_outlet_and_review"), transaction.atomic():
        Advertisement.objects.create(
            state=five.state, review=five, outlet=five.outlet, kind=kind, appears_on=FROM, planned_by=informer, planned_on=FROM
        )  # fmt: skip
    call_off_advertisement(first, by=informer, reason="the wrong day")
    assert notice(five, informer, kind=kind)


@pytest.mark.rule("3.2b")
def test_recruitment_advertisements_are_free_of_it(five, informer):
    for _ in range(2):
        notice(five, informer, kind="recruitment")
    assert Advertisement.objects.count() == 2


@pytest.mark.rule("3.2b")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_plan_at_once_one_does_and_the_other_is_shown_it(five, informer):
    answers, ready = [], threading.Barrier(2)

    def attempt():
        ready.wait()
        try:
            notice(five, informer)
            answers.append("planned")
        except Refused as refusal:
            answers.append(str(refusal.subject.reference))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(["planned", Advertisement.objects.get().reference])


@pytest.mark.rule("3.2c")
def test_each_notice_proposes_a_joint_release_to_the_same_paper_for_the_same_day(five, informer):
    other = newspaper(informer, five.parts["GOLD"].division, name="The Mockton Mirror")
    plan_notices(five, [(five.outlet, FROM), (other, date(2027, 5, 4))], by=informer)
    pairs = {(a.kind, a.outlet, a.appears_on) for a in Advertisement.objects.select_related("outlet")}
    assert pairs == {
        (k, o, d) for k in ("notice", "release") for o, d in ((five.outlet, FROM), (other, date(2027, 5, 4)))
    }


@pytest.mark.rule("3.2c")
def test_a_release_goes_to_a_paper_without_a_notice_and_a_later_notice_keeps_it(five, informer):
    release = notice(five, informer, kind="release")
    plan_notices(five, [(five.outlet, FROM)], by=informer)
    assert Advertisement.objects.filter(kind="release").get() == release
    assert Advertisement.objects.filter(kind="notice").count() == 1


@pytest.mark.rule("3.2a")
def test_a_division_with_neither_a_notice_nor_a_reason_is_found(five, informer, other_division):
    parts = DivisionReview.objects.filter(review=five)
    assert without_notice(parts).count() == 5
    release = notice(five, informer, kind="release")
    assert without_notice(parts).count() == 5, "a release is no notice"
    change_outlet(
        five.outlet, by=informer, name="Gazette", kind="regional", covers=[five.parts["GOLD"].division]
    )
    planned = notice(five, informer)
    assert set(without_notice(parts)) == set(parts) - {five.parts["GOLD"]}
    leave_out_advertisement(planned, by=informer, reason="no funds are available")
    assert set(without_notice(parts)) == set(parts) - {five.parts["GOLD"]}
    call_off_advertisement(planned, by=informer, reason="funds came")
    assert without_notice(parts).count() == 5
    assert release.status == "planned"


@pytest.mark.rule("3.2a")
def test_no_funds_is_an_outcome_with_its_reason(five, informer):
    parts = [five.parts["GOLD"], five.parts["QAA"]]
    left = leave_out_divisions(five, parts, by=informer, reason="no funds are available")
    assert (left.status, left.reason, names(left)) == (
        "not_placed",
        "no funds are available",
        ["GOLD", "QAA"],
    )
    assert without_notice(DivisionReview.objects.filter(review=five)).count() == 3
    assert Event.objects.filter(subject=left.reference, verb="leave_out_advertisement").exists()
    with pytest.raises(IntegrityError, match="what_is_not_placed_has_its_reason"), transaction.atomic():
        Advertisement.objects.filter(pk=left.pk).update(reason="")
    assert plan_notices(five, [(five.outlet, FROM)], by=informer), "funds may come later"


@pytest.mark.rule("3.2b")
def test_a_paper_that_covers_more_since_is_written_again_before_it_is_placed(five, informer):
    planned = notice(five, informer)
    more = make_place("MORE")
    DivisionReview.objects.create(division=more, review=five, starts_on=FROM, ends_on=five.ends_on)
    change_outlet(
        five.outlet, by=informer, name="Gazette", kind="regional", covers=[*five.outlet.covers.all(), more]
    )
    with pytest.raises(Refused, match=f"also covers {more.name}"):
        place_advertisement(planned, by=informer, appears_on=FROM)
    renewed = renew_advertisement(planned, by=informer)
    assert more.name in renewed.text
    assert more.code in names(renewed)
    assert place_advertisement(renewed, by=informer, appears_on=FROM).status == "placed"


@pytest.mark.rule("3.1a")
def test_the_information_officer_places_national_daily_and_regional_ones(five, informer, person):
    daily = newspaper(
        informer, *[p.division for p in five.parts.values()], name="The Daily Fabricator", kind="daily"
    )
    for kind, outlet in (("national", None), ("recruitment", daily), ("recruitment", five.outlet)):
        planned = plan_advertisement(five, kind, outlet, appears_on=FROM, by=informer)
        for role in ("dro", "clerk", "area_manager", "head_office"):
            with pytest.raises(NotPermitted):
                place_advertisement(planned, by=person(role), appears_on=FROM)
        with pytest.raises(Refused):
            place_local_advertisement(planned, by=person("dro"), appears_on=FROM)
        assert place_advertisement(planned, by=informer, appears_on=FROM, cost=41250).cost_text == "$412.50"
        assert len(names(planned)) == 5


def test_nobody_else_plans_and_only_for_their_own_state(five, informer, person):
    elsewhere = make_person("information_officer", make_place("FAR", state="OS", area="Far away").area.state)
    for other in (person("dro"), person("area_manager"), person("head_office"), elsewhere):
        with pytest.raises(NotPermitted):
            notice(five, other)
        with pytest.raises(NotPermitted):
            leave_out_divisions(five, [five.parts["GOLD"]], by=other, reason="no funds")
        with pytest.raises(NotPermitted):
            open_outlet(five.state, by=other, name="X", kind="daily", covers=[five.parts["GOLD"].division])
    assert not Advertisement.objects.exists()


def test_what_was_placed_does_not_change(five, informer):
    placed = place_advertisement(notice(five, informer), by=informer, appears_on=FROM)
    with pytest.raises(Refused, match="does not change any more"):
        change_advertisement(placed, by=informer, text="other words")
    with pytest.raises(IntegrityError, match="does not change any more"), transaction.atomic():
        Advertisement.objects.filter(pk=placed.pk).update(text="other words")


def test_a_notice_needs_a_newspaper_that_covers_a_division_of_the_review(five, informer):
    elsewhere = newspaper(informer, make_place("FARTHR"), name="The Elsewhere Echo")
    with pytest.raises(Refused, match="covers no division"):
        notice(five, informer, outlet=elsewhere)
    with pytest.raises(Refused, match="Choose a newspaper"):
        plan_advertisement(five, "notice", None, appears_on=FROM, by=informer)


def test_a_newspaper_ends_when_nothing_in_it_waits_and_its_name_is_free_again(five, informer):
    planned = notice(five, informer)
    with pytest.raises(Refused, match="not placed yet"):
        end_outlet(five.outlet, by=informer)
    with pytest.raises(Refused, match="this name"):
        newspaper(informer, five.parts["GOLD"].division)
    call_off_advertisement(planned, by=informer, reason="closed down")
    end_outlet(five.outlet, by=informer)
    assert newspaper(informer, five.parts["GOLD"].division)
    assert Outlet.objects.in_force().count() == 1


def test_different_periods_and_hours_are_told_with_the_names(five, informer):
    DivisionReview.objects.filter(pk=five.parts["GOLD"].pk).update(
        starts_on=date(2027, 5, 10), calling_until="19:30"
    )
    text = notice(five, informer).text
    assert "10 May 2027 to 28 May 2027 (Gold)" in text
    assert "8 am - 7.30 pm (Gold)" in text


def test_hours_money_and_names_are_written_as_people_read_them():
    assert hours(time(8), time(20)) == "8 am - 8 pm"
    assert [clock(time(0)), clock(time(12)), clock(time(12, 30))] == ["midnight", "noon", "12.30 pm"]
    assert [dollars(None), dollars(0), dollars(123456)] == ["", "$0.00", "$1,234.56"]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["now", "later"])),
        min_size=1,
        unique_by=lambda t: t[0],
    )
)
def test_what_is_the_same_everywhere_is_said_once_and_every_name_once_otherwise(told):
    words = by_division(told)
    if len({w for _, w in told}) == 1:
        assert words == told[0][1]
    else:
        assert sorted(c for c in words if c in "ABCDE") == sorted(n for n, _ in told)


@pytest.mark.parametrize(
    ("areas", "named"),
    [
        ("Fabletown and Mockton", False),
        ("Ward 3, the Walkerville district", False),
        ("Walk 12", True),
        ("walks no. 3 and 4", True),
        ("12 Pretend Street", True),
        ("3a-5 Old Mill Rd, Mockton", True),
    ],
)
@pytest.mark.rule("3.3a")
def test_areas_name_no_walk_and_no_door(areas, named):
    assert names_a_door_or_a_walk(areas) == named
