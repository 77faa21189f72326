"""What ran out, or shows what was closed since, is given out by no way: not by hand, not by courier, not to be posted (E7, 6.1b)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from electoral.office.actions import operator
from electoral.office.refusals import Refused
from electoral.protected.actions import exclude_residence, protect_elector
from registers.actions.release import expire_due_releases, fetch_release, hand_over
from registers.models import Release
from tests.factories import ResidenceFactory
from tests.registers.asking import again, asked
from tests.registers.copies import released

RAN_OUT = "It ran out"


@pytest.fixture
def parcel(division):
    """A release by the way that is asked for, of a copy of the whole register."""

    def of(way):
        key_way = "telephone"
        release, _, _ = released(asked(division, "CANDIDATE"), way=way, key_way=key_way)
        return release

    return of


def protect(release, person):
    protect_elector(release.division, "GE999", kind="silent", by=person("dro"))


def leave_out(release, person):
    home = ResidenceFactory(street__locality__division=release.division)
    exclude_residence(release.division, home.pk, by=person("dro"), reason="a dog")


def let_its_day_pass(release, person):
    Release.objects.filter(pk=release.pk).update(expires_at=timezone.now() - timedelta(days=3))


CAUSES = [protect, leave_out, let_its_day_pass]


@pytest.mark.rule("E7", "6.1b")
@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("way", ["collection", "courier", "post"])
def test_it_is_neither_fetched_nor_handed_over_in_one_and_the_same_words(parcel, person, way, cause):
    release = parcel(way)
    cause(release, person)
    release.refresh_from_db()
    with pytest.raises(Refused, match=RAN_OUT):
        fetch_release(release, by=release.released_by)
    with pytest.raises(Refused, match=RAN_OUT):
        hand_over(release, handed_to="Vera Testperson (passport)", by=release.released_by)
    release.refresh_from_db()
    assert (release.status, again(release.request).status) == ("open", "released")


@pytest.mark.rule("E7")
@pytest.mark.parametrize("cause", CAUSES)
def test_what_was_posted_before_has_left_and_its_arrival_is_written_down(parcel, person, cause):
    release = parcel("post")
    fetch_release(release, by=release.released_by)().close()
    cause(release, person)
    release.refresh_from_db()
    assert expire_due_releases(by=operator()) == 0
    with pytest.raises(Refused, match=RAN_OUT):
        fetch_release(release, by=release.released_by)
    assert hand_over(release, handed_to="Signed for: V. Testperson", by=release.released_by).handed_over_at


@pytest.mark.parametrize("cause", CAUSES)
def test_the_page_says_so_on_both_buttons(parcel, person, signed_in, cause):
    release = parcel("collection")
    cause(release, person)
    page = signed_in("clerk").get(release.get_absolute_url()).content.decode()
    assert page.count(RAN_OUT) == 3, "on both buttons, and where the next step is told"
    assert f"{release.get_absolute_url()}file/" not in page
