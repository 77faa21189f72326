"""Finding requests, and keying one in from a letter or at the counter (E2)."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division
from electoral.office.references import read_reference
from electoral.office.refusals import Refused
from registers.actions.parts import kind_without_a_name, parts_of, refuse_a_part_that_is_not_there
from registers.actions.request import refuse_what_is_incomplete, rows_for
from registers.models import AccessRequest, ApplicantKind, Entitlement, Form, Product, Purpose
from registers.queries.finding import found_by
from registers.queries.quotation import holds_no_more
from registers.queries.request import AT_STEP, RequestQuerySet
from registers.rules.area import KINDS, part_said
from registers.rules.asking import ASKS_FOR, STAGES, ItemAsked, codes
from registers.states import RequestStatus
from registers.waiting.request import REQUOTE, STEPS

INVOICE = re.compile(r"\w+-(\d{4})-(\d{1,9})")  # as printed: GOLD-2027-00012
ROWS = 4  # things that can be asked for on one page
STAGE_WORDS = {"current": "As they are now", "final": "Final, for a poll"}
CHANNELS = [("letter", "A letter or an e-mail"), ("counter", "Said at the counter")]
LONG = forms.Textarea(attrs={"rows": 3})


class RequestFilter(DivisionFilter):
    q = forms.CharField(label="Reference, body, name, telephone or invoice", max_length=150, required=False)
    step = forms.ChoiceField(
        label="Next step",
        required=False,
        choices=[("", "Any"), *((s, STEPS[s][0].split(".")[0]) for s in (*AT_STEP, REQUOTE))],
    )
    status = forms.ChoiceField(required=False, choices=[("", "Any"), *RequestStatus.choices])
    applicant = forms.ModelChoiceField(ApplicantKind.objects.all(), required=False, empty_label="Anybody")
    product = forms.ModelChoiceField(
        Product.objects.all(), label="Asks for", required=False, empty_label="Anything"
    )
    overdue = forms.BooleanField(label="Past the promised day", required=False)

    def applied(self, requests: RequestQuerySet, today: date) -> RequestQuerySet:
        """The requests (with what they owe) that match."""
        chosen = self.chosen
        if q := chosen.get("q"):
            every = AccessRequest.objects.all()
            found = found_by(every, q, "organisation", "name", "email", or_else=release_or_invoice(q))
            requests = requests.filter(pk__in=found.values("pk"))
        if step := chosen.get("step"):
            requests = requests.filter(
                holds_no_more(AccessRequest, today) if step == REQUOTE else AT_STEP[step]
            )
        if chosen.get("overdue"):
            requests = requests.overdue(today)
        if product := chosen.get("product"):
            asking = AccessRequest.objects.filter(items__product=product, items__round=F("round"))
            requests = requests.filter(pk__in=asking.values("pk"))
        return requests.filter(**{name: chosen[name] for name in ("status", "applicant") if name in chosen})


def release_or_invoice(typed: str) -> Q:
    """The request of a release, or of the invoice of that number."""
    wanted = Q(releases__reference=read_reference(typed) or "")
    if number := INVOICE.fullmatch(typed.strip()):
        wanted |= Q(fee__year=int(number[1]), fee__number=int(number[2]))
    return wanted


class ApplicantForm(forms.Form):
    """Who asks: the first question, by which the rest is known."""

    applicant = forms.ModelChoiceField(ApplicantKind.objects.all(), label="Who asks", empty_label="Choose")


class RequestForm(forms.Form):
    """A request as it came on paper or was said. What a kind of applicant may not have can be keyed in: it is then refused."""

    channel = forms.ChoiceField(
        label="How it came", choices=CHANNELS, widget=forms.RadioSelect, initial="letter"
    )
    name = forms.CharField(label="Name of the person who asks", max_length=150)
    organisation = forms.CharField(label="Body", max_length=150, required=False)
    authority = forms.CharField(
        label="By what authority they act for it", max_length=300, required=False, help_text="A post, a rank, a nomination, a letter."
    )  # fmt: skip
    email = forms.EmailField(label="E-mail", required=False)
    telephone = forms.CharField(max_length=40, required=False)
    postal_address = forms.CharField(label="Postal address", max_length=300, required=False, widget=LONG)
    purposes = forms.MultipleChoiceField(
        label="Purposes that the law names", required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose_note = forms.CharField(label="For what, in their own words", max_length=2000, widget=LONG)
    enactment = forms.CharField(label="The enactment that they quote", max_length=300, required=False)
    why_marked = forms.CharField(
        label="Why the unmarked register or lists will not do", max_length=2000, required=False, widget=LONG,
        help_text="For a marked register only.",
    )  # fmt: skip
    wanted_on = forms.DateField(label="The day of which it is to speak", help_text="For example 14 May 2027.")
    needs = forms.CharField(label="Large print, plain text, another way", max_length=300, required=False)
    declared_name = forms.CharField(label="Who signed the declaration", max_length=150)

    def __init__(self, *args, kind: ApplicantKind, division: Division, **options):
        super().__init__(*args, **options)
        self.kind, self.division = kind, division
        rows = Entitlement.objects.in_force(division.today()).filter(applicant=kind, mode="supply")
        rows = rows.filter(jurisdiction=division.area.state.jurisdiction)
        named = {code for row in rows for code in codes(row.purposes)}
        choices = [(p.code, p.text) for p in Purpose.objects.filter(code__in=named).order_by("text")]
        self.fields["purposes"].choices = choices  # type: ignore[attr-defined]
        if kind.code in ASKS_FOR.values():
            self.fields["organisation"].label = "The candidate, where an agent asks for them"
            self.fields["organisation"].help_text = "Leave it empty where the candidate asks in person."
            self.fields["authority"].label = "By what authority the agent asks for the candidate"
            self.fields["authority"].help_text = "The candidate’s letter."
        products, parts = list(Product.objects.values_list("code", "name")), parts_of(division)
        unnamed = next((code for row in rows if (code := kind_without_a_name(row, parts))), "")
        for n in range(1, ROWS + 1):
            fields = item_fields(n, products) | {"area": part_field(n, parts, unnamed)}
            self.fields |= {f"{name}_{n}": fields[name] for name in ITEM}

    def clean(self) -> dict[str, Any]:
        """What the action would refuse is said here, beside what was typed: nothing of it is lost."""
        found = super().clean() or self.cleaned_data
        if not self.errors:
            items = self.items()
            rows = rows_for(self.division, self.kind.code, items)
            try:
                refuse_what_is_incomplete(self.kind, items, rows, self.given())
                refuse_a_part_that_is_not_there(self.division, items)
            except Refused as reason:
                self.add_error(None, str(reason))
        return found

    def groups(self) -> list[list[forms.BoundField]]:
        """The fields of each thing that can be asked for."""
        return [[self[f"{name}_{n}"] for name in ITEM] for n in range(1, ROWS + 1)]

    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name[-2:-1] != "_" and name != "channel"]

    def items(self) -> list[ItemAsked]:
        """What is asked for, without the rows that were left empty."""
        told = self.cleaned_data
        rows = [[told.get(f"{name}_{n}") or "" for name in ITEM] for n in range(1, ROWS + 1)]
        return [
            ItemAsked(code, form, area, stage, poll, bool(later))
            for code, form, area, stage, poll, later in rows
            if code
        ]

    def given(self) -> dict[str, Any]:
        """Who asks and for what, as the action takes it."""
        return {n: v for n, v in self.cleaned_data.items() if n in PERSON}


ITEM = ("product", "form", "area", "stage", "poll", "later")
PERSON = {
    "name", "organisation", "authority", "email", "telephone", "postal_address", "purposes", "purpose_note", "enactment",
    "why_marked", "wanted_on", "needs",
}  # fmt: skip


def item_fields(number: int, products: list) -> dict[str, forms.Field]:
    """The fields of one thing asked for, but for its part."""
    stages = [("", "Not for this"), *((stage, STAGE_WORDS[stage]) for stage in STAGES)]
    return {
        "product": forms.ChoiceField(
            label=f"What is asked for ({number})", choices=[("", "Choose" if number == 1 else "Nothing more"), *products],
            required=number == 1,
        ),
        "form": forms.ChoiceField(label=f"As ({number})", choices=Form.choices, required=False, initial="data"),
        "stage": forms.ChoiceField(label=f"Absent voters lists ({number})", choices=stages, required=False),
        "poll": forms.CharField(label=f"Poll ({number})", max_length=60, required=False),
        "later": forms.BooleanField(label=f"Later documents too ({number})", required=False),
    }  # fmt: skip


def part_field(number: int, parts: list[str], unnamed: str) -> forms.Field:
    """The parts that the newest register names; typed where it names none, or none of a kind that has to be asked for."""
    label = f"Part ({number})"
    if parts and not unnamed:
        named = [(area, part_said(area)) for area in parts]
        return forms.ChoiceField(label=label, choices=[("", "The whole"), *named], required=False)
    why = f"The register names no {KINDS.get(unnamed, 'part of it')} yet. "
    how = f"Write {unnamed or 'ward'}: and its name or code, as {unnamed or 'ward'}:W05. Leave it empty for the whole."
    return forms.CharField(label=label, max_length=60, required=False, help_text=why + how)
