"""The words that go with a copy: what to read first, the guide, the manifest (E4, E8, E9, E9b)."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from registers.documents.guide import guide_html, guide_text, manifest
from registers.documents.notice import CopyNotice
from registers.models import AccessRequest, QuotationLine, RequestItem
from registers.rules.release import is_sold

WIDTH = 78
STEMS = {
    "FULL": "register", "OPEN": "open-register", "NOTICE": "notice-of-alteration", "OVERSEAS": "overseas-electors",
    "AVL": "absent-voters", "MARKED": "marked-register", "ANON": "record-of-anonymous-entries", "OWN": "own-entry",
    "ROLL": "roll", "CERT": "certified-list", "HAB": "habitation-index", "PVA": "postal-vote-applicants",
}  # fmt: skip
HOW_TO_OPEN = (
    "The archive is encrypted with AES-256. Open it with 7-Zip, WinZip, The Unarchiver or another program that knows "
    "AES archives, and type the key with its hyphens. The archive that Windows opens by itself cannot read it. Check "
    "each file against the sha256 in manifest.json. A .csv file is text in UTF-8 with commas between the values; its "
    "first lines, which begin with #, say again for whom it is. A .pdf file is for printing."
)
File = tuple[str, QuotationLine, str, int]  # name, what it is of, sha256, entries or pages


def notice_of(request: AccessRequest, item: RequestItem) -> CopyNotice:
    """What a copy says of itself: the words of the row that the applicant signed, no others."""
    row = item.entitlement
    if row is None:
        raise ValueError("a copy is made under a row of the table")
    return CopyNotice(
        reference=request.reference, recipient=request.name, organisation=request.whom_for, basis=row.basis,
        purpose=row.purpose_text, onward=row.onward_text, penalty=row.offence, destroy_by=request.destroy_by,
        verified=row.is_verified,
    )  # fmt: skip


def stem_of(line: QuotationLine, *, alone: bool) -> str:
    """The name of a file without its ending; a number where there are several."""
    name = STEMS[line.item.product_id]
    return name if alone else f"{line.position}-{name}"


def read_first(request: AccessRequest, files: Sequence[File]) -> str:
    """READ-THIS-FIRST.txt: for whom, on what basis, for what, the penalty, until when, how to open, whom to ask."""
    parts = [f"{request.division.name}: what you asked for under {request.reference}", ""]
    for name, line, _, _ in files:
        of = f", as of {line.edition.speaks_on:%-d %B %Y}" if line.edition else ""
        parts += [name, "-" * len(name), *_wrapped(f"{line.item.product}{of}. {_part(line)}")]
        parts += [
            wrapped
            for told in notice_of(request, line.item).lines()
            for wrapped in _wrapped("{}: {}".format(*told))
        ]
        parts.append("")
    parts += ["How to open it", "--------------", *_wrapped(HOW_TO_OPEN), ""]
    parts += ["Whom to ask", "-----------", *whom_to_ask(request), ""]
    return "\r\n".join(parts)


def whom_to_ask(request: AccessRequest) -> list[str]:
    """The office and how it is reached, a line each."""
    division = request.division
    ask = f"Ask the electoral office, {division.name}, and name {request.reference}. Do not send the file back to ask."
    reached = [f"{label}: {', '.join(lines)}" for label, lines in division.contacts]
    return [line for told in (ask, *reached) for line in _wrapped(told)]


def guides(request: AccessRequest, files: Sequence[File]) -> Iterator[tuple[str, str | bytes]]:
    """guide.txt: each column and symbol of each file; in large print too for whoever told of a need (E8)."""
    several = len(files) > 1
    for position, (name, line, _, _) in enumerate(files, 1):
        row = line.item.entitlement
        how: dict[str, Any] = {
            "notice": notice_of(request, line.item), "form": "print" if name.endswith(".pdf") else "data",
            "sold": is_sold(row.trigger if row else ""), "edition": line.edition,
        }  # fmt: skip
        stem = f"guide-{position}" if several else "guide"
        yield f"{stem}.txt", guide_text(line.item.product_id, **how).replace("\n", "\r\n")
        if request.needs:
            yield f"{stem}-large-print.pdf", guide_html(line.item.product_id, **how)


def manifest_text(request: AccessRequest, files: Sequence[File]) -> str:
    """manifest.json: each file with its digest, what it is of, and how many entries or pages it has."""
    told = []
    for name, line, sha256, count in files:
        row, item = line.item.entitlement, line.item
        about = manifest(
            line.edition, item.product_id, area=item.area, form=item.form, sold=is_sold(row.trigger if row else ""),
            entries=line.entries, sha256=sha256, notice=notice_of(request, item),
        )  # fmt: skip
        told.append(
            {"file": name, "pages" if name.endswith(".pdf") else "entries": count, **_without_count(about)}
        )
    whole = {"request": request.reference, "made_on": request.division.today().isoformat(), "files": told}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _without_count(about: dict[str, Any]) -> dict[str, Any]:
    """What was counted in the file stands there already."""
    return {name: value for name, value in about.items() if name != "entries"}


def _part(line: QuotationLine) -> str:
    return f"Only the part {line.item.area}." if line.item.area else "The whole."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH) or [""]
