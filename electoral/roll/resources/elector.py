"""`electors` and `protections`. Protection is never a column of the roll (decision 3)."""

from electoral.office.references import new_reference
from electoral.office.roles import Permission
from electoral.protected import actions as protected
from electoral.roll.loading import FileKind, register
from electoral.roll.models import Load
from electoral.roll.models.elector import AbsentVote
from electoral.roll.rules import normal
from electoral.roll.staging import (
    NULL,
    BadValue,
    Column,
    day,
    identity,
    needed_day,
    one_of,
    yes_or_no,
    yes_unless_no,
)
from electoral.roll.states import LoadStatus


def surname(value: str) -> str:
    if not value.strip():
        raise BadValue("It is empty.")
    if len(value) > 150:
        raise BadValue("It is longer than 150 characters.")
    return value.replace("\\", "\\\\") if "\\" in value else value


def letter(value: str) -> str:
    if len(value.strip()) > 1:
        raise BadValue("It is not one letter.")
    return value.strip().upper() or NULL


COLUMNS = (
    Column("elector_id", required=True, read=identity),
    Column("surname", required=True, read=surname),
    Column("given_names", most=150),
    Column("date_of_birth", read=day),
    Column("address_id", required=True, most=40),
    Column("category", read=letter),
    Column("postal_1"),
    Column("postal_2"),
    Column("postal_3"),
    Column("postal_locality"),
    Column("postal_state", most=10),
    Column("postal_postcode", most=10),
    Column("enrolled_on", read=day),
    Column("subdivision"),
    Column("register_number", most=20),
    Column("franchise", most=10),
    Column("open_register", read=yes_unless_no),
    Column("absent_vote", read=one_of(AbsentVote.values)),
    Column("absent_from", read=day),
    Column("absent_until", read=day),
    Column("service_voter", read=yes_or_no),
    Column("attainment_date", read=day),
)
NAMES = tuple("category_id" if c.name == "category" else c.name for c in COLUMNS)
SET = tuple(n for n in NAMES if n not in ("elector_id", "address_id"))
AT = {name: n for n, name in enumerate(NAMES)}


def derive(values: list[str]) -> list[str]:
    return [new_reference("E"), normal(f"{values[AT['surname']]} {values[AT['given_names']]}")]


def protections_first(load: Load) -> str | None:
    """Who is in danger must be known before the first electors are (decision 3)."""
    if Load.objects.filter(division=load.division, kind="protections", status=LoadStatus.APPLIED).exists():
        return None
    return (
        "Load the protections of this division first. Where nobody is protected, a file with its header alone says so: "
        "elector_id,kind,basis,since"
    )


SAME = f"""({", ".join(f"s.{n}" for n in SET)}, nullif(s.address_id, ''))
    IS NOT DISTINCT FROM ({", ".join(f"e.{n}" for n in SET)}, a.address_id)"""
NOW = "roll_elector e LEFT JOIN roll_residence a ON a.id = e.residence_id AND a.ended_on IS NULL"
MATCH = f"""roll_stagedelector s LEFT JOIN ({NOW})
    ON e.division_id = %(division)s AND e.ended_on IS NULL AND e.elector_id = s.elector_id"""
HOME = """LEFT JOIN roll_residence h ON h.division_id = %(division)s AND h.ended_on IS NULL AND h.address_id = s.address_id"""
IN_FILE = "SELECT FROM roll_stagedelector s WHERE s.load_id = %(load)s AND s.elector_id = e.elector_id"
GONE = f"e.division_id = %(division)s AND e.ended_on IS NULL AND NOT EXISTS ({IN_FILE})"
NAME = "s.surname || ', ' || s.given_names"
WRITTEN = (*SET, "search_key")


def apply_electors(load: Load) -> None:
    protected.apply_diverted(load)
    protected.settle_division(load.division)


register(
    FileKind(
        name="electors",
        title="Electors",
        permission=Permission.ROLL_LOAD,
        columns=COLUMNS,
        table="roll_stagedelector",
        live="roll_elector",
        staged=(*NAMES, "reference", "search_key"),
        derive=derive,
        requires=protections_first,
        before=protected.divert_load,
        checks=(
            """SELECT line, 'elector_id', elector_id, 'It stands in an earlier line too.' FROM (
                SELECT line, elector_id, row_number() OVER (PARTITION BY elector_id ORDER BY line) AS n
                FROM roll_stagedelector WHERE load_id = %(load)s) AS same WHERE n > 1 ORDER BY line""",
            """SELECT s.line, 'category', s.category_id, 'No such category; an administrator adds it.'
                FROM roll_stagedelector s LEFT JOIN roll_category c ON c.code = s.category_id
                WHERE s.load_id = %(load)s AND s.category_id IS NOT NULL AND c.code IS NULL ORDER BY s.line""",
            f"""SELECT s.line, 'address_id', s.address_id, 'No residence in force has it; load the addresses first.'
                FROM roll_stagedelector s {HOME} WHERE s.load_id = %(load)s AND s.address_id <> '' AND h.id IS NULL ORDER BY s.line""",
            """SELECT s.line, 'address_id', '', 'It is empty, and this elector needs a residence.'
                FROM roll_stagedelector s LEFT JOIN roll_category c ON c.code = s.category_id
                WHERE s.load_id = %(load)s AND s.address_id = '' AND coalesce(c.needs_residence, true) ORDER BY s.line""",
        ),
        counts=f"""SELECT count(*) FILTER (WHERE e.id IS NULL), count(*) FILTER (WHERE e.id IS NOT NULL AND NOT {SAME}),
            (SELECT count(*) FROM roll_elector e WHERE {GONE}), count(*) FILTER (WHERE e.id IS NOT NULL AND {SAME})
            FROM {MATCH} WHERE s.load_id = %(load)s""",
        listed={
            "new": f"SELECT s.elector_id, {NAME} FROM {MATCH} WHERE s.load_id = %(load)s AND e.id IS NULL",
            "changed": f"SELECT s.elector_id, {NAME} FROM {MATCH} WHERE s.load_id = %(load)s AND e.id IS NOT NULL AND NOT {SAME}",
            "gone": f"SELECT e.elector_id, e.surname || ', ' || e.given_names FROM roll_elector e WHERE {GONE}",
        },
        apply=(
            f"UPDATE roll_elector e SET ended_on = %(today)s WHERE {GONE}",
            f"""UPDATE roll_elector AS u SET residence_id = h.id, {", ".join(f"{n} = s.{n}" for n in WRITTEN)}
                FROM {MATCH} {HOME} WHERE s.load_id = %(load)s AND e.id IS NOT NULL AND NOT {SAME} AND u.id = e.id""",
            f"""INSERT INTO roll_elector (division_id, reference, elector_id, residence_id, from_on, {", ".join(WRITTEN)})
                SELECT %(division)s, s.reference, s.elector_id, h.id, %(today)s, {", ".join(f"s.{n}" for n in WRITTEN)}
                FROM roll_stagedelector s {HOME} WHERE s.load_id = %(load)s AND NOT EXISTS (SELECT FROM roll_elector e
                    WHERE e.division_id = %(division)s AND e.ended_on IS NULL AND e.elector_id = s.elector_id)""",
            "ANALYZE roll_elector",
        ),
        after=apply_electors,
    )
)

register(
    FileKind(
        name="protections",
        title="Protections",
        permission=Permission.PROTECTION_SET,
        columns=(
            Column("elector_id", required=True, read=identity),
            Column("kind", required=True, read=one_of(["silent", "anonymous"])),
            Column("basis", most=200),
            Column("since", read=needed_day),
        ),
        table="roll_stagedprotection",
        staged=("elector_id", "kind", "basis", "since"),
        checks=(
            """SELECT line, 'kind', '', 'It is empty: silent or anonymous.' FROM roll_stagedprotection
                WHERE load_id = %(load)s AND kind = '' ORDER BY line""",
            """SELECT line, 'elector_id', elector_id, 'It stands in an earlier line too.' FROM (
                SELECT line, elector_id, row_number() OVER (PARTITION BY elector_id ORDER BY line) AS n
                FROM roll_stagedprotection WHERE load_id = %(load)s) AS same WHERE n > 1 ORDER BY line""",
        ),
        # Who is protected already is not for this role to read: every row counts as new, and a second time adds nothing.
        counts="SELECT count(*), 0, 0, 0 FROM roll_stagedprotection WHERE load_id = %(load)s",
        listed={"new": "SELECT elector_id, kind FROM roll_stagedprotection WHERE load_id = %(load)s"},
        apply=(),
        after=lambda load: protected.protect_staged(load, by=load.loaded_by),
    )
)
