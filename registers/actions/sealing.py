"""What an edition is sealed with, as set-based SQL: 120,000 entries in seconds, whatever their number in flat memory (E5).

Order of a register: by part; by address; then "other electors" by name, of whom no address is shown; then anonymous
entries, of which nothing is shown but a number.
"""

from typing import Any

from django.db import connection

from electoral.office.refusals import Refused
from registers.actions.marking import MARKED
from registers.documents.rows import lawful
from registers.models import Edition, Family
from registers.rules.products import ENTRY, HIDE_HOME_OF_OTHERS, PRODUCTS, published_if_born_by

# The words of roll.rules.address_line, in SQL.
CASED = "CASE WHEN {street} = upper({street}) THEN {words} ELSE initcap({words}) END"
STREET = "concat_ws(' ', s.name, nullif(s.type, ''), nullif(s.suffix, ''))"
NUMBER = """r.number_first_prefix || r.number_first || r.number_first_suffix || coalesce('-' || r.number_last || r.number_last_suffix, '')"""
FLAT = f"btrim({CASED.format(street=STREET, words='r.flat_type')} || ' ' || r.flat_number)"
LEVEL = f"btrim({CASED.format(street=STREET, words='r.level_type')} || ' ' || r.level_number)"
PLACE = f"""coalesce({NUMBER}, {CASED.format(street=STREET, words="'LOT '")} || nullif(r.lot_number, ''))"""
ADDRESS = f"""concat_ws(', ', CASE
    WHEN {PLACE} IS NULL THEN concat_ws(', ', nullif({FLAT}, ''), nullif({LEVEL}, ''),
        nullif({CASED.format(street=STREET, words="r.building_name")}, ''), {STREET})
    WHEN r.flat_number <> '' AND r.flat_type = '' AND r.level_number = '' THEN r.flat_number || '/' || {PLACE} || ' ' || {STREET}
    ELSE concat_ws(', ', nullif({FLAT}, ''), nullif({LEVEL}, ''), {PLACE}) || ' ' || {STREET} END,
    concat_ws(' ', l.name, nullif(r.postcode, '')))"""
OVERSEAS = "coalesce(c.overseas, false) AND (r.id IS NULL OR %(hides)s)"
HOME_SHOWN = f"r.id IS NOT NULL AND NOT ({OVERSEAS}) AND NOT (e.service_voter AND %(hides)s)"
# Who is under sixteen stands in nothing published. Of whom no birth is known, the day of coming of age (18) tells; a register
# dated ahead is sealed as of today. The same words are in registers.sql.
OLD_ENOUGH = "coalesce(e.date_of_birth <= %(born_by)s::date, e.attainment_date <= %(born_by)s::date + interval '18 years', true)"
ROLL = f"""SELECT 0 AS place, CASE WHEN {HOME_SHOWN} THEN 0 ELSE 1 END AS section, e.elector_id, e.subdivision AS part,
        e.register_number AS number, e.surname, e.given_names, CASE WHEN {HOME_SHOWN} THEN {ADDRESS} ELSE '' END AS address,
        CASE WHEN {HOME_SHOWN} THEN r.address_id ELSE '' END AS address_id, coalesce(r.areas, '') AS areas, e.franchise,
        CASE WHEN e.attainment_date > %(on)s THEN e.attainment_date END AS attains_on, NOT e.open_register AS opted_out,
        {OVERSEAS} AS overseas, e.service_voter AS service,
        CASE WHEN a.runs THEN e.absent_vote ELSE '' END AS absent, CASE WHEN a.runs THEN e.absent_from END AS absent_from,
        CASE WHEN a.runs THEN e.absent_until END AS absent_until, false AS marked, e.search_key,
        l.sort_key AS by_locality, s.sort_key AS by_street, r.order_key AS by_door
    FROM roll_elector e
    CROSS JOIN LATERAL (SELECT e.absent_vote <> '' AND coalesce(e.absent_from <= %(on)s, true)
                            AND coalesce(e.absent_until >= %(on)s, true) AS runs) AS a
    LEFT JOIN roll_category c ON c.code = e.category_id
    LEFT JOIN roll_residence r ON r.id = e.residence_id AND r.ended_on IS NULL
    LEFT JOIN roll_street s ON s.id = r.street_id LEFT JOIN roll_locality l ON l.id = s.locality_id
    WHERE e.division_id = %(division)s AND e.ended_on IS NULL AND {OLD_ENOUGH}"""
PROTECTED = """SELECT place, section, elector_id, part, number, surname, given_names, '', '', areas, franchise, attains_on, true, overseas,
        service, absent, absent_from, absent_until, false, search_key, '', '', ''
    FROM protected.register_rows(%(division)s, %(on)s, %(born_by)s, %(hides)s, %(register)s, %(by)s)"""
COMPARED = """lpad(number, 20, '0') COLLATE "C" """
# The file's numbers stand only where nobody's tells an address: all have one, and of each part the protected come last.
PUBLISHED = f"""WITH shown AS MATERIALIZED ({ROLL} UNION ALL {PROTECTED}),
    has AS (SELECT coalesce(bool_and(numbered AND coalesce(lowest > highest, true)), true) AS numbers FROM (
        SELECT bool_and(number <> '') AS numbered, min({COMPARED}) FILTER (WHERE place > 0) AS lowest,
            max({COMPARED}) FILTER (WHERE place = 0) AS highest FROM shown GROUP BY part) AS parts),
    placed AS (
        SELECT shown.*, row_number() OVER (ORDER BY part COLLATE "C", section,
                CASE section WHEN 0 THEN by_locality END COLLATE "C", CASE section WHEN 0 THEN by_street END COLLATE "C",
                CASE section WHEN 0 THEN by_door END COLLATE "C", address_id, search_key,
                place, elector_id) AS position,
            CASE section WHEN 2 THEN 0 ELSE row_number() OVER (ORDER BY section = 2, search_key, elector_id) END AS by_name
        FROM shown
    ), listed AS ({{listed}})
    INSERT INTO registers_editionrow (division_id, edition_id, position, by_name, elector_id, part, section, number, surname,
        given_names, address, address_id, areas, franchise, attains_on, opted_out, overseas, service, absent, absent_from,
        absent_until, marked, change)
    SELECT %(division)s, %(edition)s, p.position, p.by_name, p.elector_id, p.part, p.section,
        CASE WHEN has.numbers THEN p.number ELSE p.register_position::text END, p.surname, p.given_names, p.address, p.address_id,
        p.areas, p.franchise, p.attains_on, p.opted_out, p.overseas, p.service, p.absent, p.absent_from, p.absent_until, p.marked, ''
    FROM listed p CROSS JOIN has"""
WHOLE = PUBLISHED.format(listed="SELECT placed.*, position AS register_position FROM placed")
# One row for each list in which an elector stands: a proxy who votes by post is the elector's proxy too.
LISTS = PUBLISHED.format(
    listed="""SELECT p.place, p.section, p.elector_id, p.part, p.number, p.surname, p.given_names, p.address, p.address_id, p.areas,
        p.franchise, p.attains_on, p.opted_out, p.overseas, p.service, p.absent_from, p.absent_until, p.marked, p.by_name,
        p.position AS register_position, its.list AS absent, row_number() OVER (ORDER BY its.list, p.position) AS position
    FROM placed p JOIN (VALUES ('postal', 'postal'), ('proxy', 'proxy'), ('postal_proxy', 'proxy'), ('postal_proxy', 'postal_proxy'))
        AS its (vote, list) ON its.vote = p.absent
    WHERE its.list = ANY (%(lists)s) AND (p.section <> 2 OR %(anonymous)s)"""
)
STAGES = {
    "current": ["postal", "proxy", "postal_proxy"],
    "final_postal": ["postal"],
    "final": ["postal", "proxy", "postal_proxy"],
    "updated_proxy": ["proxy"],
}
SEEN = [column.name for column in ENTRY]  # an alteration that no copy shows is none, and nobody pays for it
NOW, WAS = (", ".join(f"{side}.{name}" for name in SEEN if name != "number") for side in ("now", "was"))
KEYED = """CASE WHEN elector_id <> '' THEN 'e' || elector_id WHEN moves.yes THEN 'n' || part || chr(31)
    || row_number() OVER (PARTITION BY part, section, elector_id ORDER BY length(number), number) ELSE 'n' || part || chr(31) || number END"""
# Both sides in today's lawful form: what a new protection changes is in no notice. Numbers that were given move with every
# new neighbour, and so they are not compared.
DIFFERENCE = f"""WITH earlier AS MATERIALIZED ({lawful("earlier")}), later AS MATERIALIZED ({lawful("later")}),
    moves AS MATERIALIZED (SELECT %(given)s OR EXISTS (SELECT FROM earlier WHERE numbered_anew)
        OR EXISTS (SELECT FROM later WHERE numbered_anew) AS yes),
    was AS (SELECT r.*, {KEYED} AS key FROM earlier AS r CROSS JOIN moves),
    now AS (SELECT r.*, {KEYED} AS key FROM later AS r CROSS JOIN moves),
    altered AS (
        SELECT now.*, CASE WHEN was.key IS NULL THEN 'added' ELSE 'altered' END AS what
        FROM now CROSS JOIN moves LEFT JOIN was ON was.key = now.key
        WHERE was.key IS NULL OR ({NOW}) IS DISTINCT FROM ({WAS}) OR (NOT moves.yes AND now.number <> was.number)
        UNION ALL
        SELECT was.*, 'deleted' FROM was WHERE NOT EXISTS (SELECT FROM now WHERE now.key = was.key)
    )
    INSERT INTO registers_editionrow (division_id, edition_id, position, by_name, elector_id, part, section, number, surname,
        given_names, address, address_id, areas, franchise, attains_on, opted_out, overseas, service, absent, marked, change, origin)
    SELECT %(division)s, %(edition)s, row_number() OVER (ORDER BY what, part COLLATE "C", section, position), by_name, elector_id, part,
        section, number, surname, given_names, address, address_id, areas, franchise, attains_on, opted_out, overseas, service, '',
        false, what, position
    FROM altered"""
COUNTED = "SELECT {counts} FROM registers_editionrow r WHERE division_id = %(division)s AND edition_id = %(edition)s"


def write_rows(edition: Edition, *, by) -> dict[str, Any]:
    """Write what the edition shows, inside the caller's transaction; the columns of the edition that follow from it.

    Refused where a register would be empty. `by` must hold the office.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(edition), _values(edition, by))
        counts = _counts(edition, cursor)
    if not counts["entries"] and edition.family in (Family.REGISTER, Family.MARKED):
        raise Refused("Nobody is on the roll of this division. Load the electors first.", edition)
    given = counts.pop("given")
    if edition.family == Family.MARKED and edition.earlier:
        given = edition.earlier.numbers_given
    return {"entries": counts.pop("entries"), "numbers_given": given, "counts": counts}


def _statement(edition: Edition) -> str:
    of_kind = {Family.NOTICE: DIFFERENCE, Family.ABSENT: LISTS, Family.MARKED: MARKED}
    return of_kind.get(Family(edition.family), WHOLE)


def _numbers_were_given(notice: Edition) -> bool:
    return any(side.numbers_given for side in (notice.earlier, notice.later) if side)


def _values(edition: Edition, by) -> dict[str, Any]:
    nation = edition.division.area.state.jurisdiction
    values = {
        "division": edition.division_id,
        "edition": edition.pk,
        "by": by.pk,
        "on": edition.speaks_on,
        "poll": edition.poll,
        "earlier": edition.earlier_id,
        "register": edition.pk if edition.family == Family.REGISTER else None,
        "born_by": published_if_born_by(nation, min(edition.speaks_on, edition.division.today())),
        "hides": nation in HIDE_HOME_OF_OTHERS,
    }
    if edition.family == Family.ABSENT:
        values |= {"lists": STAGES[edition.stage], "anonymous": edition.stage != "current"}
    if edition.family == Family.NOTICE:
        values |= {"later": edition.later_id, "given": _numbers_were_given(edition)}
    return values


def _counts(edition: Edition, cursor) -> dict[str, Any]:
    """Entries by product; of a notice by alteration too, so that a register bought with it counts none deleted."""
    wanted = {"entries": "count(*)", "given": "coalesce(bool_and(number = position::text), false)"}
    if edition.family == Family.NOTICE:
        wanted |= {w: f"count(*) FILTER (WHERE change = '{w}')" for w in ("added", "deleted", "altered")}
    for code, shape in PRODUCTS.items():
        if shape.family == edition.family and code != "OWN":
            clauses = [f"{name} = %({name})s" for name in shape.rows] + ["section <> 2"] * shape.only_named
            wanted[code] = f"count(*) FILTER (WHERE {' AND '.join(clauses) or 'true'})"
    values = {
        "division": edition.division_id,
        "edition": edition.pk,
        "opted_out": False,
        "overseas": True,
        "absent": "postal",
    }
    cursor.execute(COUNTED.format(counts=", ".join(wanted.values())), values)
    return dict(zip(wanted, cursor.fetchone(), strict=True))
