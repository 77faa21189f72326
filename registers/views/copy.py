"""The copy of a request at the desk: ordered, watched, looked into, checked or sent back (E5, E7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from electoral.office.actions import demand
from electoral.office.faces import history_of
from electoral.office.roles import Permission as P
from registers.actions import copy as actions
from registers.actions.recall import what_may_be_held, why_not_destroyed
from registers.documents.preview import first_page, look_into
from registers.forms.release import PrepareForm, WhyForm
from registers.models import AccessRequest, Copy
from registers.rules.release import FIRST_ROWS
from registers.states import ACCESS_REQUEST
from registers.views.decided import decided_of
from registers.views.desk import crumbs_of, find_request


def refusal_of(asked: AccessRequest, move: str, user) -> str:
    """Why the step may not be taken now, in a sentence; empty where nothing stands against it."""
    refusal = ACCESS_REQUEST.moves[move].refusal(asked, user)
    return str(refusal) if refusal else ""


STEPS = {"check": "Check the copy", "release": "Release the copy"}
UNDOING = {"redo": "Send the copy back", "take_back": "Take the release back", "recall": "Recall the copy"}


def steps_of_copy(asked: AccessRequest, user) -> dict:
    """The steps of the copy: those ahead as buttons (label, address, why not now), those that undo something apart from them."""
    here, offered = asked.get_absolute_url(), ACCESS_REQUEST.options(asked, user)
    found = {
        shown: [
            (words[move.name], f"{here}{move.name.replace('_', '-')}/", str(no) if no else None)
            for move, no in offered
            if move.name in words
            and not (no and move.name == "recall")  # there is nothing to recall: no button for it
        ]
        for shown, words in (("copy_steps", STEPS), ("copy_undoing", UNDOING))
    }
    if asked.status == "checked" and not asked.has_copy:  # sending it back is what lies ahead
        return {"copy_steps": found["copy_undoing"], "copy_undoing": []}
    return found


def copies_context(request, asked: AccessRequest) -> dict:
    """What `registers/release/copies.html` shows of a request: its copies, how far one is, its releases, the next steps."""
    may_work = request.user.may(P.REGISTER_WORK, asked.division)
    in_work = asked.copies.filter(destroyed_at=None, job__status__in=("queued", "running")).exists()
    return {
        "asked": asked,
        "copies": asked.copies.select_related("job", "ordered_by").order_by("-pk"),
        "releases": asked.releases.select_related("released_by").order_by("-pk"),
        "may_prepare": may_work and asked.status == "accepted" and not in_work,
        "why_not_prepare": refusal_of(asked, "prepare", request.user)
        or actions.why_not_by(asked, request.user)
        or "",
        "asks_whose": asked.items_now.filter(product="OWN").exists(),
        **steps_of_copy(asked, request.user),
        "may_close": may_work and not why_not_destroyed(asked, request.user),
    }


@login_required
def prepare(request, reference):
    """Order the copy. For somebody's own entry the page asks first whose it is; for all else it asks nothing."""
    asked = find_request(request, reference)
    demand(request.user, P.REGISTER_WORK, asked.division)
    form = PrepareForm(request.POST if request.method == "POST" else None, asked=asked)
    if request.method == "POST" and form.is_valid():
        actions.order_copy(asked, by=request.user, **form.cleaned_data)
        messages.success(request, "The copy is being prepared. It is checked by another person next.")
        return redirect("registers:copy", asked.reference)
    words = {
        "title": "Prepare the copy", "submit": "Prepare the copy", "refusal": refusal_of(asked, "prepare", request.user),
        "lead": "A worker writes it and checks it; another person looks at it before it is released.",
    }  # fmt: skip
    context = words | {"form": form, "back_url": asked.get_absolute_url(), "breadcrumbs": crumbs_of(asked)}
    return render(request, "registers/release/step.html", context)


@login_required
def copy(request, reference):
    """The copy of a request: how far its making is; made, everything of it on one page."""
    asked = find_request(request, reference)
    demand(request.user, P.COPY_CHECK, asked.division)
    newest = asked.copies.select_related("job", "ordered_by").order_by("-pk").first()
    if newest and newest.sha256:  # made while the page was asked for
        asked = find_request(request, reference)
    context = {
        **decided_of(asked),
        **copies_context(request, asked),
        **found_in(actions.standing_copy(asked)),
        "newest": newest,
        "options": [
            (m, no) for m, no in ACCESS_REQUEST.options(asked, request.user) if m.name in ("check", "redo")
        ],
        "history": history_of(request, asked),
        "breadcrumbs": crumbs_of(asked),
    }
    return render(request, "registers/release/copy.html", context)


def found_in(made: Copy | None) -> dict:
    """What the copy that stands holds, for the eyes of whoever checks it."""
    return {
        "copy": made,
        "files": look_into(made) if made and actions.is_on_file(made) else [],
        "first_rows": FIRST_ROWS,
        "why_not_sound": actions.why_not_sound(made) if made else "",
    }


@login_required
def copy_page(request, reference, number):
    """The first page of a print, in the page and nowhere else."""
    asked = find_request(request, reference)
    demand(request.user, P.COPY_CHECK, asked.division)
    made = actions.standing_copy(asked)
    files = look_into(made) if made and actions.is_on_file(made) else []
    page = first_page(made, files[number].name) if isinstance(made, Copy) and number < len(files) else None
    if page is None:
        raise Http404
    response = HttpResponse(page, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    return response


@login_required
def check(request, reference):
    asked = find_request(request, reference)
    demand(request.user, P.COPY_CHECK, asked.division)
    if request.method == "POST":
        actions.check_copy(asked, by=request.user)
        messages.success(
            request, "The copy is checked. It can be released by whoever did not confirm the request."
        )
        return redirect(asked)
    return redirect("registers:copy", asked.reference)


@login_required
def redo(request, reference):
    asked = find_request(request, reference)
    demand(request.user, P.COPY_CHECK, asked.division)
    form = WhyForm(request.POST or None, label="What is wrong with the copy?")
    if request.method == "POST" and form.is_valid():
        actions.redo_copy(asked, by=request.user, **form.cleaned_data)
        messages.success(request, "The copy is sent back and destroyed. Have another prepared.")
        return redirect(asked)
    words = {
        "title": "Send the copy back", "submit": "Send back", "lead": " ".join(["What was prepared is destroyed, and another is prepared.", *what_may_be_held(asked)]),
        "refusal": refusal_of(asked, "redo", request.user), "back_url": asked.get_absolute_url(),
    }  # fmt: skip
    return render(
        request, "registers/release/step.html", {"form": form, "breadcrumbs": crumbs_of(asked), **words}
    )
