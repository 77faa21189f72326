"""The doors of Walks, and of the parts of a change of area as it will leave them: for the rows and the map of an RR004."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from electoral.roll.rules import street_text
from walks.queries.place import model
from walks.rules.classification import Piece

SIDES = {1: "odd", 2: "even"}
ROW = (
    "walk_id", "residence__street_id", "residence__side", "residence__number", "residence__ccd_code", "residence__longitude",
    "residence__latitude", "residence__street__name", "residence__street__type", "residence__street__suffix",
    "residence__street__locality__name",
)  # fmt: skip


class Door(NamedTuple):
    """A residence by its place alone; every one alike (6.1f). Position: longitude and latitude, or None."""

    walk: int
    street: int
    side: int
    number: int
    ccd: str
    position: tuple[float, float] | None
    street_name: str
    locality: str


def doors_of_walks(division, walks: Iterable[int]) -> dict[int, list[Door]]:
    """The doors of each Walk (by key) in printed order; one query however many Walks."""
    rows = model("Allocation").objects.standing().filter(division=division, walk__in=list(walks)).in_order()
    found: dict[int, list[Door]] = defaultdict(list)
    for (
        walk,
        street,
        side,
        number,
        ccd,
        longitude,
        latitude,
        name,
        kind,
        suffix,
        locality,
    ) in rows.values_list(*ROW):
        known = longitude is not None and latitude is not None
        place = (longitude, latitude) if known else None
        words = street_text(name, kind, suffix)
        found[walk].append(Door(walk, street, side, number, ccd, place, words, locality))
    return found


def doors_of_parts(division, parts: Sequence[Any]) -> dict[int, list[Door]]:
    """The doors that each part (by key) will have: those of its faces, and of the Walk that it continues what is on no face."""
    changes = {part.change_id for part in parts}
    them = model("AreaPart").objects.filter(division=division, change__in=changes).select_related("change")
    faces = _faces(division, changes)
    before = {(part.change_id, part.before_id): part.pk for part in them if part.before_id}
    walks = {part.before_id or part.change.walk_id for part in them}
    found: dict[int, list[Door]] = defaultdict(list)
    for door in _each(doors_of_walks(division, walks)):
        for change in changes:
            part = faces.part_at(change, door) or before.get((change, door.walk))
            if part:
                found[part].append(door)
    return found


def _each(doors: dict[int, list[Door]]) -> Iterator[Door]:
    for them in doors.values():
        yield from them


class Faces:
    """Which part has a number of a side of a street, by change."""

    def __init__(self) -> None:
        self.ranges: dict[tuple[int, int, str], list[tuple[Any, int]]] = defaultdict(list)

    def part_at(self, change: int, door: Door) -> int | None:
        here = (change, door.street)
        ranges = [*self.ranges.get((*here, SIDES[door.side]), ()), *self.ranges.get((*here, "all"), ())]
        return next((part for numbers, part in ranges if door.number in numbers), None)


def _faces(division, changes: Iterable[int]) -> Faces:
    faces = Faces()
    rows = model("AreaFace").objects.filter(division=division, change__in=changes, part__isnull=False)
    for change, street, side, numbers, part in rows.values_list(
        "change_id", "street_id", "side", "numbers", "part_id"
    ):
        faces.ranges[change, street, side].append((numbers, part))
    return faces


class Area(NamedTuple):
    """A Walk, or a part as it will be: its doors, its CCDs, and their boundaries where all are known and its own."""

    doors: list[Door]
    ccds: list[str]
    boundaries: list[Any]

    @property
    def has_map(self) -> bool:
        """1.7b: a boundary, or at least one residence with a point."""
        return bool(self.boundaries) or any(door.position for door in self.doors)

    def pieces(self, basis: str, kept: Iterable[Piece] = ()) -> list[Piece]:
        """Its streets or CCDs with the residences of each; what was found in those `kept` stays."""
        before = {piece.key: piece for piece in kept}
        counts: Counter[tuple[str, str]] = Counter(_piece_of(door, basis) for door in self.doors)
        return [
            before.get(key, Piece(key, label, 0))._replace(label=label, residences=residences)
            for (key, label), residences in counts.items()
        ]


def _piece_of(door: Door, basis: str) -> tuple[str, str]:
    if basis == "ccd":
        return f"ccd:{door.ccd}", f"CCD {door.ccd}" if door.ccd else "No CCD"
    return f"street:{door.street}", f"{door.street_name}, {door.locality}"


def areas_of(division, *, walks: Iterable[int], parts: Sequence[Any]) -> dict[tuple[str, int], Area]:
    """The area of each Walk ("walk", key) and of each part ("part", key), in as many queries however many they are."""
    keys = list(walks)
    doors, theirs = doors_of_walks(division, keys), _ccds_of_walks(division, keys)
    boundaries = boundaries_of(division, (code for them in theirs.values() for code, _ in them))
    found = {("walk", key): _area(doors.get(key, []), theirs.get(key, []), boundaries) for key in keys}
    made = doors_of_parts(division, parts) if parts else {}
    for part in parts:
        here = made.get(part.pk, [])
        found["part", part.pk] = Area(here, sorted({door.ccd for door in here if door.ccd}), [])
    return found


def _area(doors: list[Door], ccds: list[tuple[str, bool]], boundaries: dict[str, Any]) -> Area:
    whole = all(code in boundaries and not shared for code, shared in ccds)
    return Area(doors, [code for code, _ in ccds], [boundaries[code] for code, _ in ccds] if whole else [])


def _ccds_of_walks(division, walks: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
    rows = model("WalkCcd").objects.in_force().filter(division=division, walk__in=list(walks))
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for walk, code, shared in rows.order_by("ccd__code").values_list("walk_id", "ccd__code", "shared"):
        found[walk].append((code, shared))
    return found


def boundaries_of(division, codes: Iterable[str]) -> dict[str, Any]:
    """The rings of the CCDs whose boundary is known, by code, as GeoJSON has a MultiPolygon."""
    rows = model("Boundary").objects.in_force().filter(division=division, ccd__code__in=set(codes))
    return {
        code: geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for code, geometry in rows.values_list("ccd__code", "geometry")
    }
