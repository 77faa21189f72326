"""The lines of a quotation: an edition, its entries, a formula and its working (E6). Nothing is written here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from electoral.office.refusals import Refused
from payments.rules.money import currency_of
from registers.actions.answer import formula_of
from registers.actions.bundling import OF_ONE, Document, Editions, charged_for, documents, entries_of
from registers.actions.parts import refuse_to_count_what_is_not_there
from registers.models import AccessRequest, Edition, Entitlement, FeeRule, RequestItem
from registers.rules.asking import ItemAsked
from registers.rules.fee import Formula, Price, price_of_registers
from registers.rules.lists import CURRENT
from registers.rules.products import OF_AN_ELECTION, PRODUCTS

SET_BY_AN_OFFICER = "Set by the officer: the law names no formula"
EMPTY = "It holds no entry: nothing is charged"


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
        refuse_to_count_what_is_not_there(item, edition)
        found[item.pk] = edition
    return found


def editions_open_to(request: AccessRequest, item: RequestItem):
    """Editions in force that hold what an item asks for, the newest first (E6). Of absent voters lists there are four, and one
    is none of the others."""
    shape = PRODUCTS.get(item.product_id)
    if shape is None or not shape.family or item.product_id in OF_AN_ELECTION:
        raise Refused(f"{item.product}: this office does not prepare it.", request)
    rows = Edition.objects.in_force().filter(division=request.division, family=shape.family)
    if item.product_id == "AVL":
        rows = rows.filter(stage=item.stage)
    if item.poll and item.stage != CURRENT:  # beside lists as they stand it names the later ones
        rows = rows.filter(poll=item.poll)
    return rows.order_by("-speaks_on", "-sealed_at")


def priced_lines(
    items: Sequence[RequestItem], editions: Editions, amounts: Mapping[int, int], *, currency: str, on: date
) -> list[dict[str, Any]]:
    """A line for each item, as the columns of QuotationLine. What is one document is priced once: the first line bears the
    sum, and the others say so (E6). Refused where nothing that is asked for holds an entry, and it is sold."""
    in_documents = documents(items, editions)
    lines = []
    for item in items:
        row, edition = item.entitlement, editions[item.pk]
        formula = formula_of(row, item.form, on) if row else None
        document = next(parts for parts in in_documents if item in parts)
        line = {
            "item": item,
            "edition": edition,
            "formula": formula,
            "text": text_of(item, edition),
            "entries": entries_of(item, editions),
        }
        if formula is None:
            line |= {"amount": _set(item, amounts), "charged": line["entries"], "working": SET_BY_AN_OFFICER}
        else:
            line |= _priced(item, document, editions, formula, currency)
        lines.append(line)
    if any(line["working"] == EMPTY for line in lines) and not any(line["entries"] for line in lines):
        raise Refused(
            "It holds no entry. A document without entries is not sold. Name another edition, or refuse the request and say so.",
            items[0].request,
        )
    return lines


def _priced(item: RequestItem, document: Document, editions: Editions, rule: FeeRule, currency: str) -> dict:
    """The sum of a line, the entries that it is for, and its working."""
    if item != document[0]:
        return {"amount": 0, "charged": 0, "working": f"One document with: {text_of(document[0], None)}"}
    formula = Formula(rule.base, rule.per_block, rule.block_size)
    counts = charged_for(document, editions, formula.block_size)
    charged = sum(counts.values())
    if not charged and (formula.base or formula.per_block):
        return {"amount": 0, "charged": 0, "working": EMPTY}
    cost = price_of_registers(formula, counts, currency)
    of_all = f", for {charged:,} entries in all" if charged != entries_of(item, editions) else ""
    return {"amount": cost.amount, "charged": charged, "working": cost.working + of_all}


def what_it_would_cost(request: AccessRequest, *, currency: str) -> tuple[list[dict[str, Any]], str]:
    """The lines in the newest editions, for the page where the cost is told; or no line and why there is none."""
    items = list(request.items_now)
    try:
        chosen = editions_for(request, items, {})
        return priced_lines(items, chosen, {}, currency=currency, on=request.division.today()), ""
    except Refused as reason:
        return [], str(reason)


def sums_before(division, asked: Sequence[tuple[Entitlement, ItemAsked]]) -> list[Price | None]:
    """What each thing would cost, before it is asked for, by the same reckoning; None where that cannot be told (E3, E6)."""
    on, request = division.today(), AccessRequest(division=division)
    items = [
        RequestItem(
            pk=number, request=request, product=row.product, entitlement=row, form=item.form, area=item.area,
            stage=item.stage, poll=item.poll,
        )
        for number, (row, item) in enumerate(asked)
    ]  # fmt: skip
    editions: dict[int, Edition | None] = {}
    for item, (row, _) in zip(items, asked, strict=True):
        if formula_of(row, item.form, on):
            editions |= _newest(request, item)
    known = [item for item in items if item.pk in editions]
    try:
        lines = priced_lines(known, editions, {}, currency=currency_of(request.jurisdiction), on=on)
    except Refused:
        return [None for _ in items]
    sums = {line["item"].pk: Price(line["amount"], 0, line["working"]) for line in lines}
    return [sums.get(item.pk) for item in items]


def _newest(request: AccessRequest, item: RequestItem) -> dict[int, Edition | None]:
    """The edition in which it would be quoted, by its pk; nothing where there is none yet."""
    try:
        return dict(editions_for(request, [item], {}))
    except Refused:
        return {}


def text_of(item: RequestItem, edition: Edition | None) -> str:
    part = item.area.replace(":", " ") or "the whole"
    return f"{item.product}, {item.get_form_display().lower()}, {part}" + (f": {edition}" if edition else "")


def _set(item: RequestItem, amounts: Mapping[int, int]) -> int:
    if item.pk not in amounts:
        raise Refused(f"{item.product}: the law names no formula. An officer sets the sum.", item.request)
    return amounts[item.pk]
