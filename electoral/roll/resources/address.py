"""`addresses`: every residence of the division, in the column names of G-NAF."""

from functools import lru_cache

from electoral.office.references import new_reference
from electoral.office.roles import Permission
from electoral.protected import actions as protected
from electoral.roll.loading import FileKind, register
from electoral.roll.models import DwellingKind
from electoral.roll.rules import Door, normal, number_of, order_key, side_of, street_key
from electoral.roll.staging import NULL, Column, coordinate, identity, needed, one_of, whole_number

COLUMNS = (
    Column("address_id", required=True, read=identity, aliases=("gnaf_pid", "address_detail_pid")),
    Column("building_name"),
    Column("lot_number", most=20),
    Column("flat_type", most=20, aliases=("flat_type_code",)),
    Column("flat_number", most=20),
    Column("level_type", most=20, aliases=("level_type_code",)),
    Column("level_number", most=20),
    Column("number_first_prefix", most=10),
    Column("number_first", read=whole_number),
    Column("number_first_suffix", most=10),
    Column("number_last", read=whole_number),
    Column("number_last_suffix", most=10),
    Column("street_name", required=True, read=needed),
    Column("street_type", most=30, aliases=("street_type_code",)),
    Column("street_suffix", most=30, aliases=("street_suffix_code",)),
    Column("locality", required=True, read=needed, aliases=("locality_name",)),
    Column("state", most=10, aliases=("state_abbreviation",)),
    Column("postcode", required=True, most=10),
    Column(
        "ccd", required=True, read=identity, aliases=("sa1_7dig_2016", "sa1_7digitcode_2016", "mb_2016_code")
    ),
    Column("areas", most=200),
    Column("latitude", read=coordinate),
    Column("longitude", read=coordinate),
    Column("dwelling_kind", read=one_of(DwellingKind.values, empty=DwellingKind.PRIVATE)),
)
NAMES = tuple("ccd_code" if c.name == "ccd" else c.name for c in COLUMNS)
DERIVED = ("reference", "number", "side", "order_key", "search_key", "street_key", "locality_key")
AT = {name: n for n, name in enumerate(NAMES)}
DOOR = slice(AT["building_name"], AT["number_last_suffix"] + 1)
STREET = slice(AT["street_name"], AT["street_suffix"] + 1)
# What makes a residence of the file another than the one on the roll; the street and suburb by their words.
OF_ROW = ("building_name", "lot_number", "flat_type", "flat_number", "level_type", "level_number", "number_first_prefix",
          "number_first", "number_first_suffix", "number_last", "number_last_suffix", "postcode", "ccd_code", "areas", "latitude",
          "longitude", "dwelling_kind")  # fmt: skip


@lru_cache(maxsize=20_000)
def place_keys(name: str, kind: str, suffix: str, locality: str) -> tuple[str, str, str]:
    """Sort keys of street and suburb, and their part of the search key."""
    return street_key(name, kind, suffix), normal(locality), normal(f"{name} {kind} {suffix} {locality}")


def derive(values: list[str]) -> list[str]:
    building, lot, flat_type, flat, level_type, level, prefix, first, suffix, last, last_suffix = values[DOOR]
    door = Door(
        building, lot, flat_type, flat, level_type, level, prefix, None if first == NULL else int(first), suffix,
        None if last == NULL else int(last), last_suffix,
    )  # fmt: skip
    number = number_of(door)
    street, locality, where = place_keys(*values[STREET], values[AT["locality"]])
    at = f"{first if first != NULL else ''}{suffix}" or (f"lot {lot}" if lot else "")
    key = f"{flat}/{at}" if flat and at else at
    # "12 banksia road" finds the house, "1/12 banksia" the flat; the building's name and the postcode come behind.
    search = normal(f"{key} {where} {values[AT['postcode']]} {building}")
    side = "1" if side_of(number) == "odd" else "2"
    return [new_reference("A"), str(number), side, order_key(door), search, street, locality]


SAME = f"""({", ".join(f"s.{n}" for n in OF_ROW)}, s.street_name, s.street_type, s.street_suffix, s.locality, s.state)
    IS NOT DISTINCT FROM ({", ".join(f"r.{n}" for n in OF_ROW)}, t.name, t.type, t.suffix, l.name, l.state)"""
NOW = """roll_residence r JOIN roll_street t ON t.id = r.street_id JOIN roll_locality l ON l.id = t.locality_id"""
MATCH = f"""roll_stagedaddress s LEFT JOIN ({NOW})
    ON r.division_id = %(division)s AND r.ended_on IS NULL AND r.address_id = s.address_id"""
IN_FILE = "SELECT FROM roll_stagedaddress s WHERE s.load_id = %(load)s AND s.address_id = r.address_id"
GONE = f"r.division_id = %(division)s AND r.ended_on IS NULL AND NOT EXISTS ({IN_FILE})"
SET = (*OF_ROW, "number", "side", "order_key", "search_key")
PLACED = """roll_locality l JOIN roll_street t ON t.locality_id = l.id
    WHERE s.load_id = %(load)s AND l.division_id = %(division)s AND l.name = s.locality AND l.state = s.state
      AND t.division_id = %(division)s AND t.name = s.street_name AND t.type = s.street_type AND t.suffix = s.street_suffix"""

register(
    FileKind(
        name="addresses",
        title="Addresses",
        permission=Permission.ROLL_LOAD,
        columns=COLUMNS,
        table="roll_stagedaddress",
        live="roll_residence",
        staged=(*NAMES, *DERIVED),
        derive=derive,
        checks=(
            """SELECT line, 'address_id', address_id, 'It stands in an earlier line too.' FROM (
                SELECT line, address_id, row_number() OVER (PARTITION BY address_id ORDER BY line) AS n
                FROM roll_stagedaddress WHERE load_id = %(load)s) AS same WHERE n > 1 ORDER BY line""",
        ),
        counts=f"""SELECT count(*) FILTER (WHERE r.id IS NULL), count(*) FILTER (WHERE r.id IS NOT NULL AND NOT {SAME}),
            (SELECT count(*) FROM roll_residence r WHERE {GONE}), count(*) FILTER (WHERE r.id IS NOT NULL AND {SAME})
            FROM {MATCH} WHERE s.load_id = %(load)s""",
        listed={
            "new": f"SELECT s.address_id, s.search_key FROM {MATCH} WHERE s.load_id = %(load)s AND r.id IS NULL",
            "changed": f"SELECT s.address_id, s.search_key FROM {MATCH} WHERE s.load_id = %(load)s AND r.id IS NOT NULL AND NOT {SAME}",
            "gone": f"SELECT r.address_id, r.search_key FROM roll_residence r WHERE {GONE}",
        },
        warn="""SELECT CASE WHEN count(*) > 0 THEN count(*) || ' rows have no postcode.' END FROM roll_stagedaddress
            WHERE load_id = %(load)s AND postcode = ''""",
        apply=(
            """INSERT INTO roll_locality (division_id, name, state, sort_key)
                SELECT DISTINCT %(division)s::bigint, locality, state, locality_key FROM roll_stagedaddress
                WHERE load_id = %(load)s ON CONFLICT DO NOTHING""",
            """INSERT INTO roll_street (division_id, locality_id, name, type, suffix, sort_key)
                SELECT DISTINCT %(division)s::bigint, l.id, s.street_name, s.street_type, s.street_suffix, s.street_key
                FROM roll_stagedaddress s JOIN roll_locality l ON l.division_id = %(division)s AND l.name = s.locality AND l.state = s.state
                WHERE s.load_id = %(load)s ON CONFLICT DO NOTHING""",
            f"""UPDATE roll_residence r SET ended_on = %(today)s WHERE {GONE}""",
            f"""UPDATE roll_residence AS u SET street_id = placed.street_id, {", ".join(f"{n} = placed.{n}" for n in SET)}
                FROM (SELECT s.*, t.id AS street_id FROM roll_stagedaddress s, {PLACED}) AS placed,
                     (SELECT r.id FROM {MATCH} WHERE s.load_id = %(load)s AND r.id IS NOT NULL AND NOT {SAME}) AS changed
                WHERE u.id = changed.id AND u.address_id = placed.address_id""",
            f"""INSERT INTO roll_residence (division_id, reference, address_id, street_id, from_on, {", ".join(SET)})
                SELECT %(division)s, s.reference, s.address_id, t.id, %(today)s, {", ".join(f"s.{n}" for n in SET)}
                FROM roll_stagedaddress s, {PLACED} AND NOT EXISTS (SELECT FROM roll_residence r
                    WHERE r.division_id = %(division)s AND r.ended_on IS NULL AND r.address_id = s.address_id)""",
            "ANALYZE roll_residence, roll_street, roll_locality",
        ),
        after=lambda load: protected.settle_division(load.division),
    )
)
