"""The map of a change of area: each block face in the look of the part that it goes to (1.2a, 1.7b, 4c)."""

from collections.abc import Iterable, Sequence

from walks.documents.area_change import as_ranges, faces_today, places_of, ranges_of_walk, stretch_of
from walks.maps import Kind, MapPlan, Missing, Shape, along, plan_map, streets_of
from walks.models import AreaChange, AreaPart
from walks.rules.area_change import Stretch, common, finder, one_sided, without
from walks.split_plan import Face, standing_faces

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(position: int) -> str:
    """The letter of a part on map and list."""
    return LETTERS[(position - 1) % len(LETTERS)]


def look_of(position: int) -> int:
    return 1 + (position - 1) % 9


def proposal_map(parts: Sequence[Iterable[Face]], names: Sequence[str], title: str) -> MapPlan:
    """A split as it would be: each face in the look of its part."""
    kinds = [
        Kind(str(n), letter_of(n), name, style=look_of(n))
        for n, name in enumerate([*names, *(f"Part {n + 1}" for n in range(len(names), len(parts)))], 1)
    ]
    shapes = [_shape(face, str(n)) for n, faces in enumerate(parts, 1) for face in faces]
    return _planned(title, kinds, shapes, [face for faces in parts for face in faces])


def change_map(change: AreaChange, faces: Sequence[Face] | None = None) -> MapPlan:
    """The change as it stands: the parts of a split, or what moves from one Walk to the other (1.7b)."""
    parts = list(change.parts.all())
    kinds = [Kind("0", "?", "In no part yet", style=0)] if change.is_split else []
    kinds += [_kind(change, part) for part in parts]
    positions = {part.pk: part.position for part in parts}
    held = {row.key: positions.get(row.part_id or 0, 0) for row in change.faces.all()}
    if change.is_split:
        them = faces if faces is not None else faces_today(change)
        where = {face.key: held.get(face.key, 0) for face in them}
    else:
        them = _of_both(change, parts)
        where = _moving(change, parts, them)
    shapes = [_shape(face, str(where[face.key])) for face in them]
    return _planned(f"{change}", kinds, shapes, them)


def _kind(change: AreaChange, part: AreaPart) -> Kind:
    words = str(part) if change.is_split or part.position == 1 else f"Moves to {part}"
    return Kind(str(part.position), letter_of(part.position), words, style=look_of(part.position))


def _of_both(change: AreaChange, parts: Sequence[AreaPart]) -> list[Face]:
    """The faces of the giving Walk, cut where the moving numbers begin and end."""
    moving = [stretch_of(row) for row in change.faces.all()]
    places = places_of(change.walk)
    pieces = [left for one in ranges_of_walk(change.walk) for left in _pieces(one, moving)]
    return standing_faces(places, as_ranges(pieces, places))


def _pieces(one: Stretch, moving: Sequence[Stretch]) -> Iterable[Stretch]:
    from_it = [m for m in moving if m.street == one.street]
    for side in one_sided([one]):
        here = [m for m in one_sided(from_it) if m.side == side.side and common(side, m)]
        yield from without(side, here)
        for m in here:
            low, high = common(side, m) or (m.low, m.high)
            yield side._replace(low=low, high=high)


def _moving(change: AreaChange, parts: Sequence[AreaPart], faces: Iterable[Face]) -> dict[str, int]:
    moves = finder(stretch_of(row) for row in change.faces.all())
    return {face.key: 2 if moves(face.street, face.side, face.low) else 1 for face in faces}


def _shape(face: Face, kind: str) -> Shape:
    return Shape(face.key, "", kind, name=face.text, note=f"{face.size} residences", rings=along(face.points))


def _planned(title: str, kinds, shapes: list[Shape], faces: Sequence[Face]) -> MapPlan:
    doors = [(f.street_name, b.number, b.point) for f in faces for b in f.buildings if b.point]
    lost = [face for face in faces if face.size and not face.points]
    return plan_map(
        title,
        kinds=kinds,
        shapes=[shape for shape in shapes if shape.rings],
        points=[point for _, _, point in doors],
        streets=streets_of(doors),
        missing=[Missing(face.text, f"no point is known of its {face.size} residences") for face in lost],
    )
