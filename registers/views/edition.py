"""Editions at the desk: the list, one that is ordered, one's page, one that is dropped (E5)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.jobs.views import steps_of_job
from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from registers.actions.edition import drop_edition, order_edition
from registers.forms.edition import EditionFilter, EditionForm, FamilyForm
from registers.models import Edition, Entitlement, Family, Product, Supply
from registers.states import EDITION
from registers.views.desk import crumbs, division_asked_for, division_to_work_in, my_divisions

SORTS = {"day": "speaks_on", "title": "title", "entries": "entries", "status": "status"}
COLUMNS = ("reference", "what", "as of", "status", "entries", "sealed", "ordered by")
CHANGES = ("added", "altered", "deleted")


def find_edition(request, reference) -> Edition:
    rows = Edition.objects.visible_to(request.user).select_related(
        "division__area__state", "job__requested_by", "job__division", "ordered_by", "earlier", "later"
    )
    return get_object_or_404(rows, reference=reference)


@login_required
def editions(request):
    division = division_asked_for(request)
    form = EditionFilter(request.GET, divisions=my_divisions(request), division=division)
    rows = Edition.objects.visible_to(request.user).filter(division=division, **form.chosen)
    rows = in_order(request, rows.select_related("division", "ordered_by", "job"), SORTS, "-ordered_at")
    if request.GET.get("format") == "csv":
        return sheet("editions", COLUMNS, (row_of(edition) for edition in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_seal": division and request.user.may(P.EDITION_SEAL, division),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/edition/list.html", context)


def row_of(edition: Edition) -> tuple:
    sealed = timezone.localtime(edition.sealed_at).date() if edition.sealed_at else ""
    told = (edition.get_status_display(), edition.entries if edition.entries is not None else "", sealed)
    return (edition.reference, edition.title, edition.speaks_on, *told, edition.ordered_by)


@login_required
def edition(request, reference):
    found = find_edition(request, reference)
    supplies = Supply.objects.visible_to(request.user).filter(edition=found).order_by("-at")
    context = {
        "edition": found,
        "holds": products_of(found),
        "changes": [(name, found.counts[name]) for name in CHANGES if name in found.counts],
        "notices": Edition.objects.visible_to(request.user).filter(later=found).order_by("-ordered_at"),
        "page": paged(request, supplies),
        "options": EDITION.options(found, request.user),
        "history": history_of(request, found),
        "breadcrumbs": crumbs(found.division, Edition),
    }
    steps = steps_of_job(found.job, request.user) if found.job else {}
    return render(request, "registers/edition/page.html", context | steps)


def products_of(edition: Edition) -> list[tuple[Product, int]]:
    """The products that the edition holds and somebody of this nation may have, each with its entries."""
    nation = edition.division.area.state.jurisdiction
    rows = Entitlement.objects.in_force(edition.division.today()).filter(jurisdiction=nation)
    offered = Product.objects.filter(pk__in=edition.counts, entitlement__in=rows).distinct().order_by("name")
    return [(product, edition.counts[product.pk]) for product in offered]


@login_required
def edition_new(request):
    """What is to be sealed is asked first; then what an edition of that kind must say."""
    division = division_to_work_in(request, work=P.EDITION_SEAL)
    first = FamilyForm(request.GET if "family" in request.GET else None)
    context = {"division": division, "form": first, "breadcrumbs": crumbs(division, Edition)}
    if not first.is_valid():
        return render(request, "registers/edition/family.html", context)
    family = first.cleaned_data["family"]
    form = EditionForm(request.POST or None, division=division, family=family)
    if request.method == "POST" and form.is_valid():
        made = order_edition(division, family=family, by=request.user, **form.given)
        messages.success(request, "It is ordered. A worker copies the roll and seals it.")
        return redirect(made)
    context |= {"form": form, "family": Family(family)}
    return render(request, "registers/edition/new.html", context)


@login_required
@require_POST
def edition_drop(request, reference):
    dropped = drop_edition(find_edition(request, reference), by=request.user)
    messages.success(request, "It was dropped. Nothing was sealed.")
    return redirect(dropped)
