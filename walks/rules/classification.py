"""What the features of a Walk point to (1.4 to 1.6), and what a change of class does to the pay (10.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

URBAN, LOW_DENSITY, NEITHER = "urban", "low_density", "neither"
WORDS = {URBAN: "urban", LOW_DENSITY: "low density", NEITHER: "neither"}


class Feature(NamedTuple):
    """A feature in the manual's words, in few words, and the class that it points to."""

    code: str
    words: str
    short: str
    points_to: str


FEATURES = (
    Feature("formed_roads", "formed roads, gutters and footpaths", "Formed roads, gutters, footpaths", URBAN),
    Feature("medium_elevation", "medium land elevation", "Medium elevation", URBAN),
    Feature("standard_housing",
            "standard housing development including unit/town house development in the metropolitan area and country towns",
            "Standard housing, units", URBAN),
    Feature("no_kerbs", "no kerbs, gutters and footpaths", "No kerbs, gutters, footpaths", LOW_DENSITY),
    Feature("steep", "steep land elevation", "Steep", LOW_DENSITY),
    Feature("scattered",
            "scattered housing development (e.g. outer urban areas, outskirts of country towns, acreage development)",
            "Scattered housing", LOW_DENSITY),
    Feature("security_access", "high incidence of security access buildings", "Many security access buildings", LOW_DENSITY),
    Feature("commercial", "high incidence of commercial and industrial properties", "Much commerce, industry", LOW_DENSITY),
    Feature("non_english", "high Non-English speaking population in single dwellings (not flats and units)",
            "Non-English speaking (census)", LOW_DENSITY),
)  # fmt: skip
FEATURE = {feature.code: feature for feature in FEATURES}
MOST_WALKS_ON_A_FORM = 60  # ours: one map on A4 whose every Walk can be read
CENSUS_FEATURE = "non_english"  # a figure of the census for an area, so only ever of a CCD (1.6a)


class Piece(NamedTuple):
    """A street or CCD of a Walk, its residences, and the codes of the features found there."""

    key: str
    label: str
    residences: int
    features: tuple[str, ...] = ()
    census: str = ""  # the census figure for the CCD, per cent, where that feature is among them

    @classmethod
    def of(cls, row: dict) -> "Piece":
        """From a row as it is kept on the form."""
        return cls(**{**row, "features": tuple(row["features"])})

    @property
    def row(self) -> dict:
        return {**self._asdict(), "features": list(self.features)}

    @property
    def points_to(self) -> str:
        """The class for which more of its features stand; neither where as many stand for each, or none."""
        urban = sum(FEATURE[code].points_to == URBAN for code in self.features)
        low = len(self.features) - urban
        return NEITHER if urban == low else URBAN if urban > low else LOW_DENSITY


class Share(NamedTuple):
    """Some residences of a Walk, and what part of it they are, to a tenth of a per cent."""

    residences: int
    percent: Decimal

    def __str__(self) -> str:
        return f"{self.residences:,} ({self.percent} %)"


@dataclass(frozen=True)
class Recommendation:
    """The class with more than half of the residences, or "" where none has; the shares that it rests on."""

    walk_class: str
    residences: int
    shares: dict[str, Share]

    @property
    def sentence(self) -> str:
        if not self.residences:
            return "The Walk has no residences: nothing is recommended."
        if self.shares[NEITHER].residences == self.residences:
            return "No feature points to either class yet: nothing is recommended."
        urban, low, rest = (self.shares[name] for name in (URBAN, LOW_DENSITY, NEITHER))
        counted = f"Of {self.residences:,} residences {urban} count as urban and {low} as low density"
        if rest.residences:
            counted += f"; {rest} count as neither"
        if self.walk_class:
            return f"{counted}. More than half is {WORDS[self.walk_class]}: {WORDS[self.walk_class]} is recommended."
        if 2 * max(urban.residences, low.residences) == self.residences:
            return (
                f"{counted}. Exactly half is not the greater part: nothing is recommended, the DRO decides."
            )
        return f"{counted}. Neither class has more than half: nothing is recommended, the DRO decides."


def recommended(pieces: Iterable[Piece]) -> Recommendation:
    """The class of the greater percentage (1.4a): a piece's residences count for the class that its features point to.

    A piece with as many features of the one class as of the other, or with none, counts for neither.
    """
    counts = dict.fromkeys((URBAN, LOW_DENSITY, NEITHER), 0)
    for piece in pieces:
        counts[piece.points_to] += piece.residences
    total = sum(counts.values())
    greater = [name for name in (URBAN, LOW_DENSITY) if 2 * counts[name] > total]
    percents = percentages(list(counts.values()))
    shares = {name: Share(counts[name], p) for name, p in zip(counts, percents, strict=True)}
    return Recommendation(greater[0] if greater else "", total, shares)


def shares_of(pieces: Iterable[Piece]) -> list[tuple[Feature, Share]]:
    """Each feature that was found, with the residences of the pieces where it was (RR004)."""
    them = list(pieces)
    total = sum(piece.residences for piece in them)
    found = [(f, sum(p.residences for p in them if f.code in p.features)) for f in FEATURES]
    named = {code for piece in them for code in piece.features}
    return [(f, Share(count, _percent(count, total))) for f, count in found if f.code in named]


def percentages(counts: list[int]) -> list[Decimal]:
    """Tenths of a per cent that sum to 100: what rounding down leaves goes to the largest rests. All 0 gives noughts."""
    total = sum(counts)
    if not total:
        return [Decimal("0.0") for _ in counts]
    tenths = [1000 * count // total for count in counts]
    by_rest = sorted(range(len(counts)), key=lambda i: (-(1000 * counts[i] % total), -counts[i], i))
    for place in by_rest[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return [Decimal(tenth).scaleb(-1) for tenth in tenths]


def _percent(count: int, total: int) -> Decimal:
    return (Decimal(100 * count) / (total or 1)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def pay_difference(
    *, residences: int, unpaid: int, present: str, proposed: str, rates: dict[str, Decimal]
) -> int | None:
    """Cents by which a review of the Walk costs more (10.2g), or None where a class or a rate is not known.

    `rates`: cents a residence by class. The `unpaid` residences of security access buildings are paid in neither class.
    """
    if present not in rates or proposed not in rates:
        return None
    return _cents((residences - unpaid) * (rates[proposed] - rates[present]))


def pay_lost(*, unpaid: int, of_class: str, rates: dict[str, Decimal]) -> int | None:
    """Cents that the officer is not paid for the residences of security access buildings (10.2g)."""
    return _cents(unpaid * rates[of_class]) if of_class in rates else None


def _cents(amount: Decimal) -> int:
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))


def money(cents: int) -> str:
    """Dollars and cents with their sign: "+$1,204.50"."""
    sign = "+" if cents > 0 else "-" if cents < 0 else ""
    return f"{sign}${abs(cents) / 100:,.2f}"
