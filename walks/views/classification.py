"""Forms RR004: the list, a form, choosing its Walks, what speaks against submitting it."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged, told, way_back
from electoral.office.lists import in_order, sheet
from electoral.office.models import Division, Event
from electoral.office.roles import Permission as P
from walks import maps
from walks.actions import classification as actions
from walks.actions.endorsement import copy_of
from walks.actions.feature import areas_of_lines, count_again
from walks.documents.rr004_map import for_screen, form_map, plan_of
from walks.forms.classification import BeginFilter, BeginForm, FormFilter, WithdrawForm
from walks.models import RR004, Classification, Walk
from walks.states import ClassificationStatus
from walks.views.walk import crumbs, find_division, my_divisions
from walks.waiting.classification import standing_of

SORTS = {"form": "reference", "walks": "walks", "drafted": "drafted_at", "submitted": "submitted_at", "division": "division__name"}  # fmt: skip
COLUMNS = (
    "form", "division", "walk", "kind of change", "ccds", "residences", "present class", "proposed class", "where it stands",
    "submitted", "decided", "by", "in force from", "until", "reference",
)  # fmt: skip
COLOURS = {"submitted": "blue", "recommended": "purple", "approved": "green", "returned": "orange"}
WALKS_A_PAGE = 100


def find_form(request, reference) -> RR004:
    forms = RR004.objects.visible_to(request.user).select_related(
        "division__area__state", "review__review", "drafted_by", "submitted_by", "document__job"
    )
    return get_object_or_404(forms, reference=reference)


def crumbs_of(form: RR004, *, inside: bool = False) -> list[dict]:
    index = ("Forms RR004", f"{reverse('walks:forms')}?division={form.division.code}")
    return crumbs(form.division) + way_back(index, *([form] if inside else []))


def tags_of(lines) -> list[dict]:
    """Where the Walks of a form stand: "2 With the Area Manager"."""
    counts = Counter((line.status, line.get_status_display()) for line in lines)
    return [
        {"text": f"{count} {words}", "colour": COLOURS.get(status, "grey")}
        for (status, words), count in counts.items()
    ]


@login_required
def index(request):
    mine = my_divisions(request)
    code = request.GET.get("division")
    division = get_object_or_404(mine, code=code) if code else None
    form = FormFilter(request.GET, divisions=mine, division=division)
    visible = RR004.objects.visible_to(request.user)
    rows = form.applied(visible.filter(division=division) if division else visible)
    if request.GET.get("format") == "csv":
        return sheet("rr004", COLUMNS, (row_of(line) for line in lines_of(rows)))
    ordered = in_order(
        request, rows.with_lines().select_related("division", "drafted_by"), SORTS, "-drafted_at"
    )
    page = paged(request, ordered)
    context = {"form": form, "page": page, "rows": [(one, tags_of(one.lines_now)) for one in page]}
    context |= {"several": mine.count() > 1, "may_draft": request.user.may(P.CLASSIFICATION_DRAFT)}
    return render(request, "walks/classification/index.html", context)


def lines_of(forms):
    lines = (
        Classification.objects.filter(form__in=forms).for_the_form().order_by("-form__drafted_at", "number")
    )
    return lines.iterator(chunk_size=500)


def row_of(line: Classification) -> tuple:
    decided = (line.decided_at and localdate(line.decided_at), line.decided_by, line.from_on, line.ended_on)
    return (
        line.form.reference, line.division.code, line.number, line.get_kind_display(), line.ccds, line.residences,
        line.get_present_class_display(), line.get_proposed_class_display(), line.get_status_display(),
        line.form.submitted_at and localdate(line.form.submitted_at), *(value or "" for value in decided), line.reference,
    )  # fmt: skip


def areas_by_line(form: RR004, lines):
    """The drafts among the lines with what they cover now; nothing is read for a form that is submitted."""
    drafts = [line for line in lines if line.status == ClassificationStatus.DRAFTED]
    return drafts, areas_of_lines(form.division, drafts) if drafts else []


def plan_for(form: RR004, drafts, areas, *, chosen: str = ""):
    """The map of the form: as it was submitted, or as the Walks are now."""
    now = {line.pk: area for line, area in zip(drafts, areas, strict=True)}
    plan = plan_of(form.map) if form.map else form_map(str(form), drafts, now)
    return for_screen(plan, lambda reference: reverse("walks:form_line", args=[reference]), chosen=chosen)


@login_required
def detail(request, reference):
    form = find_form(request, reference)
    lines = list(Classification.objects.visible_to(request.user).filter(form=form).for_the_form())
    drafts, areas = areas_by_line(form, lines)
    context = {
        "rr004": form,
        "lines": [(line, COLOURS.get(line.status, "grey")) for line in lines],
        "standing": standing_of(form, lines, areas, request.user),
        "map": maps.drawn(plan_for(form, drafts, areas)),
        "map_url": reverse("walks:form_map", args=[form.reference]),
        "copy": copy_of(form),
        "withdraw_form": WithdrawForm(),
        "history": history_of_lines(request, form, lines),
        "breadcrumbs": crumbs_of(form),
    }
    return render(request, "walks/classification/form.html", context)


def history_of_lines(request, form: RR004, lines) -> list[dict] | None:
    """The newest of the trail of the form and its Walks; None for who may not read it."""
    if not request.user.may(P.EVENT_VIEW, form.division):
        return None
    walks = {line.reference: f"Walk {line.number}" for line in lines}
    events = Event.objects.visible_to(request.user).filter(
        division=form.division, subject__in=[form.reference, *walks]
    )
    newest = list(events.order_by("-at", "-id")[:50])
    return [
        row | {"what": f"{walks[event.subject]}: {row['what']}" if event.subject in walks else row["what"]}
        for event, row in zip(newest, told(newest), strict=True)
    ]


@login_required
def form_map_data(request, reference):
    form = find_form(request, reference)
    lines = Classification.objects.visible_to(request.user).filter(form=form).for_the_form()
    drafts, areas = areas_by_line(form, lines)
    return JsonResponse(maps.features(plan_for(form, drafts, areas, chosen=request.GET.get("chosen", ""))))


def choosing(request, division: Division, choice: BeginForm, *, target: RR004 | None = None):
    """The page on which the Walks of a form are ticked."""
    demand(request.user, P.CLASSIFICATION_DRAFT, division)
    walks = (
        Walk.objects.visible_to(request.user).in_force().filter(division=division).with_counts().with_class()
    )
    open_line = Classification.objects.undecided().filter(walk=OuterRef("pk"))
    filtered = BeginFilter(request.GET)
    rows = filtered.applied(walks.annotate(on_a_form=Exists(open_line))).order_by("number")
    context = {
        "division": division,
        "choice": choice,
        "form": filtered,
        "page": paged(request, rows, WALKS_A_PAGE),
        "target": target,
        "ticked": choice.ticked or request.GET.getlist("walk"),
        "breadcrumbs": crumbs_of(target, inside=True) if target else crumbs(division),
    }
    return render(request, "walks/classification/begin.html", context)


@login_required
def begin(request):
    mine = my_divisions(request)
    code = request.POST.get("division") or request.GET.get("division")
    division = find_division(request, code) if code else get_object_or_404(mine[:1])
    choice = BeginForm(request.POST or None, user=request.user)
    if not choice.is_valid():
        return choosing(request, division, choice)
    changed = choice.cleaned_data["density_changed"]
    made = actions.draft_form(division, walks=choice.walks, by=request.user, density_changed=changed)
    return redirect(made)


@login_required
def add(request, reference):
    form = find_form(request, reference)
    choice = BeginForm(request.POST or None, user=request.user)
    if not choice.is_valid():
        return choosing(request, form.division, choice, target=form)
    changed = choice.cleaned_data["density_changed"]
    actions.add_to_form(form, walks=choice.walks, by=request.user, density_changed=changed)
    return redirect(form)


@login_required
@require_POST
def submit(request, reference):
    form = actions.submit_form(find_form(request, reference), by=request.user)
    messages.success(request, f"{form} is with the Area Manager.")
    return redirect(form)


@login_required
@require_POST
def withdraw(request, reference):
    form = find_form(request, reference)
    words = WithdrawForm(request.POST)
    if words.is_valid():
        actions.withdraw_form(form, by=request.user, **words.cleaned_data)
        messages.success(request, "What was not decided of it is withdrawn.")
    else:
        messages.error(request, "Say why it is withdrawn.")
    return redirect(form)


@login_required
@require_POST
def recount(request, reference):
    form = find_form(request, reference)
    lines = form.lines.filter(status=ClassificationStatus.DRAFTED).for_the_form()
    count_again(list(lines), by=request.user)
    messages.success(request, "The residences are counted again. What was filled in stays.")
    return redirect(form)


@login_required
@require_POST
def again(request, reference):
    form = actions.draft_again(find_form(request, reference), by=request.user)
    messages.success(request, "A new form with the returned Walks and what was written of them.")
    return redirect(form)
