"""Evidence at the desk: taken in, opened, seen, destroyed (E3). Evidence has no reference of its own: it is the n-th of its request."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged
from electoral.office.forms import DivisionFilter
from electoral.office.roles import Permission as P
from registers.actions import evidence as actions
from registers.forms.evidence import EvidenceForm, TakeBackForm, VerdictForm
from registers.models import AccessRequest, Evidence
from registers.rules.evidence import CONTENT_TYPES, EVIDENCE_KEPT_DAYS, evidence_label
from registers.views.desk import crumbs, crumbs_of, division_asked_for, find_request, my_divisions


def evidence_context(request, asked: AccessRequest) -> dict:
    """What `registers/evidence/list.html` shows of a request: each paper with its number, and what is still missing."""
    rows = list(asked.evidence.select_related("seen_by").order_by("pk"))
    have = {row.code for row in rows if row.satisfies}
    return {
        "asked": asked,
        "evidence": [shown(asked, row, number) for number, row in enumerate(rows, 1)],
        "evidence_missing": [evidence_label(code) for code in sorted(asked.evidence_codes() - have)],
        "may_take_evidence": request.user.may(P.REGISTER_WORK, asked.division)
        and asked.status in actions.OPEN_TO_EVIDENCE,
    }


def shown(asked: AccessRequest, row: Evidence, number: int) -> dict:
    url = reverse("registers:evidence", args=[asked.reference, number])
    return {"row": row, "number": number, "label": evidence_label(row.code), "url": url}


def find_evidence(request, reference, number) -> Evidence:
    asked = find_request(request, reference)
    rows = Evidence.objects.visible_to(request.user).filter(request=asked).order_by("pk")
    rows = rows.select_related("request__division__area__state", "seen_by", "division")
    nth = list(rows.values_list("pk", flat=True)[number - 1 : number]) if number else []
    return get_object_or_404(rows, pk__in=nth)


@login_required
def evidence_to_see(request):
    division = division_asked_for(request)
    form = DivisionFilter(request.GET, divisions=my_divisions(request), division=division)
    rows = Evidence.objects.visible_to(request.user).filter(division=division).unseen().with_number()
    page = paged(request, rows.select_related("request").order_by("given_at", "pk"))
    context = {
        "division": division,
        "form": form,
        "page": page,
        "papers": [shown(row.request, row, row.number) for row in page],
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/evidence/to_see.html", context)


@login_required
def evidence_add(request, reference):
    asked = find_request(request, reference)
    demand(request.user, P.REGISTER_WORK, asked.division)
    form = EvidenceForm(request.POST or None, request.FILES or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        actions.give_evidence(asked, by=request.user, **form.cleaned_data)
        messages.success(request, "The evidence is on file. Look at it and give a verdict.")
        return redirect("registers:evidence", asked.reference, asked.evidence.count())
    context = {"form": form, "asked": asked, "breadcrumbs": crumbs_of(asked)}
    return render(request, "registers/evidence/add.html", context)


@login_required
def evidence(request, reference, number):
    found = find_evidence(request, reference, number)
    refusal = actions.why_not_to_judge(found, satisfies=not found.seen_at, by=request.user)
    form = (TakeBackForm if found.seen_at else VerdictForm)(request.POST or None, refusal=refusal)
    if request.method == "POST":
        demand(request.user, P.ENTITLEMENT_CONFIRM, found.division)
    if request.method == "POST" and form.is_valid():
        actions.see_evidence(found, by=request.user, **{"satisfies": False, **form.cleaned_data})
        messages.success(request, "The verdict is on file.")
        return redirect(found.request)
    context = {"asked": found.request, "form": form, "refusal": refusal, **told_of(request, found)}
    return render(request, "registers/evidence/see.html", shown(found.request, found, number) | context)


def told_of(request, found: Evidence) -> dict:
    """What stands round the verdict: who may do what here, how long it is kept, the trail."""
    return {
        "may_judge": request.user.may(P.ENTITLEMENT_CONFIRM, found.division),
        "may_work": request.user.may(P.REGISTER_WORK, found.division),
        "why_not_to_destroy": actions.why_not_to_destroy(found),
        "kept_days": EVIDENCE_KEPT_DAYS,
        "history": history_of(request, found.request),
        "breadcrumbs": crumbs_of(found.request),
    }


@login_required
def evidence_file(request, reference, number):
    found = find_evidence(request, reference, number)
    file = actions.open_evidence(found, by=request.user)
    name = f"{reference}-evidence-{number}{found.suffix}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[found.suffix])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@login_required
def evidence_destroy(request, reference, number):
    found = find_evidence(request, reference, number)
    demand(request.user, P.REGISTER_WORK, found.division)
    if request.method == "POST":
        actions.destroy_evidence(found, by=request.user)
        messages.success(request, "The file is destroyed. What was seen of it stays on record.")
        return redirect(found.request)
    context = {
        **shown(found.request, found, number),
        "asked": found.request,
        "refusal": actions.why_not_to_destroy(found),
        "breadcrumbs": crumbs_of(found.request),
    }
    return render(request, "registers/evidence/destroy.html", context)
