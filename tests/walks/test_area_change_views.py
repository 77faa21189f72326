"""The pages of a change of area: begun, shared out, decided, aligned (1.2, 4)."""

import csv
import io

import pytest

from tests.page import Page
from tests.walks.area_story import accepted, drafted, estate, in_force
from walks.models import AreaChange, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(division, dro, person):
    """Walk 1 has 480 residences, Walk 2 has 40; the division has spare numbers."""
    return estate(division, dro, person)


def text_of(answer, status=200):
    assert answer.status_code == status, answer
    return " ".join(Page(answer.content.decode()).text.split())


@pytest.mark.rule("1.2a", "1.2b", "1.2c")
def test_a_split_from_the_walks_page_to_head_office(big, signed_in):
    browser = signed_in("dro")
    assert "Split" in text_of(browser.get(big.get_absolute_url()))
    assert "480 residences" in text_of(browser.get(f"/walks/split/{big.reference}/"))
    answer = browser.post(f"/walks/split/{big.reference}/", {"kind": "rapid"})
    change = AreaChange.objects.get()
    assert answer.url == f"/walks/changes/{change.reference}/proposals/"
    page = Page(browser.get(answer.url).content.decode())
    seeds = [a["value"] for a in page.all("input") if a.get("name") == "seed"]
    assert len(seeds) == 3
    assert page.text.count("Largest to the mean") == 3
    answer = browser.post(f"/walks/changes/{change.reference}/choose/", {"seed": seeds[1]}, follow=True)
    assert "The parts are fit" in text_of(answer)
    page = Page(answer.content.decode())
    faces = [a["value"] for a in page.all("input") if a.get("name") == "face"]
    assert len(faces) == change.faces.count()
    answer = browser.post(
        f"/walks/changes/{change.reference}/faces/", {"face": faces, "to": "1"}, follow=True
    )
    assert "Walk 301 has no residences" in text_of(answer)
    detail = text_of(browser.get(change.get_absolute_url()))
    assert "Walk 1 has 480 residences, over 400" in detail
    refused = browser.post(f"/walks/changes/{change.reference}/submit/", follow=True)
    assert "over 400" in text_of(refused)
    browser.post(f"/walks/changes/{change.reference}/choose/", {"seed": seeds[0]})
    sent = browser.post(f"/walks/changes/{change.reference}/submit/", {"remarks": "New estate."}, follow=True)
    assert "With Head Office" in text_of(sent)
    head = signed_in("head_office")
    home = text_of(head.get("/"))
    assert "1 Splits to approve" in home
    shown = text_of(head.get(change.get_absolute_url()))
    assert "Approve the split" in shown
    assert "New estate." in shown
    empty = head.post(f"/walks/changes/{change.reference}/return/", {"reason": ""}, follow=True)
    assert "Say why it is returned" in text_of(empty)
    answer = head.post(f"/walks/changes/{change.reference}/approve/", follow=True)
    assert "Waits for the RR004 of its Walks" in text_of(answer)


@pytest.mark.rule("1.2a")
def test_a_select_changes_one_face_and_the_check_comes_with_the_page(big, dro, signed_in):
    change = drafted(big, dro)
    browser = signed_in("clerk")
    row = change.faces.filter(part__position=1).first()
    other = change.parts.last().position
    browser.post(
        f"/walks/changes/{change.reference}/faces/", {f"part-{row.key}": str(other)}, HTTP_HX_REQUEST="true"
    )
    assert {f.key: f.part.position for f in change.faces.all()}[row.key] == other
    for nonsense in ({f"part-{row.key}": "77"}, {"face": row.key, "to": "77"}, {"keeps": "9"}):
        answer = browser.post(f"/walks/changes/{change.reference}/faces/", nonsense, follow=True)
        assert "There is no part" in text_of(answer)
    browser.post(
        f"/walks/changes/{change.reference}/faces/",
        {"part-nowhere-odd-1": "1", "keeps": "x", f"part-{row.key}": "²"},
    )
    assert {f.key: f.part.position for f in change.faces.all()}[row.key] == other


@pytest.mark.rule("4a", "4b")
def test_the_change_in_force_is_aligned_on_its_page(big, dro, person, signed_in):
    change = in_force(accepted(big, dro, person), dro, person)
    browser = signed_in("clerk")
    assert "1 Street file to be brought into line" in text_of(browser.get("/"))
    new = Walk.objects.in_force().get(number=1)
    shown = text_of(browser.get(new.get_absolute_url()))
    assert "See what would move" in shown
    assert "Split from Walk 1 on" in shown
    preview = text_of(browser.get(f"/walks/changes/{change.reference}/alignment/"))
    assert "480 residences would go from Walk 1 as it was: " in preview
    rows = list(
        csv.reader(
            io.StringIO(browser.get(f"/walks/changes/{change.reference}/alignment.csv").getvalue().decode())
        )
    )
    assert len(rows) == 481
    done = text_of(browser.post(f"/walks/changes/{change.reference}/align/", follow=True))
    assert "480 residences have their new Walk" in done
    again = text_of(browser.post(f"/walks/changes/{change.reference}/align/", follow=True))
    assert "It is done." in again
    assert "Nothing is left to be done" in text_of(browser.get(change.get_absolute_url()))
    assert "Split into Walk 1 on" in text_of(browser.get(big.get_absolute_url()))


@pytest.mark.rule("6.1f")
def test_who_may_not_see_the_roll_sees_counts_and_no_residence(big, dro, person, signed_in):
    change = in_force(accepted(big, dro, person), dro, person)
    shown = text_of(signed_in("area_manager").get(f"/walks/changes/{change.reference}/alignment/"))
    assert "480 residences would go" in shown
    assert "in printed order" not in shown
    assert (
        len(
            list(
                csv.reader(
                    io.StringIO(
                        signed_in("head_office")
                        .get(f"/walks/changes/{change.reference}/alignment.csv")
                        .getvalue()
                        .decode()
                    )
                )
            )
        )
        == 1
    )


@pytest.mark.rule("4c")
def test_a_boundary_is_moved_on_its_pages(big, signed_in):
    browser = signed_in("dro")
    other = Walk.objects.get(number=2)
    wrong = browser.post(f"/walks/move-boundary/{big.reference}/", {"walk": "99"})
    assert "There is no other Walk 99" in text_of(wrong)
    answer = browser.post(f"/walks/move-boundary/{big.reference}/", {"walk": str(other.number)}, follow=True)
    change = AreaChange.objects.get()
    assert "Nothing moves yet" in text_of(answer)
    page = Page(answer.content.decode())
    streets = [a["value"] for a in page.all("option") if a.get("value", "").isdigit()]
    url = f"/walks/changes/{change.reference}/numbers/"
    sent = {"street": streets[0], "side": "all", "low": "41", "last": ""}
    assert "20" in text_of(browser.post(url, sent, follow=True))
    key = change.faces.get().key
    assert "moves already" in text_of(browser.post(url, sent, follow=True))
    assert "This field is required" in text_of(browser.post(url, {"street": streets[0]}))
    browser.post(f"/walks/changes/{change.reference}/leave/", {"key": key})
    assert not change.faces.exists()
    refused = text_of(browser.post(f"/walks/changes/{change.reference}/accept/", follow=True))
    assert "Nothing moves yet" in refused


def test_another_divisions_changes_are_not_there(big, dro, other_division, client, signed_in):
    change = drafted(big, dro)
    browser = signed_in("dro", other_division)
    for path in ("", "map.json", "proposals/", "faces/", "alignment/", "alignment.csv"):
        assert browser.get(f"/walks/changes/{change.reference}/{path}").status_code == 404
    for verb in (
        "submit",
        "accept",
        "approve",
        "return",
        "withdraw",
        "align",
        "form",
        "more",
        "fewer",
        "choose",
        "streets",
        "leave",
        "check",
    ):
        assert browser.post(f"/walks/changes/{change.reference}/{verb}/").status_code == 404
    assert browser.get(f"/walks/split/{big.reference}/").status_code == 404
    assert browser.get("/walks/spare-numbers/GOLD/").status_code == 404
    assert browser.get("/walks/ccd-changes/GOLD/").status_code == 404
    assert "No changes of area" in text_of(browser.get("/walks/changes/"))


def test_remarks_that_are_too_long_are_said_and_nothing_is_sent(big, dro, signed_in):
    change = drafted(big, dro)
    answer = signed_in("dro").post(
        f"/walks/changes/{change.reference}/submit/", {"remarks": "x" * 4001}, follow=True
    )
    assert "Nothing was sent" in text_of(answer)
    change.refresh_from_db()
    assert (change.status, change.remarks) == ("drafted", "")
