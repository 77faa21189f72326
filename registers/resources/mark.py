"""`marks`: who was marked at a poll (decision 36). A file is the whole of its poll.

Whether the roll knows an elector is not asked: the roll holds no protected person, and "unknown" would name them.
"""

from electoral.office.roles import Permission
from electoral.roll.loading import FileKind, register
from electoral.roll.staging import BadValue, Column, identity, one_of


def poll(value: str) -> str:
    if not value.strip():
        raise BadValue("It is empty: name the poll.")
    if len(value) > 60:
        raise BadValue("It is longer than 60 characters.")
    return value.strip().replace("\\", "\\\\")


POLL = "(SELECT min(s.poll) FROM registers_stagedmark s WHERE s.load_id = %(load)s)"
NOW = f"registers_mark m WHERE m.division_id = %(division)s AND m.poll = {POLL}"
MATCH = """registers_stagedmark s LEFT JOIN registers_mark m
    ON m.division_id = %(division)s AND m.poll = s.poll AND m.elector_id = s.elector_id WHERE s.load_id = %(load)s"""
GONE = f"{NOW} AND NOT EXISTS (SELECT FROM registers_stagedmark s WHERE s.load_id = %(load)s AND s.elector_id = m.elector_id)"
TEXT = "s.poll || ': ' || CASE WHEN s.marked THEN 'marked' ELSE 'not marked' END"

register(
    FileKind(
        name="marks",
        title="Marks at a poll",
        permission=Permission.ROLL_LOAD,
        columns=(
            Column("elector_id", required=True, read=identity),
            Column("poll", required=True, read=poll),
            Column("marked", read=one_of(["Y", "N"], empty="Y")),
        ),
        table="registers_stagedmark",
        staged=("elector_id", "poll", "marked"),
        checks=(
            """SELECT line, 'elector_id', elector_id, 'It stands in an earlier line too.' FROM (
                SELECT line, elector_id, row_number() OVER (PARTITION BY elector_id ORDER BY line) AS n
                FROM registers_stagedmark WHERE load_id = %(load)s) AS same WHERE n > 1 ORDER BY line""",
            """SELECT line, 'poll', poll, 'An earlier line names another poll; send a file for each.' FROM (
                SELECT line, poll, first_value(poll) OVER (ORDER BY line) AS first
                FROM registers_stagedmark WHERE load_id = %(load)s) AS same WHERE poll <> first ORDER BY line""",
        ),
        counts=f"""SELECT count(*) FILTER (WHERE m.id IS NULL), count(*) FILTER (WHERE m.marked <> s.marked),
            (SELECT count(*) FROM {GONE}), count(*) FILTER (WHERE m.marked = s.marked) FROM {MATCH}""",
        listed={
            "new": f"SELECT s.elector_id, {TEXT} FROM {MATCH} AND m.id IS NULL",
            "changed": f"SELECT s.elector_id, {TEXT} FROM {MATCH} AND m.marked <> s.marked",
            "gone": f"SELECT m.elector_id, m.poll FROM {GONE}",
        },
        apply=(
            f"DELETE FROM registers_mark d USING (SELECT m.id FROM {GONE}) AS gone WHERE d.id = gone.id",
            """INSERT INTO registers_mark (division_id, elector_id, poll, marked)
                SELECT %(division)s, s.elector_id, s.poll, s.marked FROM registers_stagedmark s WHERE s.load_id = %(load)s
                ON CONFLICT (division_id, poll, elector_id) DO UPDATE SET marked = excluded.marked""",
            "ANALYZE registers_mark",
        ),
    )
)
