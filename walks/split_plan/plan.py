"""The graph of a Walk made ready for cutting: as numbers, and into how many parts each piece of it goes (1.2a)."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

import networkx

from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan.graph import face_of, in_order
from walks.split_plan.net import Edge, Net, Nodes
from walks.split_plan.pins import Gathered, gathered

ROOM = 0.95  # of the most is what a part begins with, so that houses to come have room: 380 (field.md 4)

Parts = tuple[Nodes, ...]


class Plan(NamedTuple):
    """The graph as numbers: the faces that are parts of their own, and the pieces of ground that are left.

    Each piece has the number of parts to begin with.
    """

    keys: Sequence[str]
    streets: Sequence[int]
    net: Net
    gathered: Gathered  # what is cut: the same, with what is pinned to a part in one
    towers: Sequence[int]
    pieces: Mapping[Nodes, int]
    most: int


def planned(graph: networkx.Graph, most: int, pinned: Mapping[str, int], parts: int) -> Plan:
    """The plan of a graph; `pinned` and `parts` as `proposals` takes them."""
    keys = in_order(graph, graph)
    at = {key: i for i, key in enumerate(keys)}
    faces = [face_of(graph, key) for key in keys]
    pins = {at[key]: part for key, part in pinned.items() if key in at}
    pairs = sorted((min(at[a], at[b]), max(at[a], at[b])) for a, b in graph.edges)
    edges = [Edge(a, b, *faces[a].beside(faces[b])) for a, b in pairs]
    net = Net([face.size for face in faces], edges, pins)
    towers = [i for i, face in enumerate(faces) if face.size > most]
    held = gathered(net, towers)
    pieces = held.net.pieces(held.nodes.difference(towers))
    shares = _shares(held.net, pieces, most, parts - len(towers))
    return Plan(keys, [face.street for face in faces], net, held, towers, shares, most)


def least_parts(residences: int, most: int = MAY_BE_SPLIT_OVER) -> int:
    """Into how many parts so many residences are split at least."""
    return 1 if residences <= most else ceil(residences / (ROOM * most))


def _shares(net: Net, pieces: Sequence[Nodes], most: int, parts: int) -> dict[Nodes, int]:
    """Into how many parts to split each piece: the least that can hold it, more where more are asked for."""
    sizes = {piece: net.size(piece) for piece in pieces}
    shares = {piece: least_parts(size, most) for piece, size in sizes.items()}
    while sum(shares.values()) < min(parts, len(net.sizes)):
        shares[max(pieces, key=lambda piece: sizes[piece] / shares[piece])] += 1
    return shares
