"""A list of one division at a time."""

from django import forms
from django.db.models import QuerySet

from electoral.office.models import Division


class DivisionFilter(forms.Form):
    """The base of the filters: the choice of a division is there for those who have several."""

    division = forms.ChoiceField(required=False)

    def __init__(self, data, *, divisions: QuerySet[Division], division: Division | None):
        super().__init__(data)
        choices = [(d.code, d.name) for d in divisions]
        widget = forms.Select if len(choices) > 1 else forms.HiddenInput
        self.fields["division"] = forms.ChoiceField(
            choices=choices, required=False, initial=division and division.code, widget=widget
        )

    @property
    def chosen(self) -> dict:
        """What is filtered by; a value that is no choice filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "division"}
