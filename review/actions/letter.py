"""Letters about a review to police, Neighbourhood Watch, members and councils, and to whom they go (3.3, 3.4, Appendix A)."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.states import UNFINISHED
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.models import Appointment, Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission, Role
from electoral.papers.actions import (
    document_of,
    join_papers,
    keep_document,
    make_paper,
    order_document,
    order_run,
)
from electoral.papers.models import Document
from electoral.papers.states import DocumentStatus
from electoral.papers.wording import wording_for
from review.documents.letter import WORDING_OF, facts_of, publicity_letter
from review.models import Addressee, PublicityLetter
from review.rules.publicity import names_a_door_or_a_walk
from walks.models import DivisionReview

verbs(
    add_addressee="entered the addressee",
    change_addressee="changed the addressee",
    end_addressee="ended the addressee",
    write_letter="wrote the letter",
    order_letters_file="ordered all letters in one file",
)


@transaction.atomic
def add_addressee(
    division: Division, *, by, kind: str, name: str, postal: str, areas: str, through: str = ""
) -> Addressee:
    """Enter somebody who is told of reviews; the police through the District Headquarters (3.3, 3.4)."""
    demand(by, Permission.PUBLICITY_WORK, division)
    _refuse_what_no_letter_says(kind, areas, through)
    addressee = Addressee(
        division=division, kind=kind, name=name, postal=postal, areas=areas, through=through, from_on=division.today()
    )  # fmt: skip
    try:
        with transaction.atomic():
            addressee.save()
    except IntegrityError:
        there = Addressee.objects.in_force().filter(division=division, kind=kind, name=name).first()
        raise Refused("The division has this addressee already: this one.", there) from None
    record(addressee, "add_addressee", by=by)
    return addressee


@transaction.atomic
def change_addressee(addressee: Addressee, *, by, postal: str, areas: str, through: str = "") -> Addressee:
    """Change where and of which areas somebody is told; a successor is a new addressee."""
    demand(by, Permission.PUBLICITY_WORK, addressee.division)
    _refuse_what_no_letter_says(addressee.kind, areas, through)
    row = Addressee.objects.select_for_update().get(pk=addressee.pk)
    row.postal, row.areas, row.through = postal, areas, through
    row.save(update_fields=["postal", "areas", "through"])
    record(row, "change_addressee", by=by)
    return row


def _refuse_what_no_letter_says(kind: str, areas: str, through: str) -> None:
    if names_a_door_or_a_walk(areas):
        raise Refused("Name suburbs, towns or districts: no Walk and no address stands in a letter (3.3).")
    if kind == Addressee.Kind.POLICE and not through.strip():
        raise Refused(
            "Name the Police District Headquarters through which Neighbourhood Watch is told (3.3)."
        )


@transaction.atomic
def end_addressee(addressee: Addressee, *, by) -> Addressee:
    """Nobody writes to them any more; the letters on file stay."""
    demand(by, Permission.PUBLICITY_WORK, addressee.division)
    row = Addressee.objects.select_for_update().get(pk=addressee.pk)
    if row.ended_on:
        raise Refused("It is ended already.", row)
    row.ended_on = row.division.today()
    row.save(update_fields=["ended_on"])
    record(row, "end_addressee", by=by)
    return row


def returning_officer(division: Division, *, writer) -> str:
    """The name under a letter: the Divisional Returning Officer in force, the writer where there are several."""
    here = Q(division=division) | Q(area=division.area_id) | Q(state=division.area.state_id)
    rows = Appointment.objects.in_force(division.today()).filter(here, role=Role.DRO, user__is_active=True)
    people = [row.user for row in rows.select_related("user").order_by("from_on", "pk")]
    if not people:
        raise Refused(
            "The division has no Divisional Returning Officer in force, whose name stands under the letter. An administrator makes the appointment."
        )
    return str(next((person for person in people if person.pk == writer.pk), people[0]))


@transaction.atomic
def write_letters(part: DivisionReview, addressees: Sequence[Addressee], *, by) -> list[PublicityLetter]:
    """Write to each addressee who has no letter yet, or one that is out of date (3.3a, 3.4a); the copies go on file."""
    demand(by, Permission.PUBLICITY_WORK, part.division)
    part = DivisionReview.objects.select_for_update().get(pk=part.pk)  # two who write at once write once
    chosen = Addressee.objects.told_of(part).filter(pk__in=[a.pk for a in addressees])
    wanted = chosen.filter(Q(letter=None) | Q(is_out_of_date=True)).in_order()
    if not wanted:
        raise Refused("Choose somebody who has no letter yet, or whose letter is out of date.")
    dro = returning_officer(part.division, writer=by)
    run = order_run(division=part.division, title=f"Letters about {part.review}"[:100], by=by)
    return [
        _write(part, addressee, dro=dro, run=run, position=n, by=by) for n, addressee in enumerate(wanted, 1)
    ]


def _write(
    part: DivisionReview, addressee: Addressee, *, dro: str, run, position: int, by
) -> PublicityLetter:
    today = part.division.today()
    letter = PublicityLetter(
        division=part.division, review=part, addressee=addressee, facts=facts_of(part, addressee, dro=dro, on=today),
        wording=wording_for(WORDING_OF[addressee.kind].code, state=part.division.area.state, on=today),
        written_by=by, written_on=today,
    )  # fmt: skip
    publicity_letter(letter)  # a wording that cannot be filled is told now, to who can do something about it
    letter.document = order_document(
        "publicity_letter", subject=letter, title=f"Letter to {addressee}"[:100], by=by, run=run, position=position,
        file_name=f"letter-{letter.reference}.pdf",
    )  # fmt: skip
    letter.save()
    record(letter, "write_letter", by=by, to=addressee.reference)
    return letter


@kind("publicity_letter", queue="papers", permission=Permission.PAPER_MAKE)
def produce_letter(job: Job, lease: Lease) -> Finish:
    """The letter as a paper, from the facts kept with it."""
    document = document_of(job)
    letter = PublicityLetter.objects.select_related("wording").get(document=document)
    return make_paper(document, "review/papers/letter.html", publicity_letter(letter), job=job, lease=lease)


@transaction.atomic
def order_letters_file(part: DivisionReview, *, by) -> Document:
    """The newest letter to each addressee of a division in a review, in one file for the printer."""
    demand(by, Permission.PUBLICITY_WORK, part.division)
    letters = PublicityLetter.objects.newest().filter(review=part, addressee__ended_on=None)
    if not letters.exists():
        raise Refused("No letter is written yet. Write the letters first.")
    if letters.filter(document__job__status__in=UNFINISHED).exists():
        raise Refused("Some letters are still being made. Ask again in a moment.")
    record(part, "order_letters_file", by=by)
    return order_document(
        "publicity_letters", subject=part, title=f"Letters about {part.review}"[:100], by=by,
        file_name=f"letters-{part.reference}.pdf",
    )  # fmt: skip


@kind("publicity_letters", queue="papers", permission=Permission.PAPER_MAKE)
def produce_letters_file(job: Job, lease: Lease) -> Finish:
    document = document_of(job)
    letters = PublicityLetter.objects.newest().filter(
        division=job.division, review__reference=document.subject, addressee__ended_on=None
    )
    made = Document.objects.filter(publicityletter__in=letters, status=DocumentStatus.KEPT)
    kept = join_papers(list(made.order_by("ordered_at", "position")), lease=lease)

    def finish() -> None:
        keep_document(document, kept, by=job.requested_by)

    return finish
