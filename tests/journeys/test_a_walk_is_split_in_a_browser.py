"""A Walk of 900 residences, from its boundaries to the aligned street file, in Chromium: DRO, Head Office, Area Manager."""

import csv
import re
from datetime import date
from itertools import groupby, product

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from electoral.demo.outlines import make_boundaries
from electoral.office.models import Delegation
from electoral.papers.models import Document
from tests.journeys.browser import become, look_at, send_file
from tests.walks.area_story import BLOCK, DOOR, NAMES, NORTH, SETBACK, WEST
from tests.workers import until
from walks.actions.spare_number import give_spare_numbers
from walks.documents.area_change import faces_today, graph_of
from walks.models import RR004, Allocation, AreaChange, StreetRange, Walk
from walks.split_plan import checked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BIG = 900
HEADER = (
    "address_id",
    "number_first",
    "street_name",
    "street_type",
    "locality",
    "postcode",
    "ccd",
    "latitude",
    "longitude",
)


def files_of(folder):
    """A suburb on a grid: one district of nine streets with 100 residences each, and a small one of two streets."""
    folder.mkdir()
    addresses = folder / "addresses.csv"
    with addresses.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        for row, name in enumerate(NAMES[:11]):
            for number in range(1, 101 if row < 9 else 41):
                point = (
                    NORTH - row * BLOCK + (SETBACK if number % 2 else -SETBACK),
                    WEST + number // 2 * DOOR,
                )
                ccd = "7990001" if row < 9 else "7990002"
                sheet.writerow([f"{name}{number}", number, name, "STREET", "FABLETOWN", "0899", ccd, *point])
    return addresses, make_boundaries(addresses, folder / "boundaries.geojson")


def can_move(change) -> tuple[list[str], int]:
    """The faces of a street that another part could have, and that part's position."""
    rows = {row.key: row.part.position for row in change.faces.select_related("part")}
    graph = graph_of(change, faces_today(change))
    streets = {
        street: list(keys) for street, keys in groupby(sorted(rows), key=lambda key: key.split("-")[0])
    }
    for keys, there in product(streets.values(), (1, 2, 3)):
        moved = rows | dict.fromkeys(keys, there)
        parts = [[key for key, at in moved.items() if at == position] for position in (1, 2, 3)]
        if moved != rows and not checked(graph, parts).faults:
            return keys, there
    raise AssertionError("no street can be moved")


def load_and_build(screen, division, tmp_path):
    addresses, boundaries = files_of(tmp_path / "files")
    send_file(screen, division, "Addresses", addresses)
    screen.goto(f"{screen.live}/walks/?division=GOLD")
    screen.get_by_role("button", name="Build").first.click()
    expect(screen.get_by_text("Done").first).to_be_visible(timeout=30_000)
    send_file(screen, division, "Boundaries", boundaries)


def split_in_three(screen):
    screen.goto(f"{screen.live}/walks/?division=GOLD&show=over")
    screen.get_by_role("link", name="Walk 1", exact=True).click()
    look_at(screen, "walk-over-400")
    screen.get_by_role("link", name="Split").click()
    screen.get_by_label("Rapid development", exact=False).check()
    screen.get_by_role("button", name="Begin the split").click()
    change = AreaChange.objects.get()
    screen.goto(f"{screen.live}/walks/changes/{change.reference}/proposals/")
    look_at(screen, "split-proposals")
    screen.get_by_role("button", name="Choose").first.click()
    expect(
        screen.get_by_text("The parts are fit").or_(screen.get_by_text("Submit to Head Office")).first
    ).to_be_attached()
    screen.goto(f"{screen.live}/walks/changes/{change.reference}/faces/")
    keys, there = can_move(change)
    for key in keys:
        screen.locator(f"input[name=face][value='{key}']").check()
    screen.get_by_label("Move the ticked faces to").select_option(str(there))
    with screen.expect_response(lambda answer: "/faces/" in answer.url and answer.request.method == "POST"):
        screen.get_by_role("button", name="Move and check").first.click()
    look_at(screen, "split-faces")
    screen.goto(f"{screen.live}{change.get_absolute_url()}")
    screen.get_by_label("Remarks", exact=False).first.fill("Built up since the last review.")
    screen.get_by_role("button", name="Submit to Head Office").click()
    expect(screen.get_by_text("With Head Office").first).to_be_visible()
    now = change.faces.select_related("part")
    assert {row.part.position for row in now if row.key in keys} == {there}
    return change


def fill_in_and_submit(screen, form):
    for line in form.lines.all():
        screen.goto(f"{screen.live}{line.get_absolute_url()}")
        screen.get_by_text("The same for all the rest").click()
        box = screen.locator("details").filter(has_text="The same for all the rest")
        for feature in box.get_by_role("checkbox").all()[:3]:
            feature.check()
        expect(screen.locator("#weighed")).to_contain_text("100")
        screen.get_by_label("Urban", exact=True).check()
        screen.get_by_label(re.compile("^Remarks")).fill("Level streets with kerbs; houses and a few units.")
        screen.get_by_role("button", name="Save", exact=True).click()
    look_at(screen, "rr004-line")
    screen.goto(f"{screen.live}{form.get_absolute_url()}")
    look_at(screen, "rr004-draft")
    screen.get_by_role("button", name="Submit to the Area Manager").click()
    expect(screen.get_by_text("With the Area Manager").first).to_be_visible()


def decide(screen, form, numbers, button, reason=""):
    screen.goto(f"{screen.live}{form.get_absolute_url()}decide/")
    for line in form.lines.filter(number__in=numbers):
        screen.locator(f"input[name=line][value={line.reference}]").check()
    if reason:
        screen.get_by_label("Reason for a return", exact=False).fill(reason)
    screen.get_by_role("button", name=button).click()


@pytest.mark.rule("1.2a", "1.2b", "1.2c", "1.8a", "1.8d", "4a", "4b")
def test_a_big_walk_is_split_approved_and_aligned(screen, worker, division, person, tmp_path):
    dro, manager, head = person("dro"), person("area_manager"), person("head_office")
    Delegation.objects.create(state=division.area.state, instrument="Instrument 7", from_on=date(2026, 1, 1))
    give_spare_numbers(division, first=901, last=910, by=head)
    screen.goto(f"{screen.live}/account/login/")
    become(screen, dro)
    load_and_build(screen, division, tmp_path)
    change = split_in_three(screen)

    become(screen, head)
    screen.goto(f"{screen.live}{change.get_absolute_url()}")
    look_at(screen, "split-with-head-office")
    screen.get_by_role("button", name="Approve the split").click()

    become(screen, dro)
    screen.goto(f"{screen.live}{change.get_absolute_url()}")
    screen.get_by_role("button", name="Put its Walks on form RR004").click()
    form = RR004.objects.get()
    screen.goto(f"{screen.live}{form.get_absolute_url()}add/")
    other = Walk.objects.in_force().exclude(number=1).order_by("number").first()
    screen.locator(f"input[name=walk][value={other.reference}]").check()
    screen.get_by_role("button", name="Add the Walks ticked").click()
    fill_in_and_submit(screen, form)

    become(screen, manager)
    screen.goto(f"{screen.live}/")
    look_at(screen, "home-area-manager")
    screen.goto(f"{screen.live}{form.get_absolute_url()}decide/")
    look_at(screen, "rr004-decide")
    decide(screen, form, [other.number], "Return", reason="Say which streets are steep.")
    parts = list(change.parts.values_list("number", flat=True))
    decide(screen, form, parts, "Approve")
    change.refresh_from_db()
    assert change.status == "in_force"

    become(screen, dro)
    screen.goto(f"{screen.live}/walks/changes/{change.reference}/alignment/")
    look_at(screen, "alignment")
    screen.get_by_role("button", name="Bring the street").click()
    expect(screen.get_by_text("Done").first).to_be_visible()
    counted = {n: Allocation.objects.filter(walk__number=n, walk__ended_on=None).count() for n in parts}
    assert sum(counted.values()) == BIG
    assert max(counted.values()) <= 400
    assert not StreetRange.objects.in_force().filter(walk__ended_on__isnull=False).exists()

    until(lambda: Document.objects.filter(kind="rr004", status="kept").exists(), "the endorsed form is made")
    screen.goto(f"{screen.live}{form.get_absolute_url()}")
    paper = screen.get_by_role("link", name=re.compile("Endorsed form RR004"))
    look_at(screen, "rr004-decided")
    with screen.expect_download() as download:
        paper.click()
    text = " ".join(p.extract_text() for p in PdfReader(download.value.path()).pages)
    for words in ("Approved", manager.name, "Say which streets are steep", *map(str, parts)):
        assert words in text, words

    kept = Walk.objects.in_force().get(number=parts[0])
    screen.goto(f"{screen.live}/walks/forms/begin/?division=GOLD&show=all&walk={kept.reference}")
    screen.locator(f"input[name=walk][value={kept.reference}]").check()
    screen.get_by_role("button", name="Begin the form").click()
    expect(screen.get_by_text(form.reference).first).to_be_visible()
    assert RR004.objects.count() == 1
