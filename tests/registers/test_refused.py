"""What the actions of the room refuse by themselves, whatever the page before them let through."""

from datetime import time, timedelta
from functools import partial

import pytest

from electoral.office.refusals import NotPermitted, Refused
from electoral.roll.staging import BadValue
from registers.actions import release as releasing
from registers.actions.copy import check_copy, order_copy
from registers.actions.edition import order_edition
from registers.actions.evidence import destroy_evidence, open_evidence
from registers.actions.inspection import begin_inspection, change_appointment
from registers.actions.pricing import editions_open_to
from registers.actions.recall import recall_request
from registers.actions.release import hand_over, release_copy, take_back
from registers.actions.signing import sign_again
from registers.actions.sitting import LONGEST_SITTING, close_sittings, open_sittings, sitting_now
from registers.actions.standing import limit_standing
from registers.forms.inspection import SittingsForm
from registers.models import Edition, Product, RequestItem, Sitting
from registers.resources.mark import poll
from registers.states import EDITION
from tests.conftest import make_person
from tests.registers.asking import again, asked, confirmed, in_england, paid, sealed, somebody
from tests.registers.copies import by_hand, checked, released
from tests.registers.test_standing import library
from tests.registers.visiting import booked, sitting_at
from tests.steps import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def clerk(office):
    return somebody(office, "clerk")


@pytest.mark.rule("E5", "E7", "E9")
@pytest.mark.parametrize("role", ["cashier", "auditor", "administrator", "area_manager"])
def test_who_does_not_work_with_copies_takes_no_step_of_one(office, role):
    somebody_else = make_person(role, office)
    release, _, _ = released(asked(office, "CANDIDATE"))
    steps = (
        partial(order_copy, paid(asked(office, "CANDIDATE"))), partial(check_copy, by_hand(asked(office, "CANDIDATE"))),
        partial(release_copy, checked(asked(office, "CANDIDATE")), way="link", key_way="telephone"),
        partial(recall_request, again(release.request), why="x"), partial(take_back, release, why="x"),
    )  # fmt: skip
    for step in steps:
        with pytest.raises(NotPermitted):
            step(by=somebody_else)


@pytest.mark.rule("E5")
def test_an_edition_that_was_dropped_while_its_work_waited_is_not_sealed(office):
    dro = somebody(office, "dro")
    edition = order_edition(office, family="register", speaks_on=office.today(), by=dro)
    EDITION.move(edition, "drop", by=dro)  # as by somebody whose cancelling came too late
    work_off()
    edition.job.refresh_from_db()
    assert (edition.job.status, edition.job.error) == ("put_aside", "It is dropped.")


@pytest.mark.rule("E3")
def test_what_was_shown_on_paper_has_no_file_to_open_or_destroy(office, clerk):
    evidence = confirmed(asked(office)).evidence.first()
    for step, words in ((open_evidence, "shown on paper"), (destroy_evidence, "no file to destroy")):
        with pytest.raises(Refused, match=words):
            step(evidence, by=clerk)


@pytest.mark.rule("E9b")
def test_a_visit_begins_with_an_edition_that_is_open_to_it(office, clerk):
    sealed(office)
    closed = sealed(office, "marked", poll="Mayor 2026")
    visit = booked(office)
    with pytest.raises(Refused, match="not open to inspection now"):
        begin_inspection(visit, disclaimer_signed=True, by=clerk, edition=closed)
    with pytest.raises(Refused, match="booked for that time already"):
        change_appointment(visit, sitting=visit.sitting, by=clerk)


@pytest.mark.rule("E5")
def test_an_own_entry_needs_a_register_to_be_read_from(office, clerk):
    request = paid(asked(office, "ELECTOR", ["OWN"]))
    assert not Edition.objects.exists()
    copy = order_copy(request, elector="GE001", by=clerk)
    work_off()
    copy.job.refresh_from_db()
    assert (copy.job.status, copy.job.error) == (
        "put_aside",
        "There is no sealed register yet. Have one made first.",
    )


@pytest.mark.rule("S1")
def test_a_product_that_this_office_does_not_prepare_has_no_editions(office):
    item = RequestItem(product=Product(code="NEW", name="A new list"))
    with pytest.raises(Refused, match="A new list: this office does not prepare it"):
        editions_open_to(asked(office), item)


@pytest.mark.rule("E7")
def test_a_link_is_not_handed_over_and_is_taken_back_with_a_reason(office, clerk):
    release, _, _ = released(asked(office, "CANDIDATE"))
    with pytest.raises(Refused, match="takes the file by it"):
        hand_over(release, handed_to="Vera Testperson, passport", by=clerk)
    with pytest.raises(Refused, match="Say why it is taken back"):
        take_back(release, why=" ", by=clerk)
    assert type(release).objects.get().status == "open"


@pytest.mark.rule("E7")
def test_a_copy_that_was_prepared_again_while_it_was_encrypted_is_not_released(office, monkeypatch):
    request, other = checked(asked(office, "CANDIDATE")), checked(asked(office, "CANDIDATE"))
    first = releasing.sound_copy(request)

    def prepared_again(its):
        monkeypatch.setattr(releasing, "sound_copy", lambda _: other.copies.get())
        return first

    monkeypatch.setattr(releasing, "sound_copy", prepared_again)
    with pytest.raises(Refused, match="prepared again meanwhile"):
        release_copy(request, way="link", key_way="telephone", by=make_person("clerk", office))
    assert again(request).status == "checked"


@pytest.mark.rule("E4")
def test_the_limits_are_signed_with_a_name(office, clerk):
    request = asked(office)
    type(request).objects.filter(pk=request.pk).update(signed_round=0)
    with pytest.raises(Refused, match="with your name"):
        sign_again(again(request), declared_name=" ", by=clerk)


SITTINGS = {
    "weekdays": range(5),
    "begins": time(9),
    "ends": time(12),
    "minutes": 30,
    "seats": 1,
    "place": "Pretend House",
}


@pytest.mark.rule("E9b")
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"minutes": 0}, "between 1 and"), ({"minutes": LONGEST_SITTING + 1}, "between 1 and"), ({"seats": 0}, "a seat"),
        ({"place": " "}, "a place"), ({"last": timedelta(days=732)}, "two years at most"), ({"last": timedelta(-1)}, "not before it"),
    ],
)  # fmt: skip
def test_sittings_have_a_place_a_seat_a_length_and_an_end(office, clerk, wrong, words):
    given = SITTINGS | {"last": timedelta(days=30)} | wrong
    given["last"] += office.today()
    with pytest.raises(Refused, match=words):
        open_sittings(office, first=office.today(), by=clerk, **given)
    assert not Sitting.objects.exists()


@pytest.mark.rule("E9b")
def test_who_comes_without_an_appointment_sits_somewhere_for_a_time(office, clerk):
    for wrong in ({"minutes": 0, "place": "Pretend House"}, {"minutes": 30, "place": " "}):
        with pytest.raises(Refused, match="Say where, and for how long"):
            sitting_now(office, by=clerk, **wrong)
    stranger = make_person("auditor", office)
    for step in (
        partial(sitting_now, office, minutes=30, place="x"), partial(close_sittings, office, [sitting_at(office).pk]),
        partial(open_sittings, office, first=office.today(), last=office.today() + timedelta(9), **SITTINGS),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            step(by=stranger)


@pytest.mark.rule("E9b")
def test_the_page_of_sittings_takes_no_day_that_is_past(office):
    form = SittingsForm({"first": (office.today() - timedelta(days=2)).isoformat()})
    assert "This day is past" in str(form.errors["first"])


@pytest.mark.rule("E7")
def test_the_last_day_of_a_standing_request_is_still_to_come(office, clerk):
    past = office.today() - timedelta(days=1)
    with pytest.raises(Refused, match="The last day is past"):
        library(office, until=past)
    with pytest.raises(Refused, match="End it instead"):
        limit_standing(library(office), until=past, by=clerk)


@pytest.mark.rule("E5")
@pytest.mark.parametrize(("name", "words"), [(" ", "It is empty"), ("x" * 61, "longer than 60")])
def test_a_poll_has_a_name_that_fits(name, words):
    assert poll("x" * 60)
    with pytest.raises(BadValue, match=words):
        poll(name)
