"""Entries of a sealed edition as they may leave the office today: whoever was protected since is shown as the law shows them.

The rows lie sealed with what was published then. Nothing reads them for somebody outside but through `selected`: the
database lays the doors' answer over them, so a new protection is in the next copy, and no list of the protected is
ever held here (6.1b, E5).

A number tells a place as an address does: 105 lies between 104 and 106, and so does the gap where 105 was. Where
somebody was protected since the sealing, all entries are numbered anew over what is published, the protected last.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from registers.models import Edition, Product
from registers.rules.products import CHANGE, NAME, columns_of, shape_of

# Of a row r and the doors' answer w. What depends on nothing but the row stands in KEPT.
KEPT = ("id", "position", "part", "areas", "absent", "absent_from", "absent_until", "marked", "change")
NOT_ANONYMOUS = {
    "elector_id": "''", "surname": "''", "given_names": "''", "franchise": "''", "attains_on": "NULL", "by_name": "0",
    "overseas": "false", "service": "false",
}  # fmt: skip
SECTION = "CASE w.kind WHEN 'anonymous' THEN 2 WHEN 'silent' THEN 1 ELSE r.section END"
PROTECTED = "LEFT JOIN w ON w.elector_id = r.elector_id AND r.elector_id <> ''"
# Addresses as they were sealed; others by name; anonymous entries as they were, and the new ones in an order that tells
# nothing. Somebody who stands in two lists has one number.
ANEW = f"""part COLLATE "C", {SECTION}, CASE {SECTION}
        WHEN 0 THEN lpad(CASE e.family WHEN 'absent' THEN r.number ELSE r.position::text END, 20, '0')
        WHEN 1 THEN lpad(r.by_name::text, 20, '0')
        ELSE CASE WHEN r.elector_id = '' THEN lpad(r.number, 20, '0') ELSE 'new' || md5(r.elector_id) END END COLLATE "C" """
# The numbers of a notice are those of the registers between which it lies. A list tells also by whom it leaves out.
LAWFUL = f"""WITH w AS MATERIALIZED (SELECT * FROM protected.lawful(%(division)s, %(by)s)),
    it AS MATERIALIZED (SELECT id, family, earlier_id, later_id FROM registers_edition
        WHERE division_id = %(division)s AND id = %({{edition}})s),
    overtaken AS MATERIALIZED (SELECT e.id, e.family FROM registers_edition e JOIN it
            ON e.id = it.id AND it.family <> 'notice' OR e.id IN (it.earlier_id, it.later_id) AND it.family = 'notice'
        WHERE e.division_id = %(division)s AND (e.family = 'absent' AND EXISTS (SELECT FROM w WHERE w.at > e.sealed_at)
            OR EXISTS (SELECT FROM w JOIN registers_editionrow r
                ON r.division_id = %(division)s AND r.edition_id = e.id AND r.elector_id = w.elector_id AND r.elector_id <> ''
                WHERE w.kind = 'anonymous' OR r.section = 0 OR w.at > e.sealed_at))),
    anew AS (SELECT r.edition_id, r.position, dense_rank() OVER (PARTITION BY r.edition_id ORDER BY {ANEW})::text AS number
        FROM overtaken e JOIN registers_editionrow r ON r.division_id = %(division)s AND r.edition_id = e.id {PROTECTED})
    SELECT {", ".join(f"r.{name}" for name in KEPT)}, {SECTION} AS section,
    {", ".join(f"CASE WHEN w.kind = 'anonymous' THEN {none} ELSE r.{name} END AS {name}" for name, none in NOT_ANONYMOUS.items())},
    CASE WHEN w.kind IS NULL THEN r.address ELSE '' END AS address,
    CASE WHEN w.kind IS NULL THEN r.address_id ELSE '' END AS address_id,
    w.kind IS NOT NULL OR r.opted_out AS opted_out,
    coalesce(anew.number, r.number) AS number, anew.number IS NOT NULL AS numbered_anew
    FROM registers_editionrow r CROSS JOIN it {PROTECTED} LEFT JOIN anew ON anew.position = coalesce(r.origin, r.position)
        AND anew.edition_id = CASE WHEN it.family <> 'notice' THEN it.id WHEN r.change = 'deleted' THEN it.earlier_id ELSE it.later_id END
    WHERE r.division_id = %(division)s AND r.edition_id = %({{edition}})s"""
SHOWN = {
    "number": "number || CASE WHEN section = 2 THEN 'N' ELSE '' END",
    "mark": "CASE WHEN opted_out AND section <> 2 THEN 'Z' ELSE '' END",
    "list": "CASE absent WHEN 'postal' THEN 'Postal voters' WHEN 'proxy' THEN 'Voters with a proxy' ELSE 'Voters whose proxy votes by post' END",
    "from_on": "absent_from",
    "until_on": "absent_until",
    "marked": "CASE WHEN marked THEN 'Y' ELSE '' END",
}
# What comes behind an address in the order of a register: others by name, then anonymous entries by number.
PUBLISHED = """section, CASE section WHEN 0 THEN position WHEN 1 THEN by_name ELSE 0 END,
    CASE WHEN section = 2 THEN length(number) ELSE 0 END, number COLLATE "C", position"""
BY_PART = f'part COLLATE "C", {PUBLISHED}'
ORDERS = {NAME: f"section = 2, by_name, {PUBLISHED}", CHANGE: f"change, {BY_PART}"}
LISTED = """CASE absent WHEN 'postal' THEN 0 WHEN 'proxy' THEN 1 ELSE 2 END"""


# A register of a hundred thousand entries is put in order without the disk.
IN_MEMORY = "SET LOCAL work_mem = '64MB'"


def title_of(edition: Edition, product: str, area: str = "") -> str:
    """What a copy is called: the edition, the part, the product, the day it speaks of."""
    part = f", {area}" if area else ""
    name = Product.objects.get(pk=product).name
    return f"{edition.title}{part}: {name}, as of {edition.speaks_on:%-d %B %Y} ({edition.reference})"


def lawful(edition: str) -> str:
    """SQL of all rows of the edition named by that parameter, in today's lawful form."""
    return LAWFUL.format(edition=edition)


def selected(edition: Edition, product: str, *, area: str = "", sold: bool = False, by, elector_id: str = "",
             address_ids: list[str] | None = None, headings: bool = False) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """SQL and its parameters for the entries of a product with its columns and no others, in its order.

    `by` must hold the office. `address_ids` and `elector_id` narrow it to some doors, or to one person's own entry;
    `headings` adds the part and the section, for a print.
    """
    shape = shape_of(product)
    named = [column.name for column in columns_of(product, sold=sold)]
    columns = [f"{SHOWN.get(name, name)} AS {name}" for name in named]
    if headings:
        columns += [
            f"{LISTED if edition.family == 'absent' else '0'} AS _list",
            "part AS _part",
            "section AS _section",
        ]
    values = {"division": edition.division_id, "by": by.pk, "edition": edition.pk}
    where = ["true"]
    for name, value in shape.rows.items():
        where.append(f"{name} = %(is_{name})s")
        values[f"is_{name}"] = value
    if edition.stage == "current" or shape.only_named:
        where.append("section <> 2")
    for clause, name, value in (
        ("strpos(';' || areas || ';', ';' || %(area)s || ';') > 0", "area", area),
        ("elector_id = %(elector)s", "elector", elector_id),
        ("address_id = ANY (%(places)s) AND address_id <> ''", "places", address_ids),
    ):
        if value or (name == "places" and value is not None):
            where.append(clause)
            values[name] = value
    order = ORDERS.get(shape.order, BY_PART)
    order = f"{LISTED}, {order}" if edition.family == "absent" else order
    sql = f"SELECT {', '.join(columns)} FROM ({lawful('edition')}) AS r WHERE {' AND '.join(where)} ORDER BY {order}"
    return sql, values


def anonymous_numbers(edition: Edition, *, by) -> dict[int, tuple[str, str]]:
    """Part and number of each anonymous entry, as the edition shows them today, by its position."""
    values = {"division": edition.division_id, "by": by.pk, "edition": edition.pk}
    with connection.cursor() as cursor:
        sql = f"SELECT position, part, {SHOWN['number']} FROM ({lawful('edition')}) AS r WHERE section = 2"
        cursor.execute(sql, values)
        return {position: (part, number) for position, part, number in cursor.fetchall()}


def entries(sql: str, values: Mapping[str, Any], *, size: int = 2000) -> Iterator[dict[str, Any]]:
    """The entries one by one, fetched in pieces, so that memory stays flat."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        names = None
        while rows := cursor.fetchmany(size):
            names = names or [column.name for column in cursor.description]
            for row in rows:
                yield dict(zip(names, row, strict=True))
