"""The test cards: what happens is told by the number."""

from typing import NamedTuple


class Card(NamedTuple):
    number: str
    outcome: str
    words: str


CARDS = (
    Card("4242 4242 4242 4242", "pays", "Pays"),
    Card("4000 0000 0000 0002", "declined", "Is declined"),
    Card("4000 0000 0000 0119", "lost", "Pays, but your browser is not sent back"),
    Card("4000 0000 0000 0127", "late", "Runs out first, and pays a few seconds later"),
    Card("4000 0000 0000 0259", "disputed", "Pays, and is taken back by the bank a few seconds later"),
    Card(
        "4000 0000 0000 1976",
        "won",
        "Pays, is taken back a few seconds later, and given back after some more",
    ),
    Card("4000 0000 0000 0341", "unrefundable", "Pays, and takes no refund"),
)
OUTCOMES = {card.number.replace(" ", ""): card.outcome for card in CARDS}


def outcome_of(typed: str) -> str | None:
    """What the card of that number does, or None where it is no test card."""
    return OUTCOMES.get("".join(typed.split()).replace("-", ""))
