"""Refunds: asked for, approved by another, sent or paid."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from payments.actions import refund as actions
from payments.forms.fee import WhyForm
from payments.forms.refund import AskForm, PaidForm, RefundFilter
from payments.models import EntryKind, Refund
from payments.states import REFUND
from payments.views.fee import STEP, fee_to_take_for
from payments.views.lists import crumbs, history_of, my_divisions, plain
from payments.waiting.refund import next_step

SORTS = {"asked": "asked_at", "amount": "amount"}
REFUNDS = ("Refunds", reverse_lazy("payments:refunds"))
COLUMNS = ("refund", "invoice", "currency", "amount", "how", "why", "standing", "asked by", "approved by")
LABELS = {
    "approve": "Approve",
    "decline": "Decline",
    "send": "Send to the card's bank",
    "pay": "Note that it is paid",
}


def find_refund(request, reference) -> Refund:
    rows = Refund.objects.visible_to(request.user).select_related(
        "division__area__state", "fee__division__area__state", "attempt", "asked_by", "approved_by"
    )
    return get_object_or_404(rows, reference=reference)


@login_required
def refunds(request):
    form = RefundFilter(request.GET, divisions=my_divisions(request))
    rows = Refund.objects.visible_to(request.user).select_related("fee__division", "asked_by", "approved_by")
    rows = in_order(request, form.applied(rows), SORTS, "-asked_at")
    if request.GET.get("format") == "csv":
        return sheet("refunds", COLUMNS, (row_of(refund) for refund in rows))
    return render(
        request,
        "payments/refund/list.html",
        {"form": form, "page": paged(request, rows), "mine": my_divisions(request)},
    )


def row_of(refund: Refund) -> tuple:
    how = (refund.get_method_display(), refund.reason, refund.get_status_display())
    people = (str(refund.asked_by), str(refund.approved_by or ""))
    return (
        refund.reference,
        refund.fee.invoice_number,
        refund.fee.currency,
        plain(refund.amount),
        *how,
        *people,
    )


@login_required
def refund(request, reference):
    refund = find_refund(request, reference)
    context = {
        "refund": refund,
        "step": next_step(refund),
        "moves": moves_of(request, refund),
        "entries": refund.entries.select_related("division"),
        "may_ask_again": refund.status == "sent" and request.user.may(P.PAYMENT_TAKE, refund.division),
        "history": history_of(request, refund),
        "breadcrumbs": crumbs(REFUNDS),
    }
    return render(request, "payments/refund/detail.html", context)


def moves_of(request, refund: Refund) -> list[tuple]:
    """The steps of the table that fit the way in which it goes back, each with what stops it now."""
    not_fitting = "pay" if refund.method == "card" else "send"
    return [
        (LABELS[move.name], f"{refund.get_absolute_url()}{move.name}/", no and str(no))
        for move, no in REFUND.options(refund, request.user)
        if move.name != not_fitting
    ]


@login_required
def refund_ask(request, reference):
    fee = fee_to_take_for(request, reference, P.REFUND_ASK)
    methods = list(dict.fromkeys(fee.entries.filter(kind=EntryKind.RECEIPT).values_list("method", flat=True)))
    left = max(fee.received - (fee.amount if fee.status == "raised" else 0), 0)
    form = AskForm(
        request.POST or None,
        methods=methods,
        initial={"amount": left or None, "seen": fee.received - fee.claimed()},
    )
    if request.method == "POST" and form.is_valid():
        asked = actions.ask_refund(fee, by=request.user, **form.cleaned_data)
        messages.success(request, "Another person approves it now.")
        return redirect(asked)
    return render(request, "payments/refund/ask.html", {"fee": fee, "form": form, "breadcrumbs": crumbs(fee)})


@login_required
@require_POST
def refund_approve(request, reference):
    return redirect(actions.approve_refund(find_refund(request, reference), by=request.user))


@login_required
def refund_decline(request, reference):
    refund = find_refund(request, reference)
    demand(request.user, P.REFUND_APPROVE, refund.division)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.decline_refund(refund, by=request.user, **form.cleaned_data))
    context = {
        "title": f"Decline: {refund}",
        "form": form,
        "submit": "Decline",
        "subject": refund,
        "danger": True,
    }
    return render(request, STEP, context | {"breadcrumbs": crumbs(REFUNDS, refund)})


@login_required
def refund_pay(request, reference):
    refund = find_refund(request, reference)
    demand(request.user, P.PAYMENT_TAKE, refund.division)
    form = PaidForm(request.POST or None, initial={"on": refund.division.today()})
    if request.method == "POST" and form.is_valid():
        return redirect(actions.pay_refund(refund, by=request.user, **form.cleaned_data))
    context = {
        "title": f"Note that it is paid: {refund}",
        "form": form,
        "submit": "It is paid",
        "subject": refund,
    }
    return render(request, STEP, context | {"breadcrumbs": crumbs(REFUNDS, refund)})


@login_required
@require_POST
def refund_send(request, reference):
    return redirect(actions.send_refund(find_refund(request, reference), by=request.user))


@login_required
@require_POST
def refund_again(request, reference):
    return redirect(actions.ask_again(find_refund(request, reference), by=request.user))
