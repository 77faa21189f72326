"""The cost of a request, told before anything is paid; accepted; paid by card on the provider's page (E6)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import outsider
from electoral.office.refusals import WrongState
from payments.actions.card import look_again, open_page
from payments.documents.ways import ways_to_pay
from registers.actions.quotation import accept_quotation
from registers.models import AccessRequest
from registers.views.outside import opened, show


@require_POST
@opened(AccessRequest)
def accept(request, asked):
    """Accept the quotation that stands on the page from which this was pressed, and no other."""
    if request.POST.get("version") != str(asked.quotation and asked.quotation.version):
        raise WrongState("The cost was worked out again meanwhile. Read it first.")
    accept_quotation(asked, by=outsider())
    return redirect("portal:pay" if asked.quotation.amount else "portal:request")


@opened(AccessRequest)
def pay(request, asked):
    """How to pay, in the ways that are open: by card, or with the number of the invoice by transfer, cheque or cash."""
    fee = asked.fee
    if fee is None or not asked.is_to_be_paid:
        return redirect("portal:request")
    owing, ways = fee.amount - fee.balance(), ways_to_pay(asked.division)
    return show(request, "follow/pay", asked.division, asked=asked, fee=fee, owing=owing, ways=ways)


@require_POST
@opened(AccessRequest)
def card(request, asked):
    """To the page of the provider, on which the card is paid with; a page that is open is given again."""
    if asked.fee is None or not asked.is_to_be_paid:
        return redirect("portal:request")
    attempt = open_page(
        asked.fee, return_url=request.build_absolute_uri(reverse("portal:paid")), by=outsider()
    )
    return redirect(attempt.page)


@opened(AccessRequest)
def paid(request, asked):
    """Back from the provider: how the payment stands is asked of the provider, not read from the address."""
    attempt = asked.fee.attempts.order_by("-pk").first() if asked.fee else None
    if attempt is not None and attempt.status == "open":
        attempt = look_again(attempt)
    if not asked.has_standing_invoice:
        return redirect("portal:request")
    return show(
        request, "follow/paid", asked.division, asked=asked, attempt=attempt, unpaid=asked.why_unpaid()
    )
