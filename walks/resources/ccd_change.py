"""`ccd-changes`: which CCDs the census has made of others; a Walk's are the division's tasks (formats.md, 1.2c)."""

from electoral.office.roles import Permission
from electoral.roll.loading import FileKind, register
from electoral.roll.staging import BadValue, Column, needed, needed_day
from walks.resources.walk import walks_first

LONGEST_CODE = 20


def code(value: str) -> str:
    if len(value) > LONGEST_CODE:
        raise BadValue(f"It is longer than {LONGEST_CODE} characters.")
    return needed(value)


# A staged row with the Walk that has the old CCD now (the lowest number, where several share it), and the same row as
# it may stand already. A file of the whole State holds rows of other divisions: those are left out.
WALK_NOW = """(SELECT w.id FROM walks_walkccd m JOIN walks_ccd c ON c.id = m.ccd_id JOIN walks_walk w ON w.id = m.walk_id
    WHERE m.division_id = %(division)s AND m.ended_on IS NULL AND w.ended_on IS NULL AND c.code = s.old_code
    ORDER BY w.number LIMIT 1)"""
STAGED = f"""(SELECT s.*, {WALK_NOW} AS walk_id, k.id AS known FROM walks_stagedccdchange s
    LEFT JOIN walks_ccdchange k ON k.division_id = %(division)s
        AND (k.old_code, k.new_code, k.effective_on) = (s.old_code, s.new_code, s.effective_on)
    WHERE s.load_id = %(load)s) AS s"""
NEW = f"FROM {STAGED} WHERE s.known IS NULL AND s.walk_id IS NOT NULL"

register(
    FileKind(
        name="ccd-changes",
        title="Changes of CCDs from the census",
        permission=Permission.CCD_CHANGE_LOAD,
        columns=(
            Column("old_ccd", required=True, read=code),
            Column("new_ccd", required=True, read=code),
            Column("effective_on", required=True, read=needed_day),
        ),
        table="walks_stagedccdchange",
        staged=("old_code", "new_code", "effective_on"),
        requires=walks_first,
        checks=(
            """SELECT line, 'new_ccd', new_code, 'It is the old CCD: nothing changes.' FROM walks_stagedccdchange
                WHERE load_id = %(load)s AND old_code = new_code ORDER BY line""",
            """SELECT line, 'old_ccd', old_code, 'The same change stands in an earlier line too.' FROM (
                SELECT line, old_code, row_number() OVER (PARTITION BY old_code, new_code ORDER BY line) AS n
                FROM walks_stagedccdchange WHERE load_id = %(load)s) AS same WHERE n > 1 ORDER BY line""",
            """SELECT line, 'effective_on', effective_on::text, 'An earlier line ends this CCD on another day.' FROM (
                SELECT line, effective_on, first_value(effective_on) OVER (PARTITION BY old_code ORDER BY line) AS first
                FROM walks_stagedccdchange WHERE load_id = %(load)s) AS same WHERE effective_on <> first ORDER BY line""",
        ),
        counts=f"SELECT (SELECT count(*) {NEW}), 0, 0, count(*) FILTER (WHERE s.known IS NOT NULL) FROM {STAGED}",
        listed={
            "new": f"""SELECT s.old_code, 'becomes ' || s.new_code || ' on ' || to_char(s.effective_on, 'FMDD FMMonth YYYY')
                || ', Walk ' || (SELECT number FROM walks_walk WHERE id = s.walk_id) {NEW}"""
        },
        warn=f"""SELECT CASE WHEN count(*) > 0 THEN count(*) || ' rows are left out: no Walk of this division has their old CCD ('
                || string_agg(s.old_code, ', ' ORDER BY s.line) FILTER (WHERE s.place <= 5)
                || CASE WHEN count(*) > 5 THEN ' and others).' ELSE ').' END END
            FROM (SELECT s.*, row_number() OVER (ORDER BY s.line) AS place FROM {STAGED}
                WHERE s.known IS NULL AND s.walk_id IS NULL) AS s""",
        apply=(
            f"""INSERT INTO walks_ccdchange (division_id, old_code, new_code, effective_on, loaded_on, walk_id, settled_as)
                SELECT %(division)s, s.old_code, s.new_code, s.effective_on, %(today)s, s.walk_id, '' {NEW}""",
        ),
    )
)
