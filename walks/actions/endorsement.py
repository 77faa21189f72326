"""The two steps of an approval, and the endorsed RR004 (1.8)."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from electoral.papers.models import Document
from electoral.papers.states import DocumentStatus
from walks.actions.area_change import put_in_force_when_approved
from walks.documents.classification import rr004
from walks.models import RR004, Classification
from walks.states import CLASSIFICATION, ClassificationStatus
from walks.states.classification import delegation_of

verbs(
    end_approval="ended the approval",
    order_rr004="ordered the endorsed RR004",
    order_rr004_copy="ordered a copy of the RR004",
)
ENDORSED, COPY = "rr004", "rr004_copy"
TEMPLATE = "walks/papers/rr004.html"


def office_of(line: Classification, delegation=None) -> str:
    """The office in which a decision is made, as the form is endorsed with it."""
    area = line.division.area
    if line.status == ClassificationStatus.RECOMMENDED:
        return f"Director of Operations, {area.state}"
    return f"Area Manager, {area}, under {delegation.instrument}" if delegation else f"Area Manager, {area}"


def _locked(line: Classification) -> Classification:
    """The line as it is now. The form is locked first, here as in a withdrawal: two at once never wait for each other."""
    RR004.objects.select_for_update().get(pk=line.form_id)
    return Classification.objects.select_related("division__area__state", "walk", "part__change").get(
        pk=line.pk
    )


@transaction.atomic
def recommend_line(line: Classification, *, by) -> Classification:
    """The Area Manager is satisfied; the Director approves (1.8a)."""
    changes = {"recommended_by": by, "recommended_at": timezone.now()}
    return CLASSIFICATION.move(_locked(line), "recommend", by=by, changes=changes)


@transaction.atomic
def approve_line(line: Classification, *, by) -> Classification:
    """The class is approved, by the Director or under the State's delegation (1.8a); it holds from today (1.8d).

    The Walk's approval until now ends the same day. Parts of a change of area wait for the last of them (1.8e).
    """
    line = _locked(line)
    last_step = line.status == ClassificationStatus.RECOMMENDED
    given = None if last_step else delegation_of(line)
    changes = {
        "decided_by": by,
        "decided_at": timezone.now(),
        "delegation": given,
        "office": office_of(line, given),
    }
    if not line.part_id:
        changes["from_on"] = line.division.today()
        _end_standing(line, by=by)
    line = CLASSIFICATION.move(line, "approve" if last_step else "approve_delegated", by=by, changes=changes)
    if line.part:
        put_in_force_when_approved(line.part.change, by=by)
    complete_form(line.form, by=by)
    return line


def _end_standing(line: Classification, *, by) -> None:
    for standing in Classification.objects.standing().filter(walk=line.walk_id).select_for_update():
        standing.ended_on = line.division.today()
        standing.save(update_fields=["ended_on"])
        record(standing, "end_approval", by=by, by_line=line.reference)


@transaction.atomic
def return_line(line: Classification, *, by, reason: str) -> Classification:
    """Back to the division, with the reason (1.8a)."""
    if not reason.strip():
        raise Refused("Say why it is returned.", line)
    line = _locked(line)
    changes = {
        "decided_by": by,
        "decided_at": timezone.now(),
        "office": office_of(line),
        "reason": reason.strip(),
    }
    recommended = line.status == ClassificationStatus.RECOMMENDED
    line = CLASSIFICATION.move(
        line, "return_recommended" if recommended else "return", by=by, changes=changes, reason=reason.strip()
    )
    complete_form(line.form, by=by)
    return line


@transaction.atomic
def decide_lines(lines: Sequence[Classification], *, step: str, by, reason: str = "") -> None:
    """Approve, recommend or return several at once, or none of them with every refusal (1.8a)."""
    steps: dict[str, Callable[[Classification], Classification]] = {
        "approve": lambda line: approve_line(line, by=by),
        "recommend": lambda line: recommend_line(line, by=by),
        "return": lambda line: return_line(line, by=by, reason=reason),
    }
    refusals = []
    for line in lines:
        try:
            steps[step](line)
        except NotPermitted:
            raise
        except Refused as refusal:
            refusals.append(f"Walk {line.number}: {refusal}")
    if refusals or not lines:
        raise Refused(" ".join(refusals) or "Choose at least one Walk.", lines[0].form if lines else None)


@transaction.atomic
def complete_form(form: RR004, *, by) -> None:
    """When nothing of the form is undecided any more and a Walk is approved, the endorsed form is made, once (1.8a)."""
    form = RR004.objects.select_for_update().get(pk=form.pk)
    if form.document_id or form.lines.undecided().exists() or not form.lines.approved().exists():
        return
    title = f"RR004 {form.reference}, Approved"
    form.document = order_document(
        ENDORSED, subject=form, title=title, file_name=f"rr004-{form.reference}-approved.pdf", by=by
    )
    form.save(update_fields=["document"])
    record(form, "order_rr004", by=by)


@transaction.atomic
def order_copy(form: RR004, *, by) -> Document:
    """The form and map as submitted, for printing the original and the copy of 1.7c; made once."""
    demand(by, Permission.PAPER_MAKE, form.division)
    form = RR004.objects.select_for_update().get(pk=form.pk)
    if form.submitted_at is None:
        raise Refused("It is not submitted yet.", form)
    if form.document_id:
        raise Refused("It is decided: print the endorsed form.", form)
    if made := copy_of(form):
        return made
    record(form, "order_rr004_copy", by=by)
    title = f"RR004 {form.reference}, not yet approved"
    return order_document(COPY, subject=form, title=title, file_name=f"rr004-{form.reference}.pdf", by=by)


def copy_of(form: RR004) -> Document | None:
    """The printable copy that was ordered, if it was and its making was not given up."""
    copies = Document.objects.filter(division=form.division_id, kind=COPY, subject=form.reference)
    return copies.exclude(job__status__in=("put_aside", "cancelled")).order_by("-ordered_at").first()


@kind(ENDORSED, queue="papers", permission=Permission.PAPER_MAKE)
def produce_rr004(job: Job, lease: Lease) -> Finish:
    """The endorsed form with its map, filed for ever (1.8c)."""
    return _produce(job, lease)


@kind(COPY, queue="papers", permission=Permission.PAPER_MAKE)
def produce_rr004_copy(job: Job, lease: Lease) -> Finish:
    """The form and map before the endorsement, which say that they are not yet approved."""
    return _produce(job, lease)


def _produce(job: Job, lease: Lease) -> Finish:
    document = document_of(job)
    form = RR004.objects.select_related("division__area__state", "submitted_by", "review__review").get(
        division=job.division, reference=job.arguments["subject"]
    )
    return make_paper(
        document, TEMPLATE, rr004(form, document, endorsed=document.kind == ENDORSED), job=job, lease=lease
    )


def readable_paper(document: Document | None) -> Document:
    """The paper, for giving out; refused while it is not made."""
    if document is None or document.status != DocumentStatus.KEPT:
        raise Refused("This paper is not made yet. It is there in a moment.")
    return document
