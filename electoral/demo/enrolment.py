"""Who is enrolled where: households of made-up people, some of them protected."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from electoral.demo import marks, names
from electoral.demo.marks import Row

FIRST_BIRTH, EIGHTEEN_YEARS = date(1925, 1, 1).toordinal(), 6575
OTHER_NAME, OPTED_OUT = 0.04, 0.15
BEDS = 6
LIVES_WITH = ("others", "nobody", "")


class Entry(NamedTuple):
    """A line of the roll, the traps that it is, and its line in the protections if it has one."""

    row: Row
    traps: list[str]
    protection: Row | None = None


class Beds:
    """Six beds in a residence and the sleepers for all of them: nobody to six in each, and the sum is exact."""

    def __init__(self, rng: Random, residences: int, electors: int) -> None:
        self.rng, self.residences, self.electors = rng, residences, electors

    def taken(self, sleeps: int | None = None) -> int:
        """How many sleep in the next residence; `sleeps` is given where it is no ordinary household."""
        free, taken = self.residences * BEDS, 0
        self.residences -= 1
        if sleeps is not None:
            taken = min(sleeps, self.electors)
        else:
            for bed in range(free, free - BEDS, -1):
                taken += self.rng.random() * bed < self.electors - taken
        taken = max(taken, self.electors - self.residences * BEDS)
        self.electors -= taken
        return taken


class Enrolment:
    """Enrols people, household by household, and protects as many as asked for, evenly through the division."""

    def __init__(
        self, rng: Random, *, code: str, electors: int, protected: int, on: date, tokens: bool
    ) -> None:
        self.rng, self.code, self.on, self.tokens = rng, code, on, tokens
        self.enrolled = self.protected = 0
        self.to_protect = protected
        self.one_protected_in = 0.9 * electors / protected if protected else float("inf")
        self.undealt = [*marks.NAMES, *names.KINDS]
        self.hidden_alone_is_due = True

    def household(self, size: int, address_id: str, subdivision: str) -> Iterator[Entry]:
        """The electors of one residence; at most one of them is protected."""
        surname = names.surname(self.rng)
        home = {"address_id": address_id, "subdivision": subdivision}
        is_alone = size == 1
        if size and self.protected < self.to_protect and self._protects_one_of(size):
            yield self._protected_person(home, size)
            size -= 1
        elif is_alone and self.hidden_alone_is_due:
            self.hidden_alone_is_due = False
            yield self._person(surname, home, "category_I", "", ["hidden_alone"])
            size -= 1
        for _ in range(size):
            mark, kind = self._dealt()
            yield self._person(
                surname, home, mark, kind, ["hidden_alone"] if is_alone and mark in marks.HIDDEN else []
            )

    def overseas(self) -> Entry:
        columns = marks.overseas(self.rng)
        return self._person(names.surname(self.rng), columns, "", "", ["overseas"])

    def _dealt(self) -> tuple[str, str]:
        """A mark and a kind of name: each once in the first households, then by chance."""
        if not self.undealt:
            kind = self.rng.choice(names.BY_CHANCE) if self.rng.random() < OTHER_NAME else ""
            return marks.drawn(self.rng), kind
        if self.enrolled % 3:
            return "", ""
        dealt = self.undealt.pop(0)
        return (dealt, "") if dealt in marks.MARKS else ("", dealt)

    def _person(self, surname: str, columns: Row, mark: str, kind: str, traps: list[str]) -> Entry:
        rng, on = self.rng, self.on
        self.enrolled += 1
        name = names.of_kind(rng, kind) if kind else names.ordinary(rng, surname)
        today = on.toordinal()
        born = FIRST_BIRTH + int(rng.random() * (today - EIGHTEEN_YEARS - 60 - FIRST_BIRTH))
        enrolled = born + EIGHTEEN_YEARS + int(rng.random() * (today - born - EIGHTEEN_YEARS))
        row = {
            "elector_id": f"{self.code}E{self.enrolled:07}",
            "surname": name.surname,
            "given_names": name.given_names,
            "date_of_birth": date.fromordinal(born).isoformat(),
            "enrolled_on": date.fromordinal(enrolled).isoformat(),
            "register_number": str(self.enrolled),
            "open_register": "N" if rng.random() < OPTED_OUT else "",
            **columns,
            **marks.columns_of(mark, rng, on),
        }
        kind_of_name = [f"name_{kind}"] if kind else []
        return Entry(row, [*traps, *([mark] if mark else []), *kind_of_name])

    def _protects_one_of(self, size: int) -> bool:
        """Whether one is due; in turn one that lives with others, one that lives alone, and one of any kind."""
        late = self.enrolled / self.one_protected_in - self.protected
        wanted = LIVES_WITH[self.protected % 3]
        return late > 1.5 or (late > 0.5 and (not wanted or (size > 1) == (wanted == "others")))

    def _protected_person(self, home: Row, size: int) -> Entry:
        self.protected += 1
        number, kind = self.protected, "anonymous" if self.protected % 5 == 4 else "silent"
        traps = [kind, f"{kind}_with_others" if size > 1 else f"{kind}_alone"]
        mark = ("postal_differs", "", "absent_postal")[number % 3]
        entry = self._person(names.surname(self.rng), home, mark, "", traps)
        since = self.on - timedelta(self.rng.randint(10, 1500))
        protection = {
            "elector_id": entry.row["elector_id"],
            "kind": kind,
            "basis": f"statement accepted {since.year}/{number:02}",
            "since": since.isoformat(),
        }
        if self.tokens:
            entry.row.update(tokens(number))
            protection["basis"] = f"ZQX BASIS {number:04}"
        return entry._replace(protection=protection)


def tokens(number: int) -> Row:
    """Words that stand nowhere else, so that a search for ZQX finds every place to which a protected person leaked."""
    return {
        "surname": f"ZQXSURNAME{number:04}",
        "given_names": f"ZQXGIVEN{number:04}",
        "postal_1": f"ZQX POBOX {number:04}",
        "postal_2": f"ZQX CARE {number:04}",
        "postal_locality": f"ZQXTOWN{number:04}",
        "postal_state": "NT",
        "postal_postcode": "0897",
    }
