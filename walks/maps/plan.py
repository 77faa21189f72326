"""A map as plain values, the same for the screen and for paper (1.7b, 5.2b). Every residence is drawn alike (6.1f)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import floor, log10

from walks.maps.ground import Ground, Position, Rings
from walks.maps.outline import around
from walks.maps.streets import Street

MARGIN = 0.04  # of the longer side, on every side
SMALLEST = 60.0  # metres: one residence alone is drawn with its surroundings
PART_OF_WIDTH = 4  # the scale bar has at most so much of it


@dataclass(frozen=True, slots=True)
class Kind:
    """What shapes of one look have in common: a letter and words for it, and which look (`styles.STYLES`)."""

    key: str
    letter: str
    words: str
    style: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A Walk, a CCD or a block face: its area or, where no boundary is known, the points of its residences.

    `key` is what a form sends for it, `label` what stands on it, `note` what is told of it ("312 residences").
    Of a shape with points alone the ground around them is drawn, and it `is_sketched`.
    """

    key: str
    label: str
    kind: str = ""
    name: str = ""  # in words: "Walk 12", the label itself where it is empty
    note: str = ""
    rings: Rings = ()
    points: tuple[Position, ...] = ()
    url: str = ""
    chosen: bool = False
    is_sketched: bool = False

    @property
    def words(self) -> str:
        return self.name or self.label


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not on the map, and why."""

    label: str
    why: str = "no point is known"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the map shows, in degrees; `width` and `height` in metres."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    @property
    def ground(self) -> Ground:
        return Ground.around(self.west, self.south, self.east, self.north)

    @property
    def bar(self) -> int:
        """The length of the scale bar in metres: 1, 2 or 5 with noughts."""
        longest = self.width / PART_OF_WIDTH
        power = 10 ** floor(log10(longest))
        return max(1, int(power * next(n for n in (5, 2, 1) if n * power <= longest)))


@dataclass(frozen=True, slots=True)
class LegendRow:
    letter: str
    words: str
    style: int
    count: int


@dataclass(frozen=True, slots=True)
class MapPlan:
    """A map: its frame (none where there is nothing to draw), what is in it, its legend, and what it misses."""

    title: str
    frame: Frame | None
    kinds: tuple[Kind, ...] = ()
    shapes: tuple[Shape, ...] = ()
    points: tuple[Position, ...] = ()
    streets: tuple[Street, ...] = ()
    missing: tuple[Missing, ...] = ()

    def kind_of(self, shape: Shape) -> Kind:
        return next((kind for kind in self.kinds if kind.key == shape.kind), Kind("", "", ""))

    def told(self, shape: Shape) -> str:
        """A shape in words: "Walk 12, urban, 312 residences"."""
        kind = self.kind_of(shape).words
        return ", ".join(part for part in (shape.words, kind[:1].lower() + kind[1:], shape.note) if part)

    @property
    def legend(self) -> list[LegendRow]:
        """The kinds that are on the map, in their order, with how many shapes each has."""
        counts = Counter(shape.kind for shape in self.shapes)
        return [LegendRow(k.letter, k.words, k.style, counts[k.key]) for k in self.kinds if counts[k.key]]

    @property
    def places(self) -> tuple[Position, ...]:
        """Every residence on the map once, whichever shape it came with."""
        of_shapes = (point for shape in self.shapes for point in shape.points)
        return tuple(dict.fromkeys((*self.points, *of_shapes)))


def plan_map(
    title: str,
    *,
    kinds: Sequence[Kind] = (),
    shapes: Iterable[Shape] = (),
    points: Iterable[Position] = (),
    streets: Iterable[Street] = (),
    missing: Iterable[Missing] = (),
) -> MapPlan:
    """A map of shapes, of residences' points, or of both. A shape with neither area nor point joins what is missing."""
    them = [_sketched(shape) for shape in shapes]
    placed = tuple(shape for shape in them if shape.rings)
    lost = [Missing(s.words, "no boundary and no point is known", s.url) for s in them if not s.rings]
    doors, lines = tuple(points), tuple(streets)
    frame = _frame([*doors, *(p for shape in placed for p in _positions(shape))])
    return MapPlan(title, frame, tuple(kinds), placed, doors, lines, (*lost, *missing))


def _sketched(shape: Shape) -> Shape:
    if shape.rings or not shape.points:
        return shape
    return replace(shape, rings=around(shape.points), is_sketched=True)


def _positions(shape: Shape) -> Iterable[Position]:
    yield from shape.points
    for outer, *_ in shape.rings:
        yield from outer


def _frame(positions: Sequence[Position]) -> Frame | None:
    if not positions:
        return None
    west, east = min(p[0] for p in positions), max(p[0] for p in positions)
    south, north = min(p[1] for p in positions), max(p[1] for p in positions)
    ground = Ground.around(west, south, east, north)
    across, up = (east - west) * ground.east, (north - south) * ground.north
    margin = max(MARGIN * max(across, up), (SMALLEST - max(across, up)) / 2)
    wide, high = margin / ground.east, margin / ground.north
    return Frame(west - wide, south - high, east + wide, north + high, across + 2 * margin, up + 2 * margin)
