"""How many lines a text takes in a column, from the widths of the font's own letters (decision 26)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from electoral.papers.fonts import Faces, faces

MM_A_POINT = 0.3528
SLACK = 1.03  # what kerning adds at most: it is not known here
PIECE = 6  # a word wider than a line may break after every so many letters
# Where Typst breaks a line, or fewer places: not at a hyphen before a figure, not before a closing mark.
HYPHEN = r"(?<=\w-)(?=[^\W\d_])"
SPACE = r"(?<![(\[{]) (?![/!),.:;?\]}])"

Pieces = tuple[tuple[float, float], ...]


class Column:
    """A column of a page, of a width in mm and letters in points. Any text is broken so that it fits."""

    def __init__(self, width: float, points: float, *, bold: bool, font: Faces) -> None:
        self.font, self.bold = font, bold
        self.room = width / (points * MM_A_POINT * SLACK)
        self.fitted = lru_cache(maxsize=20_000)(self._fitted)
        self.pieces = lru_cache(maxsize=20_000)(self._pieces)

    def em(self, text: str) -> float:
        return self.font.em(text, bold=self.bold)

    def lines(self, text: str) -> int:
        """How many lines the text takes."""
        text = self.fitted(text)
        return 1 if self.em(text) <= self.room else filled(self.pieces(text), self.room)

    def wrapped(self, text: str) -> list[str]:
        """The text as the lines that it prints on."""
        lines: list[str] = []
        for word in self.fitted(text).split(" "):
            for i, piece in enumerate(word.split("\u200b")):
                longer = piece if not lines else f"{lines[-1]}{'' if i else ' '}{piece}"
                if lines and self.em(longer) <= self.room:
                    lines[-1] = longer
                else:
                    lines.append(piece)
        return lines

    def _fitted(self, text: str) -> str:
        """The text as it prints, with places to break (zero width) in a word that is wider than the column."""
        text = self.font.printable(plain(text))  # fitted twice is fitted once
        if self.em(text) <= self.room:
            return text
        return "".join(self._breakable(part) for part in re.split(f"(?<={SPACE})|{HYPHEN}", text))

    def _breakable(self, word: str) -> str:
        if self.em(word) <= self.room:
            return word
        letters, step = clusters(word), max(1, min(PIECE, int(self.room)))
        return "\u200b".join("".join(letters[i : i + step]) for i in range(0, len(letters), step))

    def _pieces(self, text: str) -> Pieces:
        """Of each piece that cannot break: its width and that of the space before it, in ems."""
        space = self.em(" ")
        return tuple(
            (self.em(piece), 0.0 if i else space)
            for word in re.split(SPACE, text)
            for i, piece in enumerate(re.split(f"\u200b|{HYPHEN}", word))
            if piece
        )


def filled(pieces: Iterable[tuple[float, float]], room: float) -> int:
    """How many lines of that room the pieces fill, each taking as many as it can."""
    used, count = 0.0, 1
    for width, gap in pieces:
        if used and used + gap + width > room:
            count, used = count + 1, width
        else:
            used += width + (gap if used else 0.0)
    return count


def clusters(word: str) -> list[str]:
    """The letters of a word, each with the marks that belong to it."""
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.category(character).startswith("M"):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


@lru_cache(maxsize=64)
def column(width: float, points: float, *, bold: bool = False) -> Column:
    """The column of that width, which remembers what it measured."""
    return Column(width, points, bold=bold, font=faces())


def plain(fitted: str) -> str:
    """The text as a person reads it: without the places to break."""
    return fitted.replace("\u200b", "")
