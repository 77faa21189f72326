"""Finding census districts of a division."""

from django import forms
from django.db.models import QuerySet


class CcdFilter(forms.Form):
    q = forms.CharField(label="CCD", max_length=20, required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[("", "All CCDs"), ("unbounded", "Without a boundary"), ("walkless", "In no Walk")],
    )

    def applied(self, ccds: QuerySet) -> QuerySet:
        """The CCDs (of `ccds_of`) that match; what is no choice filters nothing."""
        self.is_valid()
        if q := self.cleaned_data.get("q"):
            ccds = ccds.filter(code__startswith=q)
        if self.cleaned_data.get("show") == "unbounded":
            ccds = ccds.filter(bounded_on=None)
        if self.cleaned_data.get("show") == "walkless":
            ccds = ccds.filter(walks=[])
        return ccds
