"""The planning board as a map: each Walk in the look and with the letter of where it stands."""

from collections.abc import Sequence

from django.urls import reverse

from walks.documents.board import STANDINGS, BoardRow
from walks.maps import Kind, MapPlan, Shape, outline, plan_map
from walks.maps.outline import around
from walks.models import DivisionReview
from walks.queries.door import Area, areas_of

KINDS = tuple(Kind(s.code, s.letter, s.words, s.look) for s in STANDINGS)


def board_map(part: DivisionReview, rows: Sequence[BoardRow]) -> MapPlan:
    """The Walks in force: by the outline of their CCDs, else by the ground of their residences, each drawn alike (6.1f)."""
    here = [row for row in rows if not row.walk.ended_on]
    areas = areas_of(part.division, walks=[row.walk.walk_id for row in here], parts=[])
    shapes = [_shape(row, areas["walk", row.walk.walk_id]) for row in here]
    return plan_map(f"Planning board of {part.division}", kinds=KINDS, shapes=shapes)


def _shape(row: BoardRow, area: Area) -> Shape:
    walk = row.walk
    rings = outline(area.boundaries) or around([door.position for door in area.doors if door.position])
    counted = f"{walk.residences:,} residence{'' if walk.residences == 1 else 's'}"
    return Shape(
        walk.reference, str(walk.number), row.waits.standing, f"Walk {walk.number}", f"{counted}. {row.waits.what}",
        rings=rings, url=reverse("walks:detail", args=[walk.reference]),
    )  # fmt: skip
