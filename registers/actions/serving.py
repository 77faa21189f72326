"""A sealed edition is a later document: one request for each body that has a standing one (E7).

Each goes through the same confirmation, price and release as if the body had asked again.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from electoral.jobs.actions import order_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.models import Event
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission as P
from registers.actions.inquiry import write
from registers.actions.request import receive_request
from registers.actions.standing import end_standing, why_it_ends
from registers.models import AccessRequest, Edition, Evidence, Standing
from registers.rules.asking import ItemAsked
from registers.rules.evidence import EVIDENCE_HOLDS_DAYS
from registers.rules.standing import SERVED_WITHIN_DAYS, is_due
from registers.states import EditionStatus

verbs(serve_standing="made a request for each standing one")
TOLD = ("organisation", "name", "email", "postal_address")
ASKED_ONCE = ("authority", "telephone", "purposes", "purpose_note", "enactment", "needs")


def order_serving(edition: Edition, *, by) -> Job | None:
    """Order the requests of an edition, in the transaction of its sealing; None where nobody stands. Else the clock does it."""
    if not Standing.objects.in_force().filter(division=edition.division).exists():
        return None
    return order_job(
        "serve_standing", division=edition.division, title=f"Standing requests for {edition}", by=by,
        arguments={"edition": edition.reference}, subject=edition.reference,
    )  # fmt: skip


@kind("serve_standing", queue="quick", permission=P.REGISTER_WORK)
def produce_requests(job: Job, lease: Lease) -> Finish:
    edition = Edition.objects.get(division=job.division, reference=job.arguments["edition"])

    def finish() -> None:
        serve_standing(edition, by=job.requested_by)

    return finish


@transaction.atomic
def serve_standing(edition: Edition, *, by) -> list[AccessRequest]:
    """One request of channel "standing" for each body due; an edition is served once, whoever asks how often (E7)."""
    demand(by, P.REGISTER_WORK, edition.division)
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("division__area__state")
        .get(pk=edition.pk)
    )
    if edition.status != EditionStatus.SEALED:
        raise Refused("It is not sealed yet; nobody is sent what may still change.", edition)
    if was_served(edition):
        return []
    made = [request for standing in due_for(edition) if (request := _serve(standing, edition, by))]
    record(edition, "serve_standing", by=by, requests=len(made))
    return made


def was_served(edition: Edition) -> bool:
    return Event.objects.filter(division=edition.division, verb="serve_standing").about(edition).exists()


def due_for(edition: Edition) -> list[Standing]:
    """The standing requests in force that began before the edition was sealed (E7)."""
    rows = Standing.objects.in_force().filter(division=edition.division)
    rows = rows.select_related("division__area__state", "request", "applicant", "entitlement").order_by("pk")
    began = Event.objects.filter(division=edition.division, verb__in=("begin_standing", "add_standing"))
    since = dict(began.values_list("subject", "at"))
    return [
        standing
        for standing in rows
        if is_due(standing.product_id, edition.family, edition.stage)
        and edition.sealed_at
        and since.get(standing.reference, edition.ordered_at) < edition.sealed_at
    ]


def _serve(standing: Standing, edition: Edition, by) -> AccessRequest | None:
    """The request, or None for a standing request that ends instead."""
    if why := why_it_ends(standing, standing.division.today()):
        end_standing(standing, why=why, by=by)
        return None
    try:
        with transaction.atomic():
            return _ask_for(standing, edition, by)
    except Refused as refusal:
        end_standing(standing, why=f"It cannot be asked for any more: {refusal}", by=by)
        return None


def _ask_for(standing: Standing, edition: Edition, by) -> AccessRequest:
    request, _ = receive_request(
        standing.division, applicant=standing.applicant_id, items=[_item(standing, edition)], given=_given(standing, edition),
        declared_name=standing.request.declared_name if standing.request else "Due by law; nobody signs",
        channel="standing", by=by, standing=standing,
    )  # fmt: skip
    text = f"For {edition.title} {edition.reference}, under standing request {standing.reference}."
    write(request, text, by=by, internal=True)
    carry_evidence(standing, request)
    return request


def _item(standing: Standing, edition: Edition) -> ItemAsked:
    final = edition.family == "absent"
    poll = (edition.poll or edition.title)[:60] if final or edition.family == "marked" else ""
    return ItemAsked(standing.product_id, standing.form, standing.area, "final" if final else "", poll)


def _given(standing: Standing, edition: Edition) -> dict:
    """What the body said when it asked; for whom nobody asks, what the row of the table says."""
    given = {name: getattr(standing, name) for name in TOLD} | {"wanted_on": edition.speaks_on}
    if standing.request:
        return given | {name: getattr(standing.request, name) for name in ASKED_ONCE}
    row = standing.entitlement
    return given | {
        "purposes": row.purposes,
        "purpose_note": f"Due on publication: {row.basis}",
        "enactment": row.basis[:300],
    }


def carry_evidence(standing: Standing, request: AccessRequest) -> int:
    """Lay what was seen for the standing request beside the new one, while it is recent enough; no file goes with it."""
    since = timezone.now() - timedelta(days=EVIDENCE_HOLDS_DAYS)
    its = Q(request__standing=standing) | (Q(request=standing.request) if standing.request else Q())
    before = Evidence.objects.filter(its, division=standing.division, satisfies=True, seen_at__gte=since)
    before = before.select_related("seen_by", "request").order_by("seen_at")
    newest = {row.code: row for row in before if row.code in request.evidence_codes()}
    for row in newest.values():
        Evidence.objects.create(
            division=request.division, request=request, code=row.code, title=row.title, seen_by=row.seen_by, seen_at=row.seen_at,
            satisfies=True, note=f"Seen for request {row.request.reference}.",
        )  # fmt: skip
    return len(newest)


def serve_due_standing(*, by) -> int:
    """Serve each edition that was sealed lately and not served yet (the clock's work); returns how many requests."""
    lately = timezone.now() - timedelta(days=SERVED_WITHIN_DAYS)
    sealed = (
        Edition.objects.sealed()
        .filter(sealed_at__gte=lately)
        .select_related("division")
        .order_by("sealed_at")
    )
    return sum(len(serve_standing(edition, by=by)) for edition in sealed if not was_served(edition))
