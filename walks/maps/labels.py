"""What is written on a map: no two labels over each other; what finds no room is named beside the map."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

import shapely
from shapely.geometry import MultiLineString, Point, Polygon, box

from electoral.papers.fonts import faces
from walks.maps.outline import middles
from walks.maps.sheet import Sheet, number

SIZES = (4.4, 3.6, 3.0, 2.5, 2.1)  # mm of a shape's label, the largest first
STREET_SIZES = (2.6, 2.1)
ALONG = (0.5, 0.3, 0.7, 0.15, 0.85)  # where on a street its name is tried
PAD, GAP, HIGH = 0.45, 0.3, 1.15  # of a plate, in its letters' size


@dataclass
class Room:
    """The parts of the drawing that are taken."""

    taken: list[Any] = field(default_factory=list)

    def claim(self, area: Any) -> bool:
        if self.taken and shapely.intersects(self.taken, area).any():
            return False
        self.taken.append(area)
        return True


def plates(text: str, letter: str, area: Any, room: Room, sheet: Sheet) -> list[dict[str, str]]:
    """Labels of an area in mm: on its largest part in any case, on the others where they are wide enough."""
    found = []
    for place, (centre, radius, _) in enumerate(middles(area)):
        size = next((size for size in SIZES if _fits(text, letter, size, radius)), None)
        if size or place == 0:
            found.append(_plate(text, letter, centre, size or SIZES[-1], room, sheet))
    return [label for label in found if label]


def _plate(
    text: str, letter: str, centre: Point, size: float, room: Room, sheet: Sheet
) -> dict[str, str] | None:
    wide, letter_at = _width(text, letter, size)
    high = HIGH * size
    left, top = (
        _within(centre.x - wide / 2, sheet.width - wide),
        _within(centre.y - high / 2, sheet.height - high),
    )
    if not room.claim(box(left, top, left + wide, top + high)):
        return None
    at = {"left": left, "top": top, "width": wide, "height": high, "size": size, "round": size / 4}
    at |= {"x": left + PAD * size, "letter_x": left + letter_at, "y": top + high / 2 + 0.36 * size}
    return {"text": text, "letter": letter} | {name: number(value) for name, value in at.items()}


def _fits(text: str, letter: str, size: float, radius: float) -> bool:
    return hypot(_width(text, letter, size)[0], HIGH * size) <= 2 * radius


def _within(at: float, most: float) -> float:
    return min(max(at, 0.0), max(most, 0.0))


def street_name(text: str, pieces: MultiLineString, room: Room) -> dict[str, str] | None:
    """A street's name along its longest piece in mm, never upside down; None where there is no room for it."""
    line = max(shapely.get_parts(pieces), key=lambda piece: piece.length)
    for size in STREET_SIZES:
        wide = faces().em(text, bold=False) * size
        for at in ALONG:
            point, angle = line.interpolate(at, normalized=True), _angle(line, at)
            if room.claim(_turned(point, wide, size, angle)):
                values = {
                    "x": point.x,
                    "y": point.y,
                    "lower": point.y + 0.35 * size,
                    "angle": angle,
                    "size": size,
                }
                values |= {
                    "left": point.x - wide / 2,
                    "top": point.y - size / 2,
                    "width": wide,
                    "height": size,
                }
                return {"text": text} | {name: number(value) for name, value in values.items()}
    return None


def _width(text: str, letter: str, size: float) -> tuple[float, float]:
    """The width of a plate, and where its letter begins."""
    text_wide, letter_wide = faces().em(text, bold=True) * size, faces().em(letter, bold=False) * size
    letter_at = PAD * size + text_wide + (GAP * size if text else 0.0)
    return (letter_at + letter_wide if letter else PAD * size + text_wide) + PAD * size, letter_at


def _angle(line: Any, at: float) -> float:
    before, after = (
        line.interpolate(max(0.0, at - 0.1), normalized=True),
        line.interpolate(min(1.0, at + 0.1), normalized=True),
    )
    angle = degrees(atan2(after.y - before.y, after.x - before.x)) if after != before else 0.0
    return angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle


def _turned(centre: Point, wide: float, high: float, angle: float) -> Polygon:
    c, s = cos(radians(angle)), sin(radians(angle))
    return Polygon([(centre.x + x * c - y * s, centre.y + x * s + y * c) for x, y in _corners(wide, high)])


def _corners(wide: float, high: float) -> Iterator[tuple[float, float]]:
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        yield x * wide / 2, y * high / 2
