"""The register of supplies: every copy, view and refusal, as it was written down; nobody changes it (E9)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from electoral.office.faces import paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from registers.forms.supply import SupplyFilter
from registers.models import Supply
from registers.views.desk import crumbs, division_asked_for, my_divisions

SORTS = {"when": "at", "who": "name", "product": "product", "kind": "kind"}
COLUMNS = (
    "reference", "when", "kind", "subject", "applicant", "organisation", "name", "product", "edition", "area", "form", "entries",
    "sha256", "basis", "purpose", "way", "reason", "destroy by", "by",
)  # fmt: skip
# The page of what a line tells of, by the letter of its reference.
PAGES = {"D": "registers:request", "I": "registers:inspection", "S": "registers:release"}


@login_required
def supplies(request):
    division = division_asked_for(request)
    rows = Supply.objects.visible_to(request.user).filter(division=division)
    form = SupplyFilter(request.GET, divisions=my_divisions(request), division=division, rows=rows)
    rows = in_order(request, form.applied(rows.select_related("edition", "by")), SORTS, "-at")
    if request.GET.get("format") == "csv":
        return sheet("register-of-supplies", COLUMNS, (row_of(line) for line in rows.iterator()))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_look": division and request.user.may(P.HOLDERS_LOOK, division),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/supply/index.html", context)


def row_of(line: Supply) -> tuple:
    return (
        line.reference, timezone.localtime(line.at), line.get_kind_display(), line.subject, line.applicant, line.organisation,
        line.name, line.product, line.edition or "", line.area, line.form, line.entries, line.sha256, line.basis, line.purpose,
        line.way, line.reason, line.destroy_by or "", line.by,
    )  # fmt: skip


@login_required
def supply(request, reference):
    rows = Supply.objects.visible_to(request.user).select_related("division", "edition", "by")
    line = get_object_or_404(rows, reference=reference)
    context = {
        "line": line,
        "facts": facts_of(line),
        "others": rows.filter(division=line.division, subject=line.subject)
        .exclude(pk=line.pk)
        .order_by("at"),
        "breadcrumbs": crumbs(line.division, Supply),
    }
    return render(request, "registers/supply/detail.html", context)


def facts_of(line: Supply) -> list[dict]:
    """The columns of a line, in the words of a page; what is empty is left out."""
    told = {
        "When": timezone.localtime(line.at).strftime("%-d %B %Y, %H:%M"), "Who got it": "\n".join(filter(None, (line.name, line.organisation))),
        "Kind of applicant": line.applicant, "What": line.product, "Edition": line.edition, "Area": line.area, "Form": line.form,
        "Entries": line.entries, "Way": line.way, "Basis": line.basis, "Purpose": line.purpose, "What was said": line.reason,
        "Destroy by": line.destroy_by and f"{line.destroy_by:%-d %B %Y}", "Sum of the file (sha256)": line.sha256,
        "Written down by": line.by,
    }  # fmt: skip
    subject = {"key": "Tells of", "value": line.subject, "url": page_of(line)}
    return [
        subject,
        *({"key": key, "value": str(value)} for key, value in told.items() if value not in (None, "")),
    ]


def page_of(line: Supply) -> str:
    return reverse(PAGES[line.subject[0]], args=[line.subject]) if line.subject[:1] in PAGES else ""
