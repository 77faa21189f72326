"""The whole request by keyboard alone: Tab, arrows, Space, Enter and letters, from the start page to the word."""

import pytest
from playwright.sync_api import expect

from registers.models import AccessRequest
from tests.registers.asking import in_england, sealed, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = """() => { const e = document.activeElement; const label = e.labels && e.labels[0] || e;
  return [e.tagName + ':' + (e.type || ''), label.innerText.split('(')[0].trim(), e.name || '', e.value || ''] }"""
OUTLINE = "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow }"
MOST = 60


def tab_to(screen, *words: str):
    """Tab until something with one of these words (its label, name or value) has the focus; the focus is always seen."""
    for _ in range(MOST):
        screen.keyboard.press("Tab")
        what = screen.evaluate(FOCUSED)
        if any(word in what[1:] for word in words):
            assert screen.evaluate(OUTLINE) != "nonenone", f"the focus on {words} is not seen"
            return
    raise AssertionError(f"no way by Tab to {words} on {screen.url}")


def turn_to(screen, name: str, value: str):
    """To a group of radio buttons, and with the arrows to one of them."""
    tab_to(screen, name)
    for _ in range(MOST):
        if screen.evaluate(FOCUSED)[3] == value:
            screen.keyboard.press("Space")
            return
        screen.keyboard.press("ArrowDown")
    raise AssertionError(f"no way by arrows to {value} of {name}")


def go_on(screen, words: str, heading: str):
    tab_to(screen, words)
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("heading", level=1, name=heading)).to_be_visible()


def write(screen, name: str, text: str):
    tab_to(screen, name)
    screen.keyboard.type(text)


@pytest.mark.rule("E2")
def test_a_request_is_made_by_keyboard_alone(screen, division):
    office = in_england(division)
    sealed(office, "register", by=somebody(office, "dro"))
    screen.goto(f"{screen.live}/registers/")
    go_on(screen, "Start now", "Who are you?")
    turn_to(screen, "who", "candidates")
    go_on(screen, "Continue", "Who are you, more exactly?")
    turn_to(screen, "kind", "CANDIDATE")
    go_on(screen, "Continue", "What do you need?")
    tab_to(screen, "Full register")
    screen.keyboard.press("Space")
    go_on(screen, "Continue", "In which form, and how much of it?")
    go_on(screen, "Continue", "What will you use it for?")
    tab_to(screen, "Electoral purposes")
    screen.keyboard.press("Space")
    write(screen, "purpose_note", "Leaflets.")
    go_on(screen, "Continue", "May you have it?")
    go_on(screen, "Continue", "Your details")
    write(screen, "name_", "Vera Testperson")
    write(screen, "email", "vera@people.invalid")
    go_on(screen, "Continue", "Declaration")
    tab_to(screen, "agree")
    screen.keyboard.press("Space")
    write(screen, "declared_name", "Vera Testperson")
    go_on(screen, "Continue", "Check your answers")
    go_on(screen, "Send the request", "Your request is sent")
    go_on(screen, "I have noted both", f"Your request {AccessRequest.objects.get().reference}")
