"""The visitor's screen at a supervised visit. What is typed comes by POST alone and stands in no address (regulation 43)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from electoral.office.actions import demand
from electoral.office.roles import Permission as P
from electoral.roll.models import Street
from registers.actions import look
from registers.documents.inspection import headings
from registers.forms.inspection import PageForm, StreetForm
from registers.models import Inspection
from registers.rules.inspection import shows_addresses
from registers.views.inspection import find_inspection


@login_required
@never_cache
def screen(request, reference):
    """One page for everything: a street is looked for, one is chosen, its entries are turned page by page."""
    one = find_inspection(request, reference)
    demand(request.user, P.INSPECTION_SUPERVISE, one.division)
    if reason := look.why_closed(one, request.user):
        return render(request, "registers/inspection/closed.html", {"inspection": one, "reason": reason})
    form = StreetForm(request.POST if "street" in request.POST else None)
    context = {
        "inspection": one,
        "form": form,
        "now": timezone.now(),
        "shown": None,
        "by_address": shows_addresses(one.product_id),
        "headings": headings(one.product_id),
        **(asked_for(request, one, form) if request.method == "POST" else {}),
    }
    return render(request, "registers/inspection/screen.html", context)


def asked_for(request, one: Inspection, form: StreetForm) -> dict:
    """What the POST asks for: streets of a name, or a page of entries."""
    if "street" in request.POST:
        return streets(request, one, form) if form.is_valid() else {}
    turned = PageForm(request.POST)
    turned.is_valid()
    return {"shown": page_of(request, one, turned.cleaned_data)}


def streets(request, one: Inspection, form: StreetForm) -> dict:
    """The streets of that name; where there is one, its entries."""
    found = look.streets_named(one, form.cleaned_data["street"], by=request.user)
    number = form.cleaned_data["number"]
    if len(found) == 1:
        return {"shown": look.look_at_street(one, found[0], number=number, by=request.user)}
    return {"streets": found, "number": number, "nothing": not found}


def page_of(request, one: Inspection, asked: dict) -> look.Shown:
    page = asked.get("page") or 1
    if not asked.get("place"):
        return look.look_at_the_rest(one, page=page, by=request.user)
    rows = Street.objects.filter(division=one.division_id).select_related("locality")
    street = get_object_or_404(rows, pk=asked["place"])
    return look.look_at_street(one, street, number=asked.get("number"), page=page, by=request.user)
