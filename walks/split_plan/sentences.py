"""What people are told of a split: each sentence says what is wrong and what to do (1.2a)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import networkx

from walks.split_plan.face import Face
from walks.split_plan.graph import face_of, in_order, islands, size_of

NAMED = 3  # faces or streets that a sentence names before it counts the rest


def of_size(name: str, size: int, tower: Face | None, most: int) -> str:
    """What is wrong with the size of a part, a `tower` being a face in it that alone has over the most."""
    if not size:
        return f"{name} has no residences. Move faces to it, or leave it out."
    if tower and tower.size == size:
        return f"{name} has {size} residences, over {most}: it cannot be cut, for it is all {tower.text}."
    if tower:
        return f"{name}: {tower.text} has {tower.size} residences. Move everything else to other parts."
    if size > most:
        return f"{name} has {size} residences, over {most}. Move at least {size - most} to another part."
    return ""


def hangs(graph: networkx.Graph, name: str, piece: Sequence[str]) -> str:
    """A piece of the part that does not meet the rest of it."""
    verb = "does" if len(piece) == 1 else "do"
    faces = listed(face_of(graph, key).text for key in piece)
    return f"{name} is in pieces: {faces} {verb} not meet the rest of it. Move what hangs off, or say which streets meet."


def lost(graph: networkx.Graph, parts: Sequence[Iterable[str]], called: Sequence[str]) -> Iterator[str]:
    """Faces that are in no part, in several, or no longer of the Walk."""
    held = Counter(key for part in parts for key in set(part))
    for key in in_order(graph, graph):
        if not held[key]:
            yield f"{face_of(graph, key).text} is in no part. Move it to one."
        elif held[key] > 1:
            yield f"{face_of(graph, key).text} is in {held[key]} parts. Leave it in one."
    for name, part in zip(called, parts, strict=True):
        if gone := sum(key not in graph for key in set(part)):
            yield f"{name} has block faces that the Walk no longer has ({gone}). Begin the split again."


def island_sentences(graph: networkx.Graph) -> list[str]:
    """For people: of which streets the office must say what they meet, so that the Walk is one piece."""
    living = graph.subgraph(key for key in graph if not face_of(graph, key).rides)
    return [
        f"Nothing is known to join {_streets(graph, island)} ({size_of(graph, island)} residences) with the rest of"
        " the Walk. Say which of these streets meets which street of the rest."
        for island in islands(living)[1:]
    ]


def _streets(graph: networkx.Graph, keys: Iterable[str]) -> str:
    return listed(dict.fromkeys(face_of(graph, key).street_name for key in keys))


def listed(names: Iterable[str]) -> str:
    """ "A", "A and B", "A, B, C and 4 more"."""
    them = list(names)
    if len(them) > NAMED + 1:
        them = [*them[:NAMED], f"{len(them) - NAMED} more"]
    return " and ".join(filter(None, (", ".join(them[:-1]), them[-1])))
