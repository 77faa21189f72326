"""What evidence may be sent in, and for how long it is kept (E3). A file is what its bytes say, whatever it is called."""

import re
import unicodedata

EVIDENCE_LIMIT = 10 * 1024 * 1024  # bytes of one file
FILES_AT_ONCE = 20  # of one request
EVIDENCE_KEPT_DAYS = 28  # after the request is supplied or ended: to be verified (docs/operations.md)
EVIDENCE_HOLDS_DAYS = 365  # for a standing request, since it was seen: to be verified
CONTENT_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}
WHAT_MAY_BE_SENT = "a PDF, a JPEG or a PNG of at most 10 MB"
# What shows what a row of the table asks for, in plain words, by its code.
EVIDENCE = {
    "body_identity": "A letter of the body that names the person who asks",
    "office_held": "A paper that shows the office held",
    "candidacy": "A paper that shows the candidacy",
    "nomination": "The appointment or nomination paper",
    "cra_permission": "The permission to furnish credit references",
    "written_request": "The request in writing, signed",
    "senior_rank": "The signature of an officer of the rank that the law asks for",
    "other_enactment": "The enactment and the power under which it is asked for",
    "own_identity": "A paper that shows who the person is",
    "authority": "The letter that lets the person act for the body or the candidate",
}
_HEAD, _TAIL = 4096, 66_000
_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php|iframe|body)", re.IGNORECASE)
_SEGMENT_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
_SPACE = b" \t\r\n\0"


def evidence_label(code: str) -> str:
    """The code in plain words; a code that the table has and this page does not is shown as it is written there."""
    return EVIDENCE.get(code) or code.replace("_", " ").capitalize()


def plain_line(text: str, longest: int = 150) -> str:
    """One line without characters that nobody sees: controls, marks that turn the direction of writing, line ends."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(c for c in composed if unicodedata.category(c)[0] != "C")[:longest].strip()


def kind_of(data: bytes) -> str | None:
    """The suffix of what the bytes are, or None where they are nothing that may be sent, or two things at once."""
    if _is_also_something_else(data):
        return None
    for suffix, whole in ((".pdf", _is_pdf), (".jpg", _is_jpeg), (".png", _is_png)):
        if whole(data):
            return suffix
    return None


def what_is_kept(data: bytes) -> bytes:
    """The file without what telephones hang behind a picture (a second picture, notes of the camera)."""
    return data[: end_of_picture(data)]


def why_not_taken(size: int, data: bytes) -> str | None:
    """Why a file cannot be taken, as it is told to who sent it; None where it can."""
    if size == 0:
        return f"The file is empty. Send {WHAT_MAY_BE_SENT}."
    if size > EVIDENCE_LIMIT:
        return f"The file is too large. Send {WHAT_MAY_BE_SENT}."
    if kind_of(data) is None:
        return (
            f"This file is not whole, or is of another kind, whatever its name says. Send {WHAT_MAY_BE_SENT}."
        )
    return None


def _is_also_something_else(data: bytes) -> bool:
    """A page or a program at its head, a second kind of file inside the head, an archive at its end."""
    head, tail = data[:_HEAD], data[-_TAIL:]
    if _MARKUP.search(head) or b"PK\x05\x06" in tail:
        return True
    return b"%PDF-" in head[1:]


def _is_pdf(data: bytes) -> bool:
    if not re.match(rb"%PDF-[12]\.\d", data):
        return False
    end = data.rfind(b"%%EOF")
    return end > 0 and not data[end + 5 :].strip(_SPACE)


def _is_png(data: bytes) -> bool:
    """Chunk by chunk to the last, and nothing after it."""
    at = 8
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR":
        return False
    while at + 12 <= len(data):
        name = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if name == b"IEND":
            return at == len(data)
    return False


def _is_jpeg(data: bytes) -> bool:
    return end_of_picture(data) is not None


def end_of_picture(data: bytes) -> int | None:
    """Where the first picture of a JPEG ends: segment by segment to its own data, and that to its end."""
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            end = data.find(b"\xff\xd9", at)
            return end + 2 if end > 0 else None
        at += 2 if marker in _SEGMENT_WITHOUT_LENGTH else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
