"""What somebody outside does in the browser: the questions one by one, the word noted, the way back."""

from playwright.sync_api import expect

from tests.journeys.browser import look_at


def begin(screen, name=""):
    screen.goto(f"{screen.live}/registers/")
    look_at(screen, f"{name}start" if name else "")
    screen.get_by_role("button", name="Start now").click()


def choose(screen, heading: str, *labels: str, name: str = "", **fields: str):
    """Answer one question: tick what is named, fill in the rest, go on."""
    expect(screen.get_by_role("heading", level=1, name=heading)).to_be_visible()
    look_at(screen, name)
    for label in labels:
        screen.get_by_label(label, exact=True).first.check()
    for label, text in fields.items():
        screen.get_by_label(label.replace("_", " ")).first.fill(text)
    screen.get_by_role("main").get_by_role("button").first.click()


def send(screen, name: str = "") -> tuple[str, str]:
    """Send what was answered; the reference and the word, noted."""
    expect(screen.get_by_role("heading", level=1, name="Check your answers")).to_be_visible()
    look_at(screen, f"{name}check" if name else "")
    screen.get_by_role("button", name="Send the request").click()
    expect(screen.get_by_role("heading", level=1, name="Your request is sent")).to_be_visible()
    look_at(screen, f"{name}sent" if name else "")
    reference, word = reference_and_word(screen)
    screen.get_by_role("button", name="I have noted both").click()
    expect(screen.get_by_role("heading", level=1, name=f"Your request {reference}")).to_be_visible()
    return reference, word


def reference_and_word(screen) -> list[str]:
    """Both, as they are shown once."""
    shown = screen.locator(".portal__word dd")
    expect(shown).to_have_count(2)
    return shown.all_inner_texts()


def come_back(screen, reference: str, word: str):
    screen.goto(f"{screen.live}/registers/follow/")
    screen.get_by_label("Reference").fill(reference)
    screen.get_by_label("Word").fill(word)
    screen.get_by_role("button", name="Open").click()
