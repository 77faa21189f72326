"""Pages of the Divisional Returning Officer alone. For everybody else they do not exist: 404, not 403."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from electoral.office.faces import paged, way_back
from electoral.office.roles import Permission
from electoral.protected import actions
from electoral.protected.forms import ExclusionForm, ProtectForm, ReasonForm
from electoral.protected.queries import found_person, found_place


def existing(found):
    if found is None:
        raise Http404
    return found


def trail(*places) -> list[dict]:
    divisions = ((str(d), reverse("protected:division", args=[d.code])) for d in places)
    return way_back(("Protected", reverse("protected:index")), *divisions)


@login_required
def index(request):
    divisions = list(request.user.divisions(Permission.PROTECTED_LIST))
    if not divisions:
        raise Http404
    if len(divisions) == 1:
        return redirect("protected:division", divisions[0].code)
    return render(request, "protected/index.html", {"divisions": divisions})


@login_required
def division(request, code):
    """Who is protected, what waits for the DRO, what was looked at; the auditor sees names and looks alone."""
    place = get_object_or_404(request.user.divisions(Permission.PROTECTED_LIST), code=code)
    may_set = request.user.may(Permission.PROTECTION_SET, place)
    form = ProtectForm(request.POST or None)
    if request.method == "POST" and may_set and form.is_valid():
        actions.protect_elector(place, by=request.user, **form.cleaned_data)
        messages.success(request, "The person is protected. Their row has left the roll.")
        return redirect("protected:division", place.code)
    people = actions.people_of(place, by=request.user)
    looks = paged(request, actions.looks_of(place, by=request.user))
    context = {"division": place, "people": people, "looks": looks, "breadcrumbs": trail()}
    if may_set:
        context |= queues(people) | {
            "form": form,
            "exclusions": actions.exclusions_of(place, by=request.user),
        }
    elif request.method == "POST":
        raise Http404
    return render(request, "protected/division.html", context)


def queues(people) -> dict[str, list]:
    """What only the DRO can settle, each a list of people."""
    return {
        "finer": [p for p in people if p["needs_finer"]],
        "nowhere": [p for p in people if not p["has_residence"]],
        "alone": [p for p in people if p["stands_alone"]],
        "not_named": [p for p in people if not p["in_last_file"]],
    }


@login_required
def person(request, person):
    """Asks for a reason; once it is given and written down, shows the person, this once (6.1b)."""
    place, line = existing(found_person(person, request.user))
    context = {
        "person": line,
        "division": place,
        "breadcrumbs": trail(place),
        "form": ReasonForm(request.POST or None),
    }
    if request.method == "POST" and context["form"].is_valid():
        context["seen"] = actions.reveal_person(
            person, by=request.user, reason=context["form"].cleaned_data["reason"]
        )
        return render(request, "protected/seen.html", context)
    return render(request, "protected/person.html", context)


@login_required
def release(request, person):
    place, line = existing(found_person(person, request.user))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.release_person(person, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "The protection is lifted. The person is on the roll again.")
        return redirect("protected:division", place.code)
    context = {"person": line, "division": place, "breadcrumbs": trail(place), "form": form}
    return render(request, "protected/release.html", context)


@login_required
def exclude(request, reference):
    """Leave a residence out of the visits, or lift that (6.1c); whether somebody in danger lives there is not said here."""
    place = existing(found_place(reference, request.user))
    rows = actions.exclusions_of(place.division, by=request.user)
    history = [row for row in rows if row["address_id"] == place.address_id]
    excluded = any(e["lifted_at"] is None for e in history)
    form = ExclusionForm(request.POST or None, initial={"lift": excluded})
    if request.method == "POST" and form.is_valid():
        act = actions.include_residence if form.cleaned_data["lift"] else actions.exclude_residence
        act(place.division, place.id, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "It is written down. The residence shows whether it is to be visited.")
        return redirect("protected:exclude", place.reference)
    context = {"place": place, "history": history, "excluded": excluded, "form": form}
    return render(request, "protected/exclude.html", context | {"breadcrumbs": trail(place.division)})
