"""Lines of bank statements that wait to be matched (E6)."""

from django.db.models import Min
from django.urls import reverse

from electoral.office.roles import Permission as P
from payments.models import BankLine


def waiting_for(user) -> list[dict]:
    if not user.may(P.PAYMENT_TAKE):
        return []
    lines = BankLine.objects.visible_to(user).unmatched().filter(division__in=user.divisions(P.PAYMENT_TAKE))
    return [
        {
            "label": "Transfers to match",
            "count": lines.count(),
            "url": reverse("payments:bank_lines"),
            "oldest": lines.aggregate(oldest=Min("on"))["oldest"],
        }
    ]
