"""Reads a rendered page for the tests."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """The elements of a page as (name, attributes), and its text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute stands twice on {tag} {attrs}"
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, *names):
        return [attrs for tag, attrs in self.elements if tag in names]


def renewed(answer) -> list[str]:
    """The parts of a page that the browser asks for again, since a worker is at what they show."""
    return [part["id"] for part in Page(answer.text).all("div") if part.get("hx-trigger") == "every 2s"]
