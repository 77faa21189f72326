"""The pages of the DRO alone: for everybody else they do not exist (6.1b, 6.1c)."""

import pytest
from django.template.loader import get_template
from django.urls import reverse

from electoral.office.roles import Role
from electoral.protected import actions
from electoral.roll.models import Elector, Residence
from tests.page import Page
from tests.protected.conftest import closed

whole = pytest.mark.django_db(transaction=True)


@pytest.fixture
def silent(elector, home, protect):
    elector(residence=home(9))
    return protect(basis="declaration of 1 March")


@pytest.fixture
def addresses(silent, division, home):
    eleven = home(11)
    return {
        "list": reverse("protected:division", args=[division.code]),
        "person": reverse("protected:person", args=[silent]),
        "release": reverse("protected:release", args=[silent]),
        "exclude": reverse("protected:exclude", args=[eleven.reference]),
    }


def read(response):
    assert response.status_code == 200, response.status_code
    return Page(response.content.decode())


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.DRO, Role.AUDITOR)])
def test_for_everybody_else_the_pages_do_not_exist(role, signed_in, addresses):
    browser = signed_in(role)
    nowhere = Page(browser.get("/protected/00000000-0000-4000-8000-000000000000/").content.decode()).text
    for address in (*addresses.values(), reverse("protected:index")):
        for answer in (
            browser.get(address),
            browser.post(address, {"reason": "x", "elector_id": "E2", "kind": "silent"}),
        ):
            assert answer.status_code == 404
            assert Page(answer.content.decode()).text == nowhere
    assert closed() == {"9"}
    assert b"Protected" not in browser.get("/jobs/").content


def test_the_dro_of_another_division_is_everybody_else(signed_in, addresses, other_division):
    browser = signed_in("dro", other_division)
    assert {browser.get(a).status_code for a in addresses.values()} == {404}


def test_the_auditor_has_the_list_without_doors(signed_in, addresses, division):
    browser = signed_in("auditor")
    page = read(browser.get(addresses["list"]))
    assert "Zqxhidden" in page.text
    assert "HIDDEN ROAD" not in page.text
    assert "Protect an elector" not in page.text
    assert addresses["person"] not in {a.get("href") for a in page.all("a")}
    assert {browser.get(addresses[n]).status_code for n in ("person", "release", "exclude")} == {404}
    assert browser.post(addresses["list"], {"elector_id": "E2", "kind": "silent"}).status_code == 404


def test_signed_out_there_is_only_the_door_of_the_house(client, addresses):
    for address in addresses.values():
        assert "login" in client.get(address).url


@pytest.mark.rule("6.1b")
def test_the_dro_protects_an_elector_on_the_page(signed_in, division, elector, home):
    elector(residence=home(9))
    browser = signed_in("dro")
    address = reverse("protected:division", args=[division.code])
    assert "Nobody is protected" in read(browser.get(address)).text
    assert "This field is required" in read(browser.post(address, {"kind": "silent"})).text
    browser.post(
        address, {"elector_id": "E1", "kind": "silent", "basis": "a declaration", "since": "2026-03-01"}
    )
    assert closed() == {"9"}
    page = read(browser.get(address))
    assert "Zqxhidden, Vera" in page.text
    assert "HIDDEN ROAD" not in page.text
    assert browser.post(address, {"elector_id": "E1", "kind": "silent"}).status_code == 409


@whole
@pytest.mark.rule("6.1b")
def test_an_address_is_shown_once_and_for_a_reason(signed_in, addresses, division):
    browser = signed_in("dro")
    assert "HIDDEN ROAD" not in read(browser.get(addresses["person"])).text
    assert "This field is required" in read(browser.post(addresses["person"], {"reason": ""})).text
    shown = browser.post(addresses["person"], {"reason": "letter of the Commissioner"})
    assert "9 HIDDEN ROAD, FABLETOWN NT 0899" in read(shown).text
    assert shown["Cache-Control"] == "no-store, private"
    page = read(browser.get(addresses["list"]))
    assert "letter of the Commissioner" in page.text
    assert "HIDDEN ROAD" not in page.text


def test_the_dro_lifts_a_protection_with_a_reason(signed_in, addresses):
    browser = signed_in("dro")
    browser.post(addresses["release"], {"reason": " "})
    assert closed() == {"9"}
    assert browser.post(addresses["release"], {"reason": "revoked"}).status_code == 302
    assert closed() == set()
    assert Elector.objects.get().surname == "Zqxhidden"
    assert browser.get(addresses["person"]).status_code == 404


@pytest.mark.rule("6.1c")
def test_the_dro_leaves_a_residence_out_and_lifts_it(signed_in, addresses):
    browser = signed_in("dro")
    assert "11 HIDDEN ROAD" in read(browser.get(addresses["exclude"])).text
    browser.post(addresses["exclude"], {"reason": "a locked ward"})
    assert closed() == {"9", "11"}
    page = read(browser.get(addresses["exclude"]))
    assert "a locked ward" in page.text
    assert [i["value"] for i in page.all("input") if i.get("name") == "lift"] == ["True"]
    assert "a locked ward" in read(browser.get(addresses["list"])).text
    browser.post(addresses["exclude"], {"reason": "open again", "lift": "True"})
    assert closed() == {"9"}
    assert browser.post(addresses["exclude"], {"reason": "again", "lift": "True"}).status_code == 409


@pytest.mark.rule("6.1c")
def test_an_exclusion_of_a_row_that_ended_is_lifted_at_the_row_that_came_after(
    signed_in, home, division, dro
):
    old = home(9, address_id="A9")
    actions.exclude_residence(division, old.pk, by=dro, reason="a locked ward")
    old.ended_on = division.today()
    old.save(update_fields=["ended_on"])
    address = reverse("protected:exclude", args=[home(9, address_id="A9").reference])
    actions.settle_division(division)
    assert closed() == {"9"}
    browser = signed_in("dro")
    assert "Lift the exclusion" in read(browser.get(address)).text
    browser.post(address, {"reason": "open again", "lift": "True"})
    assert not Residence.objects.in_force().filter(not_to_be_visited=True).exists()


def test_the_page_of_a_closed_residence_says_nothing_of_the_cause(
    signed_in, elector, home, division, dro, silent
):
    """For the DRO too: the history of exclusions is shown, the person at the door is not."""
    elector("E2", eleven := home(11))
    actions.protect_elector(division, "E2", kind="anonymous", by=dro)
    page = read(signed_in("dro").get(reverse("protected:exclude", args=[eleven.reference])))
    assert "Zqxhidden" not in page.text
    assert "E2" not in page.text


@pytest.mark.rule("6.1g")
def test_what_waits_for_the_dro_is_on_the_page(signed_in, elector, home, protect, division):
    elector("E1", home(12), surname="Testbuilding")
    home(12, flat_number="1")
    protect("E1")
    protect("E2")
    page = read(signed_in("dro").get(reverse("protected:division", args=[division.code])))
    for title in ("Needs a finer address", "No address on the roll"):
        assert title in page.text
    assert "Not in the last file" not in page.text
    assert "The only closed residence of its street" not in page.text  # its flat is closed with it
    auditors = read(signed_in("auditor").get(reverse("protected:division", args=[division.code])))
    assert "Needs a finer address" not in auditors.text


def test_the_only_closed_residence_of_a_street_is_pointed_out(signed_in, silent, division):
    address = reverse("protected:division", args=[division.code])
    assert "The only closed residence of its street" in read(signed_in("dro").get(address)).text


def test_an_office_over_several_divisions_begins_with_their_list(signed_in, division, other_division):
    browser = signed_in("dro", division.area)
    page = read(browser.get(reverse("protected:index")))
    links = {reverse("protected:division", args=[d.code]) for d in (division, other_division)}
    assert links <= {a.get("href") for a in page.all("a")}
    assert signed_in("dro").get(reverse("protected:index")).url == reverse(
        "protected:division", args=[division.code]
    )


def test_the_part_on_a_residences_page_is_the_dros_alone(home):
    part, nine = get_template("protected/part_exclude.html"), home(9)
    assert part.render({"residence": nine, "can_exclude": False}).strip() == ""
    assert reverse("protected:exclude", args=[nine.reference]) in part.render(
        {"residence": nine, "can_exclude": True}
    )
