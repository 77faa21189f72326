"""Walk Listing requests: the next Walks with their reasons, the week's reserve, warnings, sending, the paper (5.1, 10.2c, X9)."""

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.papers.actions import open_document
from electoral.papers.models import Document
from tests.factories import ElectorFactory
from tests.page import renewed
from tests.steps import work_off
from tests.walks.plans import choose, later, part_of, walk
from walks.actions.high_risk import mark_risk
from walks.actions.listing import barred_walks
from walks.actions.listing_request import (
    add_walks,
    change_request,
    close_request,
    draft_request,
    send_request,
    take_off,
    use_for,
)
from walks.documents.chooser import candidates_of
from walks.documents.plan import figures_of, planned_walks
from walks.documents.supply import supply_of
from walks.models import Allocation, Listing, ListingRequest, RequestedWalk
from walks.waiting.roll_review import waiting_for


@pytest.fixture
def part(division, dro):
    part = part_of(division, by=dro, sizes=(4, 4, 4, 4), dates=[later(division, -3), later(division, 30)])
    choose(part, by=dro)
    return part


def found(part):
    figures = figures_of(part.division)
    return candidates_of(part, planned_walks(part), figures, barred=barred_walks(part.division))


def draft(part, *numbers, by, officers=2, **options):
    request = draft_request(part, officers=officers, propose=False, by=by, **options)
    if numbers:
        uses = {walk(part.division, n).pk: "visit" for n in numbers}
        add_walks(request, uses, why={}, by=by)
    return request


def asked(request):
    return dict(request.walks.order_by("walk__number").values_list("walk__number", "use"))


@pytest.mark.rule("5.1c", "X9")
def test_the_walk_with_the_most_changes_for_its_cost_is_proposed_first(part, clerk):
    send_request(draft(part, 1, 2, 3, 4, by=clerk), by=clerk)
    work_off()
    ListingRequest.objects.update(status="closed")
    Listing.objects.update(speaks_of=later(part.division, -200))
    for home in Allocation.objects.filter(walk__number=3).select_related("residence")[:2]:
        ElectorFactory(residence=home.residence, from_on=later(part.division, -5))
    ElectorFactory(
        residence=Allocation.objects.filter(walk__number=1).first().residence,
        from_on=later(part.division, -300),
    )
    best = found(part)[0]
    assert best.walk.number == 3
    assert "2 electors enrolled since" in best.reasons
    assert best.reasons.startswith("listed 200 days ago")
    assert [one.walk.number for one in found(part)] == [3, 1, 2, 4]


@pytest.mark.rule("5.1c")
def test_a_draft_holds_enough_of_the_next_walks_and_names_why(part, clerk):
    request = draft_request(part, officers=2, by=clerk)
    assert list(asked(request)) == [1, 2, 3, 4]  # an officer each, and the Walks of a week's reserve
    assert "changes expected for $" in request.walks.first().why
    assert request.number == 1
    assert draft_request(part, officers=2, by=clerk).walks.count() == 0  # all are on a request


@pytest.mark.rule("1.4b", "5.1c")
def test_walks_without_an_approved_class_come_last_unless_they_go_by_mail(part, dro):
    choose(part, 4, method="mail", by=dro)
    choose(part, 3, method="schedule", by=dro)
    rows = found(part)
    assert [(one.walk.number, one.use, bool(one.note)) for one in rows] == [
        (4, "mail", False),
        (1, "visit", True),
        (2, "visit", True),
    ]


@pytest.mark.rule("10.2c")
def test_a_walk_of_high_risk_without_a_choice_is_proposed_for_both_and_last(division, dro):
    part = part_of(division, by=dro, sizes=(4, 4))
    choose(part, 2, method="mail", by=dro)
    mark_risk(division, walk=walk(division, 1), reason="Dogs", review_on=later(division, 50), by=dro)
    assert [(one.walk.number, one.use) for one in found(part)] == [(2, "mail"), (1, "both")]
    assert "not chosen yet" in found(part)[1].note


@pytest.mark.rule("10.2c", "10.1a")
def test_both_listings_are_proposed_where_the_place_is_of_high_risk_and_no_paper_says_so(
    part, division, dro, signed_in
):
    mark_risk(
        division, walk=walk(division, 2), reason="Dogs ZQX-CANARY", review_on=later(division, 50), by=dro
    )
    request = draft_request(part, officers=4, by=dro)
    assert asked(request)[2] == "both"
    assert "risk" not in request.walks.get(walk__number=2).why
    url = request.get_absolute_url()
    assert "High risk</strong>, so both" in signed_in("clerk").get(url).content.decode()
    page = signed_in("area_manager").get(url).content.decode()
    assert "High risk</strong>" not in page
    send_request(request, by=dro)
    work_off()
    assert "risk" not in text_of(request).lower()


@pytest.mark.rule("10.2c")
def test_both_are_proposed_where_many_residences_are_in_security_access_buildings(part, dro, monkeypatch):
    first = walk(part.division, 1)
    monkeypatch.setattr("walks.documents.chooser.shares_behind_doors", lambda division: {first.pk: 0.25})
    one = next(one for one in found(part) if one.walk.number == 1)
    assert one.use == "both"
    assert "25% of its residences are in security access buildings" in one.why


@pytest.mark.rule("5.1d")
def test_sending_orders_the_listings_of_the_visits_and_makes_the_paper(part, clerk):
    request = draft(part, 1, 2, 3, by=clerk, timetable_date=part.review.request_dates.last())
    use_for(request, [request.walks.get(walk__number=3).pk], "mail", by=clerk)
    use_for(request, [request.walks.get(walk__number=2).pk], "both", by=clerk)
    sent = send_request(request, by=clerk)
    assert sent.status == "sent"
    assert sent.sent_on == part.division.today()
    assert [one.walk.number for one in Listing.objects.order_by("walk__number")] == [1, 2]
    work_off()
    text = text_of(request)
    for words in (
        "Walk Listing request",
        "Division of Gold",
        "Computer Services",
        "Page 1 of 1",
        request.reference,
        "Received on",
    ):
        assert words in " ".join(text.split()), words
    assert "Visit 1; Mail review 1; Visit and mail review 1" in " ".join(text.split())
    assert f"{part.review.request_dates.last().on:%-d %B %Y}" in text
    assert supply_of(part, planned_walks(part), figures_of(part.division)).in_hand == 2


def text_of(request):
    paper = Document.objects.get(subject=request.reference)
    with open_document(paper) as file:
        return "".join(page.extract_text() for page in PdfReader(file).pages)


def test_a_request_by_mail_alone_orders_no_listing(part, clerk):
    request = draft(part, 1, by=clerk)
    use_for(request, [request.walks.get().pk], "sab", by=clerk)
    assert send_request(request, by=clerk).order is None
    assert not Listing.objects.exists()


def test_a_barred_walk_is_refused_when_added_and_when_sent(part, clerk):
    request = draft(part, 1, by=clerk)
    use_for(request, [request.walks.get().pk], "mail", by=clerk)
    Allocation.objects.filter(walk__number__in=(1, 2)).delete()
    with pytest.raises(Refused, match="Walk 2: "):
        add_walks(request, {walk(part.division, 2).pk: "mail"}, why={}, by=clerk)
    with pytest.raises(Refused, match="Walk 1: "):
        send_request(request, by=clerk)
    request.refresh_from_db()
    assert (request.status, Listing.objects.count(), Document.objects.count()) == ("drafted", 0, 0)


def test_a_walk_is_asked_for_once_at_a_time_for_one_use(part, clerk):
    first, second = draft(part, 1, 2, by=clerk), draft(part, by=clerk)
    with pytest.raises(Refused, match="Walk 1 is on request 1 already, for: visit"):
        add_walks(second, {walk(part.division, 1).pk: "both"}, why={}, by=clerk)
    add_walks(second, {walk(part.division, 1).pk: "mail"}, why={}, by=clerk)
    with pytest.raises(Refused, match="already"):
        use_for(second, [second.walks.get().pk], "visit", by=clerk)
    close_request(first, reason="Made anew", by=clerk)
    use_for(second, [second.walks.get().pk], "visit", by=clerk)


def test_what_is_sent_does_not_change_and_a_closed_one_stays_closed(part, clerk):
    request = draft(part, 1, 2, by=clerk)
    take_off(request, [request.walks.get(walk__number=2).pk], by=clerk)
    change_request(request, officers=7, by=clerk)
    send_request(request, by=clerk)
    for act in (
        lambda: change_request(request, officers=1, by=clerk),
        lambda: take_off(request, [request.walks.get().pk], by=clerk),
        lambda: use_for(request, [request.walks.get().pk], "mail", by=clerk),
        lambda: add_walks(request, {walk(part.division, 3).pk: "visit"}, why={}, by=clerk),
        lambda: send_request(request, by=clerk),
    ):
        with pytest.raises(WrongState):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingRequest.objects.update(officers=1)
    with pytest.raises(Refused, match="Say why"):
        close_request(request, reason=" ", by=clerk)
    close_request(request, reason="The Walk was split", by=clerk)
    with pytest.raises(WrongState):
        close_request(request, reason="again", by=clerk)


def test_an_empty_request_is_not_sent_and_others_send_none(part, clerk, person):
    with pytest.raises(Refused, match="asks for no Walk"):
        send_request(draft(part, by=clerk), by=clerk)
    for role in ("area_manager", "head_office"):
        with pytest.raises(NotPermitted):
            draft(part, by=person(role))
        with pytest.raises(NotPermitted):
            send_request(ListingRequest.objects.first(), by=person(role))


def test_what_is_due_and_what_is_drafted_waits_on_the_first_page(part, clerk):
    labels = {q["label"]: q["count"] for q in waiting_for(clerk)}
    assert labels["Dates of the timetable without a request, Gold"] == 1
    draft(part, 1, by=clerk, timetable_date=part.review.request_dates.first())
    labels = {q["label"]: q["count"] for q in waiting_for(clerk)}
    assert labels == {"Walk Listing request 1, Gold: to be sent": 1}


@pytest.mark.rule("5.1a", "5.1b", "5.1c", "5.1d")
def test_a_clerk_drafts_changes_and_sends_one_on_its_pages(part, signed_in):
    client, base = signed_in("clerk"), f"/walks/reviews/plan/{part.reference}/requests/"
    past = part.review.request_dates.first()
    assert "Past, nothing sent" in client.get(base).content.decode()
    assert client.post(f"{base}new/", {"officers": "many"}).status_code == 200
    made = client.post(f"{base}new/", {"officers": "9", "timetable_date": past.pk})
    page = client.get(made.url).content.decode()
    assert "4 Walks are asked for, and 9 Review Officers are to be engaged." in page
    assert "Late: 3 days after" in page
    ticks = {"walk": [walk(part.division, n).reference for n in (1, 2)]}
    client.post(f"{made.url}use/", ticks | {"off": "1"})
    assert sorted(asked(ListingRequest.objects.get())) == [3, 4]
    proposed = client.get(f"{made.url}add/").content.decode()
    assert "never listed" in proposed
    client.post(f"{made.url}add/", {"walk": ticks["walk"][:1]})
    client.post(f"{made.url}use/", {"walk": ticks["walk"][:1], "use": "both"})
    assert asked(ListingRequest.objects.get()) == {1: "both", 3: "visit", 4: "visit"}
    client.post(f"{made.url}change/", {"officers": "3", "timetable_date": past.pk})
    said = client.get(f"{made.url}send/").content.decode()
    assert "<strong>3</strong> Walk Listings will be ordered" in said
    client.post(f"{made.url}send/")
    assert renewed(client.get(made.url)) == ["paper"]
    work_off()
    assert renewed(client.get(made.url)) == []
    paper = client.get(f"{made.url}paper/")
    assert b"".join(paper).startswith(b"%PDF")
    sheet = b"".join(client.get(f"{made.url}?format=csv")).decode().splitlines()
    assert len(sheet) == 4
    client.post(f"{made.url}close/", {"reason": "All received"})
    assert "closed" in client.get(made.url).content.decode().lower()
    board = client.get(f"/walks/reviews/plan/{part.reference}/board/").content.decode()
    assert "Listing produced" in board
    assert "weeks of listings in hand" in board


def test_a_request_of_another_division_is_not_there(part, other_division, person, client, clerk):
    request = draft(part, 1, by=clerk)
    client.force_login(
        person("dro", other_division), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for path in ("", "add/", "send/", "paper/"):
        assert client.get(f"/walks/reviews/requests/{request.reference}/{path}").status_code == 404
    assert RequestedWalk.objects.count() == 1
