"""A credit reference agency: evidence, two people, fee, invoice, card, prepared, checked, released, downloaded with its key, later ones."""

import pytest
import pyzipper
from playwright.sync_api import expect

from registers.models import AccessRequest, DownloadTry, Standing
from tests.journeys.browser import look_at
from tests.journeys.desk import Desk, status_of
from tests.journeys.outside import begin, choose, send
from tests.payments.paying import KEY, PAYS, SECRET, Bank
from tests.registers.asking import in_england
from tests.registers.editions import sealed
from tests.steps import load_golden
from tests.workers import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def office(division, person):
    """The golden division as one of England and Wales, its register published."""
    dro = person("dro")
    division = in_england(division)
    load_golden(division, dro)
    division.dro = dro
    sealed(division, dro)
    return division


@pytest.fixture
def bank(live_server, settings):
    """The provider as a process that sends its events to this office."""
    provider = Bank("--events", f"{live_server.url}/payments/provider/office/events/")
    settings.PAYMENT_PROVIDER, settings.PAYMENT_PROVIDER_URL = "office", provider.url
    settings.PAYMENT_PROVIDER_KEY, settings.PAYMENT_PROVIDER_SECRET = KEY, SECRET
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "form-action": ["'self'", provider.url]}}
    yield provider
    provider.stop()


def ask(screen) -> tuple[str, str]:
    begin(screen)
    choose(screen, "Who are you?", "Credit reference agencies")
    choose(screen, "What do you need?", "Full register", name="portal-what-agency")
    choose(
        screen,
        "In which form, and how much of it?",
        "Send me the later ones too, for as long as I pay for each",
    )
    choose(screen, "What will you use it for?", "Vetting applications for credit, or for guarantees and indemnities about credit",
           In_your_own_words="We vet applications for credit.")  # fmt: skip
    expect(screen.get_by_text("£21.50")).to_be_visible()
    expect(screen.get_by_text("What it costs, if you are entitled")).to_be_visible()
    choose(screen, "May you have it?", name="portal-may-agency")
    choose(screen, "Your details", Organisation="Pretend Credit Files", Your_full_name="Vera Testperson", Telephone="01632 960001",
           By_what_authority_you_act_for_it="Compliance officer", **{"E-mail": "vera@people.invalid"})  # fmt: skip
    choose(
        screen,
        "Declaration",
        "What I have said is true, and I will keep to these limits",
        Sign_with_your_full_name="Vera Testperson",
    )
    return send(screen)


def give_evidence(screen, tmp_path):
    file = tmp_path / "permission.pdf"
    file.write_bytes(PDF)
    screen.get_by_role("link", name="Send a file").click()
    look_at(screen, "portal-evidence")
    screen.get_by_label("What it is").fill("Our permission")
    screen.locator("input[type=file]").set_input_files(file)
    screen.get_by_role("button", name="Send", exact=True).click()
    expect(screen.get_by_text("a person has not looked at it yet")).to_be_visible()


def pay(screen):
    screen.reload()
    look_at(screen, "portal-quoted")
    screen.get_by_role("button", name="I accept, £21.50").click()
    look_at(screen, "portal-pay")
    screen.get_by_role("button", name="Pay by card").click()
    screen.get_by_label("Card number").fill(PAYS)
    screen.get_by_label("Expiry date").fill("12/30")
    screen.get_by_label("Security code").fill("123")
    screen.get_by_role("button", name="Pay £21.50").click()
    expect(screen.get_by_role("heading", level=1, name="Paid. Thank you")).to_be_visible(timeout=20_000)
    look_at(screen, "portal-paid")


def test_an_agency_asks_pays_and_takes_its_copy(screen, office, bank, worker, person, tmp_path):
    clerk, other = person("clerk"), person("clerk")
    reference, _ = ask(screen)
    give_evidence(screen, tmp_path)
    desk = Desk(screen)
    desk.see_evidence(clerk, reference)
    desk.confirm(clerk, reference)
    desk.open_evidence(office.dro, reference)
    desk.confirm(office.dro, reference, "second")
    desk.step(clerk, reference, "quote")
    pay(screen)
    desk.prepare(clerk, reference)
    until(lambda: status_of(reference) == "prepared", "the copy is prepared")
    desk.check(other, reference)
    key, link = desk.release(other, reference, "link", "telephone")
    screen.goto(f"{screen.live}/registers/follow/request/")
    look_at(screen, "portal-released")
    screen.goto(link)
    look_at(screen, "portal-download")
    with screen.expect_download() as download:
        screen.get_by_role("button", name="Take the file").click()
    archive = tmp_path / "copy.zip"
    download.value.save_as(archive)
    with pyzipper.AESZipFile(archive) as files:
        files.setpassword(key.encode())
        assert "READ-THIS-FIRST.txt" in files.namelist()
        assert b"Pretend Credit Files" in files.read("register.csv")
    until(lambda: status_of(reference) == "received", "the copy is received")
    assert DownloadTry.objects.filter(outcome="complete").count() <= 1
    screen.goto(f"{screen.live}/registers/follow/request/")
    look_at(screen, "portal-received")
    screen.get_by_role("link", name="Help with the file").click()
    look_at(screen, "portal-guide")
    standing = Standing.objects.get()
    assert (standing.product_id, standing.why, standing.ended_on) == ("FULL", "while_paid", None)
    screen.goto(f"{screen.live}/registers/follow/request/destroyed/")
    look_at(screen, "portal-destroyed")
    screen.get_by_label("Every copy that we had is destroyed").check()
    screen.get_by_role("button", name="Tell the office").click()
    expect(screen.get_by_text("You told us that the copy is destroyed")).to_be_visible()
    assert AccessRequest.objects.get(reference=reference).status == "closed"
