"""What every copy says of itself: for whom, on what basis, for what, and what follows from misuse (E4, E9, E9b)."""

from dataclasses import dataclass
from datetime import date

UNVERIFIED = "The office has not yet checked these words against the law."


def plain(text: str) -> str:
    """A text on one line, for a header."""
    return " ".join(text.split())


@dataclass(frozen=True)
class CopyNotice:
    """The words of one version of one row, and the person who signed them."""

    reference: str
    recipient: str
    organisation: str
    basis: str
    purpose: str
    onward: str
    penalty: str
    destroy_by: date | None
    verified: bool

    def lines(self) -> list[tuple[str, str]]:
        """(label, text) in the order of a header; what is empty is left out."""
        body = f"{self.recipient}, {self.organisation}" if self.organisation else self.recipient
        day = f"{self.destroy_by:%-d %B %Y}" if self.destroy_by else ""
        unverified = "" if self.verified else UNVERIFIED
        told = (
            ("Copy for", f"{body} ({self.reference})"),
            ("Basis", self.basis),
            ("Purpose", self.purpose),
            ("Passing on", self.onward),
            ("Penalty", self.penalty),
            ("Destroy by", day),
            ("To be verified", unverified),
        )
        return [(label, plain(text)) for label, text in told if plain(text)]
