"""What is to be said of a split as it stands, whoever made it (1.2a)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx

from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan.graph import face_of, in_order, islands, size_of
from walks.split_plan.sentences import hangs, listed, lost, of_size

EVEN_TO = 1.05  # largest part to mean part (field.md 4)


@dataclass(frozen=True, slots=True)
class PartCheck:
    """One part: its faces in order, and what is wrong with it."""

    name: str
    faces: tuple[str, ...]
    residences: int
    over: bool  # more than the most, and it could be fewer
    uncut: bool  # more than the most, and it is one face
    hanging: tuple[tuple[str, ...], ...]  # the pieces besides its largest
    faults: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A split as it stands. `faults` stand against it; `remarks` are for whoever decides."""

    parts: tuple[PartCheck, ...]
    largest_to_mean: float  # of the parts that could be cut; 1.0 where there is none
    streets_cut: tuple[str, ...]  # names, in order
    borders: int  # meetings of faces of two parts: the fewer, the more compact
    faults: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Each face is in one part, no part is in pieces, none is larger than it must be."""
        return not self.faults


def checked(
    graph: networkx.Graph,
    parts: Sequence[Iterable[str]],
    *,
    names: Sequence[str] = (),
    most: int = MAY_BE_SPLIT_OVER,
) -> Check:
    """The split of the graph's faces in these parts; `names` is what people call the parts ("Walk 12")."""
    called = [names[i] if i < len(names) else f"Part {i + 1}" for i in range(len(parts))]
    known = [in_order(graph, {key for key in part if key in graph}) for part in parts]
    seen = [_part(graph, name, keys, most) for name, keys in zip(called, known, strict=True)]
    sizes = [part.residences for part in seen if not part.uncut]
    ratio = max(sizes) * len(sizes) / sum(sizes) if sum(sizes) else 1.0
    where = {key: i for i, keys in enumerate(known) for key in keys}
    cut = _streets_cut(graph, where)
    remarks = [sentence for part in seen for sentence in part.remarks] + _remarks(ratio, cut, called)
    faults = [*(sentence for part in seen for sentence in part.faults), *lost(graph, parts, called)]
    return Check(
        parts=tuple(seen),
        largest_to_mean=ratio,
        streets_cut=tuple(name for name, _ in cut),
        borders=sum(where.get(a) != where.get(b) for a, b in graph.edges),
        faults=tuple(faults),
        remarks=tuple(remarks),
    )


def _part(graph: networkx.Graph, name: str, keys: tuple[str, ...], most: int) -> PartCheck:
    size, hanging = size_of(graph, keys), _hanging(graph, keys)
    tower = next((face for key in keys if (face := face_of(graph, key)).size > most), None)
    uncut = tower is not None and tower.size == size
    said = list(filter(None, [of_size(name, size, tower, most)]))
    faults = [hangs(graph, name, piece) for piece in hanging] + ([] if uncut else said)
    remarks = said if uncut else []
    return PartCheck(
        name, keys, size, size > most and not uncut, uncut, hanging, tuple(faults), tuple(remarks)
    )


def _hanging(graph: networkx.Graph, keys: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    living = graph.subgraph(key for key in keys if not face_of(graph, key).rides)
    return tuple(islands(living)[1:])


def _streets_cut(graph: networkx.Graph, where: Mapping[str, int]) -> list[tuple[str, list[int]]]:
    """Streets with residences in more than one part, and which parts."""
    holding = defaultdict(set)
    for key, part in where.items():
        if (face := face_of(graph, key)).size:
            holding[face.street_name, face.street].add(part)
    return [(name, sorted(them)) for (name, _), them in sorted(holding.items()) if len(them) > 1]


def _remarks(ratio: float, cut: Sequence[tuple[str, Sequence[int]]], called: Sequence[str]) -> list[str]:
    uneven = f"The largest part has {round(100 * ratio - 100)} % more residences than the mean."
    said = [f"{name} is in {listed(called[i] for i in them)}." for name, them in cut]
    return [uneven, *said] if ratio > EVEN_TO else said
