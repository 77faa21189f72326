"""Evidence at the desk: taken in, seen, destroyed (E3)."""

from typing import Any

from django import forms

from registers.forms.inquiry import Refusable
from registers.models import AccessRequest
from registers.rules.evidence import EVIDENCE, EVIDENCE_LIMIT, WHAT_MAY_BE_SENT, evidence_label, why_not_taken


class EvidenceFileField(forms.FileField):
    """A file that is what its bytes say; the same field serves the desk and the portal."""

    widget = forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            reason = why_not_taken(file.size, file.read(EVIDENCE_LIMIT + 1))
            file.seek(0)
            if reason:
                raise forms.ValidationError(reason)
        return file


class EvidenceForm(forms.Form):
    """Evidence that came by letter, or was shown at the counter: then there is no file."""

    code = forms.ChoiceField(label="What it shows")
    title = forms.CharField(
        label="What it is", max_length=150, help_text="For example: letter of the Pretend Agency of 3 May."
    )
    file = EvidenceFileField(
        label="File", required=False, help_text=f"Leave it empty for a paper that was shown to you. Otherwise {WHAT_MAY_BE_SENT}."
    )  # fmt: skip

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, **options)
        wanted = sorted(asked.evidence_codes())
        codes = [*wanted, *(code for code in EVIDENCE if code not in wanted)]
        self.fields["code"] = forms.ChoiceField(
            label="What it shows",
            choices=[(code, evidence_label(code)) for code in codes],
            help_text="What the table asks for comes first." if wanted else "",
        )
        self.order_fields(["code", "title", "file"])


class VerdictForm(Refusable):
    """What a person who saw it says of it."""

    satisfies = forms.TypedChoiceField(
        label="Does it show what it should?",
        choices=[("yes", "Yes"), ("no", "No, other evidence is needed")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        max_length=300,
        required=False,
        help_text="What you saw, without copying numbers of papers of identity.",
    )


class TakeBackForm(Refusable):
    """A yes that is taken back, while nothing is decided."""

    note = forms.CharField(label="Why it does not show what it should", max_length=300)
