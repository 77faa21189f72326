"""What a person does in the browser, whoever they are; every page looked at is held to WCAG 2.2 AA."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.conftest import PASSWORD

# Only violations are told in full: on a long page what passes takes a third of the time.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
WIDTHS = (1280, 390)
PICTURES = Path(os.environ.get("PICTURES", "var/pictures"))
# A part of a page that renews itself must not go away under axe: what comes is thrown away, and is asked for again.
HOLD_STILL = "window.held = event => event.preventDefault(); document.addEventListener('htmx:beforeOnLoad', window.held)"
LET_GO = "document.removeEventListener('htmx:beforeOnLoad', window.held)"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def become(page, user):
    """Sit down at the browser as somebody who has signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.live}])


def look_at(page, name=""):
    """axe at both widths, nothing wider than the screen; a picture where it has a name."""
    page.wait_for_load_state()  # a click waits for the first byte of the page that answers, no longer
    page.evaluate(HOLD_STILL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{page.url} at {width}: {found.generate_report()}"
        assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth"), (
            f"{page.url} is wider than {width}"
        )
        if name:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}-{width}.png")
    page.evaluate(LET_GO)
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page, user):
    page.goto(f"{page.live}/")
    look_at(page, "sign-in")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def send_file(page, division, kind, path):
    page.goto(f"{page.live}/roll/{division.code}/loads/")
    look_at(page)
    page.get_by_label(kind, exact=False).first.check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Send").click()
    apply = page.get_by_role("button", name="Apply", exact=True)
    expect(apply).to_be_visible(timeout=30_000)
    look_at(page, f"load-{kind.lower()}")
    apply.click()
    expect(page.get_by_text("Applied").first).to_be_visible(timeout=30_000)
