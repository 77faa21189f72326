"""What was asked, decided and paid, for the pages of whoever checks a copy or releases it (E3, E7, E9)."""

from electoral.office.models import Event, User
from payments.rules.money import money_text
from registers.actions.request import KEYED_IN
from registers.models import AccessRequest, Decides, Entitlement
from registers.rules.standing import WITH_THE_REGISTER


def decided_of(asked: AccessRequest) -> dict:
    """What `registers/release/decided.html` shows."""
    quotation = asked.quotation
    lines = (
        quotation.lines.select_related("item__product", "item__entitlement", "edition") if quotation else []
    )
    amount = money_text(quotation.amount, quotation.currency) if quotation else ""
    received = "Nothing to pay" if quotation and not quotation.amount else "Received"
    return {
        "keyed_in_by": keyed_in_by(asked),
        "seen": asked.evidence.filter(satisfies=True).select_related("seen_by").order_by("pk"),
        "earlier": asked.lists_of_an_earlier_day,
        "record": record_that_goes_with_it(asked),
        "decisions": asked.decisions.filter(round=asked.round).select_related("by"),
        "lines": lines,
        "amount": amount,
        "paid": "" if asked.why_unpaid() else received,
    }


def record_that_goes_with_it(asked: AccessRequest) -> Entitlement | None:
    """The row by which the record of anonymous entries goes with every copy of the register to this body (regulation 45C(4))."""
    if not asked.items_now.filter(product="FULL").exists():
        return None
    rows = Entitlement.objects.in_force(asked.division.today()).exclude(decision=Decides.NO)
    with_it = rows.filter(product=WITH_THE_REGISTER, trigger="WITH_REGISTER", jurisdiction=asked.jurisdiction)
    return with_it.filter(applicant=asked.applicant_id).first()


def keyed_in_by(asked: AccessRequest) -> str:
    """Who keyed it in, of the office; empty where the applicant sent it themselves."""
    told = Event.objects.about(asked).filter(division=asked.division, verb="receive_access_request").first()
    return str(User.objects.get(pk=told.by)) if told and asked.channel in KEYED_IN else ""
