"""The page that says who already holds an address: copies and visits of the registers, listings and forms of the Walks (X6)."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from electoral.office.faces import paged
from electoral.office.references import read_reference
from electoral.office.refusals import NotPermitted
from electoral.office.roles import Permission
from electoral.papers.models import Document
from electoral.roll.models import Residence
from registers.actions.holders import ended, holders_of
from registers.models import HolderLook
from walks.models import RR004, Allocation, Listing

OFFERED = 20


class HoldersForm(forms.Form):
    """The address comes by POST alone; `residence` is the one that was chosen among several."""

    address = forms.CharField(
        label="Address, or the reference of the residence",
        max_length=200,
        help_text="As on the roll: 12 Pretend Street.",
    )
    reason = forms.CharField(
        label="Why do you ask?",
        max_length=300,
        help_text="It is kept with your name and the time. Write no name and no address.",
    )
    residence = forms.CharField(max_length=9, required=False, widget=forms.HiddenInput)


@login_required
@never_cache
def holders(request):
    """Asks for an address and a reason; once the question is written down, answers it, this once."""
    divisions = request.user.divisions(Permission.HOLDERS_LOOK)
    if not divisions:
        raise NotPermitted("Only the Divisional Returning Officer asks who holds an address.")
    form = HoldersForm(request.POST or None, initial={"address": request.GET.get("residence", "")})
    looks = HolderLook.objects.visible_to(request.user).filter(division__in=divisions)
    context = {"form": form, "page": paged(request, looks.select_related("by", "division").order_by("-at"))}
    if request.method == "POST" and form.is_valid():
        found = residences(request.user, divisions, form.cleaned_data)
        context |= {"found": found, **(answer(request, found[0], form) if len(found) == 1 else {})}
    return render(request, "holders.html", context)


def residences(user, divisions, asked: dict) -> list[Residence]:
    """The residences that were meant, ended ones too: a copy of last year may show them."""
    rows = Residence.objects.visible_to(user).filter(division__in=divisions).with_street()
    if reference := read_reference(asked["residence"] or asked["address"]):
        return list(rows.filter(reference=reference))
    return list(rows.found(asked["address"])[:OFFERED])


def answer(request, residence: Residence, form: HoldersForm) -> dict:
    held = holders_of(residence, reason=form.cleaned_data["reason"], by=request.user)
    return {
        "held": held,
        "ended": ended(held.supplies),
        "papers": papers_of(residence),
        "form": HoldersForm(),
    }


def papers_of(residence: Residence) -> dict[str, list]:
    """Paper on which it stands: listings by Walk, forms whose map shows its Walk, letters and cards made for it."""
    division = residence.division_id
    listings = Listing.objects.filter(
        division=division, lines__residence=residence, lines__starts_residence=True
    )
    walks = {*listings.values_list("walk", flat=True)}
    walks |= {*Allocation.objects.filter(residence=residence).values_list("walk", flat=True)}
    forms = RR004.objects.filter(division=division, lines__walk__in=walks, document__isnull=False)
    letters = Document.objects.filter(division=division, subject=residence.reference)
    return {
        "listings": list(
            listings.distinct().select_related("walk", "document").order_by("-speaks_of", "-version")
        ),
        "forms": list(forms.distinct().select_related("document").order_by("-submitted_at")),
        "letters": list(letters.order_by("-ordered_at")),
    }
