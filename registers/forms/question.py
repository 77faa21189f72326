"""The first questions of the portal: which office, who are you, what do you need, in which form (E2, S2)."""

from typing import Any

from django import forms

from registers.actions.parts import kind_without_a_name, parts_of, parts_open_to
from registers.forms.draft import OWN_ENTRY, Draft
from registers.models import Edition, Family, Form, UserGroup
from registers.rules import questions as ask
from registers.rules.area import BY_THE_REGISTER, KINDS, areas_allowed, part_said, why_not_area
from registers.rules.asking import STAGES, wrong_together
from registers.rules.release import NEVER_BY_LINK

WHOLE = "whole"
DATA_OR_PRINT = "Data is a file for a computer; print is on paper."
ONE_PART = "For several parts, send a request for each, or ask for the whole where that is offered."
WHOLE_ONLY = "It is sold whole: no ward or district has a price of its own."
STAGE_NAMES = {"current": "As they are on the day of supply", "final": "The final lists of a poll"}


class LineField(forms.CharField):
    """One line of text: no line ends, no signs that nobody sees."""

    def to_python(self, value):
        text = " ".join((super().to_python(value) or "").split())
        if not text.isprintable():
            raise forms.ValidationError("It holds a sign that cannot be printed. Type it again.")
        return text


class TextField(forms.CharField):
    """Some lines in their own words."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value):
        typed = (super().to_python(value) or "").replace("\r\n", "\n").strip()
        text = "".join(" " if sign.isspace() and sign != "\n" else sign for sign in typed)
        if not text.replace("\n", "").isprintable():
            raise forms.ValidationError("It holds a sign that cannot be printed. Type it again.")
        return text


class ChoicesOrOthers(forms.MultipleChoiceField):
    """Choices of which one is wanted here or in the next field: none here is no fault of this one."""

    def validate(self, value):
        return super().validate(value) if value else None


class Question(forms.Form):
    """One page of questions. `given()` is what is kept of the answer; `begin` fills the fields with what was said before."""

    name = ""
    heading = ""
    lead = ""
    submit = "Continue"
    template = "ask/question"

    def __init__(self, data, *, draft: Draft, before: Any = None):
        self.draft = draft
        super().__init__(data, initial=self.initial_of(before))
        self.build()

    def build(self) -> None:
        """Fields whose choices hang on the answers before."""

    def initial_of(self, before: Any) -> dict[str, Any]:
        return {self.name: before}

    def given(self) -> Any:
        return self.cleaned_data[self.name]

    def choose(
        self, label: str, choices, *, many: bool = False, hint: str = "", required: bool = True
    ) -> forms.Field:
        kind = forms.MultipleChoiceField if many else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if many else forms.RadioSelect
        return kind(label=label, choices=list(choices), widget=widget, help_text=hint, required=required)


class OfficeQuestion(Question):
    name, heading = ask.OFFICE, "Which office do you ask?"
    lead = "Each office keeps the register of its own area. Ask each office whose register you need."

    def build(self):
        self.fields[self.name] = self.choose("Office", [(d.code, d.name) for d in self.draft.offices])


class GroupQuestion(Question):
    name, heading = ask.GROUP, "Who are you?"
    lead = "What you may have depends on who asks. Choose what you are in this request."

    def build(self):
        there = set(self.draft.kinds.values_list("group", flat=True))
        choices = [(code, label) for code, label in UserGroup.choices if code in there]
        self.fields[self.name] = self.choose("You ask as one of", choices)


class KindQuestion(Question):
    name, heading = ask.KIND, "Who are you, more exactly?"

    def build(self):
        kinds = self.draft.kinds.filter(group=self.draft.answers[ask.GROUP])
        self.fields[self.name] = self.choose("You are", [(kind.pk, kind.name) for kind in kinds])
        if len(kinds) == 1:
            self.initial[self.name] = kinds[0].pk


class WhatQuestion(Question):
    name, heading, template = ask.WHAT, "What do you need?", "ask/what"

    def build(self):
        if self.draft.open_products:
            alone = any(one.row and one.row.product_id in NEVER_BY_LINK for one in self.draft.open_products)
            hopeful = [
                (one.row.product_id, one.row.product.name) for one in self.draft.open_products if one.row
            ]
            self.fields["what"] = ChoicesOrOthers(
                label="You may ask for a copy of", choices=hopeful, widget=forms.CheckboxSelectMultiple,
                help_text="The record of anonymous entries is asked for alone, in a request of its own." if alone else "",
            )  # fmt: skip
        if closed := self.draft.closed_products:
            self.fields["refused"] = self.choose(
                "Ask for it anyway, and get the refusal in a letter", [(p.pk, p.name) for p, _ in closed], many=True,
                required=False, hint="The office answers with its reasons. The letter is free.",
            )  # fmt: skip

    def initial_of(self, before):
        closed = {product.pk for product, _ in self.draft.closed_products}
        return {"what": before, "refused": [code for code in before or [] if code in closed]}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.given():
            raise forms.ValidationError("Choose what you need.")
        if cleaned.get("what") and cleaned.get("refused"):
            raise forms.ValidationError(
                "Ask for what you may have in one request, and for a refusal in writing in another: the office decides a request as a whole."
            )
        if reason := wrong_together(cleaned.get("what") or []):
            self.add_error("what", reason)
        return cleaned

    def given(self):
        return self.cleaned_data.get("what") or self.cleaned_data.get("refused") or []


class PartField(LineField):
    """A part of a kind that the row asks for, where the register does not name its parts."""

    def __init__(self, kind: str):
        self.kind = kind
        super().__init__(label=f"Which {KINDS[kind]}", max_length=40, help_text="Its name or code.")

    def clean(self, value):
        return f"{self.kind}:{super().clean(value)}"


class CopiesQuestion(Question):
    """Of each thing: data or print, the whole or a part, later documents where the row allows them, the poll."""

    name, heading, template = ask.COPIES, "In which form, and how much of it?", "ask/copies"

    def build(self):
        self.of = {}
        for product, given in self.draft.chosen:
            row = given.row if given.decision != "no" else None
            names = {
                "form": self.choose(
                    "Form", Form.choices, hint=f"{DATA_OR_PRINT} {self.why_whole(row)}".strip()
                )
            }
            if row and product.pk != OWN_ENTRY and (area := self.area(row)):
                names["area"] = area
            if product.pk == "AVL":
                names["stage"] = self.choose("Which lists", [(s, STAGE_NAMES[s]) for s in STAGES])
            if product.pk in ("AVL", "MARKED"):
                names["poll"] = self.poll(product.pk)
            if row and row.standing_code != "none":
                names["later"] = forms.BooleanField(
                    required=False, label=LATER_OF_A_POLL if product.pk == "AVL" else LATER[row.standing_code]
                )
            self.of[product] = [self.add(product.pk, name, field) for name, field in names.items()]

    def add(self, code: str, name: str, field: forms.Field) -> str:
        """Put a field of one product into the form."""
        before = (self.initial.get(self.name) or {}).get(code, {})
        field.initial = before.get(name, "data" if name == "form" else None)
        self.fields[f"{code}-{name}"] = field
        return f"{code}-{name}"

    @staticmethod
    def why_whole(row) -> str:
        """That a part has no price of its own, for who would rather buy a few wards."""
        return WHOLE_ONLY if row and row.fee_code in BY_THE_REGISTER else ""

    def area(self, row) -> forms.Field | None:
        """The parts that a row allows, as the newest register names them; nothing is asked where only the whole is."""
        kinds = areas_allowed(row.area_code, row.fee_code)
        named = parts_of(self.draft.office)
        parts = [(area, part_said(area)) for area in parts_open_to(row, named)]
        if kind := kind_without_a_name(row, named):
            return PartField(kind)
        whole = [(WHOLE, "The whole register")] if "" in kinds else []
        if not parts:
            return None
        return forms.ChoiceField(choices=[*whole, *parts], label="How much of it", help_text=ONE_PART)

    def poll(self, product: str) -> forms.Field:
        polls = Edition.objects.filter(division=self.draft.office, family=Family.MARKED).in_force()
        known = sorted(set(polls.values_list("poll", flat=True)))
        if product == "MARKED" and known:
            return forms.ChoiceField(label="Which poll", choices=[(poll, poll) for poll in known])
        return LineField(
            label="Which poll",
            max_length=60,
            required=product == "MARKED",
            help_text="Its name and day. Only for a poll's lists.",
        )

    @property
    def parts(self):
        """Of each product, its fields."""
        return [(product, [self[name] for name in names]) for product, names in self.of.items()]

    def given(self):
        return {product.pk: self.kept(product.pk) for product in self.of}

    def kept(self, code: str) -> dict[str, Any]:
        empty = {"form": "", "area": "", "stage": "", "poll": "", "later": False}
        return {name: self.said(f"{code}-{name}") or nothing for name, nothing in empty.items()}

    def said(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return "" if value == WHOLE else value

    def clean(self):
        for product, given in self.draft.chosen:
            name, row = f"{product.pk}-area", given.row
            if row is None or name not in self.fields or name in self.errors:
                continue
            if reason := why_not_area(self.said(name) or "", row.area_code, row.fee_code):
                raise forms.ValidationError(f"{product}: {reason}")
        asked = self.cleaned_data
        if (asked.get("AVL-stage") == "final" or asked.get("AVL-later")) and not asked.get("AVL-poll"):
            self.add_error("AVL-poll", "Name the poll whose final lists you want.")
        return self.cleaned_data


LATER_OF_A_POLL = "Send me the later lists of this poll too, up to the end of its day"
LATER = {
    "while_category": "Send me the later ones too, for as long as I am entitled to them",
    "while_paid": "Send me the later ones too, for as long as I pay for each",
}
