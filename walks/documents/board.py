"""The planning board: where each Walk of a division's part stands, what it waits for, and who has it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from walks.documents.plan import PlannedWalk
from walks.models import AreaChange, AreaPart, Classification, DivisionReview, Listing, Method, RequestedWalk
from walks.states import (
    UNDECIDED,
    AreaChangeStatus,
    ClassificationStatus,
    ListingRequestStatus,
    ListingStatus,
)

OFFICE, DRO = "The divisional office", "The Divisional Returning Officer"


class Standing(NamedTuple):
    """Where a Walk stands: a letter and words on list and map, the colour of its tag, and its look on the map."""

    code: str
    letter: str
    words: str
    colour: str
    look: int


class Waits(NamedTuple):
    standing: str
    what: str
    who: str


STANDINGS = (
    Standing("no_method", "M", "Method not chosen", "grey", 0),
    Standing("no_class", "N", "No approved class", "yellow", 2),
    Standing("on_form", "F", "On form RR004", "purple", 3),
    Standing("in_change", "C", "In a change of area", "orange", 7),
    Standing("held", "H", "Held: street file", "red", 5),
    Standing("approved", "A", "Approved, in no workload", "blue", 6),
    Standing("by_schedule", "S", "By schedule, no listing needed", "grey", 10),
    Standing("ready", "R", "Ready to request", "teal", 1),
    Standing("requested", "Q", "Requested", "grey", 8),
    Standing("listed", "L", "Listing produced", "green", 4),
    Standing("ended", "E", "Ended: split or moved", "grey", 9),
)
BY_CODE = {standing.code: standing for standing in STANDINGS}
FORM = {
    ClassificationStatus.DRAFTED: ("Form RR004 is to be submitted.", OFFICE),
    ClassificationStatus.SUBMITTED: ("Form RR004 is to be decided.", "The Area Manager"),
    ClassificationStatus.RECOMMENDED: ("Form RR004 is to be approved.", "The Director of Operations"),
}
CHANGE = {
    AreaChangeStatus.DRAFTED: ("The change of area is to be submitted or accepted.", DRO),
    AreaChangeStatus.RETURNED: ("The change of area came back: change it, or withdraw it.", DRO),
    AreaChangeStatus.SUBMITTED: ("The split is to be approved.", "Head Office"),
    AreaChangeStatus.ACCEPTED: ("The change of area waits for the RR004 of its Walks.", OFFICE),
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    walk: PlannedWalk
    waits: Waits

    @property
    def standing(self) -> Standing:
        return BY_CODE[self.waits.standing]


@dataclass(frozen=True, slots=True)
class Known:
    """What is under way about the Walks of a part, by the Walk's key."""

    barred: Mapping[int, str]
    forms: Mapping[int, str]
    changes: Mapping[int, str]
    requests: Mapping[int, int]
    drafts: Mapping[int, int]
    listings: Mapping[int, int]


def board_of(
    part: DivisionReview, walks: Sequence[PlannedWalk], *, barred: Mapping[int, str]
) -> list[BoardRow]:
    """A row for each Walk; a few queries however many there are."""
    known = Known(
        barred,
        _forms(part),
        _changes(part),
        _asked(part, ListingRequestStatus.SENT),
        _asked(part, ListingRequestStatus.DRAFTED),
        _listings(part),
    )
    return [BoardRow(walk, waits_of(walk, known)) for walk in walks]


def counts_of(rows: Sequence[BoardRow]) -> list[tuple[Standing, int]]:
    """How many stand where; the standings that have any."""
    counted = Counter(row.waits.standing for row in rows)
    return [(standing, counted[standing.code]) for standing in STANDINGS if counted[standing.code]]


def waits_of(walk: PlannedWalk, known: Known) -> Waits:
    """Where it stands: the first that holds, from what is nearest to the field."""
    pk = walk.walk_id
    if walk.ended_on:
        return Waits(
            "ended", f"It ended on {walk.ended_on:%-d %B %Y}; other Walks have its residences.", "Nobody"
        )
    if pk in known.listings:
        return Waits("listed", f"Version {known.listings[pk]} of its listing can be given out.", OFFICE)
    if pk in known.requests:
        return Waits("requested", f"Request {known.requests[pk]} is sent; its listing is to come.", "Nobody")
    return _under_way(walk, known) or _to_be_planned(walk, known)


def _under_way(walk: PlannedWalk, known: Known) -> Waits | None:
    pk = walk.walk_id
    if change := known.changes.get(pk):
        status = AreaChangeStatus(change)
        if status == AreaChangeStatus.IN_FORCE:
            return Waits("held", "The street file is to be brought into line.", OFFICE)
        return Waits("in_change", *CHANGE[status])
    if form := known.forms.get(pk):
        return Waits("on_form", *FORM[ClassificationStatus(form)])
    return Waits("held", known.barred[pk], OFFICE) if pk in known.barred else None


def _to_be_planned(walk: PlannedWalk, known: Known) -> Waits:
    if not walk.chosen:
        return Waits("no_method", "The method of its review is to be chosen.", DRO)
    if walk.method == Method.SCHEDULE:
        return Waits("by_schedule", "Its schedules are to be sent.", OFFICE)
    if walk.is_visited and not walk.is_approved:
        return Waits("no_class", "Its class is to be put on a form RR004.", OFFICE)
    if walk.is_visited and walk.workload is None:
        return Waits("approved", "It is to be put into a workload.", OFFICE)
    if draft := known.drafts.get(walk.walk_id):
        return Waits("ready", f"Request {draft} is to be sent.", OFFICE)
    return Waits("ready", "It is to be put on a Walk Listing request.", OFFICE)


def _forms(part: DivisionReview) -> dict[int, str]:
    lines = Classification.objects.filter(division=part.division, status__in=UNDECIDED, walk__isnull=False)
    return dict(lines.order_by().values_list("walk", "status"))


def _changes(part: DivisionReview) -> dict[int, str]:
    """The open change of area of each Walk: the one that is split, and those that take part."""
    changes = AreaChange.objects.filter(division=part.division).open()
    parts = AreaPart.objects.filter(change__in=changes, before__isnull=False)
    taking_part = dict(parts.order_by().values_list("before", "change__status"))
    return taking_part | dict(changes.order_by().values_list("walk", "status"))


def _asked(part: DivisionReview, status: str) -> dict[int, int]:
    rows = RequestedWalk.objects.filter(request__review=part, request__status=status)
    return dict(rows.order_by("request__number").values_list("walk", "request__number"))


def _listings(part: DivisionReview) -> dict[int, int]:
    made = Listing.objects.filter(order__requests__review=part, status=ListingStatus.PRODUCED)
    return dict(made.order_by("version").values_list("walk", "version"))
