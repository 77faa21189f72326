"""The page for the Walk's map, drawn from the points of its residences (5.2b). Every residence is drawn alike."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import atan2, degrees
from statistics import median
from typing import Any

from electoral.papers.fonts import faces
from electoral.roll.rules import number_of
from walks.listing_plan.facts import ResidenceEntry
from walks.listing_plan.measure import MM_A_POINT
from walks.listing_plan.streets import StreetSide
from walks.listing_plan.walking import points

WIDTH, HEIGHT, MARGIN = 185.0, 236.0, 12.0
DOT = 0.75
GAP = 8  # a step so many times the usual one is no part of the street


def map_sheet(sides: Sequence[StreetSide]) -> dict[str, Any]:
    """The map: a drawing, and the names of the streets with place and angle in mm; or the page of a sleeve."""
    at = points(sides)
    if not at:
        return {"kind": "sleeve"}
    place, turned = _scaled(list(at.values()))
    roads, names = [], []
    for _, both in groupby(sides, key=lambda side: side.place):
        here = [r for side in both for r in side.residences if r.residence_id in at]
        line = _centre([(number_of(r.door), place(at[r.residence_id])) for r in here])
        if line:
            roads += _pieces(line)
            names.append(_name(here[0], line))
    dots = sorted({place(p) for p in at.values()}, key=lambda z: (z.imag, z.real))
    return {"kind": "map", "turned": turned, "svg": _svg(roads, dots), "names": names, "height": HEIGHT}


def _scaled(points: list[complex]) -> tuple[Any, bool]:
    """A function from where a residence is to mm on the page; a Walk wider than high lies on its side."""
    wider = _extent(p.real for p in points) > _extent(p.imag for p in points)
    turned = [p * 1j for p in points] if wider else points
    west, north = min(p.real for p in turned), max(p.imag for p in turned)
    across, down = _extent(p.real for p in turned), _extent(p.imag for p in turned)
    scale = min((WIDTH - 2 * MARGIN) / max(across, 1e-4), (HEIGHT - 2 * MARGIN) / max(down, 1e-4))
    left, top = (WIDTH - across * scale) / 2, (HEIGHT - down * scale) / 2

    def place(p: complex) -> complex:
        p = p * 1j if wider else p
        return complex(round((p.real - west) * scale + left, 1), round((north - p.imag) * scale + top, 1))

    return place, wider


def _extent(values: Iterable[float]) -> float:
    them = list(values)
    return max(them) - min(them)


def _centre(numbered: list[tuple[int, complex]]) -> list[complex]:
    """The middle of the street: the mean of each four neighbours by number, of both sides."""
    doors = [p for n, p in sorted(numbered, key=lambda pair: pair[0]) if n] or [p for _, p in numbered]
    doors = [p for p, _ in groupby(doors)]
    reach = min(4, len(doors))
    return [sum(doors[i : i + reach]) / reach for i in range(len(doors) - reach + 1)] if doors else []


def _pieces(line: list[complex]) -> list[list[complex]]:
    """The line, without the long steps over what is no part of the street."""
    steps = [abs(b - a) for a, b in pairwise(line)]
    usual = median(steps) if steps else 0.0
    pieces = [[line[0]]]
    for step, p in zip(steps, line[1:], strict=True):
        if step > GAP * usual + 3:
            pieces.append([])
        pieces[-1].append(p)
    return pieces


def _name(residence: ResidenceEntry, line: list[complex]) -> dict[str, Any]:
    middle = len(line) // 2
    before, after = line[max(0, middle - 3)], line[min(len(line) - 1, middle + 3)]
    way = after - before
    angle = degrees(atan2(way.imag, way.real)) if way else 0.0
    if not -90 <= angle < 90:  # upright streets read upwards
        angle += 180 if angle < -90 else -180
    text = faces().printable(residence.street)
    length = abs(line[-1] - line[0]) + 8
    size = min(8.5, max(5.5, length / MM_A_POINT / faces().em(text, bold=True)))
    at = line[middle]
    return {
        "text": text,
        "size": round(size, 1),
        "x": round(at.real, 1),
        "y": round(at.imag, 1),
        "angle": round(angle, 1),
    }


def _svg(roads: list[list[complex]], dots: list[complex]) -> str:
    lines = "".join(f"M{' '.join(f'{p.real:.1f},{p.imag:.1f}' for p in road)}" for road in roads)
    circles = "".join(
        f"M{p.real - DOT:.1f} {p.imag:.1f}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0-{2 * DOT} 0z"
        for p in dots
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<path d="{lines}" fill="none" stroke="#d0d0d0" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"/>'
        f'<path d="{circles}"/></svg>'
    )
