"""Bank statements, and finding the invoice of each line."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from payments.actions import bank as actions
from payments.documents.proposal import proposals
from payments.forms.bank import LineFilter, MatchForm, SetAsideForm, StatementForm
from payments.forms.fee import WhyForm
from payments.models import BankLine, BankStatement
from payments.rules.money import money_text
from payments.states import BANK_LINE
from payments.views.fee import STEP
from payments.views.lists import crumbs, history_of, my_divisions, plain

SORTS = {"on": "on", "amount": "amount", "payer": "payer"}
TRANSFERS = ("Transfers", reverse_lazy("payments:bank_lines"))
COLUMNS = (
    "date",
    "currency",
    "amount",
    "reference",
    "payer",
    "standing",
    "note",
    "invoice",
    "line",
    "may be the same as",
)


def find_line(request, reference) -> BankLine:
    rows = BankLine.objects.visible_to(request.user).select_related(
        "division__area__state", "statement", "entry__fee__division", "like__statement"
    )
    return get_object_or_404(rows, reference=reference)


@login_required
def bank_lines(request):
    form = LineFilter(request.GET, divisions=my_divisions(request))
    rows = BankLine.objects.visible_to(request.user).select_related(
        "division", "entry__fee__division", "like__statement"
    )
    rows = in_order(request, form.applied(rows), SORTS, "on")
    if request.GET.get("format") == "csv":
        return sheet("transfers", COLUMNS, (row_of(line) for line in rows))
    page = paged(request, rows)
    waiting = [line for line in page if line.status == "unmatched"]
    found = proposals(waiting) if waiting else {}
    may_take = {d.pk for d in request.user.divisions(P.PAYMENT_TAKE)}
    context = {
        "form": form, "page": page, "may_take": may_take, "mine": my_divisions(request),
        "rows": [(line, next(iter(found.get(line.pk, [])), None)) for line in page],
    }  # fmt: skip
    return render(request, "payments/bank/lines.html", context)


def row_of(line: BankLine) -> tuple:
    invoice = line.entry.fee.invoice_number if line.entry else ""
    said = (line.text, line.payer, line.get_status_display(), line.note, invoice, line.reference)
    return (line.on, line.currency, plain(line.amount), *said, line.like.reference if line.like else "")


@login_required
def bank_line(request, reference):
    line = find_line(request, reference)
    is_open = line.status == "unmatched"
    context = {
        "line": line,
        "proposals": proposals([line])[line.pk] if is_open else [],
        "may_take": request.user.may(P.PAYMENT_TAKE, line.division),
        "form": MatchForm(),
        "aside": SetAsideForm(prefix="aside"),
        "is_open": is_open,
        "moves": moves_of(line, request.user),
        "history": history_of(request, line),
        "breadcrumbs": crumbs(TRANSFERS),
    }
    return render(request, "payments/bank/line.html", context)


def moves_of(line: BankLine, user) -> list[tuple]:
    """Undoing a match has a page of its own; the other steps are forms of this one."""
    return [
        ("Undo the match", f"{line.get_absolute_url()}undo/", no and str(no))
        for move, no in BANK_LINE.options(line, user)
        if move.name == "undo"
    ]


@login_required
@require_POST
def bank_line_match(request, reference):
    line = find_line(request, reference)
    demand(request.user, P.PAYMENT_TAKE, line.division)
    form = MatchForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write the number of an invoice.")
        return redirect(line)
    fee = actions.fee_named(line, form.cleaned_data["invoice"])
    actions.match_line(line, fee, note=form.cleaned_data["note"], by=request.user)
    messages.success(request, f"Matched with {fee}.")
    return redirect("payments:bank_lines")


@login_required
@require_POST
def bank_line_aside(request, reference):
    line = find_line(request, reference)
    demand(request.user, P.PAYMENT_TAKE, line.division)
    form = SetAsideForm(request.POST, prefix="aside")
    if form.is_valid():
        return redirect(actions.set_aside_line(line, by=request.user, **form.cleaned_data))
    messages.error(request, "Say what this money is, and who looks after it.")
    return redirect(line)


@login_required
@require_POST
def bank_line_up(request, reference):
    return redirect(actions.take_up_line(find_line(request, reference), by=request.user))


@login_required
def bank_line_undo(request, reference):
    line = find_line(request, reference)
    demand(request.user, P.REFUND_APPROVE, line.division)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        line = actions.undo_match(line, by=request.user, **form.cleaned_data)
        messages.success(request, "The match is undone. The line waits again for its invoice.")
        return redirect(line)
    context = {"title": f"Undo the match: {line}", "form": form, "submit": "Undo the match", "subject": line, "danger": True,
               "words": words_of(line), "breadcrumbs": crumbs(TRANSFERS, line)}  # fmt: skip
    return render(request, STEP, context)


def words_of(line: BankLine) -> str:
    """What undoing its match does, before it is done."""
    if line.entry is None:
        return "It is matched with no invoice now."
    fee, amount = line.entry.fee, money_text(line.amount, line.currency)
    return (
        f"It pays {fee}, {fee.title}. Undone, {amount} less stands in the ledger for that invoice, and this line waits for its right one. "
        "No money goes back to anybody. What was given out for the invoice already is not called back by this."
    )


@login_required
def statements(request):
    rows = (
        BankStatement.objects.visible_to(request.user).select_related("division", "read_by").order_by("-pk")
    )
    context = {
        "page": paged(request, rows),
        "may_read": request.user.may(P.PAYMENT_TAKE),
        "mine": my_divisions(request),
        "breadcrumbs": crumbs(TRANSFERS),
    }
    return render(request, "payments/bank/statements.html", context)


@login_required
def statement(request, reference):
    rows = BankStatement.objects.visible_to(request.user).select_related("division__area__state", "read_by")
    statement = get_object_or_404(rows, reference=reference)
    of_known = request.GET.get("show") == "known"
    lines = statement.lines_known_by_words() if of_known else statement.lines.all()
    context = {
        "statement": statement,
        "of_known": of_known,
        "others": set(statement.lines.exclude(like=None).values_list("like_id", flat=True)),
        "may_take": request.user.may(P.PAYMENT_TAKE, statement.division),
        "page": paged(request, lines.select_related("statement", "like__statement").order_by("on", "pk")),
        "history": history_of(request, statement),
        "breadcrumbs": crumbs(TRANSFERS),
    }
    return render(request, "payments/bank/statement.html", context)


@login_required
@require_POST
def statement_another(request, reference):
    statement = get_object_or_404(BankStatement.objects.visible_to(request.user), reference=reference)
    line = actions.read_alike(statement, request.POST.get("line", ""), by=request.user)
    messages.success(request, "It is entered as another payment, and waits for its invoice.")
    return redirect(line)


@login_required
def statement_new(request):
    divisions = request.user.divisions(P.PAYMENT_TAKE)
    demand(request.user, P.PAYMENT_TAKE, divisions.first())
    form = StatementForm(request.POST or None, request.FILES or None, divisions=divisions)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.receive_statement(
            given["division"], content=given["content"], file_name=given["file"].name, by=request.user
        )
        messages.success(
            request, f"{made.lines_read} lines were read; {made.lines_known} of them were known already."
        )
        return redirect(made)
    return render(
        request, "payments/bank/statement_new.html", {"form": form, "breadcrumbs": crumbs(TRANSFERS)}
    )
