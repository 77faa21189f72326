"""The steps of a request at the desk, each on a page of its own with what it rests on (E2, E3, E3b, E4, E6, E11)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse

from electoral.office.actions import demand
from electoral.office.refusals import Refused
from electoral.office.roles import Permission as P
from payments.rules.money import money_text
from registers.actions import decision, quotation, request, signing
from registers.actions.answer import currency_of, purposes_of
from registers.actions.pricing import what_it_would_cost
from registers.forms import decision as forms
from registers.models import AccessRequest, Evidence, Purpose
from registers.rules.asking import codes
from registers.rules.evidence import evidence_label
from registers.rules.wording import in_words
from registers.states import ACCESS_REQUEST
from registers.views.desk import crumbs_of, find_request
from registers.waiting.stopped import DENIED, REOPEN, UNINVOICED, stopped_by


class Step(NamedTuple):
    """A page: its form, the action, the words, and what is told when it is done. `shows`: which texts stand beside it."""

    form: type[forms.StepForm]
    act: Callable[..., Any]
    title: str
    button: str
    done: str
    shows: tuple[str, ...] = ()
    danger: bool = False


STEPS = {
    "ask": Step(forms.AskForm, request.ask_applicant, "Ask the applicant for more", "Ask", "The applicant is asked. The clock stands."),
    "answer": Step(forms.AnswerForm, request.answer_office, "Key in the applicant’s answer", "Save", "The answer is on file. The clock runs again."),
    "confirm": Step(forms.ConfirmForm, decision.confirm_request, "Confirm the entitlement", "Confirm", "The entitlement is confirmed.", ("law", "use", "seen")),
    "second": Step(forms.ConfirmForm, decision.second_request, "Confirm as the second person", "Confirm", "Two people have confirmed it.", ("law", "use", "seen", "decisions")),
    "refuse": Step(forms.RefuseForm, decision.refuse_request, "Refuse the request", "Refuse", "The request is refused. The letter is being made.", ("law", "use", "seen"), danger=True),
    "reopen": Step(forms.ReopenForm, request.reopen_request, "Open the decision again", "Open again", "The decision is open again.", ("law", "decisions")),
    "quote": Step(forms.QuoteForm, quotation.quote_request, "Tell the cost", "Make the quotation", "The quotation is made.", ("cost",)),
    "accept": Step(forms.AcceptForm, quotation.accept_quotation, "Key in that the applicant accepted", "They accepted", "The quotation is accepted.", ("cost",)),
    "sign": Step(forms.SignForm, signing.sign_again, "Key in that the applicant signed again", "They signed", "The limits as they are now are signed.", ("law",)),
    "withdraw": Step(forms.WithdrawForm, request.withdraw_request, "Key in that the applicant withdraws", "Withdraw", "The request is withdrawn.", danger=True),
}  # fmt: skip
CODED = ("evidence_law", "evidence_proposed", "request_must_state", "special_handling", "source_status")
MOVES = ("confirm", "second", "quote", "ask")  # those with a button for the office
KEYED_IN = {"answer": "They answered", "accept": "They accepted"}
FIRST = {DENIED: ("refuse",), REOPEN: ("reopen",)}  # the button where the law or the cashier stopped it
ENDS = ("reopen", "refuse")  # those that undo or end it stand apart, with what the applicant ends


def refuse_now(asked: AccessRequest, verb: str, user) -> None:
    """Refuse a step before its page is filled in, in the words in which it would be refused after."""
    if verb not in (*MOVES, *ENDS):
        demand(user, P.REGISTER_WORK, asked.division)
    move = ACCESS_REQUEST.moves.get(verb)
    if refusal := move and move.refusal(asked, user):
        raise refusal
    if verb == "sign" and (reason := signing.why_not_to_sign(asked)):
        raise Refused(reason, asked)


@login_required
def step(request, reference, verb):
    asked, its = find_request(request, reference), STEPS[verb]
    refuse_now(asked, verb, request.user)
    form = its.form(request.POST if request.method == "POST" else None, asked=asked)
    if request.method == "POST" and form.is_valid():
        its.act(asked, by=request.user, **form.taken())
        messages.success(request, its.done)
        return redirect(asked)
    context = {"asked": asked, "form": form, "its": its, **{part: SHOWN[part](asked) for part in its.shows}}
    return render(request, "registers/request/step.html", context | {"breadcrumbs": crumbs_of(asked)})


def limits_of(asked: AccessRequest) -> list[dict]:
    """Each thing asked for with its row of the table as it was signed, and whether that is the one in force (E4, E11)."""
    found = []
    for item in asked.items_now:
        row, now = item.entitlement, asked.row_for(item)
        changed = not now.says_as(row) if now else row is not None
        found.append(
            {
                "item": item,
                "row": row,
                "said": {name: in_words(getattr(row, name)) for name in CODED} if row else {},
                "purposes": purposes_of(row) if row else [],
                "changed": changed,
                "now": now,
            }
        )
    return found


def cost_of(asked: AccessRequest) -> dict:
    """What it would cost in the newest editions; marked as no quotation."""
    currency = currency_of(asked.jurisdiction)
    lines, reason = what_it_would_cost(asked, currency=currency)
    told = [(line, money_text(line["amount"], currency)) for line in lines]
    return {
        "lines": told,
        "reason": reason,
        "total": money_text(sum(line["amount"] for line in lines), currency),
    }


def purposes_of_request(asked: AccessRequest) -> list[str]:
    """The purposes that the applicant named, in plain words."""
    return [
        purpose.text for purpose in Purpose.objects.filter(code__in=codes(asked.purposes)).order_by("text")
    ]


def decisions_of(asked: AccessRequest):
    return asked.decisions.select_related("by")


def seen_of(asked: AccessRequest) -> list[tuple[Evidence, str]]:
    """The evidence that somebody has given a verdict on, with what it is to show."""
    rows = asked.evidence.exclude(seen_at=None).select_related("seen_by").order_by("pk")
    return [(row, evidence_label(row.code)) for row in rows]


SHOWN: dict[str, Callable[[AccessRequest], Any]] = {
    "law": limits_of,
    "use": purposes_of_request,
    "seen": seen_of,
    "decisions": decisions_of,
    "cost": cost_of,
}


def moves_of(asked: AccessRequest, user) -> list[tuple[str, str, str | None]]:
    """The office's buttons: (words, address, why not now), without those of the copy, which stand beside it."""
    offered = {move.name: no for move, no in ACCESS_REQUEST.options(asked, user)}
    found: list[tuple[str, str, str | None]] = []
    if user.may(P.REGISTER_WORK, asked.division):
        keyed = [verb for verb in KEYED_IN if asked.status in ACCESS_REQUEST.moves[verb].source]
        found += [(KEYED_IN[verb], address(asked, verb), why_not(asked, verb, user)) for verb in keyed]
        found += (
            [] if signing.why_not_to_sign(asked) else [("They signed again", address(asked, "sign"), None)]
        )
    stop = stopped_by(asked)
    # What was accepted is seldom told anew: it stands in ends_of.
    aside = "quote" if asked.status == "accepted" and stop != UNINVOICED else ""
    for verb in (verb for verb in (*FIRST.get(stop, ()), *MOVES) if verb in offered and verb != aside):
        no = offered[verb]
        found.append((STEPS[verb].title, address(asked, verb), str(no) if no else None))
    return found


def why_not(asked: AccessRequest, verb: str, user) -> str | None:
    no = ACCESS_REQUEST.moves[verb].refusal(asked, user)
    return str(no) if no else None


def ends_of(asked: AccessRequest, user) -> list[tuple[str, str]]:
    """What undoes or ends a request, as (words, address)."""
    stop = stopped_by(asked)
    found = [
        (STEPS[move.name].title, address(asked, move.name))
        for move, no in ACCESS_REQUEST.options(asked, user)
        if move.name in ENDS and move.name not in FIRST.get(stop, ()) and not no
    ]
    if (
        asked.status == "accepted"
        and stop != UNINVOICED
        and not ACCESS_REQUEST.moves["quote"].refusal(asked, user)
    ):
        found.append(("Tell the cost again, in newer editions", address(asked, "quote")))
    if user.may(P.REGISTER_WORK, asked.division) and asked.status in ACCESS_REQUEST.moves["withdraw"].source:
        found.append((STEPS["withdraw"].title, address(asked, "withdraw")))
    return found


def address(asked: AccessRequest, verb: str) -> str:
    return reverse(f"registers:request_{verb}", args=[asked.reference])
