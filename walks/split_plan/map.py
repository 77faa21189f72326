"""What the points of the residences tell: which faces come near, and what lies between them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import inf
from statistics import median

import shapely

from walks.maps.ground import Line, Position
from walks.split_plan.face import Face
from walks.split_plan.ground import distance, drawn, ground_under, metres

CORNER_METRES = 60.0  # a road of 20 m, and on either hand a door 20 m from it
CORNER_STEPS = 2.0  # or so many steps from door to door along the street, where nothing stands between
NEARLY = 0.99  # of the way's half: the two doors themselves are not between

Pair = tuple[int, int]  # places in the row of faces, the lower first


class Map:
    """The faces of a Walk on the ground, in metres, with the lines that nobody crosses."""

    def __init__(self, faces: Sequence[Face], lines: Iterable[Line]) -> None:
        ground = ground_under(point for face in faces for point in face.points)
        seen = {
            i: [metres(ground, p) for p in points] for i, face in enumerate(faces) if (points := face.points)
        }
        self.doors = shapely.points(list(chain.from_iterable(seen.values()))) if seen else []
        of_face = [n for n, doors in enumerate(seen.values()) for _ in doors]
        gathered = shapely.multipoints(self.doors, indices=of_face) if seen else []
        self.shapes = dict(zip(seen, gathered, strict=True))
        self.living: dict[int, list[int]] = {}  # of each street
        for i, face in enumerate(faces):
            if not face.rides:
                self.living.setdefault(face.street, []).append(i)
        self.steps = self._steps(faces, seen)
        self.lines = drawn(ground, lines)

    def corners(self) -> set[Pair]:
        """Faces of which a door each stands near the other, as at a corner."""
        here, reach = [], []
        for street, living in self.living.items():
            seen = [i for i in living if i in self.shapes]
            here += seen
            reach += [max(CORNER_METRES, CORNER_STEPS * self.steps.get(street, 0.0))] * len(seen)
        if len(here) < 2:
            return set()
        shapes = [self.shapes[i] for i in here]
        found = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reach).T.tolist()
        return self._with_nothing_between({_pair(here[a], here[b]) for a, b in found if a != b})

    def uncrossed(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Those of the pairs between whose nearest doors no line lies; a pair without points passes."""
        them = set(pairs)
        ways = [] if self.lines.is_empty else self._ways(them)
        return them.difference(pair for pair, way in ways if way.intersects(self.lines))

    def meeting(self, one: int, other: int) -> set[Pair]:
        """Where two streets meet that are said to: where they come nearest, or without points anywhere along them."""
        pairs = {_pair(a, b) for a in self.living.get(one, ()) for b in self.living.get(other, ())}
        ways = self._ways(pairs)
        nearest = min((way.length for _, way in ways), default=0.0)
        return {pair for pair, way in ways if way.length <= nearest + CORNER_METRES} or pairs

    def apart(self, one: int, other: int) -> float:
        """Metres between the nearest doors; endless where a face has no points."""
        if one in self.shapes and other in self.shapes:
            return shapely.distance(self.shapes[one], self.shapes[other])
        return inf

    def _ways(self, pairs: Iterable[Pair]) -> list[tuple[Pair, shapely.LineString]]:
        """The pairs that have points, each with the straight way from door to door."""
        seen = sorted(pair for pair in pairs if pair[0] in self.shapes and pair[1] in self.shapes)
        ends = [[self.shapes[pair[n]] for pair in seen] for n in (0, 1)]
        return list(zip(seen, shapely.shortest_line(*ends), strict=True)) if seen else []

    def _with_nothing_between(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Beyond a corner's metres only where no door stands in the circle on the way from door to door."""
        doors = shapely.STRtree(self.doors)
        return {
            pair
            for pair, way in self._ways(pairs)
            if way.length <= CORNER_METRES
            or not len(doors.query(way.centroid, predicate="dwithin", distance=way.length / 2 * NEARLY))
        }

    def _steps(self, faces: Sequence[Face], doors: Mapping[int, Sequence[Position]]) -> dict[int, float]:
        """How far it usually is from door to door along each street."""
        steps: dict[int, list[float]] = {}
        for i, here in doors.items():
            steps.setdefault(faces[i].street, []).extend(distance(a, b) for a, b in pairwise(here))
        return {street: median(them) for street, them in steps.items() if them}


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)
