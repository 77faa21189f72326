"""Which part of a register a row of the table allows (E2, E3). An area is written as on a residence: ward:W05; empty is the whole."""

AREA_NAMES = {
    "whole_register": "The whole register",
    "own_area": "The applicant's own area",
    "constituency": "The constituency",
    "ward": "The ward",
    "parish": "The parish or community",
    "office_premises": "At the office",
    "none": "Nothing",
}
KINDS = {"ward": "ward", "constituency": "constituency", "parish": "parish or community"}
WHOLE = ""
HOW_WRITTEN = " Write a part as its kind, a colon and its code, as ward:W05."
# The law does not say which kind of area `own_area` is: a candidate's, a council's, a force's. The officer sees that it is theirs.
ALLOWED: dict[str, tuple[str, ...]] = {
    "whole_register": (WHOLE, "constituency", "ward", "parish"),
    "own_area": (WHOLE, "constituency", "ward", "parish"),
    "constituency": ("constituency",),
    "ward": ("ward",),
    "parish": ("parish",),
    "office_premises": (WHOLE,),
    "none": (),
}
BY_THE_REGISTER = (
    "register",
    "overseas",
)  # these fees are for the whole of each register, never for a district of it


def areas_allowed(area_code: str, fee_code: str = "none") -> tuple[str, ...]:
    """The kinds of area that may be asked for under a row; "" is the whole. A constituency has a register of its own."""
    kinds = ALLOWED.get(area_code, ())
    return tuple(k for k in kinds if k in (WHOLE, "constituency")) if fee_code in BY_THE_REGISTER else kinds


def why_not_area(area: str, area_code: str, fee_code: str = "none") -> str | None:
    """What to ask for instead, where a row does not allow the area; None where it does (E3: by area)."""
    kinds = areas_allowed(area_code, fee_code)
    kind, _, code = area.partition(":")
    if kind in kinds and (area == WHOLE or (kind and code and ";" not in code)):
        return None
    if not kinds:
        return "No part of it is open to this applicant."
    names = [KINDS[k] if k else "whole register" for k in kinds]
    how = HOW_WRITTEN if area and kind not in KINDS else ""
    return f"Ask for the {' or the '.join(names)}: that is what the table allows this applicant.{how}"


def part_said(area: str) -> str:
    """A part of the register as people read it: Ward W05."""
    kind, _, code = area.partition(":")
    return f"{KINDS.get(kind, kind).capitalize()} {code}"


def area_of(areas: str, kind: str) -> str:
    """The area of a kind on a residence's row: of "ward:W05;parish:P2" and "ward", ward:W05; "" where it has none."""
    return next((area for area in areas.split(";") if area.partition(":")[0] == kind), "")


def area_matches(areas: str, area: str) -> bool:
    """Whether a row, whose areas are written "ward:W05;parish:P2", lies in the area; all lie in the whole."""
    return not area or area in areas.split(";")
