"""What the office wants to see of whoever asks, in plain words (E3)."""

from registers.models import Entitlement
from registers.rules.evidence import evidence_label

NOTHING = "none"
LETTER_OF_WHOM_THEY_ASK_FOR = "The candidate’s letter that lets you ask for them, signed"
IN_THE_WORDS_OF_THE_LAW = {"senior_rank"}  # which rank it is stands nowhere but in the law


def proof_of(row: Entitlement) -> str:
    """What a row of the table asks to be shown; empty for nothing."""
    if row.evidence_code == NOTHING:
        return ""
    label = evidence_label(row.evidence_code)
    return (
        f"{label}: {row.evidence_law}"
        if row.evidence_code in IN_THE_WORDS_OF_THE_LAW and row.evidence_law
        else label
    )
