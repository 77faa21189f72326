"""What the pages of a change of area show: parts, faces by street, proposals side by side, what aligning moves."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from electoral.roll.models import Street
from walks.documents.area_change import (
    check_of,
    cut_afresh,
    districts_of,
    faces_today,
    graph_of,
    street_names,
)
from walks.documents.area_map import letter_of, proposal_map
from walks.maps import PORTRAIT, drawn
from walks.models import AreaChange, AreaFace, Classification, Walk
from walks.models.street_file import Side
from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan import Check, Face, by_district, checked, island_sentences, proposals

BY_CENSUS = "census"
SIDES = {Side.ODD: "odd", Side.EVEN: "even", Side.ALL: "both sides"}


def page_of(change: AreaChange) -> dict[str, Any]:
    """Its parts with their approvals, what is said of them, and what goes where."""
    parts = parts_of(change)
    looked_at = change.is_split and change.has_its_residences and len(parts) > 1
    return {
        "parts": parts,
        "seen": check_of(change) if looked_at else None,
        "streets": streets_in_parts(change),
        "limit": MAY_BE_SPLIT_OVER,
    }


def parts_of(change: AreaChange) -> list[dict[str, Any]]:
    """The parts in order, each with its letter, its newest line on an RR004, and the Walk that it is."""
    lines: dict[int | None, Classification] = {}
    for line in Classification.objects.filter(part__change=change).select_related("form").order_by("pk"):
        lines[line.part_id] = line
    return [
        {"part": part, "letter": letter_of(part.position), "line": lines.get(part.pk)}
        for part in change.parts.select_related("before", "after")
    ]


def streets_in_parts(change: AreaChange) -> list[dict[str, Any]]:
    """The faces by street; neighbours on a side that go to the same part are one row, and so are both sides alike."""
    rows: list[dict[str, Any]] = []
    for face in _rows(change):
        low, high = face.numbers.lower or 0, face.numbers.upper
        mine = {"street": face.street, "side": face.side, "part": face.part}
        last = rows[-1] if rows else {}
        if all(last.get(name) == value for name, value in mine.items()) and last["high"] == low:
            last["high"] = high
            last["residences"] += face.residences
        else:
            rows.append(mine | {"low": low, "high": high, "residences": face.residences})
    return [
        row | {"side": SIDES[row["side"]], "numbers": numbers_said(row["low"], row["high"])}
        for row in _paired(rows)
    ]


def _paired(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in their order; an even one that is like an odd one is added to it."""
    found: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        key = (row["street"].pk, row["part"] and row["part"].pk, row["low"], row["high"])
        if key in found and {found[key]["side"], row["side"]} == {Side.ODD, Side.EVEN}:
            found[key] |= {"side": Side.ALL, "residences": found[key]["residences"] + row["residences"]}
        else:
            found[*key, row["side"]] = found[key] = row
    return list({id(row): row for row in found.values()}.values())


def numbers_said(low: int, high: int | None) -> str:
    if not low:
        return "all" if high is None else f"up to {high - 1}"
    return f"from {low}" if high is None else f"{low} to {high - 1}"


def _rows(change: AreaChange) -> list[AreaFace]:
    rows = change.faces.select_related("street__locality", "part").order_by(
        "street__locality__sort_key", "street__sort_key", "street", "-side", "numbers"
    )
    return list(rows)


def faces_of(change: AreaChange) -> dict[str, Any]:
    """The faces by street as people choose among them, and the check of what they chose."""
    parts = parts_of(change)
    faces = faces_today(change)
    held = {row.key: row.part_id for row in change.faces.all()}
    letters = {row["part"].pk: (row["part"].position, row["letter"]) for row in parts}
    streets = defaultdict(list)
    for face in faces:
        position, letter = letters.get(held.get(face.key), (0, "?"))
        streets[face.street_name, face.street].append({"face": face, "position": position, "letter": letter})
    graph = graph_of(change, faces)
    return {
        "parts": parts,
        "by_street": [
            (name, rows, sum(row["face"].size for row in rows)) for (name, _), rows in streets.items()
        ],
        "seen": check_of(change, faces) if len(parts) > 1 else None,
        "islands": island_sentences(graph),
        "total": sum(face.size for face in faces),
    }


def proposals_of(change: AreaChange, start: int) -> list[dict[str, Any]]:
    """Three ways to split the Walk, the best first; before them the census's own, where its boundaries are known (1.2c)."""
    faces = cut_afresh(change.walk)
    graph = graph_of(change, faces)
    found = [(p.seed, p.parts, p.check) for p in proposals(graph, seed=start)]
    if districts := districts_of(change):
        parts = sorted(by_district(faces, districts).parts.values(), key=len, reverse=True)
        found = [(BY_CENSUS, tuple(parts), checked(graph, parts)), *found]
    return [_proposal(change, n, faces, *one) for n, one in enumerate(found, 1)]


def _proposal(
    change: AreaChange, n: int, faces: Sequence[Face], seed: str, parts: Sequence[Sequence[str]], seen: Check
) -> dict[str, Any]:
    by_key = {face.key: face for face in faces}
    names = [f"Part {letter_of(i)}" for i in range(1, len(parts) + 1)]
    title = "By the census's CCDs" if seed == BY_CENSUS else f"Proposal {n}"
    plan = proposal_map([[by_key[key] for key in part] for part in parts], names, title)
    sizes = [(letter_of(i), part.residences) for i, part in enumerate(seen.parts, 1)]
    return {"title": title, "seed": seed, "sizes": sizes, "seen": seen, "map": drawn(plan, paper=PORTRAIT)}


def walks_by_key(plan) -> dict[int, Walk]:
    keys = {move.to for move in plan.moves} | {one.owner for one in plan.made}
    return {walk.pk: walk for walk in Walk.objects.filter(division=plan.change.division, pk__in=keys)}


def alignment_rows(plan) -> list[list]:
    """By street: from which Walk to which, and how many residences."""
    walks = walks_by_key(plan)
    names = street_names(row.street for row in plan.by_street)
    order = dict(Street.objects.filter(pk__in=names).values_list("pk", "sort_key"))
    rows = sorted(plan.by_street, key=lambda row: (order[row.street], walks[row.to].number))
    source = source_of(plan.change)
    return [[names[row.street], source, str(walks[row.to]), row.residences] for row in rows]


def alignment_totals(plan) -> list[tuple[str, int]]:
    """How many residences each Walk gets."""
    walks, counts = walks_by_key(plan), Counter(move.to for move in plan.moves)
    return [(str(walks[to]), counts[to]) for to in sorted(counts, key=lambda pk: walks[pk].number)]


def source_of(change: AreaChange) -> str:
    """What the Walk that is split, or gives, is called beside a new one of the same number."""
    return f"{change.walk} as it was" if change.is_split else str(change.walk)
