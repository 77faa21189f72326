"""From degrees to millimetres on paper, and geometry as the path of a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import shapely
from shapely.geometry import MultiPoint

from walks.maps.ground import Ground, Position
from walks.maps.plan import Frame, MapPlan

FOOT = 9.0  # mm under the map for the scale bar and the arrow to the north
FINEST = 0.05  # mm: no printer and no eye is finer


class Paper(NamedTuple):
    """The room that a map has, in mm."""

    width: float
    height: float


PORTRAIT = Paper(180, 215)  # on A4, with a heading and a legend
LANDSCAPE = Paper(262, 138)


def paper_for(plan: MapPlan) -> Paper:
    """A4 upright, or on its side where the map becomes larger so."""
    if plan.frame is None:
        return PORTRAIT
    return LANDSCAPE if _scale(plan.frame, LANDSCAPE) > 1.1 * _scale(plan.frame, PORTRAIT) else PORTRAIT


def _scale(frame: Frame, paper: Paper) -> float:
    """Millimetres a metre, the most that fits."""
    return min(paper.width / frame.width, (paper.height - FOOT) / frame.height)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A frame on paper: `scale` is mm a metre, the same both ways; the origin is the north-west corner."""

    ground: Ground
    scale: float
    width: float
    height: float

    @classmethod
    def of(cls, frame: Frame, paper: Paper) -> "Sheet":
        scale = _scale(frame, paper)
        return cls(frame.ground, scale, frame.width * scale, frame.height * scale)

    def drawn(self, geometry: Any) -> Any:
        """A geometry in degrees, in mm from the north-west corner."""
        centre, flip = (self.width / 2, self.height / 2), (self.scale, -self.scale)
        return shapely.transform(self.ground.metres(geometry), lambda points: points * flip + centre)

    def marks(self, places: tuple[Position, ...], apart: float) -> list[Position]:
        """Where the places are, in mm from north to south, one for those less than `apart` mm from each other."""
        if not places:
            return []
        points = shapely.get_coordinates(self.drawn(MultiPoint(places)))
        cells = {(round(y / apart), round(x / apart)): (float(x), float(y)) for x, y in points}
        return [cells[cell] for cell in sorted(cells)]


def simple(area: Any) -> Any:
    return shapely.simplify(area, FINEST)


def area_path(area: Any) -> str:
    """The path of an area in mm: each ring closed."""
    rings = [r for p in shapely.get_parts(area) for r in (p.exterior, *p.interiors)]
    return "".join(f"{_line(ring.coords[:-1])}Z" for ring in rings)


def line_path(lines: Iterable[Any]) -> str:
    """The path of lines in mm; a line without length is a dot by its round ends."""
    return "".join(_line(line.coords) for line in lines)


def dots_path(marks: list[Position], radius: float) -> str:
    r = number(radius)
    return "".join(
        f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {number(2 * radius)} 0a{r} {r} 0 1 0 {number(-2 * radius)} 0z"
        for x, y in marks
    )


def number(value: float) -> str:
    """A number of a drawing: never with a comma, whatever the page's language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _line(points: Any) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
