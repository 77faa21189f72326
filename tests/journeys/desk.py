"""The office's side of a journey, in a browser of its own: each step by the person who takes it."""

from playwright.sync_api import expect

from registers.models import AccessRequest
from tests.journeys.browser import become


class Desk:
    """`desk.step(clerk, reference, "quote")`: the person signs in, opens the page of the step and presses its button."""

    def __init__(self, screen):
        self.context = screen.context.browser.new_context(accept_downloads=True)
        self.page = self.context.new_page()
        self.page.live = screen.live

    def open(self, user, path: str):
        become(self.page, user)
        self.page.goto(f"{self.page.live}/supply/{path}")
        return self.page

    def step(self, user, reference: str, verb: str, **fields: str):
        """Fill in what the page of a step asks (by the names of its fields; "on" ticks), and press its main button."""
        page = self.open(user, f"requests/{reference}/{verb}/")
        for name, value in fields.items():
            fill(page, name, value)
        press(page, page.locator("main form:not(.moves form) button[type=submit]").first)
        expect(page.locator(".govuk-error-summary")).to_have_count(0)
        return page

    def open_evidence(self, user, reference: str, number: int = 1):
        """The file itself, for whoever confirms after another person."""
        page = self.open(user, f"requests/{reference}/evidence/{number}/")
        with page.expect_download():
            page.get_by_role("link", name="Open the file").click()

    def see_evidence(self, user, reference: str, number: int = 1):
        page = self.open(user, f"requests/{reference}/evidence/{number}/")
        with page.expect_download():  # who has not opened it has not seen it
            page.get_by_role("link", name="Open the file").click()
        page.reload()
        fill(page, "satisfies", "yes")
        press(page, page.locator("main form:has([name=satisfies]) button[type=submit]"))

    def confirm(self, user, reference: str, verb: str = "confirm"):
        self.step(user, reference, verb, access="on", use="on", reason="The evidence shows it.")

    def prepare(self, user, reference: str):
        page = self.open(user, f"requests/{reference}/")
        press(page, page.locator("form[action$='/prepare/'] button"))

    def check(self, user, reference: str):
        page = self.open(user, f"requests/{reference}/copy/")
        press(page, page.get_by_role("button", name="The copy is right"))

    def release(self, user, reference: str, way: str, key_way: str) -> tuple[str, str]:
        """The key and the link (empty without one), as they are shown once."""
        page = self.step(user, reference, "release", way=way, key_way=key_way)
        expect(page.get_by_role("heading", level=1, name="The copy is released")).to_be_visible()
        shown = page.locator("main .mono").all_inner_texts()
        key = next(text for text in shown if text.count("-") > 3 and "/" not in text)
        return key, next((text for text in shown if text.startswith("http")), "")


def press(page, button):
    """Press, and wait for the page that answers."""
    with page.expect_navigation():
        button.click()


def fill(page, name: str, value: str):
    field = page.locator(f"main [name={name}]")
    kind = field.first.get_attribute("type")
    if kind == "radio":
        page.locator(f"main [name={name}][value='{value}']").check()
    elif kind == "checkbox":
        field.first.check()
    else:
        field.first.fill(value)


def status_of(reference: str) -> str:
    return AccessRequest.objects.get(reference=reference).status
