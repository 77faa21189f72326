"""What of the table of entitlements is shown."""

from django import forms

from electoral.office.models import Jurisdiction
from registers.models import ApplicantKind, Decides, Mode, Product

ALL = ("", "All")
VERIFIED = [ALL, ("no", "To be verified"), ("yes", "Verified")]


class PlaceFilter(forms.Form):
    """The jurisdiction is the division's unless another is asked for."""

    jurisdiction = forms.ChoiceField(required=False, choices=Jurisdiction)

    def __init__(self, data, *, jurisdiction: str):
        super().__init__({**data.dict(), "jurisdiction": data.get("jurisdiction") or jurisdiction})
        self.default = jurisdiction
        self.is_valid()

    @property
    def place(self) -> str:
        return self.cleaned_data.get("jurisdiction") or self.default

    @property
    def label(self) -> str:
        return Jurisdiction(self.place).label


def _named(rows) -> list[tuple[str, str]]:
    return [ALL, *((row.pk, row.name) for row in rows)]


class LawFilter(PlaceFilter):
    """Who, what, how, with which answer."""

    applicant = forms.ChoiceField(
        required=False, label="Who", choices=lambda: _named(ApplicantKind.objects.order_by("name"))
    )
    product = forms.ChoiceField(required=False, label="What", choices=lambda: _named(Product.objects.all()))
    mode = forms.ChoiceField(required=False, label="How", choices=[ALL, *Mode.choices])
    decision = forms.ChoiceField(required=False, label="Answer", choices=[ALL, *Decides.choices])
    verified = forms.ChoiceField(required=False, choices=VERIFIED)
    field_order = ("applicant", "product", "mode", "decision", "verified", "jurisdiction")

    @property
    def chosen(self) -> dict:
        """What is filtered by, besides the jurisdiction; a value that is no choice filters nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "jurisdiction"}

    def applied(self, rows):
        """The rows of the table that it names."""
        chosen = dict(self.chosen)
        if verified := chosen.pop("verified", ""):
            rows = rows.filter(verified_on__isnull=verified == "no")
        return rows.filter(jurisdiction=self.place, **chosen)
