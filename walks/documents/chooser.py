"""The next Walks to request, with the reasons (5.1c, 10.2c, X9)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from walks.documents.plan import PlannedWalk
from walks.models import DivisionReview, Method, RequestedWalk
from walks.queries.plan import addresses_by_day, electors_by_day, last_listings, shares_behind_doors
from walks.rules.chooser import Trace, changes_for_the_cost, expected_changes, reasons_of
from walks.rules.estimate import costs_of, dollars
from walks.states import ListingRequestStatus

Use = RequestedWalk.Use
OPEN = (ListingRequestStatus.DRAFTED, ListingRequestStatus.SENT)
# What a Walk is asked for, by its method; one by schedule needs no listing. Agents get the same listing (1.1g).
USE_OF = {Method.VISIT: Use.VISIT, Method.AGENT: Use.VISIT, Method.MAIL: Use.MAIL}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A Walk that could be requested next. `note`: what should be known before; `why` stands on the request."""

    walk: PlannedWalk
    use: str
    changes: Decimal
    cost: int
    worth: Decimal
    reasons: str
    behind_doors: str
    note: str

    @property
    def why(self) -> str:
        told = f"{self.changes} changes expected for {dollars(self.cost)}: {self.reasons}"
        return "; ".join(filter(None, (told, self.behind_doors)))[:200]

    @property
    def use_text(self) -> str:
        return str(Use(self.use).label)


def candidates_of(
    part: DivisionReview, walks: Sequence[PlannedWalk], figures, *, barred: Mapping[int, str]
) -> list[Candidate]:
    """Walks that can be requested, the most expected changes for the cost first (X9); those without a method, and
    those that could not be given out yet (1.4b), come last. Left out: what is on an open request, what is barred, what is reviewed by schedule.
    """
    division, today = part.division, part.division.today()
    asked = set(open_walks(part))
    free = [w for w in walks if w.walk_id not in asked and w.walk_id not in barred and w.method in USE_OF]
    traces, shares = _traces(division, free, today), shares_behind_doors(division)
    found = [_candidate(walk, traces[walk.walk_id], shares.get(walk.walk_id, 0), figures) for walk in free]
    return sorted(found, key=lambda one: (bool(one.note), -one.worth, one.walk.number))


def open_walks(part: DivisionReview) -> dict[int, int]:
    """Walks that stand on a request that is not closed: the request's number by the Walk."""
    rows = RequestedWalk.objects.filter(request__review=part, request__status__in=OPEN)
    return dict(rows.values_list("walk", "request__number"))


def _candidate(walk: PlannedWalk, trace: Trace, share: float, figures) -> Candidate:
    changes = expected_changes(trace, figures["additions_share"])
    cost = costs_of(walk.facts, figures)[walk.method]
    doors = bool(share) and share >= figures["sab_share"]
    is_open = walk.is_visited or not walk.chosen
    use = Use.BOTH if is_open and (doors or walk.has_risk) else USE_OF[Method(walk.method)]
    behind = (
        f"{share:.0%} of its residences are in security access buildings, so both listings" if doors else ""
    )
    worth = changes_for_the_cost(changes, cost)
    return Candidate(walk, use, changes, cost, worth, reasons_of(trace), behind, _note(walk))


def _note(walk: PlannedWalk) -> str:
    if not walk.chosen:
        return "Its method is not chosen yet (1.1c)."
    lacks_class = walk.is_visited and not walk.is_approved
    return "Its class is not approved: the listing could not be given out yet (1.4b)." if lacks_class else ""


def _traces(division, walks: Collection[PlannedWalk], today: date) -> dict[int, Trace]:
    last = last_listings(division)
    enrolled, new = _since(electors_by_day(division), last), _since(addresses_by_day(division), last)
    return {
        w.walk_id: Trace(
            w.residences,
            enrolled[w.walk_id],
            new[w.walk_id],
            (today - last[w.walk_id]).days if w.walk_id in last else None,
        )
        for w in walks
    }


def _since(rows, last: Mapping[int, date]) -> Counter[int]:
    found: Counter[int] = Counter()
    for walk, day, count in rows:
        if walk in last and day > last[walk]:
            found[walk] += count
    return found
