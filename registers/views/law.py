"""The law as the desk reads it: the table of entitlements, a row of it, the fees, and what the roles are called (E3, E6, E11, S3)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from electoral.office.faces import paged
from electoral.office.lists import in_order, sheet
from electoral.office.models import Jurisdiction
from electoral.office.refusals import NotPermitted
from electoral.office.roles import Permission as P
from electoral.office.roles import Role
from payments.rules.money import currency_of, money_text
from registers.actions.answer import formula_of, indicative, purposes_of
from registers.forms.law import LawFilter, PlaceFilter
from registers.models import Entitlement, FeeRule, Form
from registers.rules.area import AREA_NAMES
from registers.rules.evidence import evidence_label
from registers.rules.fee import EXAMPLE, EXAMPLES, FEE_NAMES, Formula, Price, formula_text, price
from registers.rules.titles import UNITS, title_of
from registers.rules.wording import in_words
from registers.views.desk import crumbs as crumbs_of_room
from registers.views.desk import division_asked_for

SORTS = {"who": "applicant__name", "what": "product__name", "answer": "decision"}
COLUMNS = ("who", "what", "how", "answer", "second person", "basis", "area", "fee", "evidence", "later documents", "purposes",
           "how sure", "verified on", "verified by", "in force from", "jurisdiction")  # fmt: skip
OFFICES = {
    Role.DRO: "Answers for the registers. Decides what the table leaves to an officer, confirms as the second person, has editions sealed, and alone asks who holds an address.",
    Role.CLERK: "Answers queries, confirms entitlement by the table, prepares, checks and releases copies, and supervises inspections; never every step of one request.",
    Role.AREA_MANAGER: "Looks after the offices of an area.",
}
CODED = (
    "default_format",
    "other_format",
    "subsequent_documents",
    "source_status",
    "text_read",
    "evidence_law",
    "evidence_proposed",
)
LATER = {"none": "Never", "while_category": "While in the category", "while_paid": "While they pay for them"}


def here(request) -> str:
    """The jurisdiction of the first of the person's divisions, or of the one that the address names."""
    if not request.user.may(P.REGISTER_VIEW):
        raise NotPermitted("Your role may not do this.")
    division = division_asked_for(request)
    return division.area.state.jurisdiction if division else Jurisdiction.ENGLAND_AND_WALES


def crumbs() -> list[dict]:
    return [*crumbs_of_room(None), {"label": "The law", "url": reverse("registers:law")}]


@login_required
def table(request):
    form = LawFilter(request.GET, jurisdiction=here(request))
    rows = Entitlement.objects.in_force(timezone.localdate())
    rows = form.applied(rows.select_related("applicant", "product", "verified_by"))
    rows = in_order(request, rows, SORTS, "applicant__name", "product__name", "-mode")
    if request.GET.get("format") == "csv":
        return sheet("entitlements", COLUMNS, (row_of(row) for row in rows))
    context = {"form": form, "page": paged(request, rows), "jurisdiction": form.label}
    return render(request, "registers/law/table.html", context | {"breadcrumbs": crumbs()[:1]})


def row_of(row: Entitlement) -> tuple:
    answer = (
        row.get_mode_display(),
        row.get_decision_display(),
        "yes" if row.second_person else "no",
        row.basis,
    )
    limits = (AREA_NAMES.get(row.area_code, row.area_code), FEE_NAMES.get(row.fee_code, row.fee_code))
    rest = (
        evidence_of(row),
        LATER.get(row.standing_code, row.standing_code),
        row.purposes,
        row.source_status,
    )
    since = (row.verified_on, row.verified_by, row.from_on, row.get_jurisdiction_display())
    return (row.applicant.name, row.product.name, *answer, *limits, *rest, *since)


def evidence_of(row: Entitlement) -> str:
    return "" if row.evidence_code == "none" else evidence_label(row.evidence_code)


@login_required
def row(request, pk):
    here(request)
    rows = Entitlement.objects.select_related("applicant", "product", "verified_by")
    row = get_object_or_404(rows, pk=pk)
    same = {name: getattr(row, name) for name in ("jurisdiction", "applicant", "product", "mode")}
    context = {
        "row": row,
        "purposes": purposes_of(row),
        "versions": rows.filter(**same).order_by("-from_on", "-pk"),
        "may_edit": request.user.may(P.REFERENCE_EDIT),
        "breadcrumbs": crumbs(),
    }
    return render(request, "registers/law/row.html", context | words_of(row) | fees_of(row))


def words_of(row: Entitlement) -> dict[str, str | dict[str, str]]:
    """The codes of a row in words."""
    return {
        "area": AREA_NAMES.get(row.area_code, row.area_code),
        "evidence": evidence_of(row),
        "later": LATER.get(row.standing_code, row.standing_code),
        "fee": FEE_NAMES.get(row.fee_code, row.fee_code),
        "must_say": in_words(row.request_must_state),
        "said": {name: in_words(getattr(row, name)) for name in CODED},
    }


def fees_of(row: Entitlement) -> dict:
    """The formulas of a row, for data and print, each with an example worked out."""
    example, today = EXAMPLES.get(row.fee_code, EXAMPLE), timezone.localdate()
    prices = [
        (label, formula_of(row, form, today), said(indicative(row, form, example, today), row))
        for form, label in Form.choices
    ]
    return {"fees": prices, "example": example}


@login_required
def fees(request):
    form = PlaceFilter(request.GET, jurisdiction=here(request))
    rules = FeeRule.objects.in_force(timezone.localdate()).filter(jurisdiction=form.place)
    rules = rules.select_related("verified_by").order_by("fee_code", "format")
    lines = [line_of(rule) for rule in rules]
    context = {"form": form, "jurisdiction": form.label, "lines": lines, "breadcrumbs": crumbs()}
    return render(request, "registers/law/fees.html", context)


def line_of(rule: FeeRule) -> dict:
    formula, currency = Formula(rule.base, rule.per_block, rule.block_size), currency_of(rule.jurisdiction)
    entries = EXAMPLES.get(rule.fee_code, EXAMPLE)
    name = FEE_NAMES.get(rule.fee_code, rule.fee_code)
    example, words = said(price(formula, entries, currency), rule), formula_text(formula, currency)
    return {"rule": rule, "name": name, "words": words, "entries": entries, "example": example}


def said(price: Price | None, rule: FeeRule | Entitlement) -> tuple[str, str] | None:
    """A price as (the sum, its working); the sum is empty where it is free."""
    if price is None:
        return None
    return money_text(price.amount, currency_of(rule.jurisdiction)) if price.amount else "", price.working


@login_required
def roles(request):
    jurisdiction = here(request)
    offices = [(title_of(role, jurisdiction), role.label, duty) for role, duty in OFFICES.items()]
    context = {
        "offices": offices,
        "units": UNITS,
        "jurisdiction": Jurisdiction(jurisdiction).label,
        "breadcrumbs": crumbs(),
    }
    return render(request, "registers/law/roles.html", context)
