"""The map of an RR004: the whole area and each Walk with its number (1.7b), as plain values that are kept with the form."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from walks.maps import Kind, MapPlan, Missing, Shape, Street, outline, plan_map, streets_of
from walks.maps.plan import Frame
from walks.models import Classification
from walks.queries.door import Area, Door

KINDS = (
    Kind("urban", "U", "Urban proposed", 1),
    Kind("low_density", "L", "Low density proposed", 2),
    Kind("", "N", "No class proposed yet", 0),
)
FINE = 6  # decimals of a degree: a tenth of a metre


def form_map(title: str, lines: Iterable[Classification], areas: Mapping[int, Area]) -> MapPlan:
    """The Walks of a form by the key of their lines: the outline of their CCDs, or the ground of their residences."""
    them = [(line, areas[line.pk]) for line in lines]
    doors = [door for _, area in them for door in area.doors]
    placed = [(f"{d.street_name}, {d.locality}", d.number, d.position) for d in doors if d.position]
    return plan_map(
        title,
        kinds=KINDS,
        shapes=[_shape(line, area) for line, area in them],
        streets=[Street(s.name.partition(",")[0], s.pieces) for s in streets_of(placed)],
        missing=_missing(doors),
    )


def _shape(line: Classification, area: Area) -> Shape:
    points = tuple(_fine(door.position) for door in area.doors if door.position)
    rings = outline(area.boundaries)
    counted = f"{line.residences:,} residence{'' if line.residences == 1 else 's'}"
    return Shape(
        line.reference,
        str(line.number),
        line.proposed_class,
        f"Walk {line.number}",
        counted,
        rings=rings,
        points=points,
    )


def _missing(doors: Sequence[Door]) -> list[Missing]:
    """The residences without a point, by their street."""
    lost = Counter(f"{d.street_name}, {d.locality}" for d in doors if not d.position)
    return [Missing(f"{street}: {n:,} residence{'' if n == 1 else 's'}") for street, n in lost.items()]


def _fine(position):
    return (round(position[0], FINE), round(position[1], FINE))


def snapshot(plan: MapPlan) -> dict[str, Any]:
    """The plan as values that JSON keeps."""
    return asdict(plan) | {"streets": [street._asdict() for street in plan.streets]}


def plan_of(kept: Mapping[str, Any]) -> MapPlan:
    """The plan that was kept. A form is kept for ever: a value that maps have no use for any more is passed over."""
    frame = kept["frame"]
    return MapPlan(
        kept["title"],
        Frame(**frame) if frame else None,
        tuple(Kind(**kind) for kind in kept["kinds"]),
        tuple(Shape(**_known(shape) | {"points": _positions(shape["points"])}) for shape in kept["shapes"]),
        _positions(kept["points"]),
        tuple(Street(street["name"], street["pieces"]) for street in kept["streets"]),
        tuple(Missing(**missing) for missing in kept["missing"]),
    )


def _known(shape: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(Shape)}
    return {name: value for name, value in shape.items() if name in names}


def _positions(points: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((longitude, latitude) for longitude, latitude in points)


def for_screen(plan: MapPlan, url: Callable[[str], str], *, chosen: str = "") -> MapPlan:
    """The plan with links to the lines, and one of them (by reference) marked."""
    shapes = (replace(shape, url=url(shape.key), chosen=shape.key == chosen) for shape in plan.shapes)
    return replace(plan, shapes=tuple(shapes))
