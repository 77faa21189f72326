"""`ccd-boundaries`: where the census districts lie, from GeoJSON (formats.md, 1.7b)."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import Avg

from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.roll.loading import FileKind, register
from electoral.roll.models import Load, Residence
from electoral.roll.staging import Column, Findings, needed
from walks.maps import CcdBoundary, Fault, read_boundaries
from walks.maps.ground import Position
from walks.resources.walk import WALKS_NOW

PARTS = (",", ":")


def boundary_rows(kind: FileKind, file: BinaryIO, load: Load, findings: Findings) -> Iterator[str]:
    """A line for COPY for each CCD; a row's "line" is the number of its feature in the file. Read before COPY begins."""
    reading = read_boundaries(file, near=_somewhere(load))
    for fault in reading.faults:
        if not fault.feature:
            raise Refused(str(fault), load)
        findings.refuse(fault.feature, "ccd", fault.ccd, _sentence(fault))
    findings.refused_count, findings.rows = reading.fault_count, len(reading.boundaries)
    findings.letters.update(*(boundary.ccd for boundary in reading.boundaries))
    return map(_line, () if reading.fault_count else reading.boundaries)


def _line(boundary: CcdBoundary) -> str:
    geometry = {"type": "MultiPolygon", "coordinates": boundary.rings}
    return f"{boundary.feature}\t{needed(boundary.ccd)}\t{json.dumps(geometry, separators=PARTS)}\n"


def _sentence(fault: Fault) -> str:
    return fault.why[:1].upper() + fault.why[1:]


def _somewhere(load: Load) -> Position | None:
    """The middle of the division's residences, by which boundaries of another place are told."""
    known = Residence.objects.in_force().filter(division=load.division, latitude__isnull=False)
    middle = known.aggregate(longitude=Avg("longitude"), latitude=Avg("latitude"))
    return None if middle["latitude"] is None else (middle["longitude"], middle["latitude"])


NOW = """(SELECT b.id, c.code, b.geometry FROM walks_boundary b JOIN walks_ccd c ON c.id = b.ccd_id
    WHERE b.division_id = %(division)s AND b.ended_on IS NULL)"""
MATCH = f"walks_stagedboundary s LEFT JOIN {NOW} AS n ON n.code = s.ccd_code WHERE s.load_id = %(load)s"
SAME = "n.geometry = s.geometry::jsonb"
GONE = f"""{NOW} AS n WHERE NOT EXISTS
    (SELECT FROM walks_stagedboundary s WHERE s.load_id = %(load)s AND s.ccd_code = n.code)"""
TEXT = f"""coalesce((SELECT 'Walk ' || string_agg(o.number::text, ', ' ORDER BY o.number) FROM {WALKS_NOW} AS o
    WHERE o.code = {{0}}), 'in no Walk')"""
HERE = "SELECT ccd_code FROM walks_stagedboundary WHERE load_id = %(load)s"
LIVED_IN = "SELECT ccd_code FROM roll_residence WHERE division_id = %(division)s AND ended_on IS NULL"

register(
    FileKind(
        name="ccd-boundaries",
        title="Boundaries of CCDs",
        permission=Permission.WALK_BUILD,
        columns=(Column("ccd", required=True),),
        table="walks_stagedboundary",
        staged=("ccd_code", "geometry"),
        read=boundary_rows,
        counts=f"""SELECT count(*) FILTER (WHERE n.id IS NULL), count(*) FILTER (WHERE NOT {SAME}),
            (SELECT count(*) FROM {GONE}), count(*) FILTER (WHERE {SAME}) FROM {MATCH}""",
        listed={
            "new": f"SELECT s.ccd_code, {TEXT.format('s.ccd_code')} FROM {MATCH} AND n.id IS NULL",
            "changed": f"SELECT s.ccd_code, {TEXT.format('s.ccd_code')} FROM {MATCH} AND NOT {SAME}",
            "gone": f"SELECT n.code, {TEXT.format('n.code')} FROM {GONE}",
        },
        warn=f"""SELECT CASE WHEN count(*) > 0 THEN count(*) || ' CCDs of Walks have no boundary in this file: '
                || 'their Walks are drawn around their residences.' END
            FROM (SELECT DISTINCT code FROM {WALKS_NOW} AS o EXCEPT {HERE}) AS lost
            UNION ALL SELECT CASE WHEN count(*) > 0 THEN count(*) || ' CCDs of this file are in no Walk and have no residence here.' END
            FROM ({HERE} EXCEPT SELECT code FROM {WALKS_NOW} AS o EXCEPT {LIVED_IN}) AS unknown""",
        apply=(
            f"""INSERT INTO walks_ccd (division_id, code) SELECT %(division)s, s.ccd_code FROM {MATCH} AND n.id IS NULL
                ON CONFLICT DO NOTHING""",
            f"""UPDATE walks_boundary u SET ended_on = %(today)s WHERE u.id IN (SELECT n.id FROM {GONE})
                OR u.id IN (SELECT n.id FROM {MATCH} AND NOT {SAME})""",
            f"""INSERT INTO walks_boundary (division_id, ccd_id, geometry, from_on)
                SELECT %(division)s, c.id, s.geometry::jsonb, %(today)s FROM walks_stagedboundary s
                JOIN walks_ccd c ON c.division_id = %(division)s AND c.code = s.ccd_code
                WHERE s.load_id = %(load)s AND NOT EXISTS (SELECT FROM {NOW} AS n WHERE n.code = s.ccd_code)""",
        ),
    )
)
