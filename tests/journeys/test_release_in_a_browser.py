"""A copy from the order to the download, in Chromium: prepared, looked into, checked, released, taken by the applicant once (E7)."""

import pytest
import pyzipper
from playwright.sync_api import expect

from registers.models import Release
from tests.journeys.browser import become, look_at
from tests.registers.asking import asked, item, paid, somebody
from tests.registers.editions import sealed
from tests.steps import load_golden, work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def request_paid(division, person):
    dro = somebody(division, "dro")
    load_golden(division, dro)
    sealed(division, dro)
    wanted = asked(
        division,
        items=[item("FULL", "print"), item("OVERSEAS")],
        telephone="08 5550 0000",
        needs="large print",
    )
    word, wanted = wanted.word, paid(wanted)
    wanted.word = word
    return wanted


def prepare(screen, request, who):
    become(screen, who)
    screen.goto(f"{screen.live}{request.get_absolute_url()}")
    look_at(screen, "release-request")
    screen.get_by_role("button", name="Prepare the copy").click()
    look_at(screen, "copy-waiting")
    work_off()
    screen.reload()
    expect(screen.get_by_role("button", name="The copy is right")).to_be_visible()
    look_at(screen, "copy-of-who-prepared")


def check(screen, request, who):
    become(screen, who)
    screen.goto(f"{screen.live}{request.get_absolute_url()}copy/")
    look_at(screen, "copy")
    screen.get_by_role("link", name="Send it back").click()
    look_at(screen, "copy-redo")
    screen.go_back()
    screen.get_by_role("button", name="The copy is right").click()
    expect(screen.get_by_text("The copy is checked.")).to_be_visible()


def release(screen, request, who):
    become(screen, who)
    screen.goto(f"{screen.live}{request.get_absolute_url()}")
    screen.get_by_role("link", name="Release the copy").click()
    look_at(screen, "release-new")
    screen.get_by_role("button", name="Release the copy").click()
    look_at(screen, "release-new-wrong")
    screen.get_by_label("Download").check()
    screen.get_by_label("By telephone").check()
    screen.get_by_role("button", name="Release the copy").click()
    expect(screen.get_by_role("heading", level=1, name="The copy is released")).to_be_visible()
    look_at(screen, "released")
    text = screen.get_by_role("main").inner_text()
    key = screen.locator("#key-heading + p").inner_text()
    link = next(word for word in text.split() if "/registers/download/" in word)
    return key, link


def ask_for_the_file(screen, request, link):
    screen.goto(link)
    screen.get_by_label("Your reference").fill(request.reference)
    screen.get_by_label("Your word").fill(request.word.lower())
    return screen.get_by_role("button", name="Take the file")


def take(screen, request, link, folder):
    screen.context.clear_cookies()
    screen.goto(link)
    look_at(screen, "download")
    button = ask_for_the_file(screen, request, link)
    with screen.expect_download() as taken:
        button.click()
    taken.value.save_as(folder / "taken.zip")
    other = screen.context.new_page()  # its console may say 404: that is the answer
    ask_for_the_file(other, request, link).click()
    expect(other.get_by_role("heading", level=1, name="This link gives nothing")).to_be_visible()
    look_at(other, "download-nothing")


@pytest.mark.rule("E7", "E8", "E9")
def test_a_copy_goes_to_the_right_person_once(screen, request_paid, person, tmp_path):
    clerks = [person("clerk") for _ in range(3)]
    prepare(screen, request_paid, clerks[0])
    check(screen, request_paid, clerks[1])
    key, link = release(screen, request_paid, clerks[2])
    take(screen, request_paid, link, tmp_path)
    archive = pyzipper.AESZipFile(tmp_path / "taken.zip")
    archive.setpassword(key.encode())
    assert archive.read("1-register.pdf").startswith(b"%PDF")
    assert archive.testzip() is None
    become(screen, clerks[2])
    screen.goto(f"{screen.live}{Release.objects.get().get_absolute_url()}")
    expect(screen.get_by_text("Completed (POST)")).to_be_visible()
    look_at(screen, "release")
    screen.goto(f"{screen.live}/supply/releases/")
    look_at(screen, "releases")
    screen.goto(f"{screen.live}/supply/releases/?status=withdrawn")
    look_at(screen, "releases-none")
