"""A Walk on a form RR004: its features filled in, or read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.roles import Permission as P
from walks import maps
from walks.actions import feature as actions
from walks.actions.classification import difference, pay_rates, withdraw_line
from walks.documents.classification import kind_text
from walks.forms.classification import BasisForm, LineForm
from walks.models import Classification
from walks.rules.classification import FEATURE, money, pay_lost, recommended, shares_of
from walks.states import ClassificationStatus
from walks.views.classification import COLOURS, areas_by_line, crumbs_of, history_of_lines, plan_for


def find_line(request, reference) -> Classification:
    lines = Classification.objects.visible_to(request.user).for_the_form()
    return get_object_or_404(lines, reference=reference)


def is_open_to(line: Classification, user) -> bool:
    return line.status == ClassificationStatus.DRAFTED and user.may(P.CLASSIFICATION_DRAFT, line.division)


@login_required
def line(request, reference):
    line = find_line(request, reference)
    form = LineForm(request.POST or None, line=line)
    if not form.is_valid():
        return render(request, "walks/classification/line.html", context_of(request, line, form))
    saved = actions.fill_in_line(line, by=request.user, **form.written)
    messages.success(request, f"Walk {saved.number} is saved. {saved.recommendation.sentence}")
    return redirect(form.next_url(request.POST))


def context_of(request, line: Classification, form: LineForm) -> dict:
    lines = Classification.objects.visible_to(request.user).filter(form=line.form).for_the_form()
    drafts, areas = areas_by_line(line.form, lines)
    place = reverse("walks:form_map", args=[line.form.reference])
    return {
        "line": line,
        "colour": COLOURS.get(line.status, "grey"),
        "kind": kind_text(line),
        "form": form if is_open_to(line, request.user) else None,
        "basis_form": BasisForm(),
        "recommendation": recommended(form.pieces),
        "shares": shares_of(line.pieces),
        "pieces": [(piece, [FEATURE[code].short for code in piece.features]) for piece in line.pieces],
        "pay": pay_of(line),
        "map": maps.drawn(plan_for(line.form, drafts, areas, chosen=line.reference)),
        "map_url": f"{place}?chosen={line.reference}",
        "history": history_of_lines(request, line.form, [line]),
        "breadcrumbs": crumbs_of(line.form, inside=True),
    }


def pay_of(line: Classification) -> dict:
    """The change in pay with its working (10.2g): as it was submitted, or by the rates of today."""
    rates = pay_rates(line.division)
    cents = line.pay_difference if line.form.submitted_at else difference(line, rates)
    unpaid = line.security_access_buildings or 0
    paid = line.residences - unpaid
    lost = pay_lost(unpaid=unpaid, of_class=line.present_class, rates=rates) if unpaid else None
    return {
        "difference": None if cents is None else money(cents),
        "paid": paid,
        "lost": None if lost is None else money(lost).lstrip("+"),
        "each": f"{cents / paid:+,.4g}" if cents and paid else "",
    }


@login_required
@require_POST
def weigh(request, reference):
    """The recommendation for what is ticked now, before it is saved."""
    form = LineForm(request.POST, line=find_line(request, reference))
    return render(request, "walks/classification/weighed.html", {"recommendation": recommended(form.pieces)})


@login_required
@require_POST
def basis(request, reference):
    line = find_line(request, reference)
    form = BasisForm(request.POST)
    if form.is_valid():
        actions.count_again([line], by=request.user, basis=form.cleaned_data["basis"])
    return redirect(line)


@login_required
@require_POST
def take_off(request, reference):
    line = withdraw_line(find_line(request, reference), by=request.user, reason="taken off the form")
    messages.success(request, f"Walk {line.number} is taken off the form.")
    return redirect(line.form)
