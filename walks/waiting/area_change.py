"""What of the changes of area waits for a person, and the next step of each (1.2, 4)."""

from django.db.models import Count, Min
from django.urls import reverse

from electoral.office.queues import queue
from electoral.office.roles import Permission as P
from walks.models import AreaChange, CcdChange
from walks.rules.area_change import walks_said
from walks.states import AreaChangeStatus as S

CHANGES = "walks:changes?standing="


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest); a queue in which nothing waits is not shown."""
    changes = AreaChange.objects.visible_to(user)
    mine = changes.filter(division__in=user.divisions(P.AREA_CHANGE_DRAFT))
    to_approve = changes.filter(division__in=user.divisions(P.AREA_CHANGE_APPROVE), status=S.SUBMITTED)
    waiting = [
        queue(
            "Splits to approve", f"{CHANGES}submitted", to_approve.exclude(submitted_by=user), "submitted_at"
        ),
        queue(
            "Splits that Head Office returned",
            f"{CHANGES}returned",
            mine.filter(status=S.RETURNED),
            "decided_at",
        ),
        queue(
            "Changes of area for form RR004", f"{CHANGES}accepted", mine.to_be_put_on_a_form(), "submitted_at"
        ),
        queue(
            "Street file to be brought into line", f"{CHANGES}in_force", mine.to_be_aligned(), "effective_on"
        ),
    ]
    return [found for found in waiting if found["count"]] + _of_the_census(user)


def _of_the_census(user) -> list[dict]:
    divisions = list(user.divisions(P.AREA_CHANGE_DRAFT))
    tasks = CcdChange.objects.visible_to(user).to_be_settled().filter(division__in=divisions)
    rows = tasks.order_by("division__name").values("division__code", "division__name")
    counted = rows.annotate(count=Count("old_code", distinct=True), oldest=Min("loaded_on"))
    return [
        {
            "label": "CCDs that the census changed"
            + (f", {row['division__name']}" if len(divisions) > 1 else ""),
            "count": row["count"],
            "url": reverse("walks:ccd_changes", args=[row["division__code"]]),
            "oldest": row["oldest"],
        }
        for row in counted
    ]


def step_of(change: AreaChange) -> dict[str, str]:
    """The next step of a change and who has it."""
    steps: dict[str, tuple[str, str]] = {
        S.SUBMITTED: ("The split is to be approved or returned.", "Head Office"),
        S.IN_FORCE: ("The street file is to be brought into line. Until then no listing of its Walks can be ordered.", "The divisional office"),
        S.ALIGNED: ("Nothing is left to be done.", "Nobody"),
        S.WITHDRAWN: (f"It was withdrawn: {change.reason}", "Nobody"),
    }  # fmt: skip
    if change.is_editable:
        steps[change.status] = _of_a_draft(change)
    elif change.status == S.ACCEPTED:
        steps[change.status] = _of_forms(change)
    sentence, who = steps[change.status]
    return {"sentence": sentence, "who": who}


def _of_a_draft(change: AreaChange) -> tuple[str, str]:
    if change.unfit:
        return change.unfit, "The divisional office"
    after = "submitted to Head Office" if change.is_rapid else "accepted; its form RR004 follows"
    returned = f"It was returned: {change.reason} " if change.status == S.RETURNED else ""
    return f"{returned}It can be {after}.", "The Divisional Returning Officer"


def _of_forms(change: AreaChange) -> tuple[str, str]:
    waiting = list(change.parts.without_form().values_list("number", flat=True))
    if waiting:
        return f"A form RR004 is to be made for {walks_said(waiting)}.", "The divisional office"
    return (
        f"Form RR004 is to be decided for {walks_said(change.numbers_not_approved)}.",
        "Whoever has the form",
    )


def changes_of(walk) -> dict:
    """For a Walk's page: its open change, the Walks that it came from and became (1.2b)."""
    touching = AreaChange.objects.touching(walk).select_related("walk")
    open_change = touching.open().order_by("-drafted_at").first()
    return {
        "open_change": open_change,
        "ancestors": walk.split_from.select_related("ancestor", "change"),
        "descendants": walk.split_into.select_related("descendant", "change").order_by("descendant__number"),
        "moves": touching.filter(kind=AreaChange.Kind.BOUNDARY, effective_on__isnull=False).order_by(
            "effective_on"
        ),
    }
