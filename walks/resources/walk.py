"""`walks` and `street-ranges`: what their files hold, and the SQL that looks at them and brings them in (formats.md)."""

from electoral.office.roles import Permission
from electoral.roll.loading import FileKind, register
from electoral.roll.models import Load
from electoral.roll.staging import BadValue, Column, identity, needed, one_of, whole_number
from walks.actions.street_file import allocate
from walks.actions.walk_file import replace_walks
from walks.models import StagedWalk, Walk, WalkClass
from walks.models.street_file import Side

HIGHEST_WALK, HIGHEST_NUMBER = 99999, 2**31 - 2


def walk_number(value: str) -> str:
    number = whole_number(value)
    if not (number.isdigit() and 1 <= int(number) <= HIGHEST_WALK):
        raise BadValue("It is not a Walk’s number, 1 to 99999.")
    return number


def first_number(value: str) -> str:
    return whole_number(value) if value else "0"


def side(value: str) -> str:
    if not value:
        raise BadValue("It is empty: odd, even or all.")
    return one_of(Side.values)(value)


def take_walks(load: Load) -> None:
    """Apply a staged file of Walks."""
    rows = StagedWalk.objects.filter(load_id=load.pk).order_by("line")
    of_file = rows.values_list("walk_number", "ccd_code", "walk_class")
    replace_walks(load.division, of_file, by=load.loaded_by)


def take_ranges(load: Load) -> None:
    """The ranges are in: the residences follow them (4b)."""
    allocate(load.division, by=load.loaded_by)


def walks_first(load: Load) -> str | None:
    if Walk.objects.in_force().filter(division=load.division).exists():
        return None
    return "There are no Walks. Build them, or load a file of Walks first."


# What stands now of a CCD beside what the file says; a row is a CCD in a Walk, or in one of those that share it.
WALKS_NOW = """(SELECT c.code, w.number, w.loaded_class, m.shared FROM walks_walkccd m
    JOIN walks_ccd c ON c.id = m.ccd_id JOIN walks_walk w ON w.id = m.walk_id
    WHERE m.division_id = %(division)s AND m.ended_on IS NULL AND w.ended_on IS NULL)"""
WALKS_ALIKE = "n.code = s.ccd_code AND (n.number = s.walk_number OR NOT n.shared)"
WALKS_MATCH = f"walks_stagedwalk s LEFT JOIN {WALKS_NOW} AS n ON {WALKS_ALIKE} WHERE s.load_id = %(load)s"
WALKS_GONE = f"""{WALKS_NOW} AS n WHERE NOT EXISTS
    (SELECT FROM walks_stagedwalk s WHERE s.load_id = %(load)s AND {WALKS_ALIKE})"""
WALKS_SAME = "(n.number, n.loaded_class) = (s.walk_number, s.walk_class)"
WALKS_TEXT = "SELECT s.ccd_code, 'Walk ' || s.walk_number || ' ' || s.walk_class"

register(
    FileKind(
        name="walks",
        title="Walks",
        permission=Permission.WALK_BUILD,
        columns=(
            Column("walk_number", required=True, read=walk_number),
            Column("ccd", required=True, read=identity),
            Column("class", read=one_of(WalkClass.values)),
        ),
        table="walks_stagedwalk",
        staged=("walk_number", "ccd_code", "walk_class"),
        checks=(
            """SELECT line, 'ccd', ccd_code, 'It stands in an earlier line too, with the same Walk.' FROM (
                SELECT line, ccd_code, row_number() OVER (PARTITION BY ccd_code, walk_number ORDER BY line) AS n
                FROM walks_stagedwalk WHERE load_id = %(load)s) AS same WHERE n > 1 ORDER BY line""",
            f"""SELECT line, 'ccd', ccd_code,
                CASE WHEN EXISTS (SELECT FROM {WALKS_NOW} AS n WHERE n.code = ccd_code AND n.shared)
                    THEN 'Walks that were split share it, and this is not one of them.'
                    ELSE 'It stands in an earlier line too; a CCD is in one Walk.' END
                FROM (SELECT line, ccd_code, walk_number, rank() OVER (PARTITION BY ccd_code ORDER BY line) AS n,
                    count(*) OVER (PARTITION BY ccd_code) AS lines,
                    first_value(walk_number) OVER (PARTITION BY ccd_code ORDER BY line) AS first
                FROM walks_stagedwalk WHERE load_id = %(load)s) AS same
                WHERE lines > 1 AND NOT EXISTS (SELECT FROM {WALKS_NOW} AS n WHERE n.shared AND n.code = ccd_code
                    AND n.number = walk_number) AND (n > 1 AND first <> walk_number
                    OR EXISTS (SELECT FROM {WALKS_NOW} AS n WHERE n.code = ccd_code AND n.shared)) ORDER BY line""",
            """SELECT line, 'class', walk_class, 'An earlier line gives this Walk another class.' FROM (
                SELECT line, walk_class, first_value(walk_class) OVER (PARTITION BY walk_number ORDER BY line) AS first
                FROM walks_stagedwalk WHERE load_id = %(load)s) AS same WHERE walk_class <> first ORDER BY line""",
        ),
        counts=f"""SELECT count(*) FILTER (WHERE n.code IS NULL), count(*) FILTER (WHERE NOT {WALKS_SAME}),
            (SELECT count(*) FROM {WALKS_GONE}), count(*) FILTER (WHERE {WALKS_SAME}) FROM {WALKS_MATCH}""",
        listed={
            "new": f"{WALKS_TEXT} FROM {WALKS_MATCH} AND n.code IS NULL",
            "changed": f"{WALKS_TEXT} FROM {WALKS_MATCH} AND NOT {WALKS_SAME}",
            "gone": f"SELECT n.code, 'Walk ' || n.number FROM {WALKS_GONE}",
        },
        warn="""SELECT CASE WHEN count(*) > 0 THEN count(*) || ' CCDs of residences are in no Walk of this file: '
                || 'these residences will have no Walk.' END
            FROM (SELECT DISTINCT ccd_code FROM roll_residence WHERE division_id = %(division)s AND ended_on IS NULL
                EXCEPT SELECT ccd_code FROM walks_stagedwalk WHERE load_id = %(load)s) AS lost""",
        apply=(),
        after=take_walks,
    )
)

# A staged range with its street (by the words of the addresses) and its Walk, and what stands there now.
STREETS = """SELECT t.id, t.name, t.type, t.suffix, l.name AS locality FROM roll_street t
    JOIN roll_locality l ON l.id = t.locality_id WHERE t.division_id = %(division)s"""
ON_STREET = """(t.name, t.type, t.suffix, t.locality)
    = (s.street_name, s.street_type, s.street_suffix, s.locality)"""
SPAN = "int4range(s.low, s.high + 1)"
SLOTS = (
    "CASE {0}.side WHEN 'odd' THEN int4range(0, 1) WHEN 'even' THEN int4range(1, 2) ELSE int4range(0, 2) END"
)
STREET_TEXT = "concat_ws(' ', {0}, nullif({1}, ''), nullif({2}, '')) || ', ' || {3}"
NUMBERS_TEXT = (
    "{0}.side || ' ' || lower({0}.numbers) || ' to ' || coalesce((upper({0}.numbers) - 1)::text, 'the end')"
)
STAGED = f"""(SELECT s.line, s.side, s.walk_number, {SPAN} AS numbers, t.id AS street_id, w.id AS walk_id,
        {STREET_TEXT.format("s.street_name", "s.street_type", "s.street_suffix", "s.locality")} AS words
    FROM walks_stagedrange s LEFT JOIN ({STREETS}) AS t ON {ON_STREET}
    LEFT JOIN walks_walk w ON w.division_id = %(division)s AND w.ended_on IS NULL AND w.number = s.walk_number
    WHERE s.load_id = %(load)s) AS s"""
RANGES_MATCH = f"""{STAGED} LEFT JOIN walks_streetrange n ON n.division_id = %(division)s AND n.ended_on IS NULL
    AND (n.street_id, n.side, n.numbers) = (s.street_id, s.side, s.numbers)"""
RANGE_GONE = f"""n.division_id = %(division)s AND n.ended_on IS NULL AND NOT EXISTS
    (SELECT FROM {STAGED} WHERE (n.street_id, n.side, n.numbers) = (s.street_id, s.side, s.numbers))"""
RANGES_TEXT = f"SELECT s.words, {NUMBERS_TEXT.format('s')} || ': Walk ' || s.walk_number"

register(
    FileKind(
        name="street-ranges",
        title="Street ranges",
        permission=Permission.WALK_BUILD,
        columns=(
            Column("street_name", required=True, read=needed),
            Column("street_type", most=30),
            Column("street_suffix", most=30),
            Column("locality", required=True, read=needed),
            Column("side", required=True, read=side),
            Column("from", read=first_number),
            Column("to", read=whole_number),
            Column("walk_number", required=True, read=walk_number),
        ),
        table="walks_stagedrange",
        staged=(
            "street_name",
            "street_type",
            "street_suffix",
            "locality",
            "side",
            "low",
            "high",
            "walk_number",
        ),
        requires=walks_first,
        checks=(
            """SELECT line, 'to', high::text, 'It is less than where the range begins.' FROM walks_stagedrange
                WHERE load_id = %(load)s AND high < low ORDER BY line""",
            f"""SELECT s.line, 'street_name', s.street_name, 'No residence has this street; write it as the addresses do.'
                FROM walks_stagedrange s LEFT JOIN ({STREETS}) AS t ON {ON_STREET}
                WHERE s.load_id = %(load)s AND t.id IS NULL ORDER BY s.line""",
            f"""SELECT s.line, 'locality', s.locality, 'Suburbs of this name are in two States; this file cannot tell them apart.'
                FROM walks_stagedrange s JOIN ({STREETS}) AS t ON {ON_STREET}
                WHERE s.load_id = %(load)s GROUP BY s.line, s.locality HAVING count(*) > 1 ORDER BY s.line""",
            """SELECT s.line, 'walk_number', s.walk_number::text, 'There is no such Walk.' FROM walks_stagedrange s
                LEFT JOIN walks_walk w
                  ON w.division_id = %(division)s AND w.ended_on IS NULL AND w.number = s.walk_number
                WHERE s.load_id = %(load)s AND w.id IS NULL ORDER BY s.line""",
            f"""SELECT s.line, 'from', s.low::text, 'Its numbers overlap those of line ' || min(o.line) || '.'
                FROM walks_stagedrange s JOIN walks_stagedrange o ON o.load_id = s.load_id AND o.line < s.line
                  AND (o.street_name, o.street_type, o.street_suffix, o.locality)
                    = (s.street_name, s.street_type, s.street_suffix, s.locality)
                  AND {SLOTS.format("s")} && {SLOTS.format("o")}
                  AND s.low <= coalesce(o.high, {HIGHEST_NUMBER}) AND o.low <= coalesce(s.high, {HIGHEST_NUMBER})
                WHERE s.load_id = %(load)s GROUP BY s.line, s.low ORDER BY s.line""",
        ),
        counts=f"""SELECT count(*) FILTER (WHERE n.id IS NULL), count(*) FILTER (WHERE n.walk_id <> s.walk_id),
            (SELECT count(*) FROM walks_streetrange n WHERE {RANGE_GONE}), count(*) FILTER (WHERE n.walk_id = s.walk_id) FROM {RANGES_MATCH}""",
        listed={
            "new": f"{RANGES_TEXT} FROM {RANGES_MATCH} WHERE n.id IS NULL",
            "changed": f"{RANGES_TEXT} FROM {RANGES_MATCH} WHERE n.walk_id <> s.walk_id",
            "gone": f"""SELECT {STREET_TEXT.format("t.name", "t.type", "t.suffix", "t.locality")}, {NUMBERS_TEXT.format("n")}
                FROM walks_streetrange n JOIN ({STREETS}) AS t ON t.id = n.street_id WHERE {RANGE_GONE}""",
        },
        apply=(
            f"""UPDATE walks_streetrange u SET ended_on = %(today)s
                WHERE u.id IN (SELECT n.id FROM walks_streetrange n WHERE {RANGE_GONE})
                   OR u.id IN (SELECT n.id FROM {RANGES_MATCH} WHERE n.walk_id <> s.walk_id)""",
            f"""INSERT INTO walks_streetrange (division_id, street_id, side, numbers, walk_id, from_on)
                SELECT %(division)s, s.street_id, s.side, s.numbers, s.walk_id, %(today)s
                FROM {RANGES_MATCH} WHERE n.id IS NULL""",
        ),
        after=take_ranges,
    )
)
