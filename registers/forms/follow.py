"""What somebody outside types after they sent a request: reference and word, answers, evidence, questions (E1, E3)."""

from typing import Any

from django import forms
from django.db.models import Case, When

from electoral.office.models import Division
from electoral.office.references import read_reference
from registers.forms.evidence import EvidenceFileField
from registers.forms.question import LineField, TextField
from registers.models import AccessRequest, InquiryKind
from registers.rules.evidence import WHAT_MAY_BE_SENT, evidence_label
from registers.states import RequestStatus

OTHER = "other"  # the kind of question that stands last
UNKNOWN = "Reference and word do not belong together. Look at what you noted when you sent it."


class OpenForm(forms.Form):
    """The way back to what was sent; whatever is wrong, the answer is the same."""

    reference = forms.CharField(
        max_length=20, help_text="Nine letters and numbers, such as D7K2M9QXA.", error_messages={"required": "Type your reference."}
    )  # fmt: skip
    word = forms.CharField(
        label="Word", max_length=40, help_text="It was shown when you sent it, such as K7QM-4TXP-9WZD-3HJ8.",
        error_messages={"required": "Type your word."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    @property
    def typed(self) -> tuple[str, str]:
        return read_reference(self.cleaned_data["reference"]) or "", self.cleaned_data["word"]


class WordsForm(forms.Form):
    """Words to the office."""

    text = TextField(label="Write to the office", max_length=4000)

    def __init__(self, *args, label: str = "", **options):
        super().__init__(*args, **options)
        self.fields["text"].label = label or self.fields["text"].label


class EvidenceUpload(forms.Form):
    """A file that shows what the law, or the office, wants to see."""

    code = forms.ChoiceField(label="What it shows")
    title = LineField(
        label="What it is", max_length=150, help_text="For example: our letter of appointment of 3 May 2026."
    )
    file = EvidenceFileField(label="File", help_text=f"{WHAT_MAY_BE_SENT[0].upper()}{WHAT_MAY_BE_SENT[1:]}.")
    words = TextField(label="Your answer in words, if it needs any", max_length=4000, required=False)

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, **options)
        codes = dict.fromkeys((*sorted(asked.evidence_codes()), "authority"))
        self.fields["code"] = forms.ChoiceField(
            label="What it shows", choices=[(code, evidence_label(code)) for code in codes]
        )
        if asked.status != RequestStatus.ASKED:
            del self.fields["words"]
        self.order_fields(["code", "title", "file", "words"])


class SignForm(forms.Form):
    """The limits as they are now, signed again (E4)."""

    agree = forms.BooleanField(label="I will keep to these limits")
    declared_name = LineField(max_length=150, label="Sign with your full name")


class SureForm(forms.Form):
    """A step that cannot be taken back."""

    sure = forms.BooleanField()

    def __init__(self, *args, label: str, **options):
        super().__init__(*args, **options)
        self.fields["sure"].label = label


class AskForm(forms.Form):
    """A question to the office, without a request (E1)."""

    office = forms.ModelChoiceField(
        Division.objects.none(), label="Office", to_field_name="code", empty_label=None
    )
    kind = forms.ModelChoiceField(
        InquiryKind.objects.all(), label="What is it about?", widget=forms.RadioSelect, empty_label=None
    )
    text = TextField(label="Your question", max_length=4000)
    name = LineField(label="Your name", max_length=150)
    email = forms.EmailField(
        label="E-mail", required=False, help_text="If you want word that there is an answer."
    )

    def __init__(self, *args, offices, office: Division | None = None, **options):
        super().__init__(*args, **options)
        self.fields["office"] = forms.ModelChoiceField(
            offices, label="Office", to_field_name="code", empty_label="Choose", initial=office and office.code,
            widget=forms.HiddenInput if office else forms.Select,
        )  # fmt: skip
        kinds: Any = self.fields["kind"]
        kinds.queryset = InquiryKind.objects.order_by(Case(When(code=OTHER, then=1), default=0), "label")
        self.order_fields(["office", "kind", "text", "name", "email"])
