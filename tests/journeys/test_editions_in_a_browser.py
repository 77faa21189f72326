"""The Divisional Returning Officer seals a register, a notice and the lists of absent voters, on a wide and a narrow screen."""

import pytest
from playwright.sync_api import expect

from electoral.protected.actions import protect_elector
from electoral.roll.models import Elector
from registers.actions.supply import record_supply
from registers.models import Edition, Mark
from tests.conftest import make_person
from tests.factories import ElectorFactory, ResidenceFactory
from tests.journeys.browser import become, look_at
from tests.steps import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def roll(division, many=12):
    for n in range(1, many + 1):
        home = ResidenceFactory(street__locality__division=division, number_first=n)
        ElectorFactory(residence=home, elector_id=f"E{n}", register_number=str(n), surname=f"Testperson{n}", open_register=n != 2,
                       absent_vote="postal" if n == 3 else "")  # fmt: skip
        Mark.objects.create(division=division, elector_id=f"E{n}", poll="Mayor 2026", marked=n % 2 == 0)


def seal(page, family, **values):
    page.goto(f"{page.live}/supply/editions/")
    page.get_by_role("link", name="Seal an edition").first.click()
    look_at(page, "edition-family")
    page.get_by_label(family, exact=True).check()
    page.get_by_role("button", name="Continue").click()
    for label, value in values.items():
        field = page.get_by_label(label.replace("_", " "), exact=False).first
        field.select_option(index=value) if isinstance(
            value, int
        ) else field.check() if value is True else field.fill(value)
    look_at(page, f"edition-new-{family.split()[0].lower()}")
    page.get_by_role("button", name="Seal", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gold")
    look_at(page, "edition-ordered")
    work_off()
    page.reload()


@pytest.mark.rule("E5")
def test_a_dro_seals_what_is_published(division, screen):
    state = division.area.state
    state.jurisdiction = "england_and_wales"
    state.save()
    dro = make_person("dro", division)
    become(screen, dro)
    screen.goto(f"{screen.live}/supply/editions/")
    look_at(screen, "editions-empty")
    roll(division)
    protect_elector(division, "E12", kind="anonymous", by=dro)
    seal(screen, "Register of electors")
    expect(screen.get_by_role("row", name="Open register")).to_contain_text("10")
    Elector.objects.filter(elector_id="E4").update(surname="Newname")
    seal(screen, "Register of electors")
    seal(screen, "Notice of alteration", The_earlier_register=2, The_later_register=1)
    expect(screen.get_by_role("row", name="of which altered")).to_contain_text("1")
    seal(screen, "Absent voters lists")
    seal(screen, "Marked register and lists", Day_of_the_poll=division.today().isoformat())
    expect(screen.get_by_text("in force on the day of the poll")).to_be_visible()
    look_at(screen, "edition-marked")
    register = Edition.objects.filter(family="register").last()
    record_supply(division, kind="supply", subject=register.reference, applicant="Credit reference agency", organisation="Pretend Credit Ltd",
                  name="Rita Testperson", product="Full register", basis="regulation 114", by=dro, edition=register, entries=12)  # fmt: skip
    screen.goto(f"{screen.live}{register.get_absolute_url()}")
    look_at(screen, "edition-sealed")
    screen.goto(f"{screen.live}/supply/editions/")
    look_at(screen, "editions")
