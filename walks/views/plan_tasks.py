"""The parts of a division's plan as the list of tasks on its page: each with where it stands and where it is done."""

from collections.abc import Iterator

from django.urls import reverse

from electoral.office.roles import Permission as P
from walks.actions.dwelling import dwellings_of, not_chosen
from walks.documents.roll_review import PartStanding
from walks.models import DivisionReview, HighRisk


def tasks_of(part: DivisionReview, one: PartStanding, user, *, risks: bool) -> list[dict]:
    """Tasks as parts/task_list.html takes them, in the order of the manual."""
    of_part = [*_walks(part, one), *_later(part, one)]
    dwellings = [_dwellings(part)] if user.may(P.ROLL_VIEW, part.division) else []
    return [of_part[0], *dwellings, *([_risks(part)] if risks else []), *of_part[1:]]


def _task(label: str, url: str, hint: str, status: str, *, done: bool) -> dict:
    return {"label": label, "url": url, "hint": hint, "status": status, "colour": "green" if done else "blue"}


def _walks(part: DivisionReview, one: PartStanding) -> Iterator[dict]:
    key = [part.reference]
    yield _task(
        "Method of each Walk", reverse("walks:methods", args=key), "Visit, schedule, mail review or agents (1.1)",
        f"{one.chosen} of {one.walks} chosen", done=0 < one.walks == one.chosen,
    )  # fmt: skip
    yield _task(
        "Class of each Walk", f"{reverse('walks:board', args=key)}?standing=no_class",
        "Approved on form RR004 before a visit listing is given out (1.4)",
        f"{one.approved} of {one.visited} to be visited", done=one.walks > 0 and one.approved == one.visited,
    )  # fmt: skip
    yield _task(
        "Workloads", reverse("walks:workloads", args=key), "The Walks of one officer, seven to ten working days (1.3)",
        f"{one.workloads} made", done=one.workloads > 0,
    )  # fmt: skip


def _later(part: DivisionReview, one: PartStanding) -> Iterator[dict]:
    key = [part.reference]
    yield _task(
        "Estimate", reverse("walks:estimates", args=key), "What the review takes and costs (2)",
        f"Version {one.estimate}" if one.estimate else "None yet", done=one.estimate > 0,
    )  # fmt: skip
    yield _task(
        "Walk Listing requests", reverse("walks:requests", args=key), "By the State's timetable, with a week in hand (5.1)",
        f"{one.requests} sent", done=one.requests > 0,
    )  # fmt: skip


def _dwellings(part: DivisionReview) -> dict:
    them = dwellings_of(part.division)
    every, open_ones = them.count(), not_chosen(them).count()
    return _task(
        "Non-private dwellings", reverse("walks:dwellings", args=[part.division.code]),
        "Caravan parks, boarding houses, hotels, institutions: visit or schedule (1.1, 13)",
        f"{every - open_ones} of {every} chosen", done=not open_ones,
    )  # fmt: skip


def _risks(part: DivisionReview) -> dict:
    marks = HighRisk.objects.in_force().filter(division=part.division)
    overdue = marks.filter(review_on__lte=part.division.today()).count()
    return _task(
        "Places of high risk", reverse("walks:risks", args=[part.division.code]), "For the divisional office alone (10.1)",
        f"{overdue} to be reviewed" if overdue else f"{marks.count()} marked", done=not overdue,
    )  # fmt: skip
