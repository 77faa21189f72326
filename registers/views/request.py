"""Requests at the desk: the work list, one request, one keyed in, its papers (E2, E3, E10, E11)."""

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from electoral.papers.models import Document
from electoral.papers.views import given_out
from payments.rules.money import money_text
from registers.actions.paper import PAPERS, paper_given_out
from registers.actions.request import receive_request
from registers.forms.request import ApplicantForm, RequestFilter, RequestForm
from registers.models import AccessRequest, ApplicantKind
from registers.queries.quotation import holds_no_more
from registers.rules.asking import ASKS_FOR
from registers.rules.evidence import evidence_label
from registers.views.copy import copies_context
from registers.views.desk import crumbs, division_asked_for, division_to_work_in, find_request, my_divisions
from registers.views.evidence import evidence_context
from registers.views.inquiry import thread_context
from registers.views.request_step import ends_of, limits_of, moves_of, purposes_of_request
from registers.waiting.request import next_step, of_the_list, tiles_for

SORTS = {
    "received": "received_at",
    "promised": "promised_on",
    "applicant": "applicant__name",
    "status": "status",
}
OPEN_FIRST = (F("waits_until").asc(nulls_last=True), F("waits_since").asc(nulls_last=True), "-received_at")
COLUMNS = (
    "reference",
    "status",
    "who asks",
    "body",
    "name",
    "asks for",
    "received",
    "promised",
    "next step",
    "who has it",
    "owing",
)


@login_required
def requests(request):
    division, mine = division_asked_for(request), my_divisions(request)
    today = division.today() if division else timezone.localdate()
    form = RequestFilter(request.GET, divisions=mine, division=division)
    rows = AccessRequest.objects.visible_to(request.user).filter(division=division).with_owing()
    rows = rows.annotate(overtaken=holds_no_more(AccessRequest, today))
    rows = in_order(request, form.applied(rows, today).for_lists(), SORTS, *OPEN_FIRST)
    if request.GET.get("format") == "csv":
        return sheet("requests", COLUMNS, (row_of(asked) for asked in rows))
    page = paged(request, rows)
    context = {
        "division": division,
        "form": form,
        "page": page,
        "rows": [(asked, of_the_list(asked)) for asked in page],
        "tiles": tiles_for(request.user, division) if division else [],
        "may_work": division and request.user.may(P.REGISTER_WORK, division),
        "today": today,
    }
    return render(request, "registers/request/list.html", context)


def row_of(asked: AccessRequest) -> tuple:
    step = of_the_list(asked)
    who = (asked.applicant, asked.organisation, asked.name, "; ".join(map(str, step["items"])))
    owing = money_text(asked.owing, asked.fee.currency) if asked.fee else ""
    when = (timezone.localtime(asked.received_at).date(), asked.promised_on, step["sentence"], step["who"])
    return (asked.reference, asked.get_status_display(), *who, *when, owing)


@login_required
def request_page(request, reference):
    asked = find_request(request, reference)
    context = {
        "asked": asked,
        "step": next_step(asked),
        "moves": moves_of(asked, request.user),
        "ends": ends_of(asked, request.user),
        "today": asked.division.today(),
        "limits": limits_of(asked),
        "purposes": purposes_of_request(asked),
        **answers_to(asked),
        "papers": papers_of(asked),
        "may_see_money": request.user.may(P.PAYMENT_VIEW, asked.division),
        "history": history_of(request, asked),
        "breadcrumbs": crumbs(asked.division),
    }
    parts = (evidence_context, copies_context, thread_context)
    return render(
        request, "registers/request/page.html", context | merged(part(request, asked) for part in parts)
    )


def answers_to(asked: AccessRequest) -> dict:
    """What is still to be shown, what was decided and quoted, and whether the last quotation still holds."""
    return {
        "evidence_awaited": [evidence_label(code) for code in sorted(asked.evidence_awaited())],
        "decisions": asked.decisions.select_related("by"),
        "quotation": asked.quotation,
        "quotations": quotations_of(asked),
        "stale": asked.why_the_quotation_does_not_hold() if asked.status == "quoted" else None,
    }


def merged(parts) -> dict:
    return {name: value for part in parts for name, value in part.items()}


def quotations_of(asked: AccessRequest) -> list[dict]:
    """Each quotation, the newest first, with its sums in words."""
    return [
        {
            "quotation": quotation,
            "total": money_text(quotation.amount, quotation.currency),
            "lines": [(line, money_text(line.amount, quotation.currency)) for line in quotation.lines.all()],
        }
        for quotation in asked.quotations.order_by("-version").prefetch_related("lines__edition")
    ]


def papers_of(asked: AccessRequest):
    its = Document.objects.filter(division=asked.division, subject=asked.reference, kind__in=PAPERS)
    return its.select_related("job").order_by("-pk")


@login_required
def paper(request, reference, paper):
    asked = find_request(request, reference)
    document = get_object_or_404(papers_of(asked), reference=paper)
    return given_out(paper_given_out(document, by=request.user))


@login_required
def request_new(request):
    division = division_to_work_in(request)
    kind = ApplicantKind.objects.filter(code=request.GET.get("applicant", "")).first()
    if kind is None:
        context = {"form": ApplicantForm(), "division": division, "breadcrumbs": crumbs(division)}
        return render(request, "registers/request/new.html", context)
    form = RequestForm(
        request.POST or None, kind=kind, division=division, initial={"wanted_on": division.today()}
    )
    if request.method == "POST" and form.is_valid():
        return received(request, division, kind, form)
    context = {"form": form, "kind": kind, "asks_for": ASKS_FOR.get(kind.code), "division": division}
    return render(request, "registers/request/new_details.html", context | {"breadcrumbs": crumbs(division)})


def received(request, division, kind: ApplicantKind, form: RequestForm):
    """The word is shown on this page and on no other: it is not kept."""
    told = {name: form.cleaned_data[name] for name in ("declared_name", "channel")}
    asked, word = receive_request(
        division, applicant=kind.code, items=form.items(), given=form.given(), by=request.user, **told
    )
    return render(
        request,
        "registers/request/received.html",
        {"asked": asked, "word": word, "breadcrumbs": crumbs(division)},
    )
