"""Planning what is told of a review, and where: notices, releases and recruitment advertisements (3.1, 3.2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.models import State
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from electoral.office.rules import date_in
from review.documents.publicity import advertisement_text
from review.models import Advertisement, Coverage, Outlet, Position
from review.states import ADVERTISEMENT, AdvertisementStatus
from walks.models import DivisionReview, RollReview

navigation("Publicity", "review:publicity", Permission.PUBLICITY_VIEW, place=35)
verbs(
    plan_advertisement="planned it",
    change_advertisement="changed it",
    renew_advertisement="wrote it again from the facts of the review",
)
Kind = Advertisement.Kind


def today_in(state: State) -> date:
    return date_in(state.time_zone, timezone.now())


def parts_reached(review: RollReview, outlet: Outlet | None) -> list[DivisionReview]:
    """The parts of a review that a newspaper covers, or all of them, by the names of the divisions."""
    parts = DivisionReview.objects.filter(review=review).select_related(
        "division__area__state", "review__state"
    )
    if outlet is not None:
        parts = parts.filter(division__in=outlet.covers.all())
    return list(parts.order_by("division__name"))


def parts_named(advertisement: Advertisement) -> list[DivisionReview]:
    """The parts of the review that an advertisement names."""
    parts = DivisionReview.objects.filter(
        review=advertisement.review_id, division__in=advertisement.coverage.values("division")
    )
    return list(parts.select_related("division__area__state", "review__state").order_by("division__name"))


@transaction.atomic
def plan_notices(
    review: RollReview, outlets: Iterable[tuple[Outlet, date]], *, by, with_releases: bool = True
) -> list[Advertisement]:
    """Plan a Notice of Review in each newspaper on its day, and a joint release to it for the same day (3.2a to 3.2c)."""
    planned = []
    for outlet, appears_on in outlets:
        kinds = (Kind.NOTICE, Kind.RELEASE) if with_releases else (Kind.NOTICE,)
        for kind in kinds:
            if kind == Kind.NOTICE or not _standing(review, outlet, kind):
                planned.append(plan_advertisement(review, kind, outlet, appears_on=appears_on, by=by))
    if not planned:
        raise Refused("Choose at least one newspaper.")
    return planned


@transaction.atomic
def plan_advertisement(
    review: RollReview, kind: str, outlet: Outlet | None, *, appears_on: date, by
) -> Advertisement:
    """Plan a notice, a release, a national or a recruitment advertisement; every division covered is named (3.1a, 3.2b)."""
    demand(by, Permission.PUBLICITY_PLACE, review.state)
    if outlet is None and kind != Kind.NATIONAL:
        raise Refused("Choose a newspaper; only a national advertisement may be in none of ours.")
    if outlet and outlet.state_id != review.state_id:
        raise Refused("The newspaper is of another State.")
    parts = parts_reached(review, outlet)
    if not parts:
        raise Refused(
            "The newspaper covers no division of this review. Say on its page which divisions it covers.",
            outlet,
        )
    if found := outlet and _standing(review, outlet, kind):
        raise _already(found)
    planned = Advertisement(
        state=review.state, review=review, outlet=outlet, kind=kind, appears_on=appears_on, planned_by=by,
        planned_on=today_in(review.state),
    )  # fmt: skip
    return written(planned, parts, open_positions(kind, parts))


def _standing(review: RollReview, outlet: Outlet, kind: str) -> Advertisement | None:
    """The one that stands in the newspaper for the review, of the kinds of which there is one (3.2b)."""
    if kind not in Advertisement.ONE_IN_AN_OUTLET:
        return None
    rows = Advertisement.objects.standing().filter(review=review, outlet=outlet, kind=kind)
    return rows.select_related("outlet").first()


def _already(found: Advertisement) -> Refused:
    return Refused(
        f"{found.outlet} has a {found.get_kind_display().lower()} for this review already: this one. It names every division covered.",
        found,
    )


def open_positions(kind: str, parts: Sequence[DivisionReview]) -> list[Position]:
    """The positions that an advertisement of the kind offers in these parts of a review."""
    if kind in Advertisement.ONE_IN_AN_OUTLET:
        return []
    return list(Position.objects.in_force().filter(review__in=parts).order_by("area"))


def written(
    planned: Advertisement, parts: Sequence[DivisionReview], positions: Sequence[Position], *, text: str = ""
) -> Advertisement:
    """The advertisement with its text, the divisions that it names and its positions; refused where another came first."""
    planned.text = text or advertisement_text(planned.kind, parts, planned.outlet, positions)
    try:
        with transaction.atomic():
            planned.save()
    except IntegrityError:
        outlet = planned.outlet
        if found := outlet and _standing(planned.review, outlet, planned.kind):
            raise _already(found) from None
        raise
    Coverage.objects.bulk_create(Coverage(division=p.division, advertisement=planned) for p in parts)
    planned.positions.set(positions)
    record(planned, "plan_advertisement", by=planned.planned_by, divisions=len(parts))
    return planned


@transaction.atomic
def leave_out_divisions(
    review: RollReview, parts: Sequence[DivisionReview], *, by, reason: str
) -> Advertisement:
    """Write down why divisions have no Notice of Review: no funds, or no newspaper (3.2a)."""
    demand(by, Permission.PUBLICITY_PLACE, review.state)
    if not parts:
        raise Refused("Choose at least one division.")
    left = Advertisement(
        state=review.state, review=review, kind=Kind.NOTICE, appears_on=min(p.starts_on for p in parts), planned_by=by,
        planned_on=today_in(review.state),
    )  # fmt: skip
    left = written(left, sorted(parts, key=lambda p: p.division.name), [])
    return ADVERTISEMENT.move(left, "leave_out", by=by, reason=reason, changes={"reason": reason})


def _opened(advertisement: Advertisement, *, by) -> Advertisement:
    """The row, locked, for whoever may work on it while it is neither asked for nor placed."""
    permission = Permission.PUBLICITY_WORK if advertisement.is_local else Permission.PUBLICITY_PLACE
    demand(by, permission, advertisement.place)
    rows = Advertisement.objects.select_for_update(of=("self",)).select_related("outlet", "review__state")
    row = rows.get(pk=advertisement.pk)
    if row.status not in (AdvertisementStatus.PLANNED, AdvertisementStatus.RETURNED):
        raise Refused(f"It is {row.get_status_display().lower()}; its text does not change any more.", row)
    return row


@transaction.atomic
def change_advertisement(
    advertisement: Advertisement, *, by, positions: Sequence[Position] | None = None, **changes
) -> Advertisement:
    """Change the day or the words of one that is planned or returned; of a local one also what was asked (3.1d)."""
    row = _opened(advertisement, by=by)
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=list(changes))
    if positions is not None:
        row.positions.set(positions)
    record(row, "change_advertisement", by=by)
    return row


@transaction.atomic
def renew_advertisement(advertisement: Advertisement, *, by) -> Advertisement:
    """Write it again from the facts of the review and the wording in force; it names every division covered now (3.2b)."""
    row = _opened(advertisement, by=by)
    parts = parts_named(row) if row.is_local else parts_reached(row.review, row.outlet)
    if not parts:
        raise Refused("Its newspaper covers no division of the review any more. Call it off.", row)
    positions = list(row.positions.all()) if row.is_local else open_positions(row.kind, parts)
    row.text = advertisement_text(row.kind, parts, row.outlet, positions)
    row.save(update_fields=["text"])
    row.coverage.exclude(division__in=[p.division_id for p in parts]).delete()
    there = set(row.coverage.values_list("division", flat=True))
    new = [p.division for p in parts if p.division_id not in there]
    Coverage.objects.bulk_create(Coverage(division=division, advertisement=row) for division in new)
    row.positions.set(positions)
    record(row, "renew_advertisement", by=by, divisions=len(parts))
    return row
