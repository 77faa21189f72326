"""What every paper of a request says of the office, of the ways to pay and of the day; the letter of a recall (E6, E9, E10)."""

from datetime import UTC, datetime

import pikepdf
import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from electoral.office.actions import outsider
from electoral.office.models import Division, Event
from electoral.office.refusals import NotPermitted, WrongState
from electoral.papers.models import Document
from payments.actions.account import accept_account, propose_account, stop_account
from payments.documents.ways import ways_to_pay
from registers.actions.recall import confirm_destroyed, is_destroyed, recall_request
from registers.actions.release import hand_over
from registers.documents import print as printing
from registers.documents.cover import cover_sheet
from registers.documents.print import write_print
from registers.documents.recall import recall_letter
from registers.documents.request import head, invoice, quotation_letter
from registers.models import Entitlement, Supply
from tests.conftest import make_person
from tests.registers.asking import accepted, again, asked, item, quoted, somebody
from tests.registers.at_the_portal import come_back
from tests.registers.copies import released
from tests.registers.editions import NOTICE, sealed
from tests.registers.test_decision import read
from tests.steps import load_golden

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OFFICE = {
    "address": "Pretend Hall\n1 Pretend Street",
    "postal_address": "PO Box 7",
    "telephone": "01632 960100",
    "email": "registers@gold.invalid",
    "opening_hours": "Monday to Friday, 9 am to 4.30 pm",
}
REACHED = ("Pretend Hall", "PO Box 7", "01632 960100", "registers@gold.invalid", "9 am to 4.30 pm")


@pytest.fixture
def office(division):
    Division.objects.filter(pk=division.pk).update(**OFFICE)
    return Division.objects.select_related("area__state").get(pk=division.pk)


def account_in_force(division):
    account = propose_account(
        division, name="Pretend Treasury", bank="Bank of Make-believe", numbers="Sort code: 00-00-00", why="New.",
        by=somebody(division, "cashier"),
    )  # fmt: skip
    return accept_account(account, checked="By telephone.", by=somebody(division, "dro"))


@pytest.mark.rule("E6")
def test_an_invoice_and_its_page_offer_the_ways_that_are_open_and_no_other(office, settings):
    sent = asked(office)
    request = accepted(sent)
    told = invoice(request, request.fee, "P0000000Y")
    assert (told["card"], told["account"], told["cheques_to"]) == (False, [], "")
    words, _ = read(request, "registers_invoice")
    outside = come_back(sent.reference, sent.word)
    page = outside.get(reverse("portal:pay")).text
    for closed in ("transfer", "Made out to", "Make it out to", "Card"):
        assert closed not in words
        assert closed not in page
    assert "Cash" in words
    settings.PAYMENT_PROVIDER = "office"
    Division.objects.update(cheques_to="Pretend Treasury")
    account = account_in_force(office)
    request = again(request)
    told = invoice(request, request.fee, "P0000000Y")
    assert (told["card"], told["account"], told["cheques_to"]) == (True, account.lines(), "Pretend Treasury")
    page = outside.get(reverse("portal:pay")).text
    for line in (*account.lines(), "Make it out to", request.fee.invoice_number, "Pay by card", *REACHED):
        assert line in page, line
    stop_account(account, why="Closed.", by=somebody(office, "dro"))
    assert ways_to_pay(office).account == []


@pytest.mark.rule("E6", "E3b")
def test_a_letter_says_where_the_office_is_and_what_is_unknown_leaves_no_hole(office):
    request = quoted(asked(office))
    words, _ = read(request, "registers_quotation")
    for said in (*REACHED, "Come to", "Write to"):
        assert said in words, said
    Division.objects.update(**(dict.fromkeys(OFFICE, "") | {"telephone": "01632 960100"}))
    request = again(request)
    told = quotation_letter(request, request.quotation, "P0000000Y")
    assert told["contacts"] == [("Telephone", ["01632 960100"])]


def test_a_letter_bears_the_day_of_the_office_and_not_of_the_server(division):
    at = datetime(2027, 5, 2, 20, tzinfo=UTC)
    assert head(asked(division), "P0000000Y", "A letter", at)["date"] == "3 May 2027", "Darwin is ahead"


@pytest.mark.rule("E9", "E10")
@pytest.mark.parametrize("email", ["vera@people.invalid", ""])
def test_a_recall_is_told_by_a_letter_whoever_has_no_mail(
    office, email, client, django_capture_on_commit_callbacks
):
    request = asked(office, "CANDIDATE", email=email)
    release, _, _ = released(request, way="collection", key_way="letter")
    clerk = make_person("clerk", office)
    with django_capture_on_commit_callbacks(execute=True):
        recall_request(again(request), why="An elector in it is in danger.", by=clerk)
    words, reader = read(request, "registers_recall")
    row = request.items_now[0].entitlement
    for said in (request.reference, release.reference, "Full register, data, the whole", row.basis, row.offence, "Destroy it",
                 "Vera Testperson", "To send back", "Signature", *REACHED):  # fmt: skip
        assert "".join(said.split()) in "".join(words.split()), said
    assert "danger" not in words
    assert len(mail.outbox) == bool(email)
    assert not email or REACHED[2] in mail.outbox[-1].body
    assert len(reader.pages) == 2
    client.force_login(clerk, backend=BACKEND)
    letter = Document.objects.get(kind="registers_recall")
    desk = client.get(reverse("registers:request_paper", args=[request.reference, letter.reference]))
    outside = come_back(request.reference, request.word)
    portal = outside.get(reverse("portal:paper", args=[letter.reference]))
    for answer in (desk, portal):
        assert b"".join(answer.streaming_content).startswith(b"%PDF")


@pytest.mark.rule("E9")
def test_a_recall_names_the_limits_of_each_thing_once(office):
    request = asked(office, "CANDIDATE", items=[item("FULL"), item("AVL")])
    release, _, _ = released(request, way="post", key_way="telephone")
    told = recall_letter(again(request), release, "P0000000Y", release.released_at)
    whole = " ".join(line for lines in told["paragraphs"] for line in lines)
    bases = Entitlement.objects.filter(pk__in=[i.entitlement_id for i in request.items_now])
    assert [whole.count(basis) for basis in bases.values_list("basis", flat=True)] == [1, 1]


@pytest.mark.rule("E7", "E9b")
def test_a_cover_sheet_says_limits_once_where_two_things_have_the_same(office):
    same, _, _ = released(asked(office, "CRA", ("FULL", "OVERSEAS")), way="post", key_way="telephone")
    apart, _, _ = released(asked(office, "CANDIDATE", ("FULL", "AVL")), way="post", key_way="telephone")
    for release, groups in ((same, [2]), (apart, [1, 1])):
        assert [len(thing["what"]) for thing in cover_sheet(release, "P0000000Y")["things"]] == groups


@pytest.mark.rule("E5", "E9")
def test_a_print_has_its_title_its_language_and_an_end_that_counts(division, person, tmp_path, monkeypatch):
    dro = person("dro")
    load_golden(division, dro)
    edition = sealed(division, dro)
    monkeypatch.setattr(printing, "ENTRIES_A_PIECE", 30)
    write_print(edition, "FULL", sold=False, notice=NOTICE, by=dro, out=tmp_path / "register.pdf")
    last = PdfReader(tmp_path / "register.pdf").pages[-1].extract_text()
    assert f"End of the list: {edition.counts['FULL']:,} entries." in last
    with pikepdf.open(tmp_path / "register.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]).startswith(edition.title)
        assert str(pdf.Root.Lang) == "en-AU"


@pytest.mark.rule("E9")
def test_the_sheet_of_a_recall_is_keyed_in_once_and_ends_what_is_asked_of_the_applicant(office, client):
    request = asked(office, "CANDIDATE")
    release, _, _ = released(request, way="collection", key_way="letter")
    clerk = make_person("clerk", office)
    outside = come_back(request.reference, request.word)
    client.force_login(clerk, backend=BACKEND)
    page, sent = (
        reverse(f"registers:{name}", args=[request.reference]) for name in ("request", "copy_destroyed")
    )
    assert "the copy is destroyed</a>" not in client.get(page).text, "it is not handed over yet"
    recall_request(again(request), why="x", by=clerk)
    assert "The copy was recalled." in client.get(page).text
    assert "It is destroyed" in outside.get(reverse("portal:request")).text
    assert "the copy is destroyed</a>" in client.get(page).text
    client.post(sent)
    assert again(request).status == "recalled"
    last = Supply.objects.filter(subject=request.reference).latest("pk")
    assert (last.kind, last.by, last.sha256) == ("destroyed", clerk, release.sha256)
    assert Event.objects.filter(verb="destroy_recalled").about(request).count() == 1
    assert "Nothing: it has ended." in client.get(page).text
    assert "the recalled copy is destroyed" in outside.get(reverse("portal:request")).text
    assert "the copy is destroyed</a>" not in client.get(page).text
    with pytest.raises(WrongState, match="noted already"):
        confirm_destroyed(again(request), by=outsider())


@pytest.mark.rule("E9")
def test_who_had_told_that_it_was_destroyed_is_asked_again_after_a_recall(office, person):
    request = asked(office, "CANDIDATE")
    release, _, _ = released(request, way="collection", key_way="letter")
    hand_over(release, handed_to="Vera Testperson (passport)", by=release.released_by)
    with pytest.raises(NotPermitted):
        confirm_destroyed(again(request), by=person("auditor"))
    confirm_destroyed(again(request), by=outsider())
    with pytest.raises(WrongState):
        confirm_destroyed(again(request), by=outsider())
    recall_request(again(request), why="It was seen on a market.", by=make_person("clerk", office))
    assert not is_destroyed(again(request))
    confirm_destroyed(again(request), by=outsider())
    assert is_destroyed(again(request))
