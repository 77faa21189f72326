"""What was asked, decided and paid, for the pages of whoever checks a copy or releases it (E3, E7, E9)."""

from collections.abc import Iterable

from electoral.office.models import Event, User
from payments.rules.money import money_text
from registers.actions.request import KEYED_IN
from registers.models import AccessRequest, Edition, QuotationLine
from registers.rules.lists import is_of_an_earlier_day


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
        "earlier": lists_of_an_earlier_day(asked, lines),
        "decisions": asked.decisions.filter(round=asked.round).select_related("by"),
        "lines": lines,
        "amount": amount,
        "paid": "" if asked.why_unpaid() else received,
    }


def keyed_in_by(asked: AccessRequest) -> str:
    """Who keyed it in, of the office; empty where the applicant sent it themselves."""
    told = Event.objects.about(asked).filter(division=asked.division, verb="receive_access_request").first()
    return str(User.objects.get(pk=told.by)) if told and asked.channel in KEYED_IN else ""


def lists_of_an_earlier_day(asked: AccessRequest, lines: Iterable[QuotationLine]) -> list[Edition]:
    """Absent voters lists that were quoted as they stood, and are not those of today (regulation 61(16))."""
    today = asked.division.today()
    named = [line.edition for line in lines if line.edition]
    return [edition for edition in named if is_of_an_earlier_day(edition.stage, edition.speaks_on, today)]
