"""The ledger of a division and a span of days beside what proves it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from payments.documents import reconciliation as documents
from payments.forms.fields import SpanForm
from payments.models import Entry
from payments.views.lists import my_divisions, plain, sheet

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
    mine = my_divisions(request)
    code = request.GET.get("division")
    division = get_object_or_404(mine, code=code) if code else mine.first()
    if division is None:
        return render(request, "payments/reconciliation/page.html", {"division": None})
    form = SpanForm(request.GET, divisions=mine)
    today = division.today()
    since, until = form.span(today - timedelta(days=30), today)
    currency = documents.currency_at(division)
    return answer(request, division, since, until, currency)


def answer(request, division, since, until, currency):
    found = documents.differences(division, since, until)
    if request.GET.get("format") == "csv":
        return sheet(
            "differences", DIFFERENCES, ((d.on, d.what, currency, plain(d.amount), d.why) for d in found)
        )
    if request.GET.get("format") == "ledger":
        rows = Entry.objects.visible_to(request.user).filter(division=division, on__range=(since, until))
        return sheet(
            "ledger", LEDGER, (row_of(e) for e in rows.select_related("fee__division", "division", "by"))
        )
    shown = {"division": division.code, "since": since, "until": until}
    form = SpanForm({**shown}, divisions=my_divisions(request))
    context = {
        "division": division, "form": form, "since": since, "until": until, "currency": currency, "differences": found,
        "days": documents.days(division, since, until),
        "breadcrumbs": [{"label": "Payments", "url": reverse("payments:fees")}],
    }  # fmt: skip
    return render(request, "payments/reconciliation/page.html", context)


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
