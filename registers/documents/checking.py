"""What the worker proves of each file of a copy before anybody looks at it (E5, E9): read from the file as it was written."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

import pikepdf

from electoral.protected.doors import ask
from electoral.protected.queries import changed_since
from registers.documents.notice import CopyNotice
from registers.models import EditionRow, QuotationLine
from registers.rules.products import columns_of

Check = tuple[str, bool, str]  # name, whether it passed, what was found
IDENTITY = ("part", "surname", "given_names", "address")
Shown = tuple[str, ...]  # of an entry, as IDENTITY
Protected = dict[str, str]  # elector_id to kind, of everybody protected now


def protected_now(division, *, by) -> Protected:
    """Who is protected now; asked of the room once a copy, which writes down that it was."""
    return {row["elector_id"]: row["kind"] for row in ask("lawful", division.pk, by.pk)}


def check_data(
    path: Path, line: QuotationLine, notice: CopyNotice, *, sold: bool, protected: Protected
) -> list[Check]:
    """The header, the columns, and of what comes from an edition its entries, Z, and nobody who may not be shown."""
    columns = [column.name for column in columns_of(line.item.product_id, sold=sold)]
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(dropwhile(lambda text: text.startswith("#"), file))
        found = next(rows, [])
        count, wrong = _walk(found, rows, _how_often(line, protected))
    as_listed = f"{len(found)} columns, as listed" if found == columns else f"Found: {', '.join(found)}"
    checks = [_head_says(path, notice), ("Columns", found == columns, as_listed)]
    if line.edition is None or line.item.product_id == "OWN":
        return checks
    told = "Somebody is shown who may not be" if wrong else "Held against who is protected now"
    return [
        *checks,
        _entries(line, count),
        _z(found, sold=sold),
        ("Nobody who may not be shown", not wrong, told),
    ]


def _how_often(line: QuotationLine, protected: Protected) -> Counter[Shown]:
    """Of what was sealed of those who are protected now and may not be shown any more: how often others at the same
    address have the same name. Their numbers are others' by now."""
    rows = EditionRow.objects.filter(edition=line.edition) if line.edition else EditionRow.objects.none()
    stood = rows.filter(elector_id__in=list(protected)).exclude(surname="", given_names="")
    others: Counter[Shown] = Counter()
    for who, *shown in stood.values_list("elector_id", *IDENTITY):
        if protected[who] == "anonymous" or shown[-1]:
            same = rows.filter(**dict(zip(IDENTITY, shown, strict=True)))
            others[tuple(shown)] = same.exclude(elector_id__in=list(protected)).count()
    return others


def _entries(line: QuotationLine, count: int, *, where: str = "in the file, ") -> Check:
    """The edition's own count; fewer only where the law shows fewer since it was sealed."""
    ours = line.edition.entries_of(line.item.product_id, line.item.area) if line.edition else line.entries
    if count == ours == line.entries:
        return ("Entries", True, f"{count:,} {where}in the edition and in the quotation")
    sealed = line.edition.sealed_at if line.edition else None
    if sealed and count <= line.entries and changed_since(line.division, sealed):
        return ("Entries", True, "As the law shows them today")
    return ("Entries", False, f"{count:,} {where}{ours:,} in the edition, {line.entries:,} in the quotation")


def _head_says(path: Path, notice: CopyNotice) -> Check:
    with path.open(encoding="utf-8") as file:
        head = "".join(text for text, _ in zip(file, range(60), strict=False) if text.startswith("#"))
    wanted = [text for _, text in notice.lines()]
    missing = [text for text in wanted if _squeezed(text) not in _squeezed(head)]
    return ("Recipient, basis, purpose and penalty in its header", not missing, f"{len(wanted) - len(missing)} of {len(wanted)}")  # fmt: skip


def _squeezed(text: str) -> str:
    """Letters and figures alone: a header may be broken into lines."""
    return "".join(c for c in text if c.isalnum())


def _walk(columns: list[str], rows: Iterator[list[str]], may: Counter[Shown]) -> tuple[int, bool]:
    """How many rows, and whether one shows somebody who may not be shown: the name of an anonymous entry, or the address of
    somebody who is protected now."""
    count, wrong = 0, False
    for row in rows:
        count += 1
        shown = dict(zip(columns, row, strict=False))
        anonymous = shown.get("number", "").endswith("N")
        wrong = wrong or (anonymous and any(shown.get(name) for name in IDENTITY[1:]))
        identity = tuple(shown.get(name, "") for name in IDENTITY)
        if identity in may:
            may[identity] -= 1
            wrong = wrong or may[identity] < 0
    return count, wrong


def _z(columns: list[str], *, sold: bool) -> Check:
    marked = "mark" in columns
    told = "The copy is sold" if sold else "The copy is not sold"
    return (
        "Z only on a sold copy",
        sold or not marked,
        f"{told}; it has {'the' if marked else 'no'} column for Z",
    )


def check_print(path: Path, line: QuotationLine, pages: int) -> list[Check]:
    """A print opens, and has the pages that were planned; its entries are the edition's."""
    with pikepdf.open(path) as pdf:
        found = len(pdf.pages)
    ours = line.edition.entries_of(line.item.product_id, line.item.area) if line.edition else line.entries
    counted = "1 page" if found == 1 else f"{found:,} pages"
    return [("Pages", found == pages > 0, counted), _entries(line, ours, where="")]
