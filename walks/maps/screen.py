"""The map for the screen: the same shapes as GeoJSON, with what `static/map.js` says and draws of each."""

from typing import Any

from walks.maps.ground import ground_of, polygons_of
from walks.maps.outline import middles
from walks.maps.plan import MapPlan, Shape
from walks.maps.streets import Street
from walks.maps.styles import HATCHES, Style, style

FINE = 6  # decimals of a degree: a tenth of a metre


def features(plan: MapPlan) -> dict[str, Any]:
    """A GeoJSON FeatureCollection: each feature has a `role` (shape, street, residences); `looks` are their styles."""
    frame = plan.frame
    looks = sorted({plan.kind_of(shape).style for shape in plan.shapes})
    return {
        "type": "FeatureCollection",
        "title": plan.title,
        "bbox": [frame.west, frame.south, frame.east, frame.north] if frame else None,
        "looks": {str(number): _look(style(number)) for number in looks},
        "features": [
            *(_shape(plan, shape) for shape in plan.shapes),
            *(_street(street) for street in plan.streets),
            *([_feature("residences", "MultiPoint", _fine(plan.places))] if plan.places else []),
        ],
    }


def _look(look: Style) -> dict[str, str | bool]:
    return {
        "ground": look.ground,
        "ink": look.ink,
        "tile": HATCHES[look.hatch][1],
        "dots": look.hatch == "dots",
    }


def _shape(plan: MapPlan, shape: Shape) -> dict[str, Any]:
    kind = plan.kind_of(shape)
    told: dict[str, Any] = {
        "key": shape.key,
        "label": shape.label,
        "letter": kind.letter,
        "look": str(kind.style),
        "url": shape.url,
    }
    told |= {"words": plan.told(shape), "chosen": shape.chosen, "sketched": shape.is_sketched}
    return _feature("shape", "MultiPolygon", shape.rings, **told, rooms=_rooms(shape))


def _rooms(shape: Shape) -> list[dict[str, Any]]:
    """Where its labels may stand, the best first, how many metres it is from there to the edge, and how long the part is."""
    area = polygons_of(shape.rings)
    ground = ground_of(area)
    found = [(ground.degrees(m.place), m) for m in middles(ground.metres(area))]
    return [
        {"at": _fine([at.x, at.y]), "radius": round(m.radius, 1), "span": round(m.span, 1)} for at, m in found
    ]


def _street(street: Street) -> dict[str, Any]:
    return _feature("street", "MultiLineString", _fine(street.pieces), label=street.name)


def _feature(role: str, kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": {"role": role, **properties}}


def _fine(value: Any) -> Any:
    return round(value, FINE) if isinstance(value, int | float) else [_fine(part) for part in value]
