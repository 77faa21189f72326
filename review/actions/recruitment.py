"""Positions of Review Officers, the contact with the employment service, and the papers for both (3.1b, 3.1e, 3.1f)."""

from datetime import date

from django.db import transaction

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from electoral.papers.models import Document
from review.documents.recruitment import application_form, information_sheet
from review.models import Contact, Position, SentPaper
from walks.models import DivisionReview

navigation("Recruitment", "review:positions", Permission.RECRUITMENT_VIEW, place=36)
verbs(
    open_position="opened the position",
    change_position="changed the position",
    end_position="ended the position",
    contact_employment_service="spoke to the employment service",
    order_recruitment_paper="ordered a paper of the position",
    read_recruitment_paper="opened a paper of the position",
)
# The papers of a position: the kind of paper, its title, what it says, its template.
PAPERS = {
    "information_sheet": ("Information Sheet", information_sheet, "review/papers/information_sheet.html"),
    "application_form": ("Application form", application_form, "review/papers/application_form.html"),
}


@transaction.atomic
def open_position(
    review: DivisionReview,
    *,
    by,
    area: str,
    places: int,
    closing_on: date,
    contact: str,
    country: bool = False,
) -> Position:
    """Open a position of a review: Review Officers wanted for an area (3.1)."""
    demand(by, Permission.RECRUITMENT_WORK, review.division)
    review = DivisionReview.objects.select_for_update().get(pk=review.pk)
    today = review.division.today()
    if review.ends_on < today:
        raise Refused(f"The field work of this review ended on {review.ends_on:%-d %B %Y}.")
    _refuse_the_past(closing_on, today)
    _refuse_the_same_area(review, area)
    position = Position.objects.create(
        division=review.division, review=review, area=area, places=places, closing_on=closing_on, contact=contact,
        country=country, opened_by=by, from_on=today,
    )  # fmt: skip
    record(position, "open_position", by=by, places=places)
    return position


@transaction.atomic
def change_position(
    position: Position, *, by, area: str, places: int, closing_on: date, contact: str, country: bool = False
) -> Position:
    """Change what is wanted; papers that were made stay as they are."""
    demand(by, Permission.RECRUITMENT_WORK, position.division)
    position = _open(position)
    if closing_on != position.closing_on:
        _refuse_the_past(closing_on, position.division.today())
    DivisionReview.objects.select_for_update().get(pk=position.review_id)
    _refuse_the_same_area(position.review, area, but=position)
    wanted = {
        "area": area,
        "places": places,
        "closing_on": closing_on,
        "contact": contact,
        "country": country,
    }
    changed = [name for name, value in wanted.items() if getattr(position, name) != value]
    for name in changed:
        setattr(position, name, wanted[name])
    position.save(update_fields=changed)
    record(position, "change_position", by=by, changed=changed)
    return position


@transaction.atomic
def end_position(position: Position, *, by) -> Position:
    """Look for nobody any more; refused while an application for it is not decided."""
    demand(by, Permission.RECRUITMENT_WORK, position.division)
    position = _open(position)
    if waiting := position.applications.undecided().count():
        them = "application for it is" if waiting == 1 else "applications for it are"
        raise Refused(f"{waiting} {them} not decided. Appoint or decline first.", position)
    position.ended_on = position.division.today()
    position.save(update_fields=["ended_on"])
    record(position, "end_position", by=by)
    return position


@transaction.atomic
def contact_employment_service(
    position: Position, *, by, on: date, office: str, spoke_to: str = "", sheets: int = 0, forms: int = 0
) -> Contact:
    """Note a contact with the local employment service and the papers sent to it (3.1b, 3.1f)."""
    demand(by, Permission.RECRUITMENT_WORK, position.division)
    position = _open(position)
    if on > position.division.today():
        raise Refused("A contact is noted when it was made; that day is still to come.", position)
    contact = Contact.objects.create(
        division=position.division, position=position, on=on, office=office, spoke_to=spoke_to, sheets=sheets,
        forms=forms, by=by,
    )  # fmt: skip
    record(position, "contact_employment_service", by=by, sheets=sheets, forms=forms)
    return contact


@transaction.atomic
def order_paper(position: Position, paper: str, *, by) -> Document:
    """Order the Information Sheet or the application form of a position (3.1b); refused where a figure or the wording is missing."""
    demand(by, Permission.RECRUITMENT_WORK, position.division)
    position = _open(position)
    title, says, _ = PAPERS[paper]
    says(position, "")  # what is missing is said now, and not by the worker
    document = order_document(
        paper, subject=position, title=f"{title}, {position.area}"[:100], by=by,
        file_name=f"{paper.replace('_', '-')}-{position.reference}.pdf",
    )  # fmt: skip
    SentPaper.objects.create(division=position.division, position=position, document=document)
    record(position, "order_recruitment_paper", by=by, paper=paper)
    return document


def paper_given_out(paper: SentPaper, *, by) -> Document:
    """The paper, for giving out; that it was opened is recorded."""
    record(paper.document, "read_recruitment_paper", by=by)
    return paper.document


@kind("information_sheet", queue="papers", permission=Permission.PAPER_MAKE)
def produce_information_sheet(job: Job, lease: Lease) -> Finish:
    return _produce(job, lease)


@kind("application_form", queue="papers", permission=Permission.PAPER_MAKE)
def produce_application_form(job: Job, lease: Lease) -> Finish:
    return _produce(job, lease)


def _produce(job: Job, lease: Lease) -> Finish:
    document = document_of(job)
    sent = SentPaper.objects.select_related("position__division__area__state", "position__review__review")
    _, says, template = PAPERS[document.kind]
    return make_paper(
        document,
        template,
        says(sent.get(document=document).position, document.reference),
        job=job,
        lease=lease,
    )


def _open(position: Position) -> Position:
    locked = Position.objects.select_for_update(of=("self",)).select_related(
        "division__area__state", "review"
    )
    position = locked.get(pk=position.pk)
    if position.ended_on:
        raise Refused(f"This position ended on {position.ended_on:%-d %B %Y}.", position)
    return position


def _refuse_the_past(closing_on: date, today: date) -> None:
    if closing_on < today:
        raise Refused("The last day for applications is past. Choose today or a later day.")


def _refuse_the_same_area(review: DivisionReview, area: str, *, but: Position | None = None) -> None:
    same = Position.objects.in_force().filter(review=review, area__iexact=area)
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refused(f"There is an open position for {area} already. Change its places instead.")
