"""The lines of a quotation: an edition, its entries, a formula and its working (E6). Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from electoral.office.refusals import Refused
from registers.actions.answer import formula_of
from registers.models import AccessRequest, Edition, EditionRow, RequestItem
from registers.rules.fee import Formula, bundled, price
from registers.rules.products import PRODUCTS

OF_ONE = {"OWN": 1, "ANON": 0}  # what is made for one request alone, of no edition
Editions = Mapping[int, Edition | None]
BY_THE_REQUEST = {
    ("marked", "england_and_wales"),
    ("marked", "scotland"),
}  # (fee code, law): priced on all that is asked for at once
SET_BY_AN_OFFICER = "Set by the officer: the law names no formula"


def editions_for(
    request: AccessRequest, items: Sequence[RequestItem], chosen: Mapping[int, Edition]
) -> Editions:
    """The edition of each item by its pk: the one chosen, or the newest of its kind. Refused where there is none."""
    found: dict[int, Edition | None] = {}
    for item in items:
        if item.product_id in OF_ONE:
            found[item.pk] = None
            continue
        candidates = editions_open_to(request, item)
        asked = chosen.get(item.pk)
        edition = candidates.filter(pk=asked.pk).first() if asked else candidates.first()
        if edition is None:
            raise Refused(
                f"{item.product}: there is no sealed edition of it to give. Have one made first.", request
            )
        found[item.pk] = edition
    return found


def editions_open_to(request: AccessRequest, item: RequestItem):
    """Sealed editions that hold what an item asks for, the newest first (E6)."""
    shape = PRODUCTS.get(item.product_id)
    if shape is None or not shape.family:
        raise Refused(f"{item.product}: this office does not prepare it.", request)
    rows = Edition.objects.sealed().filter(division=request.division, family=shape.family)
    if item.product_id == "AVL":
        rows = rows.filter(stage="current") if item.stage == "current" else rows.exclude(stage="current")
    if item.poll:
        rows = rows.filter(poll=item.poll)
    return rows.order_by("-speaks_on", "-sealed_at")


def priced_lines(
    items: Sequence[RequestItem], editions: Editions, amounts: Mapping[int, int], *, currency: str, on: date
) -> list[dict[str, Any]]:
    """A line for each item, as the columns of QuotationLine. What is one document has one base: the first line bears the
    sum, and the others say so (E6)."""
    entries = {item.pk: _with_notice(item, items, editions) for item in items}
    documents = _documents(items, editions)
    lines = []
    for item in items:
        edition, row = editions[item.pk], item.entitlement
        formula = formula_of(row, item.form, on) if row else None
        line = {
            "item": item,
            "edition": edition,
            "formula": formula,
            "text": text_of(item, edition),
            "entries": entries[item.pk],
        }
        first, *others = next(parts for parts in documents if item in parts)
        if formula is None:
            line |= {"amount": _set(item, amounts), "working": SET_BY_AN_OFFICER}
        elif item != first:
            line |= {"amount": 0, "working": f"One document with: {text_of(first, None)}"}
        else:
            counted = entries[first.pk] + sum(
                entries[part.pk] for part in others if part.product_id != "NOTICE"
            )
            cost = price(Formula(formula.base, formula.per_block, formula.block_size), counted, currency)
            of_all = f", for {counted:,} entries in all" if counted > entries[first.pk] else ""
            line |= {"amount": cost.amount, "working": cost.working + of_all}
        lines.append(line)
    return lines


def what_it_would_cost(request: AccessRequest, *, currency: str) -> tuple[list[dict[str, Any]], str]:
    """The lines in the newest editions, for the page where the cost is told; or no line and why there is none."""
    items = list(request.items_now)
    try:
        chosen = editions_for(request, items, {})
        return priced_lines(items, chosen, {}, currency=currency, on=request.division.today()), ""
    except Refused as reason:
        return [], str(reason)


def text_of(item: RequestItem, edition: Edition | None) -> str:
    part = item.area.replace(":", " ") or "the whole"
    return f"{item.product}, {item.get_form_display().lower()}, {part}" + (f": {edition}" if edition else "")


def _entries(item: RequestItem, edition: Edition | None) -> int:
    return edition.entries_of(item.product_id, item.area) if edition else OF_ONE[item.product_id]


def _set(item: RequestItem, amounts: Mapping[int, int]) -> int:
    if item.pk not in amounts:
        raise Refused(f"{item.product}: the law names no formula. An officer sets the sum.", item.request)
    return amounts[item.pk]


def _documents(items: Sequence[RequestItem], editions: Editions) -> list[list[RequestItem]]:
    """The items by the document as which they are priced, the one that bears the sum first (E6).

    A register and a notice of it are one (regulation 111(3)); so are all marked registers in one form that a request covers
    (regulation 120), but for Northern Ireland, where each is priced as a register (regulation 119).
    """
    notices = {notice: register for register, notice in _pairs(items, editions)}
    documents: dict[Any, list[RequestItem]] = {}
    for item in sorted(items, key=notices.__contains__):
        together = (
            item.entitlement and (item.entitlement.fee_code, item.entitlement.jurisdiction) in BY_THE_REQUEST
        )
        documents.setdefault(
            (item.product_id, item.form) if together else notices.get(item, item), []
        ).append(item)
    return list(documents.values())


def _pairs(items: Sequence[RequestItem], editions: Editions) -> Iterator[tuple[RequestItem, RequestItem]]:
    """(register, notice) that are bought as one document: the notice was published on that edition, in the same form."""
    for register in (i for i in items if i.product_id == "FULL"):
        for notice in (i for i in items if i.product_id == "NOTICE"):
            bought, published = editions[register.pk], editions[notice.pk]
            if not bought or not published or published.earlier_id != bought.pk:
                continue
            if (register.form, register.area) == (notice.form, notice.area):
                yield register, notice


def _with_notice(item: RequestItem, items: Sequence[RequestItem], editions: Editions) -> int:
    """The entries of a register, with what the notice that is bought with it adds and deletes."""
    entries = _entries(item, editions[item.pk])
    for register, notice in _pairs(items, editions):
        if register == item and (published := editions[notice.pk]):
            rows = EditionRow.objects.filter(edition=published)
            added, deleted = (rows.filter(change=change).count() for change in ("added", "deleted"))
            entries = bundled(entries, added, deleted)
    return entries
