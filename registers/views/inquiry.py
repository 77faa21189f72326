"""Queries from outside at the desk, and the threads of requests (E1, E10)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from registers.actions import inquiry as actions
from registers.forms.inquiry import AskForm, FinishForm, InquiryFilter, MessageForm, PassForm
from registers.models import AccessRequest, Inquiry
from registers.views.desk import (
    crumbs,
    crumbs_of,
    division_asked_for,
    division_to_work_in,
    find_request,
    my_divisions,
)

SORTS = {"asked": "asked_at", "promised": "promised_on", "subject": "kind__label", "name": "name"}
COLUMNS = (
    "reference",
    "subject",
    "from",
    "asked",
    "promised",
    "first answer",
    "status",
    "passed to",
    "messages",
)
ANSWER = {"label": "Write to the asker", "help_text": "They read it with their reference and their word."}
TO_APPLICANT = {
    "label": "Write to the applicant",
    "help_text": "It does not stop the clock; to do that, ask them for more.",
}
STEP = "step.html"
NOTE = {"label": "Note for colleagues", "help_text": "Nobody outside sees it."}


def thread_context(request, asked: AccessRequest) -> dict:
    """What `registers/inquiry/thread.html` shows of a request: what was written, and the two forms."""
    return {
        "thread": asked.messages.select_related("by"),
        "outside": asked.name,
        "may_write": request.user.may(P.REGISTER_WORK, asked.division),
        "forms": [
            (MessageForm(**TO_APPLICANT, auto_id="say_%s"), reverse("registers:say", args=[asked.reference]), "Send"),
            (MessageForm(**NOTE, auto_id="note_%s"), reverse("registers:say_note", args=[asked.reference]), "Keep the note"),
        ],
    }  # fmt: skip


def find_inquiry(request, reference) -> Inquiry:
    rows = Inquiry.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("division__area__state", "kind", "request", "passed_to"), reference=reference
    )


def inquiry_to_work_on(request, reference) -> Inquiry:
    inquiry = find_inquiry(request, reference)
    demand(request.user, P.REGISTER_WORK, inquiry.division)
    return inquiry


@login_required
def inquiries(request):
    division = division_asked_for(request)
    today = division.today() if division else timezone.localdate()
    form = InquiryFilter(request.GET, divisions=my_divisions(request), division=division)
    rows = Inquiry.objects.visible_to(request.user).filter(division=division)
    rows = rows.select_related("kind", "passed_to").with_written()
    rows = in_order(request, form.applied(rows, request.user, today), SORTS, "-asked_at")
    if request.GET.get("format") == "csv":
        return sheet("queries", COLUMNS, (row_of(inquiry) for inquiry in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "today": today,
        "may_work": division and request.user.may(P.REGISTER_WORK, division),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/inquiry/list.html", context)


def row_of(inquiry: Inquiry) -> tuple:
    asked, answered = (at and timezone.localtime(at).date() for at in (inquiry.asked_at, inquiry.answered_at))
    days = (asked, inquiry.promised_on, answered or "")
    status = inquiry.get_status_display()
    return (
        inquiry.reference,
        inquiry.kind,
        inquiry.name,
        *days,
        status,
        inquiry.passed_to or "",
        inquiry.written,
    )


@login_required
def inquiry(request, reference):
    inquiry = find_inquiry(request, reference)
    here = [inquiry.reference]
    context = {
        "inquiry": inquiry,
        "thread": inquiry.messages.select_related("by"),
        "outside": inquiry.name,
        "may_write": request.user.may(P.REGISTER_WORK, inquiry.division) and inquiry.status != "closed",
        "forms": [
            (MessageForm(**ANSWER, auto_id="say_%s"), reverse("registers:inquiry_reply", args=here), "Answer"),
            (MessageForm(**NOTE, auto_id="note_%s"), reverse("registers:inquiry_note", args=here), "Keep the note"),
        ],
        "refusal": actions.why_not_answered(inquiry, by=request.user),
        "today": inquiry.division.today(),
        "history": history_of(request, inquiry),
        "breadcrumbs": crumbs(inquiry.division, Inquiry),
    }  # fmt: skip
    return render(request, "registers/inquiry/detail.html", context)


@login_required
def inquiry_new(request):
    division = division_to_work_in(request)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "kind": form.cleaned_data["kind"].code}
        inquiry, word = actions.ask_office(division, by=request.user, **given)
        messages.success(
            request,
            f"The query is on file. Tell the asker the reference {inquiry.reference} and, this once, the word {word}.",
        )
        return redirect(inquiry)
    context = {
        "form": form,
        "title": "Key in a query",
        "submit": "Keep it",
        "breadcrumbs": crumbs(division, Inquiry),
    }
    return render(request, STEP, context)


@login_required
def inquiry_reply(request, reference):
    return write_in(request, inquiry_to_work_on(request, reference), ANSWER, internal=False)


@login_required
def inquiry_note(request, reference):
    return write_in(request, inquiry_to_work_on(request, reference), NOTE, internal=True)


def write_in(request, inquiry, words: dict, *, internal: bool):
    refusal = None if internal else actions.why_not_answered(inquiry, by=request.user)
    form = MessageForm(request.POST or None, refusal=refusal, **words)
    if request.method == "POST" and form.is_valid():
        actions.reply(inquiry, by=request.user, internal=internal, **form.cleaned_data)
        return redirect(inquiry)
    context = {
        "form": form,
        "title": words["label"],
        "submit": "Keep the note" if internal else "Answer",
        "subject": inquiry,
    }
    return render(request, STEP, context | {"breadcrumbs": crumbs_of(inquiry)})


@login_required
def inquiry_pass(request, reference):
    inquiry = inquiry_to_work_on(request, reference)
    form = PassForm(request.POST or None, division=inquiry.division, but=inquiry.passed_to_id)
    if request.method == "POST" and form.is_valid():
        actions.pass_on(inquiry, by=request.user, **form.cleaned_data)
        messages.success(request, "The query is passed on.")
        return redirect(inquiry)
    context = {"form": form, "title": "Pass the query on", "submit": "Pass on", "subject": inquiry}
    return render(request, STEP, context | {"breadcrumbs": crumbs_of(inquiry)})


@login_required
def inquiry_finish(request, reference):
    inquiry = inquiry_to_work_on(request, reference)
    refusal = actions.why_not_answered(inquiry, by=request.user)
    form = FinishForm(request.POST or None, answered=bool(inquiry.answered_at), refusal=refusal)
    if request.method == "POST" and form.is_valid():
        actions.finish(inquiry, by=request.user, **form.cleaned_data)
        return redirect(inquiry)
    context = {"form": form, "title": "Close the query", "submit": "Close", "subject": inquiry}
    return render(request, STEP, context | {"breadcrumbs": crumbs_of(inquiry)})


@login_required
def say(request, reference):
    return say_in(request, find_request(request, reference), TO_APPLICANT, internal=False)


@login_required
def say_note(request, reference):
    return say_in(request, find_request(request, reference), NOTE, internal=True)


def say_in(request, asked, words: dict, *, internal: bool):
    demand(request.user, P.REGISTER_WORK, asked.division)
    form = MessageForm(request.POST or None, **words)
    if request.method == "POST" and form.is_valid():
        actions.say(asked, by=request.user, from_office=True, internal=internal, **form.cleaned_data)
        return redirect(asked)
    context = {
        "form": form,
        "title": words["label"],
        "submit": "Keep the note" if internal else "Send",
        "subject": asked,
    }
    return render(request, STEP, context | {"breadcrumbs": crumbs_of(asked)})
