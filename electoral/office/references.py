"""References: what is printed, posted or in a URL (decision 20).

A letter for the kind, seven random characters of Crockford's 32, a check character: `LK3T9QZ2H`. A page adds `-014`.
"""

import secrets
from string import ascii_uppercase

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUE = {c: n for n, c in enumerate(ALPHABET)}
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LENGTH = 9
TRIPLES = [a + b + c for a in ALPHABET for b in ALPHABET for c in ALPHABET]
DOUBLED = [sum(divmod(2 * n, 32)) for n in range(32)]


def check_character(kind: str, seven: str) -> str:
    """Luhn's sum in base 32 over the kind's letter and the seven: one wrong character is always seen."""
    total = ord(kind) - ord("A")
    for place, c in enumerate(seven):
        total += VALUE[c] if place % 2 else DOUBLED[VALUE[c]]
    return ALPHABET[-total % 32]


def new_reference(kind: str) -> str:
    """A fresh reference; `kind` is a capital letter."""
    bits = secrets.randbits(35)
    seven = TRIPLES[bits & 32767] + TRIPLES[bits >> 15 & 32767] + ALPHABET[bits >> 30]
    return kind + seven + check_character(kind, seven)


def read_reference(typed: str) -> str | None:
    """The reference that somebody typed or scanned (small letters, spaces, O for 0, with or without a page), or None."""
    letters = "".join(typed.upper().split()).partition("-")[0]
    kind, rest = letters[:1], letters[1:].translate(MISREAD)
    if len(letters) != LENGTH or kind not in ascii_uppercase or any(c not in VALUE for c in rest):
        return None
    return kind + rest if check_character(kind, rest[:-1]) == rest[-1] else None
