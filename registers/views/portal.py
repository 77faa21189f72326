"""The first page for people outside, the table of who may have what, and questions to the office (E1, E6, S2)."""

from itertools import groupby
from typing import Any

from django.shortcuts import redirect
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.models import Division, Jurisdiction
from payments.rules.money import currency_of
from registers.actions.answer import open_to_anybody
from registers.actions.inquiry import ask_office
from registers.forms.follow import AskForm
from registers.models import Entitlement, FeeRule, Mode, UserGroup
from registers.rules.fee import EXAMPLE, EXAMPLES, Formula, price
from registers.views.outside import is_taken, office_of, offices, show, tell_once

PAGES = {group: group.replace("_", "-") for group in UserGroup.values}
SOLD = {"register": "Register, open register, notice", "overseas": "List of overseas electors", "marked": "Marked register and lists"}  # fmt: skip


def start(request):
    """What can I have, what does it cost, start, follow my request."""
    office = office_of(request)
    told = law_of(office)
    return show(request, "start", office, groups=groups(), **told, **open_to_all(told.get("anybody", [])))


def open_to_all(rows) -> dict[str, Any]:
    """What everybody may look at, and what everybody may buy, by name."""
    return {
        name: [row.product.name for row in rows if row.mode == mode]
        for name, mode in (("looks", Mode.INSPECT), ("buys", Mode.SUPPLY))
    }


def groups() -> list[dict[str, str]]:
    return [{"label": UserGroup(group).label, "page": page} for group, page in PAGES.items()]


def who(request):
    """Who may have what: the table itself, as anybody may read it, under the law of the office."""
    office = office_of(request)
    rows = rows_of(office).order_by("applicant__name", "product__name", "mode")
    tables = [
        (UserGroup(group).label, by_kind([row for row in rows if row.applicant.group == group]))
        for group in UserGroup.values
    ]
    return show(request, "who", office, tables=[one for one in tables if one[1]], **law_of(office))


def rows_of(office: Division | None):
    """The rows in force for an office; none while it is not known which."""
    rows = Entitlement.objects.in_force(timezone.localdate()).select_related("applicant", "product")
    return rows.filter(jurisdiction=office.area.state.jurisdiction) if office else rows.none()


def by_kind(rows) -> list[tuple]:
    return [(kind, list(rows)) for kind, rows in groupby(rows, key=lambda row: row.applicant)]


def law_of(office: Division | None) -> dict:
    """Whose law it is, what it opens to everybody, and its fees; while the office is not known, which there are."""
    every = sorted(offices(), key=lambda one: one.area.state.get_jurisdiction_display())
    by_law = groupby(every, key=lambda one: one.area.state.get_jurisdiction_display())
    told = {"several": len(every) > 1, "offices_by_law": [(law, list(ones)) for law, ones in by_law]}
    if office is None:
        return told
    nation = office.area.state.jurisdiction
    return told | {
        "nation": Jurisdiction(nation).label,
        "law": nation,
        "anybody": open_to_anybody(nation, timezone.localdate()),
        "currency": currency_of(nation),
        "formulas": fees_of(nation),
    }


def fees_of(nation: str) -> list[tuple]:
    """The formulas of what is sold, each with an example worked out by it (E6)."""
    rules = FeeRule.objects.in_force(timezone.localdate()).filter(jurisdiction=nation, base__gt=0)
    order = list(SOLD)
    sold = sorted(
        rules.filter(fee_code__in=order), key=lambda rule: (order.index(rule.fee_code), rule.format)
    )
    examples = [
        (rule, EXAMPLES.get(rule.fee_code, EXAMPLE)) for rule in [*sold, *rules.exclude(fee_code__in=order)]
    ]
    return [(rule, SOLD.get(rule.fee_code, rule.fee_code), entries, price_of(rule, entries)) for rule, entries in examples]  # fmt: skip


def price_of(rule: FeeRule, entries: int):
    return price(Formula(rule.base, rule.per_block, rule.block_size), entries, currency_of(rule.jurisdiction))


def ask_a_question(request):
    """A question to the office; it has a reference and a word of its own (E1)."""
    office = office_of(request)
    form = AskForm(request.POST or None, offices=offices(), office=office)
    if request.method == "POST" and is_taken(request, form, "questions"):
        said = form.cleaned_data
        inquiry, word = ask_office(
            said["office"],
            kind=said["kind"].pk,
            name=said["name"],
            email=said["email"],
            text=said["text"],
            by=outsider(),
        )
        tell_once(request, inquiry.reference, word=word, question=True)
        return redirect("portal:sent")
    return show(request, "question", office, form=form, several=offices().count() > 1)
