"""What is typed about those who are told of a review."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from electoral.office.models import Division
from review.models import Addressee
from review.rules.publicity import names_a_door_or_a_walk


class AddresseeFilter(forms.Form):
    division = forms.ModelChoiceField(
        Division.objects.none(), to_field_name="code", required=False, empty_label="Every division"
    )
    kind = forms.ChoiceField(required=False, choices=[("", "Every kind"), *Addressee.Kind.choices])
    show = forms.ChoiceField(required=False, choices=[("", "In use"), ("all", "Ended ones too")])

    def __init__(self, data, *, divisions: QuerySet[Division]):
        super().__init__(data)
        cast(forms.ModelChoiceField, self.fields["division"]).queryset = divisions

    def applied(self, addressees):
        """The addressees that match."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if chosen.pop("show", "") != "all":
            addressees = addressees.filter(ended_on=None)
        return addressees.filter(**chosen)


class WhereForm(forms.Form):
    """Where somebody is written to, and of which areas."""

    through = forms.CharField(
        max_length=150, required=False, label="Through",
        help_text="For the police: the District Headquarters. Otherwise empty, or an office.",
    )  # fmt: skip
    postal = forms.CharField(max_length=300, label="Postal address", widget=forms.Textarea(attrs={"rows": 3}))
    areas = forms.CharField(
        max_length=500, label="Areas of the division that concern them",
        help_text="Suburbs, towns or districts, as the letter is to name them. No Walk and no address.",
    )  # fmt: skip

    def clean_areas(self) -> str:
        areas = self.cleaned_data["areas"]
        if names_a_door_or_a_walk(areas):
            raise forms.ValidationError(
                "Name suburbs, towns or districts only: no Walk and no address stands in a letter."
            )
        return areas


class AddresseeForm(WhereForm):
    kind = forms.ChoiceField(choices=Addressee.Kind.choices, label="Who is it?")
    name = forms.CharField(
        max_length=150, label="Name", help_text="Of the member, the council or the police station."
    )
    field_order = ("kind", "name", "through", "postal", "areas")

    def clean(self):
        chosen = super().clean() or {}
        if chosen.get("kind") == Addressee.Kind.POLICE and not chosen.get("through"):
            self.add_error("through", "Name the Police District Headquarters.")
        return chosen
