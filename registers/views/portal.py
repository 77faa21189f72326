"""The first page for people outside, the table of who may have what, help by kind of user, and questions to the office (E1, E8, S2)."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.models import Jurisdiction
from payments.rules.money import currency_of
from registers.actions.answer import open_to_anybody
from registers.actions.inquiry import ask_office
from registers.forms.follow import AskForm
from registers.models import Entitlement, FeeRule, Mode, UserGroup
from registers.views.outside import SENT, offices, open_session, show

PAGES = {group: group.replace("_", "-") for group in UserGroup.values}


def start(request):
    """What can I have, what does it cost, start, follow my request."""
    return show(request, "start", groups=groups(), offices=offices())


def groups() -> list[dict[str, str]]:
    return [{"label": UserGroup(group).label, "page": page} for group, page in PAGES.items()]


def nation_of(request) -> str:
    """The law that is asked about: one of those under which an office works, or the first."""
    ours = nations()
    asked = request.GET.get("law")
    return asked if asked in ours else ours[0]


def nations() -> list[str]:
    ours = list(
        offices()
        .values_list("area__state__jurisdiction", flat=True)
        .order_by("area__state__jurisdiction")
        .distinct()
    )
    return ours or [Jurisdiction.ENGLAND_AND_WALES.value]


def who(request):
    """Who may have what: the table itself, as anybody may read it."""
    nation = nation_of(request)
    rows = rows_of(nation).order_by("applicant__group", "applicant__name", "product__name", "mode")
    tables = [
        (UserGroup(group).label, by_kind(rows))
        for group, rows in groupby(rows, key=lambda row: row.applicant.group)
    ]
    return show(request, "who", tables=tables, **law_told(nation))


def rows_of(nation: str):
    return (
        Entitlement.objects.in_force(timezone.localdate())
        .filter(jurisdiction=nation)
        .select_related("applicant", "product")
    )


def by_kind(rows) -> list[tuple]:
    return [(kind, list(rows)) for kind, rows in groupby(rows, key=lambda row: row.applicant)]


def law_told(nation: str) -> dict:
    """Which law this is, which others there are, and what the formulas of its fees are."""
    others = [(code, Jurisdiction(code).label) for code in nations() if code != nation]
    formulas = FeeRule.objects.in_force(timezone.localdate()).filter(jurisdiction=nation, base__gt=0)
    return {
        "nation": Jurisdiction(nation).label,
        "others": others,
        "formulas": formulas.order_by("fee_code", "format"),
        "currency": currency_of(nation),
        "anybody": open_to_anybody(nation, timezone.localdate()),
    }


def helps(request):
    return show(request, "help/index", groups=groups())


def help_page(request, page):
    """Help in plain words for one kind of user, with what the table gives them."""
    group = next((code for code, name in PAGES.items() if name == page), None)
    if group is None:
        raise Http404
    nation = nation_of(request)
    rows = (
        rows_of(nation).filter(applicant__group=group).order_by("applicant__name", "-mode", "product__name")
    )
    return show(
        request, "help/group", group=UserGroup(group).label, words=f"portal/help/{group}.html", kinds=by_kind(rows),
        supply=Mode.SUPPLY, **law_told(nation),
    )  # fmt: skip


def ask_a_question(request):
    """A question to the office; it has a reference and a word of its own (E1)."""
    form = AskForm(request.POST or None, offices=offices())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        inquiry, word = ask_office(
            said["office"],
            kind=said["kind"].pk,
            name=said["name"],
            email=said["email"],
            text=said["text"],
            by=outsider(),
        )
        open_session(request, inquiry.reference)
        request.session[SENT] = {"reference": inquiry.reference, "word": word, "question": True}
        return redirect("portal:sent")
    return show(request, "question", form=form)
