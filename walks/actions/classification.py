"""Form RR004 until it is decided: drafted, filled in, submitted, withdrawn (1.4 to 1.7)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused, WrongState
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.actions.endorsement import complete_form
from walks.actions.feature import areas_of_lines, count, is_out_of_date, refresh
from walks.documents.rr004_map import form_map, snapshot
from walks.models import RR004, AreaPart, Classification, Walk
from walks.queries import figures_in_force
from walks.queries.door import Area
from walks.rules.classification import MOST_WALKS_ON_A_FORM, pay_difference
from walks.states import CLASSIFICATION, ClassificationStatus
from walks.states.classification import approved_already

verbs(
    draft_form="began the form RR004",
    add_to_form="put Walks on the form",
    submit_form="submitted the form RR004",
)
S = ClassificationStatus


@transaction.atomic
def draft_form(
    division,
    *,
    by,
    walks: Sequence[Walk] = (),
    parts: Sequence[AreaPart] = (),
    review=None,
    density_changed: bool = False,
) -> RR004:
    """Begin an RR004 of Walks, of parts of changes of area, or of both (1.7a); refused whole, with every reason.

    A Walk with a standing approval goes on a form again only where its density has changed (1.8d).
    """
    demand(by, Permission.CLASSIFICATION_DRAFT, division)
    form = RR004.objects.create(division=division, review=review, drafted_by=by)
    record(form, "draft_form", by=by)
    add_to_form(form, walks=walks, parts=parts, by=by, density_changed=density_changed)
    return form


@transaction.atomic
def add_to_form(
    form: RR004,
    *,
    by,
    walks: Sequence[Walk] = (),
    parts: Sequence[AreaPart] = (),
    density_changed: bool = False,
    like: Iterable[Classification] = (),
) -> list[Classification]:
    """Put more on a form that is not submitted; `like`: returned lines whose words are taken over."""
    demand(by, Permission.CLASSIFICATION_DRAFT, form.division)
    if form.submitted_at:
        raise WrongState("It is submitted already. Begin a new form.", form)
    here = _locked_walks(form.division, walks)
    pieces = _parts(form.division, parts)
    room = MOST_WALKS_ON_A_FORM - form.lines.count()
    if reasons := reasons_to_leave_off(here, parts=pieces, density_changed=density_changed, room=room):
        raise Refused(" ".join(reasons), form if form.lines.exists() else None)
    lines = [*(_of_walk(form, walk) for walk in here), *(_of_part(form, part) for part in pieces)]
    before = {(old.walk_id, old.part_id): old for old in like}
    areas = areas_of_lines(form.division, lines)
    for line, area in zip(lines, areas, strict=True):
        if old := before.get((line.walk_id, line.part_id)):
            _take_over(line, old)
        count(line, area)
    made = Classification.objects.bulk_create(lines)
    record(form, "add_to_form", by=by, walks=len(made))
    return made


def _locked_walks(division, walks: Sequence[Walk]) -> list[Walk]:
    wanted = Walk.objects.filter(division=division, pk__in=[walk.pk for walk in walks])
    return list(wanted.with_class().select_for_update(of=("self",)).order_by("number"))


def _parts(division, parts: Sequence[AreaPart]) -> list[AreaPart]:
    wanted = AreaPart.objects.filter(division=division, pk__in=[part.pk for part in parts])
    return list(wanted.select_related("change__walk", "before").order_by("change", "position"))


def reasons_to_leave_off(
    walks: Sequence[Walk],
    *,
    parts: Sequence[AreaPart] = (),
    density_changed: bool = False,
    room: int = MOST_WALKS_ON_A_FORM,
) -> list[str]:
    """Everything that speaks against putting these Walks (with their class) and parts on a form, all at once."""
    if not walks and not parts:
        return ["Choose at least one Walk."]
    if len(walks) + len(parts) > room:
        return [
            f"A form has {MOST_WALKS_ON_A_FORM} Walks at most, so that its map can be read. Begin another."
        ]
    return [*_against_walks(walks, density_changed=density_changed), *_against_parts(parts)]


def _against_walks(walks: Sequence[Walk], *, density_changed: bool) -> list[str]:
    reasons = [f"{walk} ended on {walk.ended_on:%-d %B %Y}." for walk in walks if walk.ended_on]
    approved = [walk for walk in walks if walk.approval and not density_changed]
    reasons += [f"{walk}: {approved_already(walk.approval)}" for walk in approved]
    if approved:
        reasons.append("Say that the density has changed where it has.")
    open_lines = Classification.objects.undecided().filter(walk__in=walks).select_related("form")
    return reasons + _on_forms(open_lines)


def _against_parts(parts: Sequence[AreaPart]) -> list[str]:
    reasons = [
        f"{part}: its change of area is {part.change.get_status_display().lower()}."
        for part in parts
        if part.change.status != "accepted"
    ]
    there = Classification.objects.filter(part__in=parts).select_related("form")
    approved = there.approved().filter(ended_on=None)
    reasons += [f"Walk {line.number} is approved on {line.form} already." for line in approved]
    return reasons + _on_forms(there.undecided())


def _on_forms(lines) -> list[str]:
    return [
        f"Walk {line.number} is on {line.form} already ({line.get_status_display().lower()})."
        for line in lines
    ]


def _of_walk(form: RR004, walk: Walk) -> Classification:
    kind = Classification.Kind.DENSITY if walk.approval else Classification.Kind.NEW
    return Classification(division=form.division, form=form, walk=walk, number=walk.number, kind=kind)


def _of_part(form: RR004, part: AreaPart) -> Classification:
    split = part.change.kind != part.change.Kind.BOUNDARY
    kind = Classification.Kind.SPLIT if split else Classification.Kind.BOUNDARY
    return Classification(division=form.division, form=form, part=part, number=part.number, kind=kind)


def _take_over(line: Classification, old: Classification) -> None:
    for name in ("features", "proposed_class", "security_access_buildings", "remarks"):
        setattr(line, name, getattr(old, name))


def reasons_against(lines: Sequence[Classification], areas: Sequence[Area], user) -> list[str]:
    """Everything that speaks against submitting these drafts, all at once (1.7a, 1.7b, 1.8d)."""
    reasons = []
    for line, area in zip(lines, areas, strict=True):
        refresh(line, area)
        against = (objection(line, user) for objection in CLASSIFICATION.moves["submit"].unless)
        reasons += [reason for reason in against if reason]
        if is_out_of_date(line, area):
            reasons.append(f"The residences of Walk {line.number} have changed: count them again.")
    return reasons


@transaction.atomic
def submit_form(form: RR004, *, by) -> RR004:
    """Send the form to the Area Manager (1.7c): what it says is fixed from here on, its map is kept with it (1.7b)."""
    demand(by, Permission.CLASSIFICATION_SUBMIT, form.division)
    form = RR004.objects.select_for_update().get(pk=form.pk)
    lines = list(Classification.objects.filter(form=form, status=S.DRAFTED).for_the_form())
    if not lines or form.submitted_at:
        raise WrongState("It has nothing in draft.", form)
    areas = areas_of_lines(form.division, lines)
    if reasons := reasons_against(lines, areas, by):
        raise Refused(" ".join(reasons), form)
    rates = pay_rates(form.division)
    for line in lines:
        line.pay_difference = difference(line, rates)
        line.save(update_fields=["ccds", "has_map", "present_class", "recommended_class", "pay_difference"])
        CLASSIFICATION.move(line, "submit", by=by, changes={"submitted_by": by})
    plan = form_map(str(form), lines, {line.pk: area for line, area in zip(lines, areas, strict=True)})
    form.submitted_by, form.submitted_at, form.map = by, timezone.now(), snapshot(plan)
    form.save(update_fields=["submitted_by", "submitted_at", "map"])
    record(form, "submit_form", by=by)
    return form


def pay_rates(division) -> dict[str, Decimal]:
    """Cents a residence by class, of today; a class without a figure is not there (10.2g)."""
    figures = figures_in_force(division.area.state, division.today())
    codes = {"urban": "pay_residence_urban", "low_density": "pay_residence_low_density"}
    return {name: figures[code] for name, code in codes.items() if code in figures}


def difference(line: Classification, rates: Mapping[str, Decimal]) -> int | None:
    return pay_difference(
        residences=line.residences,
        unpaid=line.security_access_buildings or 0,
        present=line.present_class,
        proposed=line.proposed_class,
        rates=dict(rates),
    )


@transaction.atomic
def withdraw_line(line: Classification, *, by, reason: str = "") -> Classification:
    """Take a Walk off the form, before the Director has it."""
    RR004.objects.select_for_update().get(pk=line.form_id)
    line = CLASSIFICATION.move(line, "withdraw", by=by, changes={"reason": reason}, reason=reason)
    complete_form(line.form, by=by)
    return line


@transaction.atomic
def withdraw_form(form: RR004, *, by, reason: str) -> None:
    """Take every Walk off the form that is not decided, nor with the Director."""
    lines = list(form.lines.filter(status__in=(S.DRAFTED, S.SUBMITTED)).select_related("form"))
    if not lines:
        raise WrongState("Nothing of it can be withdrawn any more.", form)
    for line in lines:
        withdraw_line(line, by=by, reason=reason)


@transaction.atomic
def draft_again(form: RR004, *, by) -> RR004:
    """A new form of the Walks that were returned, with what was written of them."""
    demand(by, Permission.CLASSIFICATION_DRAFT, form.division)
    lines = list(form.lines.returned_and_not_sent_again().select_related("walk", "part"))
    if not lines:
        raise Refused("None of its Walks is returned and waits for a new form.", form)
    fresh = RR004.objects.create(division=form.division, review_id=form.review_id, drafted_by=by)
    record(fresh, "draft_form", by=by, after=form.reference)
    walks = [line.walk for line in lines if line.walk and not line.part]
    parts = [line.part for line in lines if line.part]
    add_to_form(fresh, walks=walks, parts=parts, by=by, density_changed=True, like=lines)
    return fresh
