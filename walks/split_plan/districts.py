"""The parts that the census makes of a Walk: each block face with the new CCD in which most of it lies (1.2c)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import shapely
from shapely.geometry import shape

from walks.split_plan.face import Face


@dataclass(frozen=True, slots=True)
class Districted:
    """Keys of faces by CCD, for each CCD that got one; those that lie in none, or have no points, are for a person."""

    parts: dict[str, tuple[str, ...]]
    unplaced: tuple[str, ...]


def by_district(faces: Iterable[Face], districts: Mapping[str, Mapping[str, Any]]) -> Districted:
    """The faces dealt to CCDs, by their codes; a district is a GeoJSON geometry in degrees (1.2c).

    A face goes where most of its residences are, to the first by code of equals. A face is not cut for it.
    """
    them, codes = sorted(faces, key=attrgetter("order")), sorted(districts)
    tree = shapely.STRtree([shape(districts[code]) for code in codes])
    parts, unplaced = defaultdict(list), []
    for face in them:
        votes = Counter[str]()
        for building in face.buildings:
            if building.point:
                inside = tree.query(shapely.Point(building.point), predicate="intersects").tolist()
                votes.update({codes[i]: len(building.residences) for i in inside})
        if votes:
            parts[min(votes, key=lambda code: (-votes[code], code))].append(face.key)
        else:
            unplaced.append(face.key)
    return Districted({code: tuple(parts[code]) for code in codes if code in parts}, tuple(unplaced))
