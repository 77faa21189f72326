"""Deciding on the Walks of a form RR004, and giving out its papers (1.8)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.papers.views import given_out
from walks import maps
from walks.actions import endorsement as actions
from walks.documents.classification import kind_text
from walks.forms.classification import DecisionForm
from walks.models import Classification
from walks.rules.classification import shares_of
from walks.states import CLASSIFICATION
from walks.views.classification import crumbs_of, find_form, plan_for
from walks.views.feature import pay_of
from walks.waiting.classification import decidable

DONE = {"approve": "approved", "recommend": "recommended to the Director of Operations", "return": "returned"}


@login_required
def decide(request, reference):
    form = find_form(request, reference)
    lines = Classification.objects.visible_to(request.user).filter(form=form).for_the_form()
    waiting = decidable(lines, request.user)
    answer = DecisionForm(request.POST or None, lines=lines, waiting=waiting)
    if not answer.is_valid():
        return render(request, "walks/classification/decide.html", context_of(form, answer, request.user))
    step, chosen = answer.cleaned_data["step"], answer.chosen
    actions.decide_lines(chosen, step=step, by=request.user, reason=answer.cleaned_data["reason"])
    numbers = ", ".join(str(line.number) for line in chosen)
    messages.success(request, f"Walk {numbers}: {DONE[step]}.")
    return redirect(form)


def context_of(form, answer: DecisionForm, user) -> dict:
    return {
        "rr004": form,
        "form": answer,
        "lines": [panel_of(line, user) for line in answer.waiting],
        "steps": sorted(
            {step for line in answer.waiting for step, refusal in steps_of(line, user) if not refusal}
        ),
        "map": maps.drawn(plan_for(form, [], [])) if form.map else None,
        "map_url": reverse("walks:form_map", args=[form.reference]),
        "breadcrumbs": crumbs_of(form, inside=True),
    }


def steps_of(line: Classification, user) -> list[tuple[str, str | None]]:
    """The decisions on a line as (step, why not now)."""
    steps = {"approve_delegated": "approve", "return_recommended": "return"}
    return [
        (steps.get(move.name, move.name), str(refusal) if refusal else None)
        for move, refusal in CLASSIFICATION.options(line, user)
        if move.name not in ("submit", "withdraw")
    ]


def panel_of(line: Classification, user) -> dict:
    """A Walk as the person who decides sees it."""
    steps = steps_of(line, user)
    return {
        "line": line,
        "kind": kind_text(line),
        "shares": shares_of(line.pieces),
        "pay": pay_of(line),
        "may": any(refusal is None for _, refusal in steps),
        "reasons": sorted({refusal for step, refusal in steps if refusal and step == "return"}),
    }


@login_required
@require_POST
def make_copy(request, reference):
    form = find_form(request, reference)
    actions.order_copy(form, by=request.user)
    messages.success(
        request, "The form and map will be made for printing. They stand under Papers in a moment."
    )
    return redirect(form)


@login_required
def copy(request, reference):
    return given_out(actions.readable_paper(actions.copy_of(find_form(request, reference))))


@login_required
def paper(request, reference):
    return given_out(actions.readable_paper(find_form(request, reference).document))
