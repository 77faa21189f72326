"""Evidence for a request: taken in, opened, seen by a person with a verdict, destroyed early (E3, E3c)."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from electoral.jobs.actions import each_by_itself
from electoral.office.actions import demand, outsider, record
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission as P
from electoral.papers.store import name_of, sha256_of, uploads
from registers.actions.request import answer_office, locked
from registers.models import AccessRequest, Evidence
from registers.rules.evidence import (
    EVIDENCE_KEPT_DAYS,
    EVIDENCE_LIMIT,
    FILES_AT_ONCE,
    evidence_label,
    kind_of,
    plain_line,
    what_is_kept,
    why_not_taken,
)
from registers.states import RequestStatus as S

UNDECIDED = (S.SENT, S.ASKED)
OPEN_TO_EVIDENCE = (*UNDECIDED, S.CONFIRMED, S.QUOTED)
verbs(
    give_evidence="took evidence in",
    open_evidence="opened the evidence",
    see_evidence="saw the evidence",
    take_back_evidence="took the verdict on the evidence back",
    destroy_evidence="destroyed the evidence",
)


@transaction.atomic
def give_evidence(request: AccessRequest, *, code: str, title: str, file: Any = None, by) -> Evidence:
    """Take evidence in for a code of the table: a file (anything with `read`), or, at the counter, a paper that was shown (E3).

    Refused: a file that is not wholly a PDF, JPEG or PNG, or over 10 MB; a request that is decided and accepted or ended.
    """
    _from_outside_or_at_the_desk(request, file, by)
    request = locked(request)
    if request.status not in OPEN_TO_EVIDENCE:
        raise Refused(
            f"It is {request.get_status_display().lower()}; no evidence is needed any more.", request
        )
    if request.evidence.exclude(sha256="").filter(destroyed_at=None).count() >= FILES_AT_ONCE:
        raise Refused(
            f"There are {FILES_AT_ONCE} files already. Write to the office before you send more.", request
        )
    kept = {} if file is None else _keep(file)
    evidence = Evidence.objects.create(
        division=request.division, request=request, code=code[:20], title=plain_line(title) or evidence_label(code), **kept
    )  # fmt: skip
    record(request, "give_evidence", by=by, evidence=evidence.pk, code=evidence.code)
    return evidence


@transaction.atomic
def send_evidence(
    request: AccessRequest, *, code: str, title: str, file: Any, words: str = "", by
) -> Evidence:
    """Evidence from the applicant. While the office waits for an answer this is it, with the `words`: the clock runs again (E2).

    Refused: as `give_evidence`.
    """
    evidence = give_evidence(request, code=code, title=title, file=file, by=by)
    if locked(request).status == S.ASKED:
        answer_office(request, text=f"Sent: {evidence.title}\n\n{words}", by=by)
    return evidence


def _from_outside_or_at_the_desk(request: AccessRequest, file: Any, by) -> None:
    if by != outsider():
        demand(by, P.REGISTER_WORK, request.division)
    elif file is None:
        raise Refused("Choose a file to send.", request)


def _keep(file: Any) -> dict[str, Any]:
    """Put the bytes into the store, under the lock of their digest (see `destroy_evidence`)."""
    data = file.read(EVIDENCE_LIMIT + 1)
    if reason := why_not_taken(len(data), data):
        raise Refused(reason)
    suffix, data = str(kind_of(data)), what_is_kept(data)
    making = uploads().room_for_work()
    try:
        with making.open("wb") as copy:
            copy.write(data)
        _lock_file(sha256_of(making))
        sha256 = uploads().keep(making, suffix)
    finally:
        making.unlink(missing_ok=True)
    return {"sha256": sha256, "suffix": suffix, "size": len(data)}


def open_evidence(evidence: Evidence, *, by) -> Any:
    """The file, for whoever works on requests; each opening stands in the trail (E3)."""
    _demand_either(by, evidence)
    if not evidence.sha256:
        raise Refused("This evidence was shown on paper; the office holds no file of it.", evidence.request)
    if evidence.destroyed_at or not uploads().exists(_stored(evidence)):
        raise Refused("The file of this evidence is destroyed.", evidence.request)
    record(evidence.request, "open_evidence", by=by, evidence=evidence.pk)
    return uploads().open(_stored(evidence))


@transaction.atomic
def see_evidence(evidence: Evidence, *, satisfies: bool, note: str = "", by) -> Evidence:
    """Note that a person saw it, and whether it shows what it should (E3). Seen once; a yes is taken back while nothing is decided."""
    demand(by, P.ENTITLEMENT_CONFIRM, evidence.division)
    evidence = _locked(evidence)
    if reason := why_not_to_judge(evidence, satisfies=satisfies, by=by):
        raise Refused(reason, evidence.request)
    if evidence.seen_at:
        _write(evidence, satisfies=False, note=note.strip()[:300])
        record(evidence.request, "take_back_evidence", by=by, evidence=evidence.pk)
        return evidence
    _write(evidence, satisfies=satisfies, note=note.strip()[:300], seen_by=by, seen_at=timezone.now())
    record(evidence.request, "see_evidence", by=by, evidence=evidence.pk, satisfies=satisfies)
    return evidence


def why_not_to_judge(evidence: Evidence, *, satisfies: bool, by) -> str | None:
    """Why this person cannot give this verdict now, or None (E3)."""
    if evidence.seen_at:
        if satisfies or not evidence.satisfies:
            return "It was seen already. Ask the applicant for other evidence."
        if evidence.request.status not in UNDECIDED:
            return "The decision rests on it. Open the decision again first."
        return None
    if evidence.destroyed_at:
        return "It was destroyed before anybody saw it. Ask the applicant to send it again."
    if evidence.sha256 and not was_opened_by(evidence, by):
        return "Open the file first; who gives the verdict has seen it."
    return None


def was_opened_by(evidence: Evidence, person) -> bool:
    openings = Event.objects.filter(division=evidence.division, verb="open_evidence", by=person.pk)
    return openings.about(evidence.request).filter(data__evidence=evidence.pk).exists()


@transaction.atomic
def destroy_evidence(evidence: Evidence, *, by) -> Evidence:
    """Remove the file, unless another request holds the same bytes; the row and its verdict stay (E3)."""
    demand(by, P.REGISTER_WORK, evidence.division)
    locked(evidence.request)
    evidence = _locked(evidence)
    if reason := why_not_to_destroy(evidence):
        raise Refused(reason, evidence.request)
    _lock_file(evidence.sha256)
    _write(evidence, destroyed_at=timezone.now())
    held = Evidence.objects.filter(sha256=evidence.sha256, suffix=evidence.suffix, destroyed_at=None)
    if not held.exists():
        # Before the commit: should that fail, the file is gone, and the row says more than there is.
        uploads().delete(_stored(evidence))
    record(evidence.request, "destroy_evidence", by=by, evidence=evidence.pk)
    return evidence


def why_not_to_destroy(evidence: Evidence) -> str | None:
    """Why the file cannot be destroyed now, or None (E3). What was asked for and seen stays until everybody has decided who has
    to; what nobody asked for, or nobody has looked at, may go at once."""
    if not evidence.sha256:
        return "It was shown on paper; the office holds no file to destroy."
    if evidence.destroyed_at:
        return "It is destroyed already."
    asked_for = evidence.code in evidence.request.evidence_codes()
    if evidence.seen_at and asked_for and is_undecided(evidence.request):
        return "The decision rests on it, and is not made by all whom it needs. Destroy it when it is."
    return None


def is_undecided(request: AccessRequest) -> bool:
    waits_for_a_second = request.status == S.CONFIRMED and request.needs_second and not request.seconded_by_id
    return request.status in UNDECIDED or waits_for_a_second


def destroy_due_evidence(*, by) -> int:
    """Destroy what was kept for its period after the request was supplied or ended (the clock's work); returns how many."""
    due = Evidence.objects.due_for_destruction(timezone.now() - timedelta(days=EVIDENCE_KEPT_DAYS))
    rows = list(due.select_related("division", "request"))
    return each_by_itself(rows, partial(destroy_evidence, by=by))


def _demand_either(by, evidence: Evidence) -> None:
    at = evidence.division
    if not (by.may(P.REGISTER_WORK, at) or by.may(P.ENTITLEMENT_CONFIRM, at)):
        raise NotPermitted("Your role may not do this.")


def _stored(evidence: Evidence) -> str:
    return name_of(evidence.sha256, evidence.suffix)


def _locked(evidence: Evidence) -> Evidence:
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("request", "division")
    return rows.get(pk=evidence.pk)


def _write(evidence: Evidence, **values: Any) -> None:
    for name, value in values.items():
        setattr(evidence, name, value)
    evidence.save(update_fields=list(values))


def _lock_file(sha256: str) -> None:
    """Until the end of the transaction nobody else keeps or removes these bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
