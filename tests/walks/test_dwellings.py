"""Non-private dwellings: visit or schedule, by the DRO, with the words of 6.1c, and nothing told of another cause (1.1e, 6.1f, 13)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from electoral.office.refusals import NotPermitted, Refused
from electoral.protected.actions import exclude_residence, exclusions_of, protect_elector
from electoral.roll.models import Residence
from tests.factories import (
    AllocationFactory,
    ElectorFactory,
    LocalityFactory,
    ResidenceFactory,
    StreetFactory,
    WalkFactory,
)
from walks.actions.dwelling import apply_defaults, choose_dwellings, set_defaults
from walks.models import DwellingChoice
from walks.waiting.roll_review import waiting_for

KINDS = ("caravan_park", "hotel", "institution", "private")


@pytest.fixture
def homes(division):
    """One of each kind, by kind, in Walk 4."""
    street = StreetFactory(locality=LocalityFactory(division=division), name="LODGER")
    walk = WalkFactory(division=division, number=4)
    made = {
        kind: ResidenceFactory(street=street, number_first=n, dwelling_kind=kind)
        for n, kind in enumerate(KINDS, 1)
    }
    for home in made.values():
        AllocationFactory(residence=home, walk=walk)
    return made


def closed(home):
    return Residence.objects.get(pk=home.pk).not_to_be_visited


def choose(home, *, by, by_schedule=True, reason="The manager answers for all"):
    return choose_dwellings(home.division, [home.pk], by_schedule=by_schedule, reason=reason, by=by)


@pytest.mark.rule("1.1e", "1.1f", "13b")
def test_schedule_closes_a_dwelling_with_the_words_and_visit_opens_it_again(homes, dro):
    park = homes["caravan_park"]
    choose(park, by=dro)
    assert closed(park)
    (row,) = exclusions_of(park.division, by=dro)
    assert row["reason"] == "Reviewed by schedule RR017: The manager answers for all"
    choose(park, by_schedule=False, by=dro)
    assert not closed(park)
    kept = DwellingChoice.objects.order_by("pk").values_list("by_schedule", "ended_on")
    assert [by_schedule for by_schedule, _ in kept] == [True, False]
    assert [ended is None for _, ended in kept] == [False, True]


def test_the_same_choice_again_changes_nothing(homes, dro):
    assert choose(homes["hotel"], by=dro) == 1
    assert choose(homes["hotel"], by=dro) == 0
    assert DwellingChoice.objects.count() == 1


@pytest.mark.rule("6.1c")
def test_what_the_dro_closed_for_another_reason_stays_closed(homes, division, dro):
    hotel = homes["hotel"]
    exclude_residence(division, hotel.pk, reason="not safe", by=dro)
    choose(hotel, by_schedule=True, by=dro)
    choose(hotel, by_schedule=False, by=dro)
    assert closed(hotel)


@pytest.mark.rule("6.1f")
def test_the_list_tells_nothing_of_what_else_closes_a_dwelling(homes, division, dro, signed_in):
    """The same bytes whether or not a silent elector lives there, for the clerk and for the DRO, in page and file."""
    elector = ElectorFactory(residence=homes["hotel"])
    before = seen_by(signed_in, division)
    protect_elector(division, elector.elector_id, kind="silent", by=dro)
    assert closed(homes["hotel"])
    assert seen_by(signed_in, division) == before


def seen_by(signed_in, division) -> list[bytes]:
    """What the list shows to the clerk and the DRO, as a page and as a file, without the tokens of its forms."""
    seen = []
    for role in ("clerk", "dro"):
        client = signed_in(role)
        for path in ("", "?format=csv", "?choice=none"):
            page = client.get(f"/walks/reviews/dwellings/{division.code}/{path}")
            said = b"".join(page) if page.streaming else page.content.partition(b"<main")[2]
            seen.append(re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", said))
    return seen


@pytest.mark.rule("6.1c")
def test_opening_one_that_protection_closes_leaves_it_closed(homes, division, dro):
    elector = ElectorFactory(residence=homes["hotel"])
    choose(homes["hotel"], by=dro)
    protect_elector(division, elector.elector_id, kind="silent", by=dro)
    choose(homes["hotel"], by_schedule=False, by=dro)
    assert closed(homes["hotel"])


@pytest.mark.rule("1.1e")
def test_the_division_has_a_rule_for_each_kind_and_applies_it_to_what_has_no_choice(homes, division, dro):
    choose(homes["institution"], by_schedule=False, by=dro)
    set_defaults(division, {"caravan_park": False, "institution": True}, by=dro)
    assert apply_defaults(division, by=dro) == 1
    assert not closed(homes["caravan_park"])
    set_defaults(division, {"hotel": True}, by=dro)
    assert apply_defaults(division, by=dro) == 1
    assert [closed(homes[kind]) for kind in KINDS] == [False, True, False, False]
    with pytest.raises(Refused, match="has its choice"):
        apply_defaults(division, by=dro)


@pytest.mark.rule("1.1e")
def test_the_dro_alone_chooses_and_only_for_what_is_not_private(homes, division, clerk, dro):
    for act in (
        lambda: choose(homes["hotel"], by=clerk),
        lambda: set_defaults(division, {"hotel": True}, by=clerk),
        lambda: apply_defaults(division, by=clerk),
    ):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(Refused, match="not private"):
        choose(homes["private"], by=dro)


def test_what_has_no_choice_is_a_queue_of_the_dro(homes, dro, clerk):
    def queue(user):
        return [q["count"] for q in waiting_for(user) if "dwellings" in q["label"]]

    assert queue(dro) == [3]
    choose(homes["hotel"], by=dro)
    assert queue(dro) == [2]
    assert queue(clerk) == []


@pytest.mark.rule("1.1e")
def test_a_dro_chooses_on_the_page_and_a_clerk_reads_it_without_the_reason(homes, division, signed_in):
    client, base = signed_in("dro"), f"/walks/reviews/dwellings/{division.code}/"
    ticks = {"dwelling": [homes["hotel"].reference, homes["institution"].reference]}
    client.post(f"{base}choose/", ticks | {"way": "schedule", "reason": "ZQX-CANARY"})
    assert closed(homes["hotel"])
    assert "ZQX-CANARY" in client.get(base).content.decode()
    client.post(f"{base}defaults/", {"caravan_park": "visit"})
    client.post(f"{base}apply/")
    assert DwellingChoice.objects.in_force().count() == 3
    client = signed_in("clerk")
    page = client.get(f"{base}?choice=schedule").content.decode()
    assert "2 Lodger Street".upper() in page.upper()
    assert "1 LODGER STREET" not in page
    assert "ZQX-CANARY" not in page
    assert 'name="dwelling"' not in page
    sheet = b"".join(client.get(f"{base}?format=csv&kind=hotel")).decode().splitlines()
    assert len(sheet) == 2
    assert ",Hotel,4,Schedule RR017," in sheet[1]
    for path in ("choose", "defaults", "apply"):
        assert client.post(f"{base}{path}/", ticks | {"way": "visit"}).status_code == 403


def test_the_list_costs_the_same_for_ten_times_the_dwellings(homes, division, signed_in):
    client, counts = signed_in("clerk"), []
    for more in (0, 27):
        for n in range(more):
            ResidenceFactory(street=homes["hotel"].street, number_first=100 + n, dwelling_kind="hotel")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/walks/reviews/dwellings/{division.code}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
