"""The ledger of a division and a span of days beside what proves it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from electoral.office.faces import paged
from electoral.office.lists import division_asked_for, sheet
from electoral.office.roles import Permission as P
from payments.documents import reconciliation as documents
from payments.documents.outstanding import position
from payments.forms.fields import SpanForm
from payments.models import Entry
from payments.views.lists import crumbs, my_divisions, plain

SHOWN = 100  # of the differences; the sheet has them all
DAYS = ("date", "how", "receipts", "currency", "received", "gone back", "left", "proved from outside")
DIFFERENCES = ("date", "what", "currency", "amount", "why")
LEDGER = (
    "date",
    "number",
    "kind",
    "how",
    "invoice",
    "currency",
    "amount",
    "outside id",
    "note",
    "entered by",
    "entered at",
)


@login_required
def reconciliation(request):
    division = division_asked_for(request, P.PAYMENT_VIEW)
    if division is None:
        return render(request, "payments/reconciliation/page.html", {"division": None})
    form = SpanForm(request.GET, divisions=my_divisions(request))
    today = division.today()
    since, until = form.span(today - timedelta(days=30), today)
    currency = documents.currency_at(division)
    return answer(request, division, since, until, currency)


def answer(request, division, since, until, currency):
    found, days = documents.differences(division, since, until), documents.days(division, since, until)
    match request.GET.get("format"):
        case "csv":
            return sheet("differences", DIFFERENCES, (row_of_difference(d, currency) for d in found))
        case "ledger":
            return sheet(
                "ledger", LEDGER, (row_of(e) for e in entries_of(request.user, division, since, until))
            )
        case "days":
            return sheet("days", DAYS, (row_of_day(day, currency) for day in days))
    shown = {"division": division.code, "since": since, "until": until}
    form = SpanForm({**shown}, divisions=my_divisions(request))
    context = {
        "division": division, "form": form, "since": since, "until": until, "currency": currency, "breadcrumbs": crumbs(),
        "differences": found[:SHOWN], "found": len(found), "page": paged(request, days), "totals": documents.totals(days),
        "position": position(division, since, until), "before": since - timedelta(days=1),
    }  # fmt: skip
    return render(request, "payments/reconciliation/page.html", context)


def entries_of(user, division, since, until):
    rows = Entry.objects.visible_to(user).filter(division=division, on__range=(since, until))
    return rows.select_related("fee__division", "division", "by")


def row_of_difference(difference: documents.Difference, currency: str) -> tuple:
    return (difference.on, difference.what, currency, plain(difference.amount), difference.why)


def row_of_day(day: documents.Day, currency: str) -> tuple:
    sums = (plain(amount) for amount in (day.received, day.back, day.left))
    return (
        day.on,
        day.method.label,
        day.receipts,
        currency,
        *sums,
        "" if day.proved is None else plain(day.proved),
    )


def row_of(entry: Entry) -> tuple:
    what = (
        entry.receipt_number,
        entry.get_kind_display(),
        entry.get_method_display(),
        entry.fee.invoice_number,
    )
    return (
        entry.on,
        *what,
        entry.currency,
        plain(entry.amount),
        entry.external,
        entry.note,
        str(entry.by),
        entry.at.isoformat(),
    )
