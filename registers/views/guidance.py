"""Help in plain words, by kind of user, and what is in each file (E8, S2)."""

from typing import Any

from django.http import Http404, HttpResponse

from electoral.office.models import Jurisdiction
from registers.actions.request import PROMISED_DAYS
from registers.documents.explained import explained_text, products_explained
from registers.models import Decides, Mode, UserGroup
from registers.views.outside import office_of, show
from registers.views.portal import PAGES, by_kind, groups, law_of, rows_of


def helps(request):
    return show(request, "help/index", office_of(request), groups=groups())


def help_page(request, page):
    """Help for one kind of user: who, what, what to show, the cost, how long, afterwards, the penalty."""
    group = next((code for code, name in PAGES.items() if name == page), None)
    if group is None:
        raise Http404
    office = office_of(request)
    rows = list(
        rows_of(office).filter(applicant__group=group).order_by("applicant__name", "-mode", "product__name")
    )
    return show(
        request, "help/group", office, group=UserGroup(group).label, words=words_for(office, group), kinds=by_kind(rows),
        offences=list(dict.fromkeys(row.offence for row in rows if row.offence)), promised=PROMISED_DAYS,
        **told_of(office, {row.fee_code for row in rows if row.decision != Decides.NO}),
    )  # fmt: skip


def told_of(office, fee_codes: set[str]) -> dict[str, Any]:
    """The law of the office, with the fees that this kind of user pays."""
    told = law_of(office)
    its = [fee for fee in told.get("formulas", []) if fee[0].fee_code in fee_codes]
    return told | {"formulas": its, "sold": bool(told.get("formulas"))}


def words_for(office, group: str) -> str:
    """The template with the words: those of Britain and Northern Ireland speak of other things than those of Australia."""
    australian = office and office.area.state.jurisdiction == Jurisdiction.AUSTRALIA
    return f"portal/help/{'australia' if australian else group}.html"


def files(request):
    """What is in each file that the office gives: every column and symbol; `?print=large` for larger words."""
    office = office_of(request)
    given = set(rows_of(office).filter(mode=Mode.SUPPLY).values_list("product", flat=True))
    products = [one for one in products_explained() if office is None or one[0].pk in given]
    return show(request, "help/files", office, products=products, large=request.GET.get("print") == "large")


def file_as_text(request, product):
    """The same of one product, as plain text."""
    found = next((one for one in products_explained() if one[0].pk == product), None)
    if found is None:
        raise Http404
    response = HttpResponse(explained_text(*found), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="guide-{found[0].pk.lower()}.txt"'
    return response
