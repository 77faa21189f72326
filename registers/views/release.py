"""Releases at the desk: begun, shown with their key once, handed over, taken back, recalled (E7, E9)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from electoral.papers.views import pdf_of
from registers.actions import recall as after
from registers.actions import release as actions
from registers.actions.cover import cover_of, open_cover
from registers.forms.release import HandOverForm, ReleaseFilter, ReleaseForm, WhyForm
from registers.models import Release
from registers.rules.release import LINK_DAYS, TRIES, spelt
from registers.states import RELEASE
from registers.views.copy import refusal_of
from registers.views.decided import decided_of
from registers.views.desk import crumbs, crumbs_of, division_asked_for, find_request, my_divisions

SORTS = {"released": "released_at", "way": "way", "status": "status", "expires": "expires_at"}
COLUMNS = ("release", "request", "to", "way", "status", "released", "by", "expires", "handed over", "tries")
STEP = "registers/release/step.html"


def find_release(request, reference) -> Release:
    rows = Release.objects.visible_to(request.user).select_related(
        "division__area__state", "request__applicant", "request__division", "copy", "released_by"
    )
    return get_object_or_404(rows, reference=reference)


@login_required
def release_new(request, reference):
    """Release a checked copy; the answer to the form is the one page that shows the key."""
    asked = find_request(request, reference)
    demand(request.user, P.COPY_RELEASE, asked.division)
    form = ReleaseForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        return released(request, *actions.release_copy(asked, by=request.user, **form.cleaned_data))
    context = {
        **decided_of(asked),
        "asked": asked,
        "form": form,
        "refusal": refusal_of(asked, "release", request.user),
        "days": LINK_DAYS,
        "breadcrumbs": crumbs_of(asked),
    }
    return render(request, "registers/release/new.html", context)


def released(request, release: Release, token: str, key: str):
    """Shown once: the key is kept nowhere. The link goes to the applicant by mail, and stands here if the mail did not go."""
    link = link_to(request, token)
    context = {
        "release": release,
        "asked": release.request,
        "key": key,
        "groups": list(zip(key.split("-"), spelt(key), strict=True)),
        "link": link,
        "went": bool(link) and actions.mail_link(release, link=link, by=request.user),
        "breadcrumbs": crumbs_of(release.request),
    }
    return render(request, "registers/release/released.html", context)


def link_to(request, token: str) -> str:
    """The link, its bits behind the question mark: a server's log holds addresses without what stands there."""
    return (
        request.build_absolute_uri(f"{reverse('portal:download')}?{urlencode({'link': token})}")
        if token
        else ""
    )


@login_required
def releases(request):
    division = division_asked_for(request)
    form = ReleaseFilter(request.GET, divisions=my_divisions(request), division=division)
    rows = form.applied(Release.objects.visible_to(request.user).filter(division=division))
    rows = in_order(request, rows.select_related("request", "released_by"), SORTS, "-released_at")
    if request.GET.get("format") == "csv":
        return sheet("releases", COLUMNS, (row_of(release) for release in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "chosen": form.chosen,
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/release/list.html", context)


def row_of(release: Release) -> tuple:
    times = (release.released_at, release.expires_at, release.handed_over_at)
    released_at, expires_at, handed_over_at = (at and timezone.localtime(at) for at in times)
    return (
        release.reference, release.request.reference, release.request.organisation or release.request.name, release.get_way_display(),
        release.get_status_display(), released_at, release.released_by, expires_at, handed_over_at or "", release.tries.count(),
    )  # fmt: skip


@login_required
def release(request, reference):
    release = find_release(request, reference)
    context = {
        "release": release,
        "asked": release.request,
        "options": RELEASE.options(release, request.user),
        "tries": release.tries.order_by("-pk")[:50],
        "most": TRIES,
        "cover": cover_of(release),
        "may_work": request.user.may(P.REGISTER_WORK, release.division),
        "may_fetch": release.status == "open"
        and release.way != "link"
        and request.user.may(P.COPY_RELEASE, release.division),
        "why_not_fetched": actions.why_not_fetched(release, request.user),
        "history": history_of(request, release),
        "breadcrumbs": crumbs_of(release.request),
    }
    return render(request, "registers/release/detail.html", context)


@login_required
def release_file(request, reference):
    release = find_release(request, reference)
    opened = actions.fetch_release(release, by=request.user)
    return FileResponse(
        opened(),
        as_attachment=True,
        filename=f"{release.request.reference}.zip",
        content_type="application/zip",
    )


@login_required
def release_cover(request, reference):
    release = find_release(request, reference)
    sheet = cover_of(release)
    if sheet is None:
        raise Http404
    file = open_cover(sheet, by=request.user)
    return pdf_of(file, sheet)


@login_required
def hand_over(request, reference):
    release = find_release(request, reference)
    demand(request.user, P.COPY_RELEASE, release.division)
    form = HandOverForm(request.POST or None, release=release)
    if request.method == "POST" and form.is_valid():
        actions.hand_over(release, handed_to=form.handed_to, by=request.user)
        messages.success(request, "Handed over. The encrypted file is removed here.")
        return redirect(release)
    no = RELEASE.moves["hand_over"].refusal(release, request.user)
    words = {
        "title": "Hand the copy over",
        "submit": "It was handed over",
        "lead": "",
        "refusal": str(no or ""),
    }
    return render(request, STEP, words | {"form": form, **behind(release)})


@login_required
def withdraw(request, reference):
    """Take a release back by its own page."""
    return end(request, find_release(request, reference))


@login_required
def take_back(request, reference):
    """The same, by the page of its request."""
    asked = find_request(request, reference)
    return end(
        request, get_object_or_404(asked.releases.open().select_related("division", "request", "copy"))
    )


def end(request, release: Release):
    demand(request.user, P.COPY_RELEASE, release.division)
    form = WhyForm(request.POST or None, label="Why is it taken back?")
    if request.method == "POST" and form.is_valid():
        actions.take_back(release, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            "Taken back: it gives nothing any more. Have the copy prepared again to release it again.",
        )
        return redirect(release.request)
    lead = "The link or parcel gives nothing from now on, and the encrypted file is destroyed. To release it again, the copy is prepared and checked again."
    words = {"title": "Take the release back", "submit": "Take back", "lead": lead, "refusal": refusal_of(release.request, "take_back", request.user)}  # fmt: skip
    return render(request, STEP, words | {"form": form, **behind(release)})


@login_required
def recall(request, reference):
    asked = find_request(request, reference)
    demand(request.user, P.COPY_RELEASE, asked.division)
    form = WhyForm(request.POST or None, label="Why is it recalled? The register of supplies keeps this.")
    if request.method == "POST" and form.is_valid():
        after.recall_request(asked, by=request.user, **form.cleaned_data)
        messages.success(request, after.told_of_recall(asked))
        return redirect(asked)
    lead = "A letter is made that tells the applicant to stop using the copy and to destroy it; they are told by e-mail too, where there is one. An open release ends."
    words = {"title": "Recall the copy", "submit": "Recall", "lead": lead, "refusal": refusal_of(asked, "recall", request.user)}  # fmt: skip
    return render(request, STEP, words | {"form": form, "danger": True, "back_url": asked.get_absolute_url(), "breadcrumbs": crumbs_of(asked)})  # fmt: skip


@login_required
def destroyed(request, reference):
    """The applicant told the office by letter or telephone that the copy is destroyed."""
    asked = find_request(request, reference)
    demand(request.user, P.REGISTER_WORK, asked.division)
    if request.method == "POST":
        after.confirm_destroyed(asked, by=request.user)
        messages.success(request, "Noted in the register of supplies.")
        return redirect(asked)
    lead = "Only when the applicant has told the office so. The register of supplies keeps it. A request that was not recalled is closed with it."
    words = {"title": "The copy is destroyed by the recipient", "submit": "They confirmed it", "lead": lead, "refusal": after.why_not_destroyed(asked, request.user)}  # fmt: skip
    return render(
        request, STEP, words | {"back_url": asked.get_absolute_url(), "breadcrumbs": crumbs_of(asked)}
    )


def behind(release: Release) -> dict:
    return {"back_url": release.get_absolute_url(), "breadcrumbs": crumbs_of(release.request, release)}
