"""The lines of a quotation: an edition, its entries, a formula and its working (E6). Nothing is written here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from electoral.office.refusals import Refused
from registers.actions.answer import formula_of
from registers.models import AccessRequest, Edition, RequestItem
from registers.rules.fee import Formula, bundled, price
from registers.rules.products import PRODUCTS

OF_ONE = {"OWN": 1, "ANON": 0}  # what is made for one request alone, of no edition
Editions = Mapping[int, Edition | None]
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
    """Sealed editions that hold what an item asks for, the newest first."""
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
    """A line for each item, as the columns of QuotationLine. Each has its own base, but a register bought with a notice of
    it is one document (regulation 111(3))."""
    lines = []
    for item in items:
        edition, row = editions[item.pk], item.entitlement
        formula = formula_of(row, item.form, on) if row else None
        line: dict[str, Any] = {
            "item": item,
            "edition": edition,
            "formula": formula,
            "text": text_of(item, edition),
        }
        entries = _entries(item, edition)
        if formula is None:
            line |= {"entries": entries, "amount": _set(item, amounts), "working": SET_BY_AN_OFFICER}
        elif _register_of(item, items, editions):
            line |= {"entries": entries, "amount": 0, "working": "One document with the register"}
        else:
            entries = _with_notice(item, items, editions, entries)
            cost = price(Formula(formula.base, formula.per_block, formula.block_size), entries, currency)
            line |= {"entries": entries, "amount": cost.amount, "working": cost.working}
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


def _pairs(items, editions):
    """(register, notice) that are bought as one document: the notice was published on that edition, in the same form."""
    for register in (i for i in items if i.product_id == "FULL"):
        for notice in (i for i in items if i.product_id == "NOTICE"):
            of_it = editions[notice.pk].earlier_id == editions[register.pk].pk
            if of_it and (register.form, register.area) == (notice.form, notice.area):
                yield register, notice


def _register_of(item, items, editions) -> bool:
    return any(notice == item for _, notice in _pairs(items, editions))


def _with_notice(item, items, editions, entries: int) -> int:
    """The entries of a register, with what the notice that is bought with it adds and deletes."""
    for register, notice in _pairs(items, editions):
        if register == item:
            rows = editions[notice.pk].rows
            changed = {change: rows.filter(change=change).count() for change in ("added", "deleted")}
            entries = bundled(entries, changed["added"], changed["deleted"])
    return entries
