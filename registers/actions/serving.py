"""A sealed edition is a later document: one request for each body that has a standing one (E7).

Each goes through the same confirmation, price and release as if the body had asked again. The final lists of a poll go so
to whoever asked for them too, who ticked nothing: regulation 61(5) and (7) say it.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from electoral.jobs.actions import each_by_itself, order_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.models import Event
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission as P
from registers.actions.inquiry import write
from registers.actions.request import receive_request, row_for
from registers.actions.standing import end_standing, why_it_ends
from registers.models import AccessRequest, Decides, Edition, Evidence, RequestItem, Standing
from registers.rules.asking import ItemAsked
from registers.rules.evidence import EVIDENCE_HOLDS_DAYS
from registers.rules.lists import LISTS_FINAL, POSTAL_FINAL, PROXIES_UPDATED
from registers.rules.products import PRODUCTS
from registers.rules.standing import ABSENT_LISTS, SERVED_WITHIN_DAYS, is_due
from registers.states import ENDED, EditionStatus, RequestStatus

verbs(serve_standing="made a request for each standing one")
TOLD = ("organisation", "name", "email", "postal_address")
HAD_IT = (RequestStatus.RELEASED, RequestStatus.RECEIVED, RequestStatus.CLOSED)
ASKED_ONCE = ("authority", "telephone", "purposes", "purpose_note", "enactment", "needs")


def order_serving(edition: Edition, *, by) -> Job | None:
    """Order the requests of an edition, in the transaction of its sealing; None where nobody stands. Else the clock does it."""
    stands = Standing.objects.in_force().filter(division=edition.division).exists()
    if not stands and not owed_by_law(edition):
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
    if was_served(edition) or not edition.is_in_force:  # of a day to come: the clock serves it then
        return []
    made = [request for standing in due_for(edition) if (request := _serve(standing, edition, by))]
    made += [request for item in owed_by_law(edition) if (request := _send_after(item, edition, by))]
    record(edition, "serve_standing", by=by, requests=len(made))
    return made


def was_served(edition: Edition) -> bool:
    return Event.objects.filter(division=edition.division, verb="serve_standing").about(edition).exists()


def due_for(edition: Edition) -> list[Standing]:
    """The standing requests in force that began before the edition was sealed (E7). Of what holds no entry nothing is due."""
    rows = Standing.objects.in_force().filter(division=edition.division)
    rows = rows.select_related("division__area__state", "request", "applicant", "entitlement").order_by("pk")
    began = Event.objects.filter(division=edition.division, verb__in=("begin_standing", "add_standing"))
    since = dict(began.values_list("subject", "at"))
    return [
        standing
        for standing in rows
        if is_due(standing.product_id, edition.family, edition.stage)
        and standing.poll in ("", edition.poll)
        and edition.sealed_at
        and holds_something(edition, standing.product_id, standing.area)
        and since.get(standing.reference, edition.ordered_at) < edition.sealed_at
    ]


def holds_something(edition: Edition, product: str, area: str) -> bool:
    """Whether there is an entry for them in it; of what has no edition of its own, whether the edition is not empty."""
    return bool(edition.entries_of(product, area) if product in PRODUCTS else edition.entries)


def owed_by_law(edition: Edition) -> list[RequestItem]:
    """Who asked for the final lists of the poll, and gets this one too, without a standing request (regulation 61).

    The final list of postal voters goes to whoever has asked, the proxies as updated to whoever had the final lists.
    """
    its = Q(product=ABSENT_LISTS, stage=LISTS_FINAL, poll=edition.poll, request__standing=None)
    asked = RequestItem.objects.filter(its, division=edition.division, round=F("request__round"))
    if edition.family != "absent" or not edition.sealed_at:
        return []
    if edition.stage == POSTAL_FINAL:
        asked = asked.filter(request__received_at__lt=edition.sealed_at)
        asked = asked.exclude(request__status__in=ENDED)
    elif edition.stage == PROXIES_UPDATED:
        asked = asked.filter(request__status__in=HAD_IT)
    else:
        return []
    standing = Standing.objects.in_force().filter(product=ABSENT_LISTS, request=OuterRef("request"))
    rows = asked.exclude(Exists(standing)).select_related(
        "request__division__area__state", "request__applicant"
    )
    return [item for item in rows.order_by("pk") if holds_something(edition, ABSENT_LISTS, item.area)]


def _send_after(item: RequestItem, edition: Edition, by) -> AccessRequest | None:
    """The request for a list that follows what was asked for; None, with a word to the desk, where it cannot be asked for."""
    first = item.request
    text = f"For {edition.title} {edition.reference}, which goes to whoever asks for the final lists: request {first.reference}."
    try:
        with transaction.atomic():
            row = row_for(first.division, first.applicant_id, ABSENT_LISTS)
            if row is None or row.decision == Decides.NO:
                raise Refused("The law gives this applicant no copy of it any more.")
            request, _ = receive_request(
                first.division, applicant=first.applicant_id, given=_said(first) | {"wanted_on": edition.speaks_on},
                items=[ItemAsked(ABSENT_LISTS, item.form, item.area, edition.stage, edition.poll)],
                declared_name=first.declared_name, channel="standing", by=by, after=first,
            )  # fmt: skip
            write(request, text, by=by, internal=True)
    except Refused as refusal:
        write(first, f"{edition.title} could not be asked for: {refusal}", by=by, internal=True)
        return None
    carry_evidence(Q(request=first), request)
    return request


def _said(request: AccessRequest) -> dict:
    return {name: getattr(request, name) for name in (*TOLD, *ASKED_ONCE)}


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
    its = Q(request__standing=standing) | (Q(request=standing.request) if standing.request else Q())
    carry_evidence(its, request)
    return request


def _item(standing: Standing, edition: Edition) -> ItemAsked:
    lists = edition.family == "absent"
    poll = (edition.poll or edition.title)[:60] if lists or edition.family == "marked" else ""
    return ItemAsked(standing.product_id, standing.form, standing.area, edition.stage if lists else "", poll)


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


def carry_evidence(its: Q, request: AccessRequest) -> int:
    """Lay what was seen for the requests before it beside the new one, while it is recent enough; no file goes with it."""
    since = timezone.now() - timedelta(days=EVIDENCE_HOLDS_DAYS)
    before = Evidence.objects.filter(its, division=request.division, satisfies=True, seen_at__gte=since)
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
        Edition.objects.in_force()
        .filter(Q(sealed_at__gte=lately) | Q(speaks_on__gte=lately.date()))
        .select_related("division")
        .order_by("sealed_at")
    )
    made: list[AccessRequest] = []
    unserved = [edition for edition in sealed if not was_served(edition)]
    each_by_itself(unserved, lambda edition: made.extend(serve_standing(edition, by=by)))
    return len(made)
