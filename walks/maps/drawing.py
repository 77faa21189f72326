"""The drawing of a map for paper, and for a page without script: an SVG of plain values (1.7b, 5.2b)."""

from typing import Any

import shapely
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from shapely.geometry import MultiLineString, box

from walks.maps.ground import polygons_of
from walks.maps.hatching import hatched
from walks.maps.labels import Room, plates, street_name
from walks.maps.plan import Frame, MapPlan, Shape
from walks.maps.sheet import FOOT, Paper, Sheet, area_path, dots_path, line_path, number, paper_for, simple
from walks.maps.styles import style

DOTS = ((400, 0.8), (1500, 0.55))  # up to so many residences, a dot of this radius in mm
SMALLEST_DOT = 0.35
SWATCH = box(0.2, 0.2, 9.8, 5.8)  # mm: a look in the legend
STREET_METRES, NARROWEST, WIDEST = 9.0, 0.6, 3.4  # a street's width on the ground, and in mm


def svg(plan: MapPlan, *, paper: Paper | None = None) -> SafeString:
    """The map as an inline SVG; empty where there is nothing to draw."""
    return render_to_string("walks/map.svg", {"map": drawn(plan, paper=paper)})


def drawn(plan: MapPlan, *, paper: Paper | None = None) -> dict[str, Any]:
    """The values of `walks/map.svg` and of its legend and lists (`parts/map_beside.html`): texts alone, lengths in mm."""
    paper = paper or paper_for(plan)
    values: dict[str, Any] = {"title": plan.title, "is_empty": plan.frame is None}
    values |= {"way": "landscape" if paper.width > paper.height else "portrait"}
    values |= {"legend": _legend(plan), "missing": [_row(m) for m in plan.missing], "without_name": []}
    return values | _picture(plan, Sheet.of(plan.frame, paper), plan.frame) if plan.frame else values


def _picture(plan: MapPlan, sheet: Sheet, frame: Frame) -> dict[str, Any]:
    areas = [_area(shape, sheet) for shape in plan.shapes]
    lines = [(s.name, sheet.drawn(MultiLineString(_drawable(s.pieces)))) for s in plan.streets]
    labels, names, left_out = _labels(plan, sheet, areas, lines)
    radius = next((r for most, r in DOTS if len(plan.places) <= most), SMALLEST_DOT)
    return {
        "width": number(sheet.width),
        "height": number(sheet.height),
        "whole": number(sheet.height + FOOT),
        "role": "group" if any(shape.url for shape in plan.shapes) else "img",
        "shapes": [
            _shape(plan, shape, area) for shape, area in zip(plan.shapes, areas, strict=True) if shape.rings
        ],
        "streets": "".join(line_path(shapely.get_parts(pieces)) for _, pieces in lines),
        "street_width": number(min(max(STREET_METRES * sheet.scale, NARROWEST), WIDEST)),
        "dots": dots_path(sheet.marks(plan.places, radius), radius),
        "labels": labels,
        "names": names,
        "without_name": left_out,
        "is_sketched": any(shape.is_sketched for shape in plan.shapes),
        "inner_width": number(sheet.width - 0.2),
        "inner_height": number(sheet.height - 0.2),
        "north": number(sheet.width - 6),
        "bar": _bar(sheet, frame),
    }


def _area(shape: Shape, sheet: Sheet) -> Any:
    return simple(sheet.drawn(polygons_of(shape.rings)))


def _shape(plan: MapPlan, shape: Shape, area: Any) -> dict[str, Any]:
    look = style(plan.kind_of(shape).style)
    told = {
        "words": plan.told(shape),
        "url": shape.url,
        "chosen": shape.chosen,
        "is_sketched": shape.is_sketched,
    }
    return {"path": area_path(area), "ground": look.ground, "ink": look.ink, **told, **hatched(look, area)}


def _drawable(pieces: Any) -> list[Any]:
    return [piece if len(piece) > 1 else piece * 2 for piece in pieces]


def _labels(plan, sheet, areas, lines) -> tuple[list[dict], list[dict], list[str]]:
    """The plates of the shapes, the largest first; then the names of streets; then letters that stand alone.

    And what found no room. A shape without a label has only its letter, which the list beside the map tells too.
    """
    room = Room()
    pairs = sorted(zip(plan.shapes, areas, strict=True), key=lambda pair: -pair[1].area)
    found = [(s, plates(s.label, plan.kind_of(s).letter, area, room, sheet)) for s, area in pairs if s.label]
    names = [(name, street_name(name, line, room)) for name, line in lines]
    left_out = [shape.words for shape, labels in found if not labels]
    left_out += [name for name, at in names if not at]
    alone = [(s, plan.kind_of(s).letter, area) for s, area in pairs if not s.label]
    found += [(s, plates("", letter, area, room, sheet)) for s, letter, area in alone if letter]
    shown = [label | {"chosen": shape.chosen} for shape, labels in found for label in labels]
    return shown, [at for _, at in names if at], left_out


def _legend(plan: MapPlan) -> list[dict[str, Any]]:
    rows = [(row, style(row.style)) for row in plan.legend]
    return [
        {"letter": row.letter, "words": row.words, "count": row.count, "ground": look.ground, "ink": look.ink}
        | hatched(look, SWATCH)
        for row, look in rows
    ]


def _row(missing) -> dict[str, str]:
    return {"label": missing.label, "why": missing.why, "url": missing.url}


def _bar(sheet: Sheet, frame: Frame) -> dict[str, str]:
    """The scale bar: its words, and where its half, its end and its words stand."""
    metres = frame.bar
    end = 1 + metres * sheet.scale
    return {
        "words": f"{metres:,} m" if metres < 1000 else f"{metres // 1000:,} km",
        "half": number((1 + end) / 2),
        "end": number(end),
        "beside": number(end + 2),
    }
