"""Money as integers of the smallest unit, and as people write it (decision 40)."""

import re

SIGNS = {"GBP": "£", "AUD": "$"}
WRITTEN = re.compile(r"^[£$]?\s*([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.([0-9]{2}))?$")


def money_text(amount: int, currency: str) -> str:
    """147.50 pounds as £147.50; what goes back has its sign before the pound."""
    whole, rest = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{SIGNS[currency]}{whole:,}.{rest:02}"


def currency_of(jurisdiction: str) -> str:
    """What the offices of a jurisdiction are paid in."""
    return "AUD" if jurisdiction == "australia" else "GBP"


def read_money(typed: str) -> int:
    """What somebody typed, in pence or cents; ValueError with what to type instead."""
    found = WRITTEN.match(typed.strip())
    if not found:
        raise ValueError("Write a sum like 147.50.")
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)
