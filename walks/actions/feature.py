"""The features of a Walk on a draft of RR004, and the residences that they are counted by (1.4 to 1.6)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused, WrongState
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.models import Classification
from walks.queries.door import Area, areas_of
from walks.rules.classification import CENSUS_FEATURE, FEATURE, Piece, recommended
from walks.states import ClassificationStatus

verbs(fill_in_line="filled in the Walk on the form", count_again="counted the residences again")


def areas_of_lines(division, lines: Sequence[Classification]) -> list[Area]:
    """What each line of a form covers now, in the order of the lines."""
    walks = [line.walk_id for line in lines if line.walk_id and not line.part_id]
    areas = areas_of(division, walks=walks, parts=[line.part for line in lines if line.part])
    return [
        areas["part", line.part_id] if line.part_id else areas["walk", line.walk_id or 0] for line in lines
    ]


def count(line: Classification, area: Area, *, basis: str = "") -> None:
    """Set what a draft says of its area as it is now; the features of each street or CCD stay."""
    line.features = [piece.row for piece in area.pieces(basis or line.basis, line.pieces)]
    line.residences = len(area.doors)
    refresh(line, area)


def refresh(line: Classification, area: Area) -> None:
    """Set what is not the drafter's to say: CCDs, map, present class, what the features point to."""
    present = line.part.before or line.part.change.walk if line.part else line.walk
    line.ccds, line.has_map = ", ".join(area.ccds), area.has_map
    line.present_class = present.walk_class if present else ""
    line.recommended_class = line.recommendation.walk_class


def is_out_of_date(line: Classification, area: Area) -> bool:
    """Whether the residences have changed since they were counted."""
    now = {(piece.key, piece.residences) for piece in area.pieces(line.basis)}
    return {(piece.key, piece.residences) for piece in line.pieces} != now


def _drafted(line: Classification) -> Classification:
    line = Classification.objects.select_for_update().get(pk=line.pk)
    if line.status != ClassificationStatus.DRAFTED:
        raise WrongState(f"It is {line.get_status_display().lower()}: it cannot be changed any more.", line)
    return line


@transaction.atomic
def fill_in_line(
    line: Classification,
    *,
    by,
    found: Mapping[str, Sequence[str]],
    census: Mapping[str, str] | None = None,
    proposed_class: str = "",
    remarks: str = "",
    security_access_buildings: int | None = None,
) -> Classification:
    """Write the features of each street or CCD (by the keys of its rows), the class proposed and the remarks (1.4a, 1.7a)."""
    demand(by, Permission.CLASSIFICATION_DRAFT, line.division)
    line = _drafted(line)
    pieces = checked(line, found=found, census=census or {}, proposed_class=proposed_class, remarks=remarks)
    line.features = [piece.row for piece in pieces]
    line.recommended_class = line.recommendation.walk_class
    line.proposed_class, line.remarks = proposed_class, remarks.strip()
    line.security_access_buildings = security_access_buildings
    line.save(
        update_fields=[
            "features",
            "recommended_class",
            "proposed_class",
            "remarks",
            "security_access_buildings",
        ]
    )
    record(line, "fill_in_line", by=by)
    return line


def checked(
    line: Classification,
    *,
    found: Mapping[str, Sequence[str]],
    census: Mapping[str, str],
    proposed_class: str,
    remarks: str,
) -> list[Piece]:
    """The rows with what was found there; refused where a feature may not stand, or where another class lacks its reason."""
    pieces = [_with(piece, found.get(piece.key, ()), census) for piece in line.pieces]
    points_to = recommended(pieces).walk_class
    if proposed_class and proposed_class != points_to and not remarks.strip():
        raise Refused("You propose another class than the features point to: say why in the remarks.", line)
    return pieces


def _with(piece: Piece, features: Sequence[str], census: Mapping[str, str]) -> Piece:
    """The piece with these features. What the census says of language is a figure for a CCD, never for a street (1.6a)."""
    if unknown := set(features) - set(FEATURE):
        raise Refused(f"There is no feature {min(unknown)}.")
    figure = ""
    if CENSUS_FEATURE in features:
        figure = census.get(piece.key, "").strip()
        if not piece.key.startswith("ccd:"):
            raise Refused(
                "What the census says of language is known for a CCD only: fill in this Walk by CCD."
            )
        if not _is_percentage(figure):
            raise Refused(f"{piece.label}: give the census figure, from 0 to 100 per cent.")
    return piece._replace(features=tuple(code for code in FEATURE if code in features), census=figure)


def _is_percentage(text: str) -> bool:
    plain = text.replace(".", "", 1)
    return plain.isascii() and plain.isdigit() and Decimal(text) <= 100


@transaction.atomic
def count_again(lines: Sequence[Classification], *, by, basis: str = "") -> None:
    """Count the residences of drafts as they are now; `basis` ("street" or "ccd") changes the rows, and loses what was in them."""
    if not lines:
        raise Refused("Nothing of it is a draft any more.")
    drafts = [_drafted(line) for line in lines]
    for line, area in zip(drafts, areas_of_lines(lines[0].division, drafts), strict=True):
        demand(by, Permission.CLASSIFICATION_DRAFT, line.division)
        count(line, area, basis=basis)
        line.save()
        record(line, "count_again", by=by)
