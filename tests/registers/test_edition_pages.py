"""Editions at the desk: who sees them, who seals them, what the pages say and what they do not."""

import re

import pytest
from django.urls import reverse

from electoral.protected.actions import protect_elector
from registers.models import Edition, Mark
from registers.waiting.edition import waiting_for
from tests.factories import ElectorFactory, ResidenceFactory
from tests.page import Page
from tests.registers.editions import sealed
from tests.steps import work_off


@pytest.fixture
def roll(division):
    for n in range(1, 4):
        home = ResidenceFactory(street__locality__division=division, number_first=n)
        ElectorFactory(
            residence=home,
            elector_id=f"E{n}",
            register_number=str(n),
            surname=f"Testperson{n}",
            open_register=n != 2,
        )


def test_a_dro_seals_a_register_from_the_first_click_to_the_page(signed_in, division, roll):
    client = signed_in("dro")
    text = client.get(reverse("registers:editions")).content.decode()
    assert "Nothing is sealed yet" in text
    assert "What is to be sealed?" in client.get(reverse("registers:edition_new")).content.decode()
    address = reverse("registers:edition_new") + "?division=GOLD&family=register"
    assert "as it stands now" in client.get(address).content.decode()
    answer = client.post(address, {"speaks_on": "2026-11-20"}, follow=True)
    assert "Being made" in answer.content.decode()
    work_off()
    text = client.get(answer.redirect_chain[-1][0]).content.decode()
    assert "Sealed on" in text
    assert "Roll of a Division" in text  # Australia has no open register
    assert "Open register" not in text
    listed = client.get(reverse("registers:editions")).content.decode()
    assert "Register of electors of Gold" in listed
    assert client.get(reverse("registers:editions") + "?format=csv").getvalue().decode().count("\n") == 2


def test_each_family_asks_for_what_it_needs_and_for_nothing_else(signed_in, division, roll):
    client = signed_in("dro")
    Mark.objects.create(division=division, elector_id="E1", poll="Mayor 2026", marked=True)
    asked = {"register": {"speaks_on"}, "notice": {"earlier", "later"}, "absent": {"stage", "poll", "polls_on", "speaks_on"}, "marked": {"poll", "polls_on"}}  # fmt: skip
    for family, fields in asked.items():
        answer = client.get(reverse("registers:edition_new"), {"family": family})
        assert set(answer.context["form"].fields) == fields
        assert "{" not in Page(answer.text).text
    today = division.today().isoformat()
    sealed(division, client.user)
    for family, given in {
        "marked": {"poll": "Mayor 2026", "polls_on": today},
        "absent": {"stage": "final", "poll": "Mayor 2026", "polls_on": "2026-05-07"},
    }.items():
        answer = client.post(
            reverse("registers:edition_new") + f"?family={family}", given | {"speaks_on": today}
        )
        assert answer.status_code == 302
    work_off()
    assert set(Edition.objects.values_list("status", flat=True)) == {"sealed"}


def test_what_cannot_be_sealed_says_why_and_what_to_do(signed_in, division, roll):
    client = signed_in("dro")
    address = reverse("registers:edition_new") + "?family=absent"
    answer = client.post(address, {"stage": "final", "speaks_on": division.today()}, follow=True)
    assert "Name the poll" in answer.content.decode()
    assert not Edition.objects.exists()


def test_a_clerk_sees_editions_and_seals_none(signed_in, division, person, roll):
    edition = sealed(division, person("dro"))
    client = signed_in("clerk")
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert "Seal an edition" not in client.get(reverse("registers:editions")).content.decode()
    assert client.get(reverse("registers:edition_new")).status_code == 403
    assert client.post(reverse("registers:edition_drop", args=[edition.reference])).status_code in (403, 409)


def test_an_edition_of_another_division_does_not_exist_here(
    signed_in, division, other_division, person, roll
):
    edition = sealed(division, person("dro"))
    assert signed_in("dro", other_division).get(edition.get_absolute_url()).status_code == 404


def test_the_page_tells_the_same_whoever_is_protected(signed_in, division, person, roll):
    client = signed_in("dro")
    edition = sealed(division, client.user)
    before = without_tokens(client.get(edition.get_absolute_url()))
    protect_elector(division, "E1", kind="anonymous", by=client.user)
    assert without_tokens(client.get(edition.get_absolute_url())) == before


def without_tokens(answer) -> str:
    """The page without what is drawn anew for each answer."""
    return re.sub("[A-Za-z0-9]{64}", "", answer.content.decode())


def test_what_could_not_be_sealed_waits_for_who_seals(division, person):
    dro = person("dro")
    edition = sealed(division, dro)
    assert [q["count"] for q in waiting_for(dro)] == [1]
    assert waiting_for(person("clerk")) == []
    assert edition.job.status == "put_aside"


def test_an_ordered_edition_is_dropped_by_a_press(signed_in, division, roll):
    from registers.actions.edition import order_edition

    client = signed_in("dro")
    edition = order_edition(division, family="register", speaks_on=division.today(), by=client.user)
    assert "Drop it" in client.get(edition.get_absolute_url()).content.decode()
    text = client.post(
        reverse("registers:edition_drop", args=[edition.reference]), follow=True
    ).content.decode()
    assert "No copy can be made of it" in text


def test_the_list_asks_as_few_questions_for_fifty_as_for_one(
    signed_in, division, roll, django_assert_max_num_queries
):
    from registers.actions.edition import order_edition

    client = signed_in("dro")
    for _ in range(6):
        order_edition(division, family="register", speaks_on=division.today(), by=client.user)
    client.get(reverse("registers:editions"))
    with django_assert_max_num_queries(25):
        client.get(reverse("registers:editions"))
