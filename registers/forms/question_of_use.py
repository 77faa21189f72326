"""The later questions of the portal: for what, who exactly, the declaration (E2, E3c, E4, E9b)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from registers.forms.draft import OWN_ENTRY
from registers.forms.question import LineField, Question, TextField
from registers.models import Purpose
from registers.rules import questions as ask
from registers.rules.asking import ASKS_FOR

NEWEST, OF_A_DAY = "newest", "day"


class PurposeQuestion(Question):
    name, heading = ask.PURPOSE, "What will you use it for?"
    lead = "The law names the uses for which you may have it. Any other use is an offence."

    def build(self):
        if codes := self.draft.codes:
            texts = Purpose.objects.filter(pk__in=codes).order_by("text")
            self.fields["purposes"] = self.choose(
                "Choose every use that applies", [(p.pk, p.text) for p in texts], many=True
            )
        self.fields["purpose_note"] = TextField(
            label="In your own words",
            max_length=2000,
            help_text="What you will do with it. A sentence or two is enough.",
        )
        if "AS_ENACTMENT" in self.draft.codes:
            self.fields["enactment"] = LineField(
                label="Which law lets you ask",
                max_length=300,
                help_text="The Act or Regulations, with the section.",
            )
        if "MARKED" in self.draft.answers[ask.WHAT]:
            self.fields["why_marked"] = TextField(
                label="Why the unmarked register or lists will not do", max_length=2000
            )
        self.fields["when"] = self.choose(
            "Of which day should it speak",
            [(NEWEST, "The newest there is"), (OF_A_DAY, "As it was on another day")],
        )
        self.fields["wanted_on"] = forms.DateField(
            label="The other day",
            required=False,
            help_text="For example, 3 May 2026. Leave it empty for the newest.",
        )

    def initial_of(self, before):
        said = dict(before or {"when": NEWEST})
        if said.get("wanted_on"):
            said["wanted_on"] = date.fromisoformat(said["wanted_on"])
        return said

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("when") == OF_A_DAY
            and not cleaned.get("wanted_on")
            and "wanted_on" not in self.errors
        ):
            self.add_error("wanted_on", "Say of which day it should speak.")
        return cleaned

    def given(self):
        day = self.cleaned_data["wanted_on"] if self.cleaned_data["when"] == OF_A_DAY else None
        return {**self.cleaned_data, "wanted_on": day.isoformat() if day else ""}


class MayQuestion(Question):
    """The answer of the table, to be read before anything else is asked; nothing is typed here."""

    name, heading, template = ask.MAY, "May you have it?", "ask/may"

    def given(self):
        return {"rows": [row.pk for row in self.draft.rows]}


def asks_in_person(answers: Mapping[str, Any]) -> bool:
    """Whether it is a candidate who asks without an agent: no body and no authority are asked for, and none are kept."""
    return answers[ask.KIND] in ASKS_FOR.values() and not answers.get(ask.AGENT)


class YouQuestion(Question):
    name, heading = ask.YOU, "Your details"
    organisation = LineField(
        max_length=150, required=False, label="Organisation", help_text="If you ask for one."
    )
    name_ = LineField(max_length=150, label="Your full name")
    authority = LineField(
        max_length=300, required=False, label="By what authority you act for it",
        help_text="Your post or rank, a nomination, or a letter that names you. Only if you ask for an organisation.",
    )  # fmt: skip
    email = forms.EmailField(
        required=False, label="E-mail", help_text="For the quotation and the link to the file."
    )
    telephone = LineField(
        max_length=40,
        required=False,
        label="Telephone",
        help_text="So that the key of an encrypted file can be told to you.",
    )
    postal_address = TextField(
        max_length=300, required=False, label="Postal address", widget=forms.Textarea(attrs={"rows": 4})
    )
    needs = LineField(
        max_length=300, required=False, label="What would help you",
        help_text="Large print, plain text, another way of access. It costs nothing.",
    )  # fmt: skip

    def build(self):
        own = self.draft.answers[ask.WHAT] == [OWN_ENTRY]
        for name in ("organisation", "authority"):
            self.fields[name].required = self.draft.is_a_body or self.draft.is_by_an_agent
            if own or asks_in_person(self.draft.answers):
                del self.fields[name]
        if own:
            address = self.fields["postal_address"]
            address.help_text = "The one at which you are registered, so that we find your entry."
        if self.draft.is_by_an_agent:
            self.ask_for_whom()

    def ask_for_whom(self) -> None:
        body, authority = self.fields["organisation"], self.fields["authority"]
        body.label, body.help_text = "Whom you ask for", "The candidate’s full name."
        authority.label = "By what authority you ask for the candidate"
        authority.help_text = (
            "The letter in which the candidate lets you ask, with its day. We need to see it."
        )

    def initial_of(self, before):
        said = dict(before or {})
        return {**said, "name_": said.get("name", "")}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not (self.errors or cleaned.get("email") or cleaned.get("postal_address")):
            raise forms.ValidationError(
                "Give an e-mail address or a postal address: the answer must reach you."
            )
        if cleaned.get("organisation") and not cleaned.get("authority") and "authority" not in self.errors:
            self.add_error("authority", "Say by what authority you act for the organisation.")
        return cleaned

    def given(self):
        return {"name" if key == "name_" else key: value for key, value in self.cleaned_data.items()}


class DeclareQuestion(Question):
    """The limits of each row, signed by name (E4)."""

    name, heading, template = ask.DECLARE, "Declaration", "ask/declaration"
    agree = forms.BooleanField(label="What I have said is true, and I will keep to these limits")
    declared_name = LineField(max_length=150, label="Sign with your full name")

    def build(self):
        if self.draft.is_for_a_refusal:
            self.fields["agree"].label = "What I have said is true"

    def initial_of(self, before):
        return {}

    def given(self):
        return {
            "declared_name": self.cleaned_data["declared_name"],
            "rows": [row.pk for row in self.draft.rows],
        }
