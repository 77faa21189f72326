"""The pages of publicity: from the first click to the last, in every role, at the size of a State."""

import csv
import io

import pytest

from electoral.papers.models import Document
from review.actions.advertisement import place_advertisement
from review.actions.letter import write_letters
from review.actions.publicity import plan_advertisement, plan_notices
from review.models import Advertisement, Outlet, PublicityLetter
from tests.page import Page, renewed
from tests.review.publishing import FROM, asked, at, newspaper, words
from tests.steps import work_off
from walks.models import DivisionReview

ROLES = ("clerk", "dro", "area_manager", "director", "head_office", "information_officer", "auditor")


@pytest.mark.parametrize("role", ROLES)
def test_who_works_on_a_review_sees_its_publicity_and_others_do_not(gold, signed_in, role):
    (ad,) = plan_notices(gold.review, [(gold.regional, FROM)], by=gold.informer, with_releases=False)
    (letter,) = write_letters(gold, gold.who[:1], by=gold.clerk)
    pages = [at("publicity"), at("publicity_of_review", gold.review), at("advertisements", gold.review), at("advertisement", ad),
             at("publicity_of_division", gold), at("letters", gold), at("letter", letter), at("outlets"), at("outlet", gold.regional),
             at("addressees"), at("addressee", gold.who[0])]  # fmt: skip
    client = signed_in(role)
    assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("role", ["officer", "requester", "cashier", "administrator"])
def test_nobody_else_finds_any_of_it(gold, signed_in, role):
    (letter,) = write_letters(gold, gold.who[:1], by=gold.clerk)
    ad = asked(gold)
    client = signed_in(role)
    pages = [at("publicity_of_review", gold.review), at("publicity_of_division", gold), at("letters", gold), at("letter", letter),
             at("letter_paper", letter), at("advertisement", ad), at("advertisement_paper", ad), at("outlet", gold.local),
             at("addressee", gold.who[0])]  # fmt: skip
    assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 404)
    assert gold.who[0].name not in words(client.get(at("addressees")))
    assert "Mockton Mirror" not in words(client.get(at("outlets")))


@pytest.mark.rule("3.2a", "3.2b", "3.2c")
def test_the_information_officer_plans_and_places_a_notice(gold, signed_in):
    client = signed_in("information_officer")
    assert "No notice, no reason" in words(client.get(at("publicity_of_review", gold.review)))
    form = Page(client.get(at("plan_notices", gold.review)).content.decode())
    days = [a["value"] for a in form.all("input") if a.get("name") == f"on_{gold.regional.reference}"]
    assert days == ["03/05/2027"], "the first day of field work is proposed"
    posted = {
        f"take_{gold.regional.reference}": "on",
        f"on_{gold.regional.reference}": "4/5/2027",
        "with_releases": "on",
    }
    client.post(at("plan_notices", gold.review), posted)
    assert {a.kind for a in Advertisement.objects.all()} == {"notice", "release"}
    notice = Advertisement.objects.get(kind="notice")
    answer = client.post(
        at("advertisement_place", notice), {"appears_on": "4/5/2027", "cost": "$1,412.50"}, follow=True
    )
    assert "$1,412.50" in words(answer)
    assert renewed(answer) == ["paper"]
    work_off()
    assert renewed(client.get(notice.get_absolute_url())) == []
    paper = client.get(at("advertisement_paper", notice))
    assert paper.getvalue().startswith(b"%PDF")


@pytest.mark.rule("3.2b")
def test_a_second_notice_is_refused_on_the_page_of_the_first(gold, signed_in):
    (first,) = plan_notices(gold.review, [(gold.regional, FROM)], by=gold.informer, with_releases=False)
    client = signed_in("information_officer")
    posted = {"kind": "notice", "outlet": gold.regional.reference, "appears_on": "3/5/2027"}
    answer = client.post(at("plan_advertisement", gold.review), posted, follow=True)
    assert answer.redirect_chain[-1][0] == first.get_absolute_url()
    assert "already: this one" in words(answer)
    assert Advertisement.objects.count() == 1


@pytest.mark.rule("3.2a")
def test_no_funds_is_written_down_for_divisions_at_once(gold, signed_in):
    client = signed_in("information_officer")
    assert "Tick at least one" in words(
        client.post(at("leave_out_divisions", gold.review), {"reason": "no funds"})
    )
    posted = {"parts": [gold.reference], "reason": "no funds are available"}
    client.post(at("leave_out_divisions", gold.review), posted)
    shown = words(client.get(at("publicity_of_review", gold.review)))
    assert "no funds are available" in shown
    assert "Every division here has a Notice of Review, or the reason why not." in shown
    assert "Nothing remains to be planned" in words(
        client.get(at("publicity_of_review", gold.review), {"show": "without"})
    )


@pytest.mark.rule("3.1d")
def test_the_division_asks_the_area_manager_returns_and_approves_and_the_division_places(
    gold, client, person
):
    def acts(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    manager = person("area_manager")
    nothing = acts(gold.clerk).post(
        at("ask_local", gold), {"outlet": gold.local.reference, "appears_on": "1/4/2027"}
    )
    assert "Tick at least one position" in words(nothing)
    assert not Advertisement.objects.exists()
    posted = {"outlet": gold.local.reference, "appears_on": "1/4/2027", "positions": [gold.position.reference], "ground": "difficult",
              "applications_so_far": "0"}  # fmt: skip
    acts(gold.clerk).post(at("ask_local", gold), posted)
    ad = Advertisement.objects.get()
    assert client.get(at("advertisement_approve", ad)).status_code == 403
    assert "Approve" in words(acts(manager).get(ad.get_absolute_url()))
    client.post(at("advertisement_return", ad), {"reason": "say where to apply"})
    assert "say where to apply" in words(acts(gold.clerk).get(ad.get_absolute_url()))
    change = posted | {"text": "Three wanted in Mockton. Apply at the Divisional Office."}
    client.post(at("advertisement_change", ad), change)
    client.post(at("advertisement_request", ad))
    acts(manager).post(at("advertisement_approve", ad))
    acts(gold.clerk).post(at("advertisement_place_local", ad), {"appears_on": "1/4/2027", "cost": ""})
    client.post(at("advertisement_cost", ad), {"cost": "180.50"})
    ad.refresh_from_db()
    assert (ad.status, ad.cost, ad.decided_by) == ("placed", 18050, manager)
    assert "Three wanted" in words(client.get(ad.get_absolute_url()))


def test_a_step_that_is_not_to_be_taken_now_sends_back_with_the_reason(gold, client, person):
    ad = asked(gold)
    client.force_login(gold.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(at("advertisement_place_local", ad), follow=True)
    assert "It is with the area manager." in words(answer)


@pytest.mark.rule("3.3a", "3.4a")
def test_letters_are_proposed_written_printed_and_downloaded(gold, signed_in):
    client = signed_in("clerk")
    shown = Page(client.get(at("letters", gold)).content.decode())
    boxes = {a["value"]: "checked" in a for a in shown.all("input") if a.get("name") == "addressee"}
    assert boxes == {a.reference: a.kind != "council" for a in gold.who}, "councils are told by choice"
    chosen = [reference for reference, ticked in boxes.items() if ticked]
    assert "3 letters written" in words(
        client.post(at("letters_write", gold), {"addressee": chosen}, follow=True)
    )
    letter = PublicityLetter.objects.first()
    pages = [letter.get_absolute_url(), letter.addressee.get_absolute_url(), at("letters", gold)]
    assert [renewed(client.get(page)) for page in pages] == [["paper"], ["letters"], ["making"]]
    work_off()
    assert [renewed(client.get(page)) for page in pages] == [[], [], []]
    assert client.get(at("letter_paper", letter)).getvalue().startswith(b"%PDF")
    client.post(at("letters_print", gold))
    assert renewed(client.get(at("letters", gold))) == ["print"]
    work_off()
    assert renewed(client.get(at("letters", gold))) == []
    assert Document.objects.get(kind="publicity_letters").pages == 3
    assert client.get(at("letters_file", gold)).getvalue().startswith(b"%PDF")
    DivisionReview.objects.filter(pk=gold.pk).update(calling_until="19:00")
    shown = words(client.get(at("letters", gold)))
    assert shown.count("Out of date") == 3
    assert "Write a new letter" in words(client.get(letter.get_absolute_url()))


def test_a_list_is_a_sheet_whose_cells_no_spreadsheet_calculates(gold, signed_in, person):
    newspaper(gold.informer, gold.division, name="=SUM(1)", kind="daily")
    plan_advertisement(
        gold.review, "recruitment", Outlet.objects.get(kind="daily"), appears_on=FROM, by=gold.informer
    )
    client = signed_in("clerk")
    rows = list(
        csv.reader(
            io.StringIO(client.get(at("advertisements", gold.review), {"format": "csv"}).getvalue().decode())
        )
    )
    assert rows[1][:4] == ["Recruitment advertisement", "'=SUM(1)", "GOLD", "Planned"]
    assert "'=SUM(1)" in client.get(at("outlets"), {"format": "csv"}).getvalue().decode()
    assert "Fabletown and Mockton" in client.get(at("addressees"), {"format": "csv"}).getvalue().decode()


def test_lists_are_filtered_by_the_address(gold, signed_in):
    plan_notices(gold.review, [(gold.regional, FROM)], by=gold.informer)
    client = signed_in("head_office")
    for query, count in (
        ({}, 2),
        ({"kind": "release"}, 1),
        ({"status": "placed"}, 0),
        ({"division": "GOLD"}, 2),
        ({"division": "X"}, 2),
    ):
        rows = list(
            csv.reader(
                io.StringIO(
                    client.get(at("advertisements", gold.review), query | {"format": "csv"})
                    .getvalue()
                    .decode()
                )
            )
        )
        assert len(rows) - 1 == count, query
    assert "Nobody matches" in words(client.get(at("addressees"), {"kind": "local"}))
    assert "Nothing matches" in words(client.get(at("outlets"), {"q": "no such"}))


def test_the_copy_of_what_was_placed_waits_until_it_is_made(gold, signed_in):
    ad = plan_advertisement(gold.review, "notice", gold.regional, appears_on=FROM, by=gold.informer)
    place_advertisement(ad, by=gold.informer, appears_on=FROM)
    client = signed_in("auditor")
    assert client.get(at("advertisement_paper", ad)).status_code == 404
    assert "Waiting" in words(client.get(ad.get_absolute_url()))
