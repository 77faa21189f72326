"""Choosing Walks for an order of listings."""

from dataclasses import dataclass, field
from typing import cast

from django import forms

from electoral.office.models import Division
from electoral.office.roles import Permission
from walks.actions.listing import barred_walks
from walks.models import Walk


@dataclass
class Choice:
    """Walks that can be ordered, and those that cannot, each with the reason."""

    division: Division | None = None
    walks: list[Walk] = field(default_factory=list)
    barred: list[tuple[Walk, str]] = field(default_factory=list)


class OrderForm(forms.Form):
    """The Walks ticked (`walk`, references), or all of the division (`all`); how they are to be printed."""

    division = forms.ModelChoiceField(Division.objects.none(), to_field_name="code", widget=forms.HiddenInput)
    all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    single_sided = forms.BooleanField(
        required=False,
        label="Print on one side only",
        help_text="The pages of blank records come at the end.",
    )
    even_descending = forms.BooleanField(
        required=False,
        label="Even numbers from the highest down",
        help_text="Shorter to walk: up one side, down the other.",
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        self.ticked = data.getlist("walk")
        division = cast(forms.ModelChoiceField, self.fields["division"])
        division.queryset = user.divisions(Permission.WALK_VIEW)

    def choice(self) -> Choice:
        """What was chosen, among the Walks that the person may see."""
        if not self.is_valid():
            return Choice()
        division = self.cleaned_data["division"]
        walks = Walk.objects.visible_to(self.user).in_force().filter(division=division).order_by("number")
        if not self.cleaned_data["all"]:
            walks = walks.filter(reference__in=self.ticked)
        reasons = barred_walks(division)
        return Choice(
            division,
            [w for w in walks if w.pk not in reasons],
            [(w, reasons[w.pk]) for w in walks if w.pk in reasons],
        )

    def choices_of_print(self) -> dict[str, bool]:
        return {name: bool(self.data.get(name)) for name in ("single_sided", "even_descending")}


class VoidForm(forms.Form):
    reason = forms.CharField(max_length=200, label="Why is it void?")
