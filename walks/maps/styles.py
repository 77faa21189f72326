"""The looks of shapes: told apart by a hatching as well as by a colour, so that a map is read in black and white."""

from typing import NamedTuple

# The directions of a hatching's lines, in steps of 45 degrees from level, and the same in a square of 8 for the screen.
HATCHES = {
    "": ((), ""),
    "rising": ((3,), "M-2 2L2-2M0 8L8 0M6 10L10 6"),
    "falling": ((1,), "M-2 6L2 10M0 0L8 8M6-2L10 2"),
    "level": ((0,), "M0 2H8M0 6H8"),
    "upright": ((2,), "M2 0V8M6 0V8"),
    "crossed": ((1, 3), "M0 0L8 8M0 8L8 0"),
    "grid": ((0, 2), "M0 4H8M4 0V8"),
    "wide level": ((0,), "M0 4H8"),
    "wide upright": ((2,), "M4 0V8"),
    "dots": ((), "M2 2H2.01M6 6H6.01"),
}


class Style(NamedTuple):
    """A pale ground, and the ink and the name of its hatching."""

    ground: str
    ink: str
    hatch: str = ""


STYLES = (
    Style("#ffffff", "#5b6d73"),
    Style("#cfe8ec", "#0d5c69"),
    Style("#fde4bd", "#8a5200", "rising"),
    Style("#dcd6f0", "#4b3a8c", "dots"),
    Style("#d5ecd2", "#1f6a2f", "level"),
    Style("#f8d2cf", "#8f1d17", "crossed"),
    Style("#d6e3f7", "#1d4e89", "upright"),
    Style("#f3d3e6", "#7d1d58", "falling"),
    Style("#e3e3da", "#4a4a3c", "grid"),
    Style("#b9c6ca", "#10262d"),
    Style("#e4edd0", "#4d5c1f", "wide level"),
    Style("#ecdcc8", "#6b4a1e", "wide upright"),
)


def style(number: int) -> Style:
    """The look with this number; beyond the last they begin again (the letter tells them apart)."""
    return STYLES[number % len(STYLES)]
