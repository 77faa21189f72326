"""The words of letters, sheets and advertisements: dated rows with named blanks, which are filled and never run (decision 32).

A blank is written {areas}. Braces stand for nothing else, so that nothing in a wording is a program, and what fills a
blank is not read again. A room registers its kinds of wording, each with its blanks; an administrator writes the text.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from electoral.office.models import State
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.roles import Permission
from electoral.papers.models import Wording

BLANK = re.compile(r"\{([a-z][a-z_]{0,39})\}")
BRACE = re.compile(r"[{}]")
UNSEEN = ("Cc", "Cs", "Zl", "Zp")  # controls, halves of characters, other ends of lines
# Marks that turn the direction of what follows: a text could be read otherwise than it is.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class WordingFault(Refused):
    """A wording that cannot be kept or filled; the sentence says what to do."""


@dataclass(frozen=True)
class Blank:
    """A place for a value, by name: what it stands for, and how it may look."""

    name: str
    meaning: str
    example: str
    required: bool = True


@dataclass(frozen=True)
class WordingKind:
    code: str
    label: str
    blanks: tuple[Blank, ...]

    @property
    def names(self) -> set[str]:
        return {blank.name for blank in self.blanks}

    @property
    def required(self) -> set[str]:
        return {blank.name for blank in self.blanks if blank.required}

    @property
    def examples(self) -> dict[str, str]:
        return {blank.name: blank.example for blank in self.blanks}


KINDS: dict[str, WordingKind] = {}


def wording_kind(code: str, label: str, *blanks: Blank) -> WordingKind:
    """Register a kind of wording with the blanks that a paper can fill."""
    KINDS[code] = WordingKind(code, label, blanks)
    return KINDS[code]


def faults(kind: WordingKind, body: str) -> list[str]:
    """What is wrong with the text of a wording, a sentence each; empty where it can be filled."""
    blanks = ", ".join("{" + blank.name + "}" for blank in kind.blanks)
    found = []
    for number, line in enumerate(body.replace("\r\n", "\n").split("\n"), 1):
        unknown = [name for name in BLANK.findall(line) if name not in kind.names]
        found += [
            f"Line {number}: there is no blank {{{name}}}. The blanks are {blanks}." for name in unknown
        ]
        if BRACE.search(BLANK.sub("", line)):
            found.append(
                f"Line {number}: a brace is only for a blank, as in {{name}}. The blanks are {blanks}."
            )
        if any(_hides(c) for c in line):
            found.append(f"Line {number}: it holds a character that does not show. Type the line anew.")
    missing = kind.required - set(BLANK.findall(body))
    found += [f"It must say {{{b.name}}}: {b.meaning}." for b in kind.blanks if b.name in missing]
    return found if body.strip() else ["Write the text."]


def _hides(character: str) -> bool:
    return character in TURNING or (unicodedata.category(character) in UNSEEN and character != "\t")


def filled(kind: WordingKind, body: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled. Raises WordingFault, and nothing else, where it cannot be.

    A value that is not required may be left out, and a line whose blanks all stay empty goes with it. A value's own
    braces stay as they are.
    """
    if wrong := faults(kind, body):
        raise WordingFault(wrong[0])
    for blank in kind.blanks:
        if blank.required and not values.get(blank.name, "").strip():
            raise WordingFault(f"{kind.label}: it is not known {blank.name}, {blank.meaning}.")
    lines = (line for line in body.split("\n") if _says_something(line, values))
    return "\n".join(BLANK.sub(lambda found: values.get(found[1], ""), line) for line in lines)


def _says_something(line: str, values: Mapping[str, str]) -> bool:
    names = BLANK.findall(line)
    return not names or any(values.get(name, "").strip() for name in names)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a filled text, for a paper: an empty line parts two, an optional blank leaves none behind."""
    lines = [line.rstrip() for line in text.split("\n")]
    return [part.strip("\n") for part in re.split(r"\n{2,}", "\n".join(lines)) if part.strip()]


def wording_for(code: str, *, state: State, on: date) -> Wording:
    """The wording in force on a date: the State's own before the one for every State."""
    rows = Wording.objects.in_force(on).filter(kind=code)
    its = rows.filter(state=state) | rows.filter(state=None)
    found = its.order_by(F("state").asc(nulls_last=True), "-from_on", "-pk").first()
    if found is None:
        raise WordingFault(f"{KINDS[code].label}: there is no wording in force. An administrator writes one.")
    return found


def _demand(by, state: State | None) -> None:
    """A State's own belongs to its administrators; the one for every State to any of them."""
    if not by.may(Permission.REFERENCE_EDIT, state):
        raise NotPermitted("Your role may not do this.")


@transaction.atomic
def write_wording(
    kind: WordingKind, *, state: State | None, title: str, body: str, from_on: date, by
) -> Wording:
    """Begin a wording on a day and end the one before it on the same day; nothing is overwritten (decision 32)."""
    _demand(by, state)
    body = body.replace("\r\n", "\n")
    if wrong := faults(kind, body):
        raise WordingFault(wrong[0])
    before = Wording.objects.select_for_update().in_force().filter(kind=kind.code, state=state).first()
    if before and before.from_on > from_on:
        raise WordingFault(
            f"A wording begins on {before.from_on:%-d %B %Y} already. Choose that day or a later one."
        )
    if before:
        end_wording(before, on=from_on, by=by)
    try:
        with transaction.atomic():
            return Wording.objects.create(
                kind=kind.code, state=state, title=title, body=body, from_on=from_on
            )
    except IntegrityError:
        raise WordingFault(
            "Somebody else wrote this wording a moment ago. Look at theirs before you write yours."
        ) from None


def end_wording(wording: Wording, *, on: date, by) -> Wording:
    """End a wording; without a new one of its State, the one for every State is used again."""
    _demand(by, wording.state)
    wording.ended_on = on
    wording.save(update_fields=["ended_on"])
    return wording
