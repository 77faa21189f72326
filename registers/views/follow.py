"""Following a request or a query with its reference and word, without an account (E1, E2, E7)."""

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from electoral.office.actions import outsider
from electoral.papers.models import Document
from electoral.papers.views import given_out
from payments.models import Entry, EntryKind, Fee
from payments.states import FeeStatus
from registers.actions.evidence import OPEN_TO_EVIDENCE, send_evidence
from registers.actions.inquiry import ask_again, say
from registers.actions.recall import confirm_destroyed, is_destroyed
from registers.actions.request import answer_office, withdraw_request
from registers.actions.signing import sign_again, why_not_to_sign
from registers.documents.explained import guide_of
from registers.documents.guide import columns_told
from registers.forms.follow import UNKNOWN, EvidenceUpload, OpenForm, SignForm, SureForm, WordsForm
from registers.models import AccessRequest, Inquiry, QuotationLine
from registers.rules.evidence import evidence_label
from registers.rules.release import is_sold
from registers.rules.told import PAPERS, STOPPED, Told, told
from registers.states import ACCESS_REQUEST
from registers.views.outside import (
    OPEN,
    close_session,
    find,
    is_taken,
    of_this,
    open_session,
    opened,
    opened_with,
    show,
)
from registers.waiting.stopped import is_denied, stopped_by

PLACES = {
    "request": "portal:request",
    "inquiry": "portal:inquiry",
    "visit": "portal:visit",
    "": "portal:follow",
}
GIVEN = ("released", "received", "closed")
GUIDES = {"text": (".txt", "text/plain; charset=utf-8"), "large": (".pdf", "application/pdf")}


@sensitive_post_parameters("word")
def follow(request):
    """The way in: reference and word together, or one and the same answer."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = opened_with(*form.typed)
        if row is not None:
            open_session(request, row.reference)
            return redirect("portal:opened")
        form.add_error(None, UNKNOWN)
    return show(request, "follow/open", form=form)


def opened_thing(request):
    """To the page of what this session has opened."""
    return redirect(PLACES[next(iter(find(request.session.get(OPEN, ""))), "")])


@require_POST
def leave(request):
    close_session(request)
    return redirect("portal:start")


@opened(AccessRequest)
def request_page(request, asked):
    """How it stands, the next step, the thread, evidence, cost, papers, the copy."""
    return show(request, "follow/request", asked.division, **page_of(asked))


def page_of(asked: AccessRequest) -> dict:
    cost, shown, release = cost_of(asked), evidence_of(asked), asked.release_told
    return {
        "asked": asked,
        "told": words_for(asked, owes=cost["owes"], wants=bool(shown["wanted"]) and not is_denied(asked)),
        "items": asked.items_now,
        "thread": asked.messages.filter(internal=False),
        "papers": [paper for paper in papers_of(asked) if paper.sha256 or paper.is_awaited],
        "release": release,
        "decision": asked.decisions.filter(step="refuse").last(),
        "may_withdraw": not release and not ACCESS_REQUEST.moves["withdraw"].refusal(asked, outsider()),
        "standings": asked.standings.order_by("pk"),
        "later": later_of(asked).order_by("-pk"),
        "signs": why_not_to_sign(asked) is None,
        **cost,
        **shown,
    }


def later_of(asked: AccessRequest):
    """What came later under this request; the same word opens it."""
    return AccessRequest.objects.filter(standing__request=asked, secret=asked.secret)


@require_POST
@opened(AccessRequest)
def later(request, asked, reference):
    """From the first request to one that came later (E7)."""
    open_session(request, of_this(later_of(asked), reference=reference).reference)
    return redirect("portal:request")


def words_for(asked: AccessRequest, *, owes: bool, wants: bool) -> Told:
    if asked.release_told:
        return told("released")
    if asked.status != "sent" and (stop := stopped_by(asked)):
        return STOPPED[stop]
    lacks_second = asked.needs_second and not asked.seconded_by_id
    destroyed = asked.status == "recalled" and is_destroyed(asked)
    facts = {
        "lacks_second": lacks_second,
        "unsigned": why_not_to_sign(asked) is None,
        "destroyed": destroyed,
        "kept": asked.is_for_keeps,
    }
    return told(asked.status, owes=owes, wants=wants, **facts)


def cost_of(asked: AccessRequest) -> dict:
    owing = asked.fee.amount - asked.fee.balance() if asked.fee else 0
    its = {"quotation": asked.quotation, "fee": asked.fee, "owing": owing, "owes": asked.is_to_be_paid}
    return its | {"accepts": asked.status == "quoted" and not stopped_by(asked), **money_back_of(asked)}


def money_back_of(asked: AccessRequest) -> dict:
    """What was received for invoices that are cancelled and is still here, and what was given back (E6)."""
    fees = fees_of(asked).with_balance()
    gone = (
        Entry.objects.filter(fee__in=fees_of(asked), kind=EntryKind.REFUND).aggregate(sum=Sum("amount"))[
            "sum"
        ]
        or 0
    )
    first = fees.first()
    return {
        "comes_back": sum(fee.received for fee in fees if fee.status == FeeStatus.CANCELLED),
        "went_back": -gone,
        "currency": first.currency if first else "",
    }


def fees_of(asked: AccessRequest):
    """Its invoices, those too that were cancelled before the one that counts."""
    return Fee.objects.filter(division=asked.division, subject=asked.reference)


def evidence_of(asked: AccessRequest) -> dict:
    """What was given, and what is still wanted."""
    given = [one for one in asked.evidence.all() if one.satisfies or not one.destroyed_at]
    wanted = sorted(asked.evidence_awaited())
    return {
        "evidence": [{"label": evidence_label(one.code), "row": one} for one in given],
        "wanted": [evidence_label(code) for code in wanted],
        "takes_evidence": asked.status in OPEN_TO_EVIDENCE,
    }


def papers_of(asked: AccessRequest):
    fees = fees_of(asked)
    entries = Entry.objects.filter(division=asked.division, fee__in=fees, kind=EntryKind.RECEIPT)
    undone = Q(reversed_by__kind=EntryKind.UNMATCHED)
    received = entries.exclude(undone).values_list("reference", flat=True)
    subjects = [asked.reference, *fees.values_list("reference", flat=True), *received]
    its = Document.objects.filter(division=asked.division, subject__in=subjects, kind__in=PAPERS)
    return its.select_related("job").order_by("pk")


@opened(AccessRequest)
def paper(request, asked, reference):
    """A letter, quotation or invoice of this request, as a PDF."""
    return given_out(of_this(papers_of(asked).kept(), reference=reference))


@opened(AccessRequest)
def write(request, asked):
    """Answer the office's question, or write something else."""
    is_answer = asked.status == "asked"
    form = WordsForm(request.POST or None, label="Your answer" if is_answer else "Your message to the office")
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if is_answer:
            answer_office(asked, text=text, by=outsider())
        else:
            say(asked, text=text, by=outsider(), from_office=False)
        messages.success(request, "The office has it.")
        return redirect("portal:request")
    return show(
        request,
        "follow/write",
        asked.division,
        asked=asked,
        form=form,
        thread=asked.messages.filter(internal=False),
    )


@opened(AccessRequest)
def add_evidence(request, asked):
    form = EvidenceUpload(request.POST or None, request.FILES or None, asked=asked)
    if request.method == "POST" and is_taken(request, form, "evidence"):
        send_evidence(asked, **form.cleaned_data, by=outsider())
        messages.success(request, "The office has your file. A person looks at it.")
        return redirect("portal:request")
    thread = asked.messages.filter(internal=False)
    return show(request, "follow/evidence", asked.division, asked=asked, form=form, thread=thread)


@opened(AccessRequest)
def sign(request, asked):
    """The limits as they are now, signed again (E4)."""
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_again(asked, declared_name=form.cleaned_data["declared_name"], by=outsider())
        return redirect("portal:request")
    rows = [row for item in asked.items_now if (row := asked.row_for(item))]
    return show(request, "follow/sign", asked.division, asked=asked, form=form, rows=rows)


SURE = {
    "withdraw": ("Withdraw your request", "I do not want it any more", "Withdraw", lambda asked: withdraw_request(asked, why="", by=outsider())),
    "destroyed": ("Tell us that your copy is destroyed", "Every copy that we had is destroyed", "Tell the office", lambda asked: confirm_destroyed(asked, by=outsider())),
}  # fmt: skip


@opened(AccessRequest)
def sure(request, asked, step):
    """A last question before what cannot be taken back."""
    title, label, submit, act = SURE[step]
    form = SureForm(request.POST or None, label=label)
    if request.method == "POST" and form.is_valid():
        act(asked)
        return redirect("portal:request")
    return show(request, "follow/sure", asked.division, asked=asked, form=form, title=title, submit=submit)


@opened(Inquiry)
def inquiry_page(request, inquiry):
    """A question and its answers; more may be written until it is closed."""
    form = WordsForm(request.POST or None, label="Write again")
    if request.method == "POST" and form.is_valid():
        ask_again(inquiry, text=form.cleaned_data["text"], by=outsider())
        return redirect("portal:inquiry")
    thread = inquiry.messages.filter(internal=False)
    return show(request, "follow/inquiry", inquiry.division, inquiry=inquiry, form=form, thread=thread)


@opened(AccessRequest)
def guide(request, asked):
    """What each column of the copy means; once it is released, the guides in plain text and in large print (E8)."""
    rows = [(item.product, item.entitlement) for item in asked.items_now if item.entitlement]
    guides = [(product, columns_told(product.pk, sold=is_sold(row.trigger))) for product, row in rows]
    return show(request, "follow/guide", asked.division, asked=asked, guides=guides, lines=lines_given(asked))


def lines_given(asked: AccessRequest):
    """What the copy is made of, once the applicant has it or may take it."""
    if asked.status not in GIVEN and not asked.release_told:
        return QuotationLine.objects.none()
    lines = asked.quotation.lines if asked.quotation else QuotationLine.objects.none()
    return lines.select_related("item__product", "item__entitlement", "edition__division")


@opened(AccessRequest)
def guide_file(request, asked, position, form):
    """One of these guides; its words are those of the copy."""
    line = of_this(lines_given(asked), position=position)
    suffix, kind = GUIDES[form]
    response = HttpResponse(guide_of(asked, line, large=form == "large"), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{asked.reference}-guide-{position}{suffix}"'
    add_never_cache_headers(response)
    return response
