from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.jobs.models import Job
from electoral.jobs.views import steps_of_job
from electoral.office.actions import demand
from electoral.office.faces import paged, told, way_back
from electoral.office.lists import sheet
from electoral.office.models import Division, Event
from electoral.office.roles import Permission
from electoral.roll import actions
from electoral.roll.forms import LoadFilter, LoadForm, OrderForm, kinds_for
from electoral.roll.loading import KINDS, listed
from electoral.roll.models import Elector, Load, Residence
from electoral.roll.states import LOAD, LoadStatus

SHOWN = ("new", "changed", "gone")


@dataclass
class Preview:
    """The rows that a staged file would make new, change or end, read from the database page by page."""

    load: Load
    show: str

    def __len__(self):
        return getattr(self.load, self.show)

    def __getitem__(self, rows: slice):
        return listed(self.load, self.show, rows.start, rows.stop - rows.start)


def find_division(request, code) -> Division:
    """A division whose roll the person sees, or for which they send files in."""
    mine = request.user.divisions(Permission.ROLL_VIEW) | request.user.divisions(Permission.FILE_LOAD)
    return get_object_or_404(mine.select_related("area__state"), code=code)


def find_load(request, reference) -> Load:
    mine = Load.objects.visible_to(request.user).select_related("division__area__state", "loaded_by")
    return get_object_or_404(mine, reference=reference)


def job_of(load: Load) -> Job | None:
    """The newest job of the load: its reading or its applying."""
    jobs = Job.objects.filter(
        division=load.division, kind__in=("read_load", "apply_load"), subject=load.reference
    )
    return jobs.select_related("division__area", "requested_by").order_by("-ordered_at").first()


@login_required
def index(request):
    page = paged(request, request.user.divisions(Permission.ROLL_VIEW).select_related("area"))
    return render(request, "roll/index.html", {"page": page, "rows": rows_of_divisions(request, page)})


def rows_of_divisions(request, page) -> list[dict]:
    """What the roll of each division holds and when it was last loaded; as many queries for fifty as for one."""
    loads = Load.objects.visible_to(request.user).filter(division__in=[d.pk for d in page]).order_by()
    residences = counted(Residence.objects.in_force(), page)
    electors = counted(Elector.objects.in_force(), page)
    staged = counted(loads.awaiting_a_word(), page)
    last = last_of(loads)
    may_load = {d.pk for d in request.user.divisions(Permission.FILE_LOAD)}
    return [
        {
            "division": division,
            "residences": residences[division.pk],
            "electors": electors[division.pk],
            "staged": staged[division.pk],
            "last": last[division.pk],
            "may_load": division.pk in may_load,
        }
        for division in page
    ]


def counted(rows, divisions) -> Counter:
    here = rows.filter(division__in=[d.pk for d in divisions]).order_by()
    return Counter(dict(here.values_list("division").annotate(Count("pk"))))


def last_of(loads) -> defaultdict[int, list]:
    """By division: the last applied load of each kind, with the kind's title."""
    last = defaultdict(list)
    applied = loads.filter(status=LoadStatus.APPLIED).order_by("division_id", "kind", "-loaded_at")
    for load in applied.distinct("division_id", "kind"):
        last[load.division_id].append((load, KINDS[load.kind].title))
    return last


@login_required
def loads(request, code):
    division = find_division(request, code)
    demand(request.user, Permission.FILE_LOAD, division)
    form = LoadForm(request.POST or None, request.FILES or None, user=request.user, division=division)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        return redirect(
            actions.receive_load(kind, file, division=division, by=request.user, file_name=file.name)
        )
    context = {"division": division, "form": form, "kinds": states_of_kinds(request, division)}
    context["breadcrumbs"] = breadcrumbs(division)[:1]
    return render(request, "roll/loads.html", context | history_of_loads(request, division))


def history_of_loads(request, division) -> dict:
    filters = LoadFilter(request.GET, user=request.user, division=division)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    mine = Load.objects.visible_to(request.user).filter(
        division=division, **{k: v for k, v in chosen.items() if v}
    )
    page = paged(request, mine.select_related("loaded_by").order_by("-loaded_at", "reference"))
    return {"filter": filters, "page": page, "rows": [(load, KINDS[load.kind].title) for load in page]}


def states_of_kinds(request, division) -> list[dict]:
    """For each kind that the person may load: the file under way, the last applied, and what must come first."""
    mine = Load.objects.visible_to(request.user).filter(division=division)
    under_way = {load.kind: load for load in mine.under_way()}
    applied = mine.filter(status=LoadStatus.APPLIED).order_by("kind", "-loaded_at").distinct("kind")
    last = {load.kind: load for load in applied}
    return [
        {
            "kind": kind,
            "under_way": under_way.get(kind.name),
            "last": last.get(kind.name),
            "reason": kind.requires(Load(division=division, kind=kind.name)),
            "must": [c.name for c in kind.columns if c.required],
            "may": [c.name for c in kind.columns if not c.required],
        }
        for kind in kinds_for(request.user, division)
    ]


@login_required
def load(request, reference):
    job = job_of(find_load(request, reference))
    load = find_load(request, reference)  # after its job: a page of a load that was being read would stay so
    context = {
        "load": load,
        "kind": KINDS[load.kind].title,
        "totals": totals(load),
        "form": OrderForm(load=load),
        "may": {move.name for move, _ in LOAD.options(load, request.user)},
        "refused": paged(request, load.refused_rows),
        "history": told(Event.objects.visible_to(request.user).about(load)),
        "breadcrumbs": breadcrumbs(load.division),
    }
    return render(
        request,
        "roll/load.html",
        context | preview(request, load) | (steps_of_job(job, request.user) if job else {}),
    )


def totals(load: Load) -> list[dict]:
    """The counts of a load, each with the way to its rows while these lie in staging."""
    rows = [(name, getattr(load, name)) for name in (*SHOWN, "unchanged")]
    linked = SHOWN if load.status == LoadStatus.STAGED else ()
    return [
        {"key": name.capitalize(), "value": f"{count:,}", "change_label": "Show"}
        | ({"change_url": f"?show={name}#rows"} if count and name in linked else {})
        for name, count in rows
    ]


def preview(request, load: Load) -> dict:
    """The rows asked for by `?show=`, while they still lie in staging."""
    show = request.GET.get("show", "")
    if show not in SHOWN or load.status != LoadStatus.STAGED:
        return {}
    return {"show": show, "rows": paged(request, Preview(load, show))}


def breadcrumbs(division) -> list[dict]:
    files = (f"Files of {division}", reverse("roll:loads", args=[division.code]))
    return way_back(("Roll", reverse("roll:index")), files)


@login_required
@require_POST
def order(request, reference):
    load = find_load(request, reference)
    form = OrderForm(request.POST, load=load)
    form.is_valid()
    return redirect(actions.order_load(load, by=request.user, **form.cleaned_data))


@login_required
@require_POST
def abandon(request, reference):
    load = actions.abandon_load(find_load(request, reference), by=request.user)
    messages.success(request, f"{load.file_name} was put away. Nothing of the roll was changed.")
    return redirect("roll:loads", load.division.code)


@login_required
def refused_csv(request, reference):
    """The refused rows as a sheet."""
    load = find_load(request, reference)
    return sheet(f"refused-{load.reference}", ("line", "column", "value", "reason"), load.refused_rows)
