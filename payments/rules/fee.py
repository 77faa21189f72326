"""How an invoice stands, from what is owed and what came (E6)."""

from datetime import date
from typing import NamedTuple


class FeeStanding(NamedTuple):
    words: str
    colour: str


def standing_of(status: str, amount: int, received: int, due_on: date, today: date) -> FeeStanding:
    """In one word, for a tag; money on a cancelled invoice is as much too much as more than was owed."""
    if status == "cancelled":
        return FeeStanding("Cancelled, money on it", "red") if received else FeeStanding("Cancelled", "grey")
    if received >= amount:
        return FeeStanding("Overpaid", "red") if received > amount else FeeStanding("Paid", "green")
    if due_on < today:
        return FeeStanding("Overdue", "yellow")
    return FeeStanding("Part paid", "blue") if received else FeeStanding("To be paid", "blue")
