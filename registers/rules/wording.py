"""What stands in capitals in the table of entitlements, in words for a page (E11)."""

import re

# The longer before the shorter: of two that fit the first is taken.
IN_WORDS = {
    "ONE_PRINT_AND_ONE_DATA": "one print and one data file", "PRINT_OR_SCREEN": "print or on a screen", "PAPER_OR_SCREEN": "on paper or on a screen",
    "AS_HELD": "in the form in which it is held", "DERIVED, TO BE VERIFIED": "derived from the twin regulation, to be verified",
    "FROM MEMORY": "from memory, to be verified", "MEMORY": "from memory, to be verified", "FOUND": "read in the text that is named below",
    "DATA": "data", "PRINT": "print", "ANY": "any form", "YES": "yes", "NO": "no",
}  # fmt: skip
CODE = re.compile(rf"\b(?:{'|'.join(IN_WORDS)})\b")


def in_words(text: str) -> str:
    """A cell of the table as a sentence: "NO - may not ask" becomes "No - may not ask"; parts are set apart by semicolons."""
    told = CODE.sub(lambda code: IN_WORDS[code[0]], text.replace(" | ", "; "))
    return told[:1].upper() + told[1:]
