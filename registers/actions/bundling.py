"""Which things asked for are one document, and how many entries it is priced for (E6, regulations 111(3) and 120)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet

from registers.models import Edition, EditionRow, RequestItem
from registers.rules.area import BY_THE_REGISTER, area_of
from registers.rules.fee import bundled, by_register
from registers.rules.products import shape_of

OF_ONE = {"OWN": 1, "ANON": 0}  # what is made for one request alone, of no edition
REGISTER, NOTICE = "FULL", "NOTICE"
Editions = Mapping[int, Edition | None]
Document = list[RequestItem]
BY_THE_REQUEST = {
    ("marked", "england_and_wales"),
    ("marked", "scotland"),
}  # (fee code, law): priced on all that is asked for at once


def documents(items: Sequence[RequestItem], editions: Editions) -> list[Document]:
    """The items by the document as which they are priced, the one that bears the sum first (E6).

    A register and a notice of it are one (regulation 111(3)); so are all marked registers in one form that a request covers
    (regulation 120), but for Northern Ireland, where each is priced as a register (regulation 119).
    """
    notices = {notice: register for register, notice in _pairs(items, editions)}
    found: dict[Any, Document] = {}
    for item in sorted(items, key=notices.__contains__):
        together = (item.product_id, item.form) if _by_the_request(item) else notices.get(item, item)
        found.setdefault(together, []).append(item)
    return list(found.values())


def entries_of(item: RequestItem, editions: Editions) -> int:
    """The entries of an item in its edition: its own, whatever it is bought with."""
    edition = editions[item.pk]
    return edition.entries_of(item.product_id, item.area) if edition else OF_ONE[item.product_id]


def charged_for(document: Document, editions: Editions, block_size: int) -> dict[str, int]:
    """The entries for which a document is priced, by register; under "" where it is one register (E6).

    With a register counts what a notice of it adds, and what it deletes does not; what the register that the notice led
    to holds, it holds already. The whole of two constituencies is two registers (registers.md 2.1).
    """
    first, *others = document
    if _by_the_request(first):
        return {"": sum(entries_of(item, editions) for item in document)}
    entries, named, edition = entries_of(first, editions), Counter[str](), editions[first.pk]
    whole = edition and not first.area and first.entitlement and first.entitlement.fee_code in BY_THE_REGISTER
    if edition and whole:
        named = _by_constituency(EditionRow.objects.filter(edition=edition), first.product_id)
    for item in others:
        notice = editions[item.pk]
        if notice and edition and notice.earlier_id == edition.pk:
            added, deleted = (_changes(notice, change, item.area) for change in ("added", "deleted"))
            entries = bundled(entries, added.total(), deleted.total())
            named.update(added)
            named.subtract(deleted)
    return by_register(named, entries, block_size) if whole else {"": entries}


def _by_the_request(item: RequestItem) -> bool:
    row = item.entitlement
    return row is not None and (row.fee_code, row.jurisdiction) in BY_THE_REQUEST


def _pairs(items: Sequence[RequestItem], editions: Editions) -> Iterator[tuple[RequestItem, RequestItem]]:
    """(register, notice) that are bought as one document, in the same form and of the same part.

    The notice was published on that register, or led to it: then it is of the time of that register (regulation 111(3)).
    """
    for notice in (i for i in items if i.product_id == NOTICE):
        published = editions[notice.pk]
        sides = {published.earlier_id, published.later_id} if published else set()
        for register in (i for i in items if i.product_id == REGISTER):
            bought = editions[register.pk]
            same = (register.form, register.area) == (notice.form, notice.area)
            if same and bought and bought.pk in sides:
                yield register, notice
                break


def _changes(notice: Edition, change: str, area: str) -> Counter[str]:
    """What a notice adds or deletes in an area, by constituency."""
    rows = EditionRow.objects.filter(edition=notice, change=change)
    return _by_constituency(rows.in_area(area) if area else rows, NOTICE)


def _by_constituency(rows: QuerySet[EditionRow], product: str) -> Counter[str]:
    """How many entries of a product each constituency has, under "" those of which none is known."""
    shape = shape_of(product)
    rows = rows.filter(**shape.rows)
    if shape.only_named:
        rows = rows.exclude(section=2)
    found = Counter[str]()
    for areas, count in rows.order_by().values_list("areas").annotate(Count("pk")):
        found[area_of(areas, "constituency")] += count
    return found
