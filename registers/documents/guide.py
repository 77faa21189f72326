"""What goes with a copy: a guide to every column and symbol in it, in plain text and large print, and a list of what it is (E8)."""

from typing import Any

from electoral.papers.render import render_html
from registers.documents.notice import CopyNotice
from registers.models import Edition, Product
from registers.rules.products import RECORD, Column, columns_of

SYMBOLS = {
    "number": ("N", "An anonymous entry: a number and nothing else. Do not try to find out who it is."),
    "mark": ("Z", "Not in the open register: the elector asked for that, or the law does."),
    "marked": ("Y", "Marked at the poll as having been given a ballot paper. It says nothing of how anybody voted."),
}  # fmt: skip
OPENING = {
    "data": "The file is in UTF-8, with commas between the values and quotation marks around a value that holds one. "
    "Lines that begin with # say for whom the copy is and what you may do with it; then comes one line with the names of "
    "the columns, then one line an entry. A sheet that calculates may take a value for a formula: import the columns as text.",
    "print": "Each page says for whom the copy is and what you may do with it. An entry begins with its number; the name "
    "stands in bold; then come the address and what else the columns below hold, each with its word.",
}


def columns_told(product: str, *, sold: bool = False) -> list[Column]:
    """The columns of a copy, in its order."""
    return list(RECORD if product == "ANON" else columns_of(product, sold=sold))


def guide_values(
    product: str,
    *,
    notice: CopyNotice,
    form: str = "data",
    sold: bool = False,
    edition: Edition | None = None,
) -> dict[str, Any]:
    """What a guide says: title, opening, columns, symbols, limits (label, text)."""
    columns = columns_told(product, sold=sold)
    name = Product.objects.get(pk=product).name
    return {
        "title": name,
        "speaks": f"{edition.title}, as of {edition.speaks_on:%-d %B %Y}. Edition {edition.reference}." if edition else "",
        "opening": OPENING[form],
        "columns": [(column.name, column.meaning) for column in columns],
        "symbols": [SYMBOLS[c.name] for c in columns if c.name in SYMBOLS],
        "limits": notice.lines(),
    }  # fmt: skip


def guide_text(
    product: str,
    *,
    notice: CopyNotice,
    form: str = "data",
    sold: bool = False,
    edition: Edition | None = None,
) -> str:
    """The guide as plain text: each column, each symbol, each limit."""
    told = guide_values(product, notice=notice, form=form, sold=sold, edition=edition)
    blocks = [
        f"How to read this copy: {told['title']}",
        told["speaks"],
        told["opening"],
        "COLUMNS\n" + "\n".join(f"{name}: {meaning}" for name, meaning in told["columns"]),
        "SYMBOLS\n" + "\n".join(f"{sign}: {meaning}" for sign, meaning in told["symbols"]) if told["symbols"] else "",
        "WHAT YOU MAY DO WITH IT\n" + "\n".join(f"{label}: {text}" for label, text in told["limits"]),
    ]  # fmt: skip
    return "\n\n".join(block for block in blocks if block) + "\n"


def manifest(
    edition: Edition | None,
    product: str,
    *,
    area: str,
    form: str,
    sold: bool,
    entries: int,
    sha256: str,
    notice: CopyNotice,
) -> dict[str, Any]:
    """What a copy is, for a machine: the version, the date it speaks of, its part, entries, columns and digest."""
    return {
        "reference": notice.reference,
        "product": product,
        "edition": edition.reference if edition else "",
        "division": edition.division.code if edition else "",
        "speaks_on": edition.speaks_on.isoformat() if edition else "",
        "area": area,
        "form": form,
        "sold": sold,
        "entries": entries,
        "columns": [column.name for column in columns_told(product, sold=sold)],
        "sha256": sha256,
        "recipient": notice.recipient,
        "organisation": notice.organisation,
        "basis": notice.basis,
        "destroy_by": notice.destroy_by.isoformat() if notice.destroy_by else "",
        "verified": notice.verified,
    }


def guide_html(
    product: str,
    *,
    notice: CopyNotice,
    form: str = "data",
    sold: bool = False,
    edition: Edition | None = None,
) -> bytes:
    """The guide in large print, as a PDF that is read aloud well (PDF/UA-1)."""
    told = guide_values(product, notice=notice, form=form, sold=sold, edition=edition)
    return render_html("registers/papers/guide.html", told)
