"""What a request costs, told before anything is paid; accepted, and then invoiced (E6)."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, operator
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from payments.actions.fee import raise_fee
from payments.models import Fee
from registers.actions.answer import currency_of
from registers.actions.decision import ready_for
from registers.actions.outside import demand_of_staff
from registers.actions.pricing import editions_for, priced_lines
from registers.documents.request import invoice, quotation_letter
from registers.models import AccessRequest, Edition, Quotation, QuotationLine
from registers.states import ACCESS_REQUEST

HOLDS_FOR = timedelta(days=28)  # the office's own choice


@transaction.atomic
def quote_request(
    request: AccessRequest, *, by, editions: Mapping[int, Edition] | None = None, amounts: Mapping[int, int] | None = None
) -> Quotation:  # fmt: skip
    """Tell the applicant the cost, with its working, for the editions in force or those chosen, by the item's pk (E6).

    What was accepted for nothing is told anew until its copy is ordered: lists are those of the day of supply.
    `amounts` (in cents or pence, by the item's pk) are for rows without a formula, and set by an officer alone. What costs
    nothing is accepted at once: nobody is sent to pay nothing.
    """
    request = ready_for(request, "quote", by)
    if amounts:
        demand(by, Permission.ENTITLEMENT_SECOND, request.division)
    items = list(request.items_now)
    chosen = editions_for(request, items, editions or {})
    currency = currency_of(request.jurisdiction)
    lines = priced_lines(items, chosen, amounts or {}, currency=currency, on=request.division.today())
    last = request.quotations.order_by("-version").first()
    version, amount = last.version + 1 if last else 1, sum(line["amount"] for line in lines)
    request = ACCESS_REQUEST.move(
        request, "quote", by=by, changes={"fee": None}, version=version, amount=amount
    )
    quotation = Quotation.objects.create(
        division=request.division, request=request, round=request.round, version=version,
        currency=currency, amount=amount, by=by,
        valid_until=request.division.today() + HOLDS_FOR,
    )  # fmt: skip
    for position, line in enumerate(lines, 1):
        QuotationLine.objects.create(
            division=request.division, quotation=quotation, position=position, **line
        )
    _order_paper("registers_quotation", request, f"Quotation {quotation.version}", by)
    if quotation.amount == 0:
        accept_quotation(request, by=by)
    return quotation


@transaction.atomic
def accept_quotation(request: AccessRequest, *, by) -> AccessRequest:
    """The applicant accepts, themselves or by a letter that is keyed in; a sum is invoiced now, and never before (E6)."""
    demand_of_staff(by, request.division)
    request = ready_for(request, "accept", by)
    quotation = request.quotation
    if quotation.amount == 0:
        return ACCESS_REQUEST.move(request, "accept", by=by, version=quotation.version)
    lines = [(line.text, line.working, line.amount) for line in quotation.lines.all()]
    fee = raise_fee(
        request.division, subject=request.reference, title=f"Registration information, request {request.reference}",
        currency=quotation.currency, lines=lines, due_on=request.division.today() + HOLDS_FOR, by=by,
    )  # fmt: skip
    request = ACCESS_REQUEST.move(request, "accept", by=by, changes={"fee": fee}, version=quotation.version)
    # In nobody's name: whoever made the quotation may have left since, and the applicant orders no papers.
    _order_paper("registers_invoice", request, str(fee), operator())
    return request


def _order_paper(paper: str, request: AccessRequest, title: str, by) -> None:
    name = title.lower().replace(" ", "-")
    order_document(
        paper,
        subject=request,
        title=f"{title}, request {request.reference}",
        by=by,
        file_name=f"{name}-{request.reference}.pdf",
    )


@kind("registers_quotation", queue="papers", permission=Permission.PAPER_MAKE)
def produce_quotation(job: Job, lease: Lease) -> Finish:
    """The quotation that was the last when its paper was ordered (E6)."""
    document = document_of(job)
    request = _request_of(document)
    quotation = request.quotations.filter(at__lte=document.ordered_at).latest("version")
    values = quotation_letter(request, quotation, document.reference)
    return make_paper(document, "registers/papers/quotation.html", values, job=job, lease=lease)


@kind("registers_invoice", queue="papers", permission=Permission.PAPER_MAKE)
def produce_invoice(job: Job, lease: Lease) -> Finish:
    """The invoice that was the last when its paper was ordered (E6)."""
    document = document_of(job)
    request = _request_of(document)
    fees = Fee.objects.filter(subject=request.reference, division=request.division)
    fee = fees.filter(raised_at__lte=document.ordered_at).latest("pk")
    values = invoice(request, fee, document.reference)
    return make_paper(document, "registers/papers/invoice.html", values, job=job, lease=lease)


def _request_of(document) -> AccessRequest:
    rows = AccessRequest.objects.select_related("division__area__state", "applicant", "fee__division")
    return rows.get(reference=document.subject)
