"""An advertisement or a release: where it stands, its text, its paper, its steps (3.1, 3.2)."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import told, way_back
from electoral.office.models import Event
from electoral.office.roles import Permission as P
from electoral.papers.models import Document
from electoral.papers.views import given_out
from review.actions import advertisement as actions
from review.actions.publicity import change_advertisement, parts_named, renew_advertisement
from review.forms.publicity import CostForm, LocalForm, NothingForm, PlaceForm, ReasonForm, WordsForm
from review.models import Advertisement
from review.states import ADVERTISEMENT
from review.views.publicity import choices_of, crumbs
from review.waiting.publicity import next_step


class Step(NamedTuple):
    """A step of the workflow as a page: the action, what is asked for, the sentence, the button, the word when done."""

    action: Callable
    form: type
    asks: str
    yes: str
    done: str
    danger: bool = False


STEPS = {
    "request": Step(actions.request_advertisement, NothingForm, "The Area Manager is asked to approve it.", "Ask for approval",
                    "It is with the Area Manager."),
    "approve": Step(actions.approve_advertisement, NothingForm, "The division may then place it.", "Approve", "It is approved."),
    "return": Step(actions.return_advertisement, ReasonForm, "The division reads the reason, changes it and asks again.", "Return it",
                   "It is returned."),
    "place_local": Step(actions.place_local_advertisement, PlaceForm, "The newspaper has it. The copy goes on file.", "Place it", "It is placed."),
    "place": Step(actions.place_advertisement, PlaceForm, "The newspaper has it. The copy goes on file.", "Place it", "It is placed."),
    "leave_out": Step(actions.leave_out_advertisement, ReasonForm, "It is not placed, and the reason is written down: for example no funds.",
                      "Do not place it", "It is written down why it is not placed."),
    "cancel": Step(actions.cancel_advertisement, ReasonForm, "The division does without it.", "Cancel it", "It is cancelled.", danger=True),
    "call_off": Step(actions.call_off_advertisement, ReasonForm, "Another one may then be planned in this newspaper.", "Call it off",
                     "It is called off.", danger=True),
}  # fmt: skip


def find_advertisement(request, reference) -> Advertisement:
    mine = Advertisement.objects.visible_to(request.user).select_related(
        "state", "review__state", "outlet", "local_to__area__state", "requested_by", "decided_by", "placed_by", "planned_by"
    )  # fmt: skip
    return get_object_or_404(mine, reference=reference)


def paper_of(advertisement: Advertisement) -> Document | None:
    filed = Document.objects.filter(kind="advertisement", subject=advertisement.reference).select_related(
        "job"
    )
    return filed.order_by("-ordered_at").first()


def permission_for(advertisement: Advertisement) -> P:
    """What it takes to work on it: a local one is the division's, the others are the Information Officer's."""
    return P.PUBLICITY_WORK if advertisement.is_local else P.PUBLICITY_PLACE


def may_write(user, advertisement: Advertisement) -> bool:
    is_open = advertisement.status in ("planned", "returned")
    return is_open and user.may(permission_for(advertisement), advertisement.place)


def trail(advertisement: Advertisement) -> list[dict]:
    every = reverse("review:advertisements", args=[advertisement.review.reference])
    return crumbs(advertisement.review) + way_back(("Advertisements and releases", every))


@login_required
def detail(request, reference):
    ad = find_advertisement(request, reference)
    parts = parts_named(ad)
    context = {
        "ad": ad,
        "parts": parts,
        "positions": ad.positions.select_related("division").order_by("division__name", "area"),
        "left_out": ad.divisions_left_out() if ad.status == "planned" else (),
        "step": next_step(ad),
        **steps_for(ad, request.user),
        "may_write": may_write(request.user, ad),
        "cost_form": cost_form(request.user, ad),
        "document": paper_of(ad),
        "history": told(Event.objects.about(ad)[:50]),
        "breadcrumbs": trail(ad),
    }
    return render(request, "review/publicity/advertisement.html", context)


def steps_for(ad: Advertisement, user) -> dict:
    """The steps that the person may take: those that go on, as buttons with the reason why not, and those that end it."""
    here, options = ad.get_absolute_url(), ADVERTISEMENT.options(ad, user)
    pages = [(STEPS[m.name], f"{here}{m.name.replace('_', '-')}/", no) for m, no in options]
    return {
        "moves": [(its.yes, url, no and str(no)) for its, url, no in pages if not its.danger],
        "undoing": [(its.yes, url) for its, url, no in pages if its.danger and not no],
    }


def cost_form(user, ad: Advertisement) -> CostForm | None:
    costs = ad.status == "placed" and ad.kind != Advertisement.Kind.RELEASE
    may = costs and user.may(permission_for(ad), ad.place)
    return CostForm(initial={"cost": ad.cost}) if may else None


@login_required
def step(request, reference, verb):
    """One step with what it asks for; who may not take it, or not now, is told why."""
    ad, its = find_advertisement(request, reference), STEPS[verb]
    if refusal := ADVERTISEMENT.moves[verb].refusal(ad, request.user):
        raise refusal
    form = its.form(request.POST if request.method == "POST" else None, initial={"appears_on": ad.appears_on})
    if request.method == "POST" and form.is_valid():
        its.action(ad, by=request.user, **form.cleaned_data)
        messages.success(request, its.done)
        return redirect(ad)
    context = {"ad": ad, "step": its, "form": form, "breadcrumbs": trail(ad)}
    return render(request, "review/publicity/step.html", context)


@login_required
def change(request, reference):
    """The day and the words; of a local one that was returned also what was asked (3.1d)."""
    ad = find_advertisement(request, reference)
    demand(request.user, permission_for(ad), ad.place)
    form = form_for(ad, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        changed = change_advertisement(ad, by=request.user, **form.cleaned_data)
        messages.success(request, "It is changed.")
        return redirect(changed)
    return render(request, "review/publicity/change.html", {"ad": ad, "form": form, "breadcrumbs": trail(ad)})


def form_for(ad: Advertisement, data):
    now = {name: getattr(ad, name) for name in ("appears_on", "text", "ground", "applications_so_far")}
    if not ad.is_local:
        return WordsForm(data, initial=now)
    chosen = [p.reference for p in ad.positions.all()]
    form = LocalForm(
        data,
        **choices_of(parts_named(ad)[0]),
        initial=now | {"outlet": ad.outlet and ad.outlet.reference, "positions": chosen},
    )
    form.fields["text"].required = True
    form.fields["text"].help_text = ""
    return form


@login_required
@require_POST
def renew(request, reference):
    renewed = renew_advertisement(find_advertisement(request, reference), by=request.user)
    messages.success(request, "It is written again from the facts of the review.")
    return redirect(renewed)


@login_required
@require_POST
def cost(request, reference):
    ad, form = find_advertisement(request, reference), CostForm(request.POST)
    demand(request.user, permission_for(ad), ad.place)
    if form.is_valid():
        actions.enter_cost(ad, by=request.user, **form.cleaned_data)
        messages.success(request, "Its cost is entered.")
    else:
        messages.error(request, "Type the cost in dollars, for example 412.50.")
    return redirect(ad)


@login_required
def paper(request, reference):
    ad = find_advertisement(request, reference)
    return given_out(get_object_or_404(Document.objects.kept(), kind="advertisement", subject=ad.reference))
