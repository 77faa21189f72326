"""Queries: what they must say, and which of them are beyond the desk (E1, E10)."""

LONGEST = 4000  # characters of one message
IN_A_ROW = 20  # messages from outside before the office has answered one
FOR_THE_OFFICER = {"complaint"}  # kinds that whoever holds the office answers, not the desk


def wrong_with_text(text: str) -> str | None:
    """Why a message cannot be kept, or None."""
    if not text.strip():
        return "Write your message."
    if len(text) > LONGEST:
        return f"The message has {len(text):,} characters; {LONGEST:,} is the most. Shorten it, or send it in two."
    if "\0" in text:
        return "The message has a character that cannot be kept. Type it again."
    return None
