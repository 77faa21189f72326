"""What somebody types of a bank account, as it is printed (E6)."""

import re
import unicodedata

from payments.rules.statement import CONTROLS

MOST_LINES, LONGEST = 6, 60
IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})\s*$")


def tidy(typed: str) -> str:
    """One line without double spaces; wide and small forms of letters and digits become the plain ones."""
    return " ".join(unicodedata.normalize("NFKC", typed).split())


def refuse_unseen(line: str) -> str:
    """The line itself; ValueError when a character stands in it that nobody sees or that turns the others round."""
    if CONTROLS.search(line) or any(unicodedata.category(c) in ("Cf", "Co", "Cn") for c in line):
        raise ValueError("An unseen character stands here. Type it anew instead of pasting it.")
    return line


def read_numbers(typed: str) -> str:
    """The lines with numbers, joined again; ValueError with what to write instead."""
    lines = [refuse_unseen(line) for line in map(tidy, typed.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise ValueError(f"Write at most {MOST_LINES} lines.")
    for line in lines:
        if len(line) > LONGEST:
            raise ValueError(f"A line is longer than {LONGEST} letters. Write one number a line.")
        if any(c.isdigit() and c not in "0123456789" for c in line):
            raise ValueError("Write numbers with the digits 0 to 9.")
        if line.upper().startswith("IBAN") and not _is_iban(line):
            raise ValueError(
                "This IBAN has a slip: its check digits do not fit. Copy it again from the bank's letter."
            )
    if not any(c.isdigit() for line in lines for c in line):
        raise ValueError("No number stands here. Write the numbers that a payer's bank asks for.")
    return "\n".join(lines)


def _is_iban(line: str) -> bool:
    found = IBAN.search(line.upper().removeprefix("IBAN").lstrip(" :"))
    if not found:
        return False
    letters = found[1].replace(" ", "")
    return int("".join(str(int(c, 36)) for c in letters[4:] + letters[:4])) % 97 == 1
