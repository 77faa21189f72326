"""What of requests waits for a person: the queues, and the next step of one with who has it and who can be asked (E10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from electoral.office.queues import queues
from electoral.office.roles import GRANTS, Role
from electoral.office.roles import Permission as P
from registers.actions.recall import is_destroyed
from registers.models import AccessRequest, RequestItem
from registers.queries import colleagues
from registers.queries.quotation import holds_no_more
from registers.queries.request import AT_STEP, RequestQuerySet
from registers.rules.release import NEVER_BY_LINK
from registers.rules.titles import title_of
from registers.waiting.stopped import DENIED, REOPEN, SIGN, UNINVOICED, stopped_by

APPLICANT = "the applicant"
EVIDENCE, RECALLED = "evidence", "recalled"
REQUOTE = "requote"  # no status of its own: a quotation that time or a newer edition has overtaken
RECORD = "record"  # nor this: a release of what the officer alone gives out
# By step: what is to be done, what it takes, and the page where it is done. Without a permission the applicant has it.
STEPS: dict[str, tuple[str, P | None, str]] = {
    EVIDENCE: ("The applicant is to show or send the evidence that the table asks for.", None, ""),
    "decide": ("The entitlement is to be decided.", P.ENTITLEMENT_CONFIRM, "confirm"),
    "officer": ("The table leaves the decision to the officer.", P.ENTITLEMENT_SECOND, "confirm"),
    DENIED: (
        "The table gives this applicant no copy of it. It is to be refused, and told what is open instead.",
        P.ENTITLEMENT_CONFIRM,
        "refuse",
    ),
    SIGN: ("The limits have changed since the applicant signed them. The applicant signs again.", None, ""),
    REOPEN: (
        "The limits have changed since the applicant signed them. The decision is to be opened again; then they sign.",
        P.ENTITLEMENT_CONFIRM,
        "reopen",
    ),
    UNINVOICED: (
        "Its invoice was cancelled. The cost is to be told again; or the request ends.",
        P.REGISTER_WORK,
        "quote",
    ),
    "answer": ("The applicant was asked for more. The clock stands until they answer.", None, ""),
    "second": ("A second person is to confirm the entitlement.", P.ENTITLEMENT_SECOND, "second"),
    "quote": ("The cost is to be told.", P.REGISTER_WORK, "quote"),
    "accept": ("The quotation is to be accepted.", None, ""),
    REQUOTE: ("The quotation holds no more. The cost is to be told again.", P.REGISTER_WORK, "quote"),
    "pay": ("The fee is awaited. Nothing is prepared before.", None, ""),
    "prepare": ("The copy is to be prepared.", P.REGISTER_WORK, ""),
    "check": (
        "The copy is to be checked, by another person than the one who had it prepared.",
        P.COPY_CHECK,
        "",
    ),
    "release": (
        "The copy is to be released, by another person than the one who confirmed.",
        P.COPY_RELEASE,
        "",
    ),
    RECORD: (
        "The record of anonymous entries is to be released by the officer, who may see it and did not confirm the request.",
        P.PROTECTED_LOOK,
        "",
    ),
    "again": (
        "The copy that was checked is no more. It is to be sent back, and prepared again.",
        P.COPY_CHECK,
        "",
    ),
    "collect": ("The copy is released and is to be fetched.", None, ""),
    "destroy": ("The copy was received. The applicant confirms when it is destroyed.", None, ""),
    RECALLED: (
        "The copy was recalled. Whoever has no e-mail is sent the letter, which stands with the papers. The applicant destroys the copy and says so.",
        None,
        "",
    ),
}
# Who took which earlier step does not take this one (states/request.py).
BARRED = {
    "second": "confirmed_by_id",
    "check": "prepared_by_id",
    "release": "confirmed_by_id",
    RECORD: "confirmed_by_id",
}
QUEUES = (
    ("Requests to decide", "decide", P.ENTITLEMENT_CONFIRM),
    ("Requests for a second person", "second", P.ENTITLEMENT_SECOND),
    ("Requests whose cost is to be told", "quote", P.REGISTER_WORK),
    ("Requests whose quotation holds no more", REQUOTE, P.REGISTER_WORK),
    ("Requests to prepare", "prepare", P.REGISTER_WORK),
)


@dataclass(frozen=True)
class Step:
    """`who` has it, in words; `people` may take it; `ask` can be asked, by name; `page`: the verb of its page, or nothing."""

    sentence: str
    who: str
    permission: P | None = None
    page: str = ""
    people: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest), for who may take the step."""
    rows, today = AccessRequest.objects.visible_to(user), timezone.localdate()
    return [
        queue
        for label, step, permission in QUEUES
        for queue in queues(
            user.divisions(permission),
            label,
            f"registers:requests?step={step}",
            rows_at(rows, step, today),
            "received_at",
        )
    ]


def rows_at(rows: RequestQuerySet, step: str, today: date) -> RequestQuerySet:
    """Those that wait at a step; at that of a quotation that holds no more, too."""
    return rows.filter(holds_no_more(AccessRequest, today)) if step == REQUOTE else rows.at_step(step)


def tiles_for(user, division) -> list[dict]:
    """The steps at which requests of a division wait: how many, since when, and who has them."""
    rows = AccessRequest.objects.visible_to(user)
    found = []
    for step in (*AT_STEP, REQUOTE):
        sentence, permission, _ = STEPS[step]
        to = f"registers:requests?step={step}"
        (queue,) = queues([division], sentence, to, rows_at(rows, step, division.today()), "received_at")
        found.append(queue | {"who": who_has(permission, division)})
    return found


def step_code(request: AccessRequest, *, owing: int, officer: bool, lacks_evidence: bool) -> str:
    """The step at which a request waits, or nothing for one that has ended."""
    match request.status:
        case "sent":
            return EVIDENCE if lacks_evidence else "officer" if officer else "decide"
        case "confirmed":
            return "second" if request.needs_second and not request.seconded_by_id else "quote"
        case "accepted":
            return UNINVOICED if request.lost_its_invoice else "pay" if owing > 0 else "prepare"
    plain = {"asked": "answer", "quoted": "accept", "prepared": "check", "checked": "release", "released": "collect",
             "received": "destroy"}  # fmt: skip
    return plain.get(request.status, "")


def who_has(permission: P | None, division) -> str:
    """The first role that may take a step, as it is called there (S3)."""
    if permission is None:
        return APPLICANT
    role = next(role for role in Role if permission in GRANTS[role])
    return title_of(role, division.area.state.jurisdiction)


def next_step(request: AccessRequest) -> Step | None:
    """The next step of a request (read with its owing): who may take it, and who can be asked; None for one that has ended."""
    facts = {"officer": request.an_officer_decides, "lacks_evidence": bool(request.evidence_awaited())}
    code = step_code(request, owing=request.owing, **facts)
    if request.status == RECALLED and not is_destroyed(request):
        code = RECALLED
    if not code:
        return None
    if code == "release" and not request.has_copy:
        code = "again"
    elif code == "release" and is_of_the_record(request.items_now):
        code = RECORD
    if code == "accept" and request.why_the_quotation_does_not_hold():
        code = REQUOTE
    code = stopped_by(request) or code
    sentence, permission, page = STEPS[code]
    division = request.division
    barred = getattr(request, BARRED[code]) if code in BARRED else None
    ask = named(division, P.ENTITLEMENT_SECOND)
    people = named(division, permission, but=barred) if permission else ()
    return Step(sentence, who_has(permission, division), permission, page, people, ask)


def of_the_list(request: AccessRequest) -> dict:
    """The same in short, for a line of the list (read with `overtaken`): what is asked for, the sentence, who has it; no query
    of its own."""
    items = [item for item in request.items.all() if item.round == request.round]
    officer = any(item.entitlement and item.entitlement.decision == "officer_decides" for item in items)
    facts = {"officer": officer, "lacks_evidence": request.lacks_evidence}
    is_overtaken = getattr(request, "overtaken", False)
    code = REQUOTE if is_overtaken else step_code(request, owing=request.owing, **facts)
    if not code:
        return {"items": items, "sentence": "", "who": ""}
    code = RECORD if code == "release" and is_of_the_record(items) else code
    sentence, permission, _ = STEPS[code]
    return {"items": items, "sentence": sentence, "who": who_has(permission, request.division)}


def is_of_the_record(items: Iterable[RequestItem]) -> bool:
    return any(item.product_id in NEVER_BY_LINK for item in items)


def named(division, permission: P, *, but: int | None = None) -> tuple[str, ...]:
    return tuple(str(person) for person in colleagues(division, permission) if person.pk != but)
