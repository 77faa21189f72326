"""A Walk Listing page by page, before anything is drawn (section 5.2; decisions 26 and 27)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from electoral.papers.codes import page_codes
from electoral.papers.fonts import faces
from walks import rules
from walks.listing_plan.facts import (
    ListingFacts,
    ListingLine,
    ListingPlan,
    PageTotal,
    ResidenceEntry,
    StreetTotal,
    Totals,
)
from walks.listing_plan.forms import instruction_sheets, notation_sheets, summary_sheets
from walks.listing_plan.map import map_sheet
from walks.listing_plan.streets import StreetPage, StreetSide, page_rows, printed, street_head, street_sides
from walks.listing_plan.walking import walking_order

Sheet = dict[str, Any]
SUBURBS_LETTERS = 280  # five lines of the cover


def plan_listing(facts: ListingFacts, residences: Iterable[ResidenceEntry]) -> ListingPlan:
    """All pages of one Walk: cover, map, notations, streets, summaries, check-list and worksheet (5.2).

    The residences are the Walk's, in any order. The plan's `values` is what the template draws.
    """
    sides = street_sides(residences, even_descending=facts.even_descending)
    by_street = tuple(_street_totals(sides))
    streets = _street_sheets(sides)
    blanks = [_blank_facing(sheet) for sheet in streets]
    sheets = _bound(facts, sides, by_street, streets, blanks)
    references = page_codes(facts.reference, len(sheets))
    for n, (sheet, (reference, code)) in enumerate(zip(sheets, references, strict=True), 1):
        sheet |= {"n": n, "ref": reference, "code": code}
    for blank, street in zip(blanks, streets, strict=True):
        blank["faces"] = street["n"]
    pages = [page for side in sides for page in side.pages]
    lines = [line for page, sheet in zip(pages, streets, strict=True) for line in _lines(page, sheet["n"])]
    totals = _totals(by_street, list(_page_totals(sides, streets)))
    return ListingPlan(sheets, lines, totals, _head(facts, totals))


def _bound(
    facts: ListingFacts,
    sides: Sequence[StreetSide],
    by_street: Sequence[StreetTotal],
    streets: Sequence[Sheet],
    blanks: Sequence[Sheet],
) -> list[Sheet]:
    """The sheets in printed order: a street on the right with its blank records on the left (decision 27)."""
    sheets = [{"kind": "cover"}, map_sheet(sides), *notation_sheets(facts.notations)]
    sheets += instruction_sheets(facts.instructions)
    if facts.single_sided:
        sheets += streets
    else:
        sheets += [] if len(sheets) % 2 else [{"kind": "notes"}]
        sheets += [sheet for pair in zip(blanks, streets, strict=True) for sheet in pair]
    sheets += summary_sheets(facts, by_street)
    sheets += [{"kind": "notes"}] if len(sheets) % 2 else []
    # The officer's side of RR008(c) is on the right, and the office's side on its back.
    sheets += [{"kind": kind} for kind in ("walk-summary", "office-summary", "prepayment", "payment")]
    sheets += blanks if facts.single_sided else []
    return sheets + ([{"kind": "notes"}] if len(sheets) % 2 else [])


def _street_sheets(sides: Sequence[StreetSide]) -> list[Sheet]:
    suggested = {id(page): (i, high) for i, (page, high) in enumerate(walking_order(sides), 1)}
    sheets = []
    for side in sides:
        for index, page in enumerate(side.pages):
            order, high_first = suggested[id(page)]
            sheets.append(
                {
                    "kind": "street",
                    **street_head(side, index),
                    "order": order,
                    "high-first": high_first,
                    "orders": len(suggested),
                    **page_rows(page),
                    "residences": len(page.own),
                    "to_visit": _to_visit(page.own),
                }
            )
    return sheets


def _blank_facing(street: Sheet) -> Sheet:
    kept = ("street", "size", "suburb", "suburb-size", "side")
    return {"kind": "blank", **{name: street[name] for name in kept}}


def _lines(page: StreetPage, number: int) -> Iterator[ListingLine]:
    for line, row in enumerate(page.rows, 1):
        cells = row.cells
        yield ListingLine(
            page=number,
            line=line,
            residence_id=row.residence.residence_id,
            elector_id=row.elector.elector_id if row.elector else None,
            starts_residence="number" in cells and "more" not in cells,
            closed=row.residence.closed,
            **printed(row),
        )


def _to_visit(residences: Iterable[ResidenceEntry]) -> int:
    return sum(not residence.closed for residence in residences)


def _electors(residences: Iterable[ResidenceEntry]) -> int:
    return sum(len(residence.electors) for residence in residences if not residence.closed)


def _page_totals(sides: Sequence[StreetSide], sheets: Iterable[Sheet]) -> Iterator[PageTotal]:
    numbered = iter(sheets)
    for side in sides:
        for page in side.pages:
            sheet = next(numbered)
            electors = sum(row.elector is not None for row in page.rows)
            yield PageTotal(
                sheet["n"],
                *side.place,
                side.side,
                len(page.own),
                _to_visit(page.own),
                electors,
                sheet["order"],
            )


def _street_totals(sides: Sequence[StreetSide]) -> Iterator[StreetTotal]:
    for (locality, street), both in groupby(sides, key=lambda side: side.place):
        here = [residence for side in both for residence in side.residences]
        yield StreetTotal(locality, street, len(here), _to_visit(here), _electors(here))


def _totals(streets: tuple[StreetTotal, ...], pages: Sequence[PageTotal]) -> Totals:
    residences, to_visit = sum(s.residences for s in streets), sum(s.to_visit for s in streets)
    electors = sum(s.electors for s in streets)
    return Totals(residences, to_visit, residences - to_visit, electors, streets, tuple(pages))


def _head(facts: ListingFacts, totals: Totals) -> dict[str, Any]:
    """What every page may say of the listing."""
    clean = faces().printable
    suburbs = dict.fromkeys(street.locality for street in totals.streets)
    return {
        "walk": str(facts.walk_number),
        "division": clean(facts.division_name),
        "state": clean(facts.state),
        "class": clean(facts.walk_class),
        "review": clean(facts.review),
        "reference": facts.reference,
        "version": str(facts.version),
        "speaks-of": written(facts.speaks_of),
        "made-on": written(facts.made_on),
        "suburbs": clean(named(list(suburbs))),
        "residences": totals.residences,
        "to_visit": totals.to_visit,
        "electors": totals.electors,
        "streets": len(totals.streets),
        "words": rules.NOT_TO_BE_VISITED,
        "practice": facts.practice,
        "cards-over": f"{rules.CARDS_LOOKED_AT_OVER:.0%}",
        "forms-expected": f"{rules.FORMS_EXPECTED:.0%}",
        "explained-over": f"{rules.RESIDENCES_EXPLAINED_OVER:.0%}",
    }


def named(suburbs: Sequence[str]) -> str:
    """The suburbs as far as the cover has room for them; the Summary by Street has them all."""
    count = len(suburbs)
    while count > 1 and len(", ".join(suburbs[:count])) > SUBURBS_LETTERS:
        count -= 1
    rest = len(suburbs) - count
    return ", ".join(suburbs[:count]) + (f" and {rest} more, see RR008(b)" if rest else "")


def written(day: date) -> str:
    """A date as the office writes it: 3 May 2027 (decision 22)."""
    return f"{day.day} {day:%B %Y}"
