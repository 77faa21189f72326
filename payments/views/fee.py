"""Invoices: the list, one, money over the counter, cancelling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from payments.actions import card, receipt
from payments.actions import fee as actions
from payments.forms.fee import FeeFilter, TakeForm, WhyForm
from payments.models import Fee
from payments.rules.fee import standing_of
from payments.states import AttemptStatus, FeeStatus
from payments.views.lists import crumbs, history_of, my_divisions, plain
from payments.waiting.fee import moves_of, next_step

SORTS = {"number": "number", "due": "due_on", "amount": "amount", "owing": "owing"}
COLUMNS = (
    "invoice",
    "title",
    "for",
    "currency",
    "amount",
    "received",
    "to be paid",
    "due",
    "standing",
    "reference",
)
STEP = "payments/step.html"


def find_fee(request, reference) -> Fee:
    fees = Fee.objects.visible_to(request.user).with_balance()
    return get_object_or_404(fees.select_related("division__area__state", "raised_by"), reference=reference)


def fee_to_take_for(request, reference, permission=P.PAYMENT_TAKE) -> Fee:
    fee = find_fee(request, reference)
    demand(request.user, permission, fee.division)
    return fee


def standing(fee: Fee):
    return standing_of(fee.status, fee.amount, fee.received, fee.due_on, fee.division.today())


@login_required
def fees(request):
    form = FeeFilter(request.GET, divisions=my_divisions(request))
    rows = Fee.objects.visible_to(request.user).with_balance().select_related("division__area__state")
    rows = in_order(request, form.applied(rows, timezone.localdate()), SORTS, "-raised_at")
    if request.GET.get("format") == "csv":
        return sheet("invoices", COLUMNS, (row_of(fee) for fee in rows))
    page = paged(request, rows)
    context = {
        "form": form,
        "page": page,
        "rows": [(fee, standing(fee)) for fee in page],
        "mine": my_divisions(request),
    }
    return render(request, "payments/fee/list.html", context)


def row_of(fee: Fee) -> tuple:
    owing = max(fee.owing, 0) if fee.status == FeeStatus.RAISED else 0
    sums = (plain(fee.amount), plain(fee.received), plain(owing))
    return (
        fee.invoice_number,
        fee.title,
        fee.subject,
        fee.currency,
        *sums,
        fee.due_on,
        standing(fee).words,
        fee.reference,
    )


@login_required
def fee(request, reference):
    fee = find_fee(request, reference)
    coming_back = fee.claimed()
    context = {
        "fee": fee,
        "standing": standing(fee),
        "step": next_step(fee, coming_back),
        "moves": moves_of(fee, request.user, coming_back),
        "entries": fee.entries.select_related("division", "by"),
        "attempts": fee.attempts.order_by("-pk").prefetch_related("events"),
        "refunds": fee.refunds.select_related("asked_by", "approved_by").order_by("-pk"),
        "may_ask": request.user.may(P.PAYMENT_TAKE, fee.division)
        and fee.attempts.exclude(provider_reference="").exists(),
        "history": history_of(request, fee),
        "breadcrumbs": crumbs(),
    }
    return render(request, "payments/fee/detail.html", context)


@login_required
def fee_take(request, reference):
    fee = fee_to_take_for(request, reference)
    owing = max(fee.owing, 0)
    form = TakeForm(
        request.POST or None, initial={"amount": owing or None, "on": fee.division.today(), "seen": fee.owing}
    )
    if request.method == "POST" and form.is_valid():
        entry = receipt.take_payment(fee, by=request.user, **form.cleaned_data)
        messages.success(request, f"Entered. Receipt {entry.receipt_number} is being made.")
        return redirect(entry)
    context = {"fee": fee, "form": form, "breadcrumbs": crumbs(fee), "standing": standing(fee)}
    return render(request, "payments/fee/take.html", context)


@login_required
def fee_cancel(request, reference):
    fee = fee_to_take_for(request, reference, P.REFUND_ASK)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(
            request, f"{actions.cancel_invoice(fee, by=request.user, **form.cleaned_data)} is cancelled."
        )
        return redirect(fee)
    context = {"title": f"Cancel: {fee}", "form": form, "submit": "Cancel the invoice", "subject": fee, "danger": True,
               "words": "Its number stays in the row of numbers. What it was for is no longer to be paid."}  # fmt: skip
    return render(request, STEP, context | {"breadcrumbs": crumbs(fee)})


@login_required
@require_POST
def fee_look(request, reference):
    fee = fee_to_take_for(request, reference)
    for attempt in fee.attempts.exclude(provider_reference="").order_by("pk"):
        card.look_again(attempt)
    still = fee.attempts.filter(status=AttemptStatus.OPEN).count()
    messages.success(
        request,
        f"The provider was asked; {still} of the card payments {'is' if still == 1 else 'are'} still open.",
    )
    return redirect(fee)
