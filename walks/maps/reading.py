"""Reading a file of CCD boundaries: all of it is right, or each fault is named with its place."""

from typing import Any, BinaryIO

import shapely

from walks.maps.faults import CcdBoundary, Fault, Reading, Unreadable
from walks.maps.feature import area_of, ccd_of
from walks.maps.geojson import SAVE, features_of
from walks.maps.ground import Position, distance, rings_of
from walks.maps.overlaps import overlaps

POINTS_LIMIT = 400_000  # 600 CCDs with 200 points each are 120,000
FAR_AWAY = 3000.0  # km: no division is so large


def read_boundaries(file: BinaryIO, *, near: Position | None = None) -> Reading:
    """The boundaries of a GeoJSON file (formats: ccd-boundaries), or its faults.

    `near` is a position among the division's residences: boundaries on another side of the earth are told by it.
    """
    reading = Reading()
    try:
        features = features_of(file)
        _check_size(features)
    except Unreadable as error:
        reading.refuse(Fault(0, "", str(error)))
        return reading
    found, strange = _areas(features, reading)
    if strange and not found:
        return _of_the_whole(strange[0])
    for overlap in overlaps([area for _, _, area in found]):
        (number, ccd, _), (_, other, _) = found[overlap.first], found[overlap.second]
        reason = f"it overlaps CCD {other} by {overlap.area:,.0f} square metres"
        reading.refuse(Fault(number, ccd, reason, overlap.place))
    if not reading.fault_count and near and (sentence := _elsewhere([a for _, _, a in found], near)):
        reading.refuse(Fault(0, "", sentence))
    reading.boundaries = [CcdBoundary(number, ccd, rings_of(area)) for number, ccd, area in found]
    return reading


def _areas(features: list[Any], reading: Reading) -> tuple[list[tuple[int, str, Any]], list[Fault]]:
    """(number, CCD, area) of each feature that is right, and the faults of those of which nothing is in degrees."""
    found: list[tuple[int, str, Any]] = []
    strange: list[Fault] = []
    first: dict[str, int] = {}
    for number, feature in enumerate(features, 1):
        try:
            ccd = ccd_of(feature)
        except Unreadable as reason:
            reading.refuse(Fault(number, "", str(reason)))
            continue
        if first.setdefault(ccd, number) != number:
            twice = f"it stands twice, as features {first[ccd]} and {number}; join them into one MultiPolygon"
            reading.refuse(Fault(number, ccd, twice))
            continue
        area, flaws = area_of(feature)
        if area is not None:
            found.append((number, ccd, area))
        for flaw in flaws:
            fault = Fault(number, ccd, flaw.reason, flaw.place)
            reading.refuse(fault)
            strange += [fault] * flaw.of_system
    return found, strange


def _check_size(features: list[Any]) -> None:
    points = 0
    waiting: list[Any] = [f.get("geometry") for f in features if isinstance(f, dict)]
    waiting = [g.get("coordinates") for g in waiting if isinstance(g, dict)]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            points += bool(thing) and not isinstance(thing[0], list)
            waiting.extend(part for part in thing if isinstance(part, list))
    if points > POINTS_LIMIT:
        raise Unreadable(
            f"The file has {points:,} points; {POINTS_LIMIT:,} are read. Simplify the boundaries and load it again."
        )


def _of_the_whole(fault: Fault) -> Reading:
    """Every feature has the same fault, so it is the file's."""
    whole = Reading()
    what = (
        "is probably in metres or in another system"
        if "degrees" in fault.reason
        else "has its coordinates swapped"
    )
    whole.refuse(Fault(0, "", f"The file {what}. CCD {fault.ccd}: {fault.reason}. {SAVE}"))
    return whole


def _elsewhere(areas: list[Any], near: Position) -> str | None:
    west, south, east, north = (float(v) for v in shapely.total_bounds(areas))
    middle = ((west + east) / 2, (south + north) / 2)
    away = distance(middle, near)
    if away <= FAR_AWAY:
        return None
    where = f"The boundaries lie around {middle[0]:.3f}, {middle[1]:.3f}, {away:,.0f} km from this division's residences"
    if abs(middle[0]) <= 90 and distance((middle[1], middle[0]), near) <= FAR_AWAY:
        return f"{where}: latitude stands before longitude. {SAVE}"
    return f"{where}: they are another place's, or in another system. {SAVE}"
