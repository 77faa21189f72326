"""The spare Walk numbers of a division (1.2b)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from walks.actions.spare_number import give_spare_numbers
from walks.forms.area_change import SpareFilter, SpareForm
from walks.models import SpareNumber
from walks.views.walk import crumbs, find_division, my_divisions

COLUMNS = ("number", "given on", "used by")


@login_required
def index(request, division):
    return shown(request, find_division(request, division), SpareForm())


def shown(request, place, give_form):
    form = SpareFilter(request.GET, divisions=my_divisions(request), division=place)
    pool = SpareNumber.objects.visible_to(request.user).filter(division=place)
    numbers = form.applied(pool).with_use().order_by("number")
    if request.GET.get("format") == "csv":
        rows = ((row.number, row.given_on, row.walk or row.change or "") for row in numbers)
        return sheet(f"spare-numbers-{place.code}", COLUMNS, rows)
    context = {
        "division": place,
        "form": form,
        "give_form": give_form,
        "page": paged(request, numbers.select_related("given_by")),
        "left": pool.free().count(),
        "given": pool.count(),
        "may_give": request.user.may(P.SPARE_NUMBER_GIVE, place),
        "breadcrumbs": crumbs(place),
    }
    return render(request, "walks/change/spare_numbers.html", context)


@login_required
@require_POST
def give(request, division):
    place = find_division(request, division)
    demand(request.user, P.SPARE_NUMBER_GIVE, place)
    form = SpareForm(request.POST)
    if not form.is_valid():
        return shown(request, place, form)
    count = give_spare_numbers(place, by=request.user, **form.cleaned_data)
    messages.success(request, f"{count:,} spare numbers were given.")
    return redirect("walks:spare_numbers", place.code)
