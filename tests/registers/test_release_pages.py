"""The desk's pages of copies and releases: who reaches them, what they show once, and where a refused step leads (E5, E7, E9b)."""

import pytest
from django.core import mail

from registers.models import Copy, Release, Supply
from registers.waiting.release import waiting_for
from tests.conftest import make_person
from tests.page import Page, renewed
from tests.registers.asking import again, asked, paid
from tests.registers.copies import by_hand, checked, released
from tests.steps import work_off


@pytest.fixture
def wanted(division):
    return asked(division, "CANDIDATE")


def at(request, step=""):
    return f"{request.get_absolute_url()}{step}"


def text_of(answer):
    return " ".join(Page(answer.content.decode()).text.split())


def count_of(user, label):
    return next(queue["count"] for queue in waiting_for(user) if queue["label"] == label)


@pytest.mark.rule("E5")
def test_the_copy_shows_what_was_asked_decided_paid_found_and_its_first_rows(wanted, signed_in):
    request = by_hand(wanted)
    text = text_of(signed_in("clerk").get(at(request, "copy/")))
    row = request.items_now[0].entitlement
    for words in (
        "The evidence shows it.", row.basis, "Nothing to pay", "register.csv", "The first 1 row", "7 in the file, in the edition",
        "Copy for Vera Testperson", row.offence,
    ):  # fmt: skip
        assert " ".join(words.split()) in text


def test_whoever_prepared_it_reads_why_they_do_not_check_it(wanted, signed_in):
    client = signed_in("clerk")
    request = by_hand(wanted, by=client.user)
    assert "You prepared this copy; another person checks it." in text_of(client.get(at(request, "copy/")))
    answer = client.post(at(request, "check/"), follow=True)
    assert "another person checks it" in text_of(answer)
    assert again(request).status == "prepared"


@pytest.mark.rule("E7", "E9b")
def test_the_key_and_the_link_stand_on_one_page_once(wanted, signed_in):
    request = checked(wanted)
    client = signed_in("clerk")
    page = text_of(client.get(at(request, "release/")))
    assert request.items_now[0].entitlement.offence in page
    answer = client.post(at(request, "release/"), {"way": "link", "key_way": "telephone"})
    text = text_of(answer)
    (letter,) = mail.outbox
    link = next(word for word in letter.body.split() if "/registers/download/?link=" in word)
    assert link in text
    assert "no-store" in answer["Cache-Control"]
    key = text.split("The key ")[1].split()[0]
    assert len(key) == 34
    assert key not in letter.body
    release = Release.objects.get()
    for again_shown in (release.get_absolute_url(), at(request), at(request, "release/")):
        assert key not in client.get(again_shown).content.decode()
    assert "is released" in text_of(
        client.post(at(request, "release/"), {"way": "link", "key_way": "telephone"}, follow=True)
    )
    assert Release.objects.count() == 1


@pytest.mark.rule("E7b")
def test_the_form_offers_only_the_ways_of_the_product_and_keys_that_go_another_way(division, signed_in):
    request = checked(asked(division, "POLICE", ["ANON"]))
    client = signed_in("dro")
    page = Page(client.get(at(request, "release/")).content.decode())
    assert {box["value"] for box in page.all("input") if box.get("name") == "way"} == {
        "collection",
        "courier",
    }
    answer = client.post(at(request, "release/"), {"way": "courier", "key_way": "in_person"})
    assert "never goes the way of the file" in text_of(answer)
    assert "Choose how the key is told" in text_of(client.post(at(request, "release/"), {"way": "courier"}))
    assert not Release.objects.exists()


def test_a_collection_is_handed_over_to_somebody_who_showed_a_paper(wanted, signed_in):
    release, _, _ = released(wanted, way="collection", key_way="letter")
    client = signed_in("clerk")
    fetched = client.get(f"{release.get_absolute_url()}file/")
    assert b"".join(fetched.streaming_content).startswith(b"PK")
    assert "This field is required" in text_of(
        client.post(f"{release.get_absolute_url()}hand-over/", {"name": ""})
    )
    client.post(f"{release.get_absolute_url()}hand-over/", {"name": "Vera Testperson", "seen": "passport"})
    assert "Vera Testperson (passport)" in text_of(client.get(release.get_absolute_url()))
    client.post(at(wanted, "destroyed/"))
    assert again(wanted).status == "closed"


@pytest.mark.rule("E7")
def test_nobody_else_takes_a_copy_away_without_a_letter_of_its_recipient(wanted, signed_in):
    release, _, _ = released(wanted, way="collection", key_way="letter")
    client, place = signed_in("clerk"), f"{release.get_absolute_url()}hand-over/"
    assert "checked" not in client.get(place).text, "nothing is chosen beforehand"
    friend = {"name": "Olive Example", "seen": "passport"}
    assert "The copy is for Vera Testperson" in text_of(client.post(place, friend))
    assert again(wanted).status == "released"
    client.post(place, friend | {"sent": "on"})
    told = text_of(client.get(release.get_absolute_url()))
    assert "Olive Example (passport, sent by Vera Testperson)" in told


def test_the_cover_sheet_comes_to_the_page_when_it_is_made(wanted, signed_in):
    release, _, _ = released(wanted, way="collection", key_way="letter")
    client = signed_in("clerk")
    assert renewed(client.get(release.get_absolute_url())) == ["cover"]
    work_off()
    page = client.get(release.get_absolute_url())
    assert renewed(page) == []
    assert "Cover sheet with the receipt to sign" in text_of(page)


def test_a_step_that_may_not_be_taken_says_why_instead_of_a_form(wanted, signed_in):
    request = by_hand(wanted)
    client = signed_in("clerk")
    for step in ("release/", "recall/", "destroyed/", "prepare/"):
        answer = client.get(at(request, step))
        assert answer.status_code == 200
        assert "It is prepared." in text_of(answer), step


@pytest.mark.parametrize("way", ["release", "request"])
def test_it_is_taken_back_by_either_page(wanted, signed_in, way):
    release, _, _ = released(wanted)
    client = signed_in("clerk")
    url = at(wanted, "take-back/") if way == "request" else f"{release.get_absolute_url()}withdraw/"
    assert client.get(url).status_code == 200
    assert "This field is required" in text_of(client.post(url, {"why": ""}))
    client.post(url, {"why": "Wrong address."})
    assert again(wanted).status == "checked"
    client.post(at(wanted, "redo/"), {"why": "It was destroyed."})
    assert again(wanted).status == "accepted"


def test_recall_by_the_page(wanted, signed_in):
    released(wanted)
    signed_in("clerk").post(at(wanted, "recall/"), {"why": "Used for marketing."})
    assert again(wanted).status == "recalled"
    assert Supply.objects.filter(kind="recall").exists()


def test_preparing_by_the_page_asks_whose_entry_only_where_it_is_one(division, signed_in):
    client = signed_in("clerk")
    plain, own = paid(asked(division, "CANDIDATE")), paid(asked(division, "ELECTOR", ["OWN"]))
    client.post(at(plain, "prepare/"), {})
    assert Copy.objects.get().request == plain
    assert "copies" in renewed(client.get(at(plain)))
    assert "Whose entry is it?" in text_of(client.get(at(own, "prepare/")))
    client.post(at(own, "prepare/"), {})
    assert Copy.objects.count() == 1
    client.post(at(own, "prepare/"), {"elector": "GE001"})
    assert Copy.objects.latest("pk").job.arguments["elector"] == "GE001"


def test_the_list_filters_and_comes_as_a_sheet(wanted, signed_in):
    client = signed_in("clerk")
    assert "Nothing was released yet" in text_of(client.get("/supply/releases/"))
    release, token, _ = released(wanted)
    assert release.reference in text_of(client.get("/supply/releases/?way=link&status=open&sort=-expires"))
    assert "No such releases" in text_of(client.get("/supply/releases/?status=expired"))
    sheet = b"".join(client.get("/supply/releases/?format=csv").streaming_content).decode()
    assert release.reference in sheet
    assert token not in sheet


@pytest.mark.parametrize("role", ["area_manager", "cashier", "administrator", "requester"])
def test_for_others_there_is_no_such_copy_nor_release(wanted, signed_in, role):
    release, _, _ = released(wanted)
    client = signed_in(role)
    for url in (
        at(wanted, "copy/"),
        at(wanted, "release/"),
        release.get_absolute_url(),
        f"{release.get_absolute_url()}file/",
    ):
        assert client.get(url).status_code == 404


def test_the_auditor_sees_releases_and_neither_copies_nor_files(wanted, signed_in, other_division):
    release, _, _ = released(wanted, way="post", key_way="telephone")
    client = signed_in("auditor")
    assert client.get(release.get_absolute_url()).status_code == 200
    for url in (at(wanted, "copy/"), at(wanted, "release/"), f"{release.get_absolute_url()}file/"):
        assert client.get(url).status_code == 403
    client.force_login(
        make_person("clerk", other_division), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(release.get_absolute_url()).status_code == 404


def test_each_step_waits_for_those_who_may_take_it(wanted, person):
    request = by_hand(wanted)
    other, confirmed_by = person("clerk"), request.confirmed_by
    assert (count_of(other, "Copies to check"), count_of(request.prepared_by, "Copies to check")) == (1, 0)
    checked(request)
    assert (count_of(other, "Copies to release"), count_of(confirmed_by, "Copies to release")) == (1, 0)
    release, _, _ = released(again(request), way="post", key_way="telephone")
    assert count_of(other, "Releases to hand over") == 1
    from registers.actions.release import take_back

    take_back(release, why="It came back.", by=other)
    assert (
        count_of(other, "Copies to release"),
        count_of(other, "Copies to send back and prepare again"),
    ) == (0, 1)
