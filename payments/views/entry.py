"""One movement of money, its receipt, and a bank that takes it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from electoral.office.actions import demand
from electoral.office.roles import Permission as P
from electoral.papers.views import given_out
from payments.actions import receipt as actions
from payments.forms.fee import WhyForm
from payments.models import BankLine, Entry, EntryKind
from payments.views.fee import STEP
from payments.views.lists import crumbs, history_of


def find_entry(request, reference) -> Entry:
    entries = Entry.objects.visible_to(request.user).select_related(
        "fee__division__area__state", "division__area__state", "by", "refund", "reverses__division"
    )
    return get_object_or_404(entries, reference=reference)


@login_required
def entry(request, reference):
    entry = find_entry(request, reference)
    can_go_back = entry.kind == EntryKind.RECEIPT and entry.method in actions.BACK
    context = {
        "entry": entry,
        "paper": actions.receipt_of(entry),
        "chain": chain_of(entry),
        "line": line_of(entry),
        "is_undone": entry.reversed_by.filter(kind=EntryKind.UNMATCHED).exists(),
        "is_receipt": entry.kind == EntryKind.RECEIPT,
        "may_make": request.user.may(P.PAPER_MAKE, entry.division),
        "may_take_back": can_go_back and request.user.may(P.PAYMENT_TAKE, entry.division),
        "history": history_of(request, entry),
        "breadcrumbs": crumbs(entry.fee),
    }
    return render(request, "payments/entry/detail.html", context)


def chain_of(entry: Entry) -> list[Entry]:
    """What took it back, what came in again after that, and so on."""
    following = entry.reversed_by.select_related("division").first()
    return [following, *chain_of(following)] if following else []


def line_of(entry: Entry) -> BankLine | None:
    """The line of the bank that it was entered for, though its match may be undone since."""
    receipt = entry.reverses if entry.kind == EntryKind.UNMATCHED else entry
    return (
        BankLine.objects.filter(division=entry.division, reference=receipt.external).first()
        if receipt
        else None
    )


@login_required
def entry_receipt(request, reference):
    entry = find_entry(request, reference)
    if request.method == "POST":
        actions.order_receipt(entry, by=request.user)
        messages.success(request, "The receipt is being made.")
        return redirect(entry)
    return given_out(actions.receipt_given_out(entry, by=request.user))


@login_required
def entry_back(request, reference):
    entry = find_entry(request, reference)
    demand(request.user, P.PAYMENT_TAKE, entry.division)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_back(entry, by=request.user, **form.cleaned_data)
        messages.success(request, "It is entered; the invoice is owed again.")
        return redirect(entry.fee)
    words = {
        "cheque": "The bank did not honour this cheque.",
        "card": "The card's bank took this payment back.",
    }
    context = {"title": f"Taken back by the bank: {entry}", "form": form, "submit": "Enter it", "subject": entry, "danger": True,
               "words": words.get(entry.method, ""), "breadcrumbs": crumbs(entry.fee, entry)}  # fmt: skip
    return render(request, STEP, context)
