"""Marking a Walk, or numbers of a street, as high risk (10.1a)."""

from django import forms

from electoral.office.models import Division
from electoral.roll.models import Street
from electoral.roll.rules import normal
from walks.models import Walk


class RenewForm(forms.Form):
    reason = forms.CharField(
        label="Why calling there is a risk",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Write of the place, never of a person.",
    )
    review_on = forms.DateField(label="To be reviewed on")

    def __init__(self, *args, division: Division, **options):
        super().__init__(*args, **options)
        self.division = division

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day <= self.division.today():
            raise forms.ValidationError("Choose a day after today.")
        return day


class RiskForm(RenewForm):
    walk = forms.IntegerField(required=False, min_value=1, help_text="Its number, for a whole Walk.")
    street = forms.CharField(
        max_length=200,
        required=False,
        help_text="For numbers of a street: its name; where two have the name, with the suburb after a comma.",
    )
    low = forms.IntegerField(label="From number", required=False, min_value=0)
    high = forms.IntegerField(label="To number", required=False, min_value=0)
    field_order = ("walk", "street", "low", "high", "reason", "review_on")

    def clean_walk(self) -> Walk | None:
        number = self.cleaned_data["walk"]
        if number is None:
            return None
        if walk := Walk.objects.in_force().filter(division=self.division, number=number).first():
            return walk
        raise forms.ValidationError(f"There is no Walk {number} in this division.")

    def clean_street(self) -> Street | None:
        name, _, suburb = (normal(part) for part in self.cleaned_data["street"].partition(","))
        if not name:
            return None
        streets = Street.objects.filter(division=self.division).select_related("locality")
        found = [
            s for s in streets if normal(str(s)) == name and (not suburb or normal(s.locality.name) == suburb)
        ]
        if len(found) > 1:
            named = ", ".join(f"{street}, {street.locality}" for street in found[:5])
            raise forms.ValidationError(f"Several streets have this name. Write one of: {named}.")
        if not found:
            raise forms.ValidationError(
                "There is no such street in this division. Write it as the listing has it."
            )
        return found[0]

    def clean(self):
        given = super().clean() or self.cleaned_data
        if not self.errors and bool(given.get("walk")) == bool(given.get("street")):
            self.add_error("walk", "Mark either a Walk or numbers of a street.")
        low, high = given.get("low"), given.get("high")
        if low is not None and high is not None and high < low:
            self.add_error("high", "The last number is the first or higher.")
        return given
