"""The account into which people pay: proposed, put in force by another, and those before it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from payments.actions import account as actions
from payments.forms.account import AccountFilter, CheckedForm, ProposeForm
from payments.forms.fee import WhyForm
from payments.models import Account
from payments.queries.account import account_of
from payments.views.fee import STEP
from payments.views.lists import crumbs, history_of, my_divisions
from payments.waiting.account import compared, moves_of, next_step

ACCOUNTS = ("Bank accounts", reverse_lazy("payments:accounts"))
COLUMNS = ("account", "division", "name", "bank", "numbers", "standing", "from", "until", "proposed by", "put in force by", "how made sure", "why")  # fmt: skip


def find_account(request, reference) -> Account:
    rows = Account.objects.visible_to(request.user).select_related(
        "division__area__state", "proposed_by", "accepted_by"
    )
    return get_object_or_404(rows, reference=reference)


def account_to(request, reference, permission) -> Account:
    account = find_account(request, reference)
    demand(request.user, permission, account.division)
    return account


@login_required
def accounts(request):
    mine = my_divisions(request)
    form = AccountFilter(request.GET, divisions=mine)
    rows = Account.objects.visible_to(request.user).select_related("division", "proposed_by", "accepted_by")
    rows = form.applied(rows).order_by("-pk")
    if request.GET.get("format") == "csv":
        return sheet("accounts", COLUMNS, (row_of(account) for account in rows))
    proposing = request.user.divisions(P.BANK_ACCOUNT_PROPOSE)
    without = mine.exclude(pk__in=Account.objects.in_force().values("division"))
    context = {
        "form": form, "page": paged(request, rows), "mine": mine, "without": without, "may_propose": proposing.exists(),
        "breadcrumbs": crumbs(),
    }  # fmt: skip
    return render(request, "payments/account/list.html", context)


def row_of(account: Account) -> tuple:
    said = (account.name, account.bank, "; ".join(account.numbers.splitlines()), account.get_status_display())
    people = (str(account.proposed_by), str(account.accepted_by or ""), account.checked, account.why)
    days = (account.from_on or "", account.ended_on or "")
    return (account.reference, account.division.code, *said, *days, *people)


@login_required
def account(request, reference):
    account = find_account(request, reference)
    now = account_of(account.division)
    context = {
        "account": account,
        "now": now,
        "step": next_step(account),
        "moves": moves_of(account, request.user),
        "compared": compared(account, now),
        "history": history_of(request, account),
        "breadcrumbs": crumbs(ACCOUNTS),
    }
    return render(request, "payments/account/detail.html", context)


@login_required
def account_new(request):
    divisions = request.user.divisions(P.BANK_ACCOUNT_PROPOSE)
    demand(request.user, P.BANK_ACCOUNT_PROPOSE, divisions.first())
    form = ProposeForm(request.POST or None, divisions=divisions)
    if request.method == "POST" and form.is_valid():
        made = actions.propose_account(by=request.user, **form.cleaned_data)
        messages.success(request, "Proposed. Another person makes sure of it and puts it in force.")
        return redirect(made)
    return render(request, "payments/account/new.html", {"form": form, "breadcrumbs": crumbs(ACCOUNTS)})


@login_required
def account_accept(request, reference):
    account = account_to(request, reference, P.BANK_ACCOUNT_ACCEPT)
    form = CheckedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = actions.accept_account(account, by=request.user, **form.cleaned_data)
        messages.success(request, "It is in force. Invoices name it from now on.")
        return redirect(account)
    now = account_of(account.division)
    context = {
        "account": account,
        "form": form,
        "now": now,
        "compared": compared(account, now),
        "breadcrumbs": crumbs(ACCOUNTS, account),
    }
    return render(request, "payments/account/accept.html", context)


@login_required
def account_decline(request, reference):
    account = account_to(request, reference, P.BANK_ACCOUNT_PROPOSE)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.decline_account(account, by=request.user, **form.cleaned_data))
    context = {
        "title": f"Decline: {account}",
        "form": form,
        "submit": "Decline",
        "subject": account,
        "danger": True,
    }
    return render(request, STEP, context | {"breadcrumbs": crumbs(ACCOUNTS, account)})


@login_required
def account_stop(request, reference):
    account = account_to(request, reference, P.BANK_ACCOUNT_ACCEPT)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.stop_account(account, by=request.user, **form.cleaned_data))
    context = {"title": f"Stop: {account}", "form": form, "submit": "Stop it", "subject": account, "danger": True,
               "words": "No paper names it from now on. Until another account is put in force, nobody is asked to pay by transfer."}  # fmt: skip
    return render(request, STEP, context | {"breadcrumbs": crumbs(ACCOUNTS, account)})
