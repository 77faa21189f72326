"""What the visitor's screen says, as plain values: page by page, in today's lawful form (regulation 43)."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connection

from registers.documents.rows import lawful, selected
from registers.models import Edition
from registers.rules.inspection import shows_addresses
from registers.rules.products import columns_of, shape_of

LABELS = {
    "part": "Part", "number": "Number", "franchise": "Kind of vote", "attains_on": "Of age on", "surname": "Surname",
    "given_names": "Given names", "address": "Address", "list": "List", "from_on": "From", "until_on": "Until",
    "absent": "Absent voter", "marked": "Marked", "change": "Change",
}  # fmt: skip


class Page(NamedTuple):
    lines: list[list]
    total: int


def headings(product: str) -> list[str]:
    return [LABELS.get(column.name, column.name) for column in columns_of(product, sold=False)]


def entries_at_doors(edition: Edition, product: str, doors: list[str], *, by, first: int, size: int) -> Page:
    """Entries with one of these address_ids, in the order of the product."""
    sql, values = selected(edition, product, by=by, address_ids=doors)
    return _page(sql, values, first, size)


def entries_without_address(edition: Edition, product: str, *, by, first: int, size: int) -> Page:
    """Entries that show no address: all of them, where the product has none."""
    sql, values = selected(edition, product, by=by)
    if shows_addresses(product):
        sql = f"SELECT * FROM ({sql}) AS r WHERE address = ''"
    return _page(sql, values, first, size)


def streets_shown(edition: Edition, product: str, streets: Collection[int], *, by) -> set[int]:
    """Those of the streets (keys of the roll) at which an entry of the product shows an address."""
    rows = shape_of(product).rows
    where = " AND ".join(["address_id <> ''", *(f"{name} = %(is_{name})s" for name in rows)])
    values = {f"is_{name}": value for name, value in rows.items()}
    values |= {"division": edition.division_id, "by": by.pk, "edition": edition.pk, "streets": list(streets)}
    homes = """SELECT h.address_id, h.street_id FROM roll_residence h
        WHERE h.division_id = %(division)s AND h.street_id = ANY (%(streets)s)"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT street_id FROM ({lawful('edition')}) AS r JOIN ({homes}) AS h USING (address_id) WHERE {where}",
            values,
        )
        return {street for (street,) in cursor.fetchall()}


def _page(sql: str, values: dict[str, Any], first: int, size: int) -> Page:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS it", values)
        total = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT * FROM ({sql}) AS it LIMIT %(size)s OFFSET %(first)s",
            values | {"size": size, "first": first},
        )
        return Page([["" if cell is None else cell for cell in row] for row in cursor.fetchall()], total)
