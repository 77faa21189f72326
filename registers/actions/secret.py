"""The word with which somebody outside follows what they sent, without an account: 80 random bits.

Kept as a digest alone, beside half an hour at most in the session that tells it (decision 12).
"""

import hmac
import secrets
from hashlib import sha256

from electoral.office.references import ALPHABET, MISREAD

GROUPS, LENGTH = 4, 4


def new_secret() -> tuple[str, str]:
    """A fresh word, as it is told once, and its digest."""
    word = "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))
    return word, digest(word)


def digest(word: str) -> str:
    """Of a word as typed: small letters, spaces, O for 0."""
    plain = "".join(c for c in word.upper().translate(MISREAD) if c in ALPHABET)
    return sha256(plain.encode()).hexdigest()


def opens(row, typed: str) -> bool:
    """Whether the word opens the row, in the same time whatever it is; `row` may be None."""
    return hmac.compare_digest(row.secret if row else "0" * 64, digest(typed)) and row is not None
