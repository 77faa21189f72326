"""A request, question by question; the answers stay in this browser's session until it is sent (E2, E3, E4)."""

from secrets import token_hex

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import outsider
from registers.actions.request import receive_request
from registers.forms.answers import given_in, summary
from registers.forms.draft import Draft
from registers.forms.proof import LETTER_OF_WHOM_THEY_ASK_FOR, proof_of
from registers.forms.question import CopiesQuestion, GroupQuestion, KindQuestion, OfficeQuestion, WhatQuestion
from registers.forms.question_of_use import DeclareQuestion, MayQuestion, PurposeQuestion, YouQuestion
from registers.rules import questions as ask
from registers.rules.asking import ItemAsked
from registers.views.outside import (
    DRAFT,
    SENT,
    WAS,
    alone,
    forget_told,
    forget_told_long_ago,
    offices,
    pressed_again,
    refuse_too_much,
    show,
    tell_once,
)

QUESTIONS = {
    form.name: form
    for form in (OfficeQuestion, GroupQuestion, KindQuestion, WhatQuestion, CopiesQuestion, PurposeQuestion, MayQuestion,
                 YouQuestion, DeclareQuestion)
}  # fmt: skip


def draft_of(request) -> Draft:
    """What was answered in this session; what the table no longer knows is asked again."""
    draft = Draft(request.session.get(DRAFT, {}), offices())
    if draft.division is None:
        return Draft({}, offices())
    if ask.KIND in draft.answers and not draft.kinds.filter(pk=draft.answers[ask.KIND]).exists():
        return Draft({ask.OFFICE: draft.answers[ask.OFFICE]}, offices())
    return draft


def begin(request):
    """Go on where they were."""
    if DRAFT not in request.session:
        return redirect("portal:start")
    return redirect(address_of(draft_of(request).next_question))


def address_of(question: str | None) -> str:
    return reverse("portal:question", args=[question]) if question else reverse("portal:check")


@require_POST
def begin_again(request):
    """A new request in a session of a new name: what somebody else has planted in this browser is left behind."""
    forget_told(request.session)
    for key in (DRAFT, WAS):
        request.session.pop(key, None)
    request.session.cycle_key()
    office = offices().filter(code=request.POST.get("office", "")[:6].replace("\0", "")).first()
    request.session[DRAFT] = {ask.OFFICE: office.code} if office else {}
    return redirect("portal:begin")


def question(request, name):
    """One question: shown when all before it are answered, kept, and then the next that is open."""
    if name not in QUESTIONS:
        raise Http404
    draft = draft_of(request)
    if DRAFT not in request.session or not ask.may_be_asked(name, draft.answers):
        return begin(request)
    before = draft.answers.get(name, request.session.get(WAS, {}).get(name))
    form = QUESTIONS[name](request.POST if request.method == "POST" else None, draft=draft, before=before)
    if request.method == "POST" and form.is_valid():
        keep(request.session, draft, name, form.given())
        return begin(request)
    context = {"form": form, "draft": draft, "back": back_from(name, draft), **told(name, draft)}
    return show(request, form.template, draft.division, **context)


@require_POST
def ask_as(request):
    """What is open to anybody is asked for as anybody, and an agent asks for the candidate: who they are is answered for them."""
    draft = draft_of(request)
    if ask.KIND not in draft.answers:
        return begin(request)
    answers = draft.as_somebody_else(request.POST.get("kind", ""), request.POST.get("product", ""))
    if answers:
        request.session[DRAFT] = answers
    return begin(request)


def keep(session, draft: Draft, name: str, given) -> None:
    """Keep an answer; what it makes old is offered again when it is asked again."""
    session[WAS] = {**session.get(WAS, {}), name: given}
    session[DRAFT] = ask.with_answer(draft.answers, name, given)


def back_from(name: str, draft: Draft) -> str:
    """The page before: the one question, the whole list once all is answered, or the start."""
    before = ask.places_back(name)
    if draft.next_question is None:
        return reverse("portal:check")
    asked = before and not (before == ask.OFFICE and len(draft.offices) == 1)
    return address_of(before) if asked else reverse("portal:start")


def told(name: str, draft: Draft) -> dict:
    """What a page says besides its question: the answer of the table, with limits, evidence and sum."""
    if name == ask.MAY:
        answers = [answer_told(draft, item) for item in draft.items]
        return {"answers": answers, "proofs": proofs(draft), "together": together(answers)}
    if name == ask.DECLARE:
        return {"limits": draft.limits}
    return {}


def answer_told(draft: Draft, item: ItemAsked) -> dict:
    product, given = next(pair for pair in draft.chosen if pair[0].pk == item.product)
    free = given.row is not None and given.row.fee_code == "none"
    price = draft.sums.get(item.product)
    return {
        "product": product,
        "item": item,
        "answer": given,
        "row": given.row,
        "price": price,
        "free": free and given.decision == "yes",
    }


def together(answers: list[dict]) -> int | None:
    """The sum of several things, where each has one; None where there is nothing to add up."""
    sums = [one["price"].amount for one in answers if one["price"]]
    return sum(sums) if len(answers) > 1 and len(sums) == len(answers) and any(sums) else None


def proofs(draft: Draft) -> list[str]:
    """What the office wants to see, in plain words."""
    letter = [LETTER_OF_WHOM_THEY_ASK_FOR] if draft.is_by_an_agent and draft.rows else []
    return [proof for proof in dict.fromkeys([*(proof_of(row) for row in draft.rows), *letter]) if proof]


def check(request):
    """Everything once more, each answer with a way to change it."""
    draft = draft_of(request)
    if DRAFT not in request.session:
        return begin(request)
    if draft.next_question or not draft.signed_rows_stand:
        return redirect(address_of(draft.next_question or ask.MAY))
    return show(request, "ask/check", draft.division, draft=draft, rows=summary(draft), once=token_hex(16))


@require_POST
def send(request):
    """Send it, once, whatever is pressed and in however many windows; what was sent is opened in a session of a new name."""
    refuse_too_much(request, "requests")
    with alone(request) as session:
        draft = draft_of(request)
        if DRAFT not in session:
            return pressed_again(request)
        if draft.next_question or not draft.signed_rows_stand:
            return redirect(address_of(draft.next_question or ask.MAY))
        received, word = receive_request(
            draft.office, applicant=draft.kind.pk, items=draft.items, given=given_in(draft.answers, draft.office.today()),
            declared_name=draft.answers[ask.DECLARE]["declared_name"], channel="portal", by=outsider(),
        )  # fmt: skip
        for key in (DRAFT, WAS):
            session.pop(key, None)
        tell_once(request, received.reference, word=word, refusal=draft.is_for_a_refusal)
    return redirect("portal:sent")


def sent(request):
    """The reference and the word, told once: they go when the person says that they have them, or after half an hour."""
    forget_told_long_ago(request.session)
    told_once = request.session.get(SENT)
    if told_once is None:
        return redirect("portal:follow")
    return show(request, "ask/sent", sent=told_once)


@require_POST
def noted(request):
    forget_told(request.session)
    return redirect("portal:opened")
