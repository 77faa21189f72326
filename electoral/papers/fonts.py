"""The fonts of bulk papers: how wide a text is, and which of its characters no font has (decision 28)."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

LATIN = "AtkinsonHyperlegibleNext"
LATIN_RANGE = frozenset([*range(0x20, 0x180), *range(0x2018, 0x201E)])
PREFERRED = (LATIN, "NotoSans")
UNKNOWN = 1.0


class Faces:
    """The widths of the characters of a folder of TTF files, in ems, bold and regular."""

    def __init__(self, folder: Path) -> None:
        self.files = sorted(folder.glob("*.ttf"), key=_preference)
        if not self.files:
            raise FileNotFoundError(
                f"No fonts in {folder}. Run ./office demo once, or ./office manage collectstatic."
            )
        self.latin = _codes(self.files[0]) & LATIN_RANGE
        self.regular = _advances(f for f in self.files if "700" not in f.stem)
        self.bold = self.regular | _advances(f for f in self.files if "700" in f.stem)
        self.em = lru_cache(maxsize=50_000)(self._em)

    def _em(self, text: str, *, bold: bool = False) -> float:
        widths = self.bold if bold else self.regular
        return sum(widths.get(ord(c), UNKNOWN) for c in text)

    @property
    def covers(self) -> str:
        """What the first face is asked for, as a pattern: the letters that it has whole.

        Asked for more, it would build a letter of two glyphs, and "Vũ" would be copied as something else.
        """
        starts = [code for code in sorted(self.latin) if code - 1 not in self.latin]
        ends = [code for code in sorted(self.latin) if code + 1 not in self.latin]
        return "[" + "".join(rf"\u{{{a:x}}}-\u{{{b:x}}}" for a, b in zip(starts, ends, strict=True)) + "]"

    def uncovered(self, text: str) -> set[str]:
        """The characters of the text that would print as an empty box."""
        return set() if text.isascii() else {c for c in text if ord(c) not in self.regular and _draws(c)}

    def printable(self, text: str) -> str:
        """The text as it can be printed: `[U+A997]` for a character without a font, single spaces."""
        text = " ".join(text.split())
        for missing in sorted(self.uncovered(text)):
            text = text.replace(missing, f"[U+{ord(missing):04X}]")
        return text

    def files_for(self, text: str) -> list[Path]:
        """The font files that a text needs; those of the first two families always."""
        usual = [f for f in self.files if _family(f) in PREFERRED]
        rare = {ord(c) for c in text if not c.isascii()} - set().union(*map(_codes, usual))
        return usual + [f for f in self.files if f not in usual and rare & _codes(f)]


@lru_cache(maxsize=4)
def faces(folder: Path | None = None) -> Faces:
    """The faces of the product's folder of fonts, read once in a process."""
    return Faces(folder or settings.FONTS_FOLDER)


def uncovered(text: str) -> set[str]:
    """The characters for which the office has no font; a load's preview names them (decision 28)."""
    return faces().uncovered(text)


def _family(font: Path) -> str:
    return font.stem.split("_")[0]


def _preference(font: Path) -> tuple[int, str]:
    family = _family(font)
    return (PREFERRED.index(family) if family in PREFERRED else len(PREFERRED), font.name)


def _draws(character: str) -> bool:
    return unicodedata.category(character) not in {"Cf", "Cc", "Zs"} and not "\ufe00" <= character <= "\ufe0f"


def _advances(fonts: Iterable[Path]) -> dict[int, float]:
    """The advance of each character, from the first of the fonts that has it."""
    table: dict[int, float] = {}
    for font in reversed(list(fonts)):
        with TTFont(font, lazy=True) as face:
            scale, advance = face["head"].unitsPerEm, face["hmtx"].metrics
            cmap = face.getBestCmap()
            codes = cmap.keys() & LATIN_RANGE if _family(font) == LATIN else cmap.keys()
            table |= {code: advance[cmap[code]][0] / scale for code in codes}
    return table


@lru_cache(maxsize=64)
def _codes(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as face:
        return frozenset(face.getBestCmap())
