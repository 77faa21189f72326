"""Choosing for non-private dwellings (1.1e)."""

from django import forms

from electoral.roll.models.residence import DwellingKind
from electoral.roll.queries import ResidenceQuerySet

KINDS = [(kind.value, kind.label) for kind in DwellingKind if kind != DwellingKind.PRIVATE]
VISIT, SCHEDULE, NONE = "visit", "schedule", "none"
WAYS = [(VISIT, "Visit"), (SCHEDULE, "Schedule RR017")]


class DwellingFilter(forms.Form):
    q = forms.CharField(label="Address", max_length=100, required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *KINDS])
    choice = forms.ChoiceField(required=False, choices=[("", "Any choice"), *WAYS, (NONE, "Not chosen yet")])

    @property
    def chosen(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def applied(self, dwellings: ResidenceQuerySet):
        """The dwellings (with `by_schedule`, the choice that stands) that match."""
        wanted = self.chosen
        if text := wanted.get("q"):
            dwellings = dwellings.filter(pk__in=dwellings.found(text).values("pk"))
        if kind := wanted.get("kind"):
            dwellings = dwellings.filter(dwelling_kind=kind)
        if choice := wanted.get("choice"):
            dwellings = dwellings.filter(by_schedule={VISIT: False, SCHEDULE: True, NONE: None}[choice])
        return dwellings


class ChoiceForm(forms.Form):
    way = forms.ChoiceField(label="Review the dwellings ticked by", choices=WAYS)
    reason = forms.CharField(label="Why, in a few words", max_length=200, required=False)


class DefaultsForm(forms.Form):
    """One choice a kind; empty leaves the kind without a rule."""

    def __init__(self, data=None, *, standing: dict[str, bool]):
        super().__init__(data)
        for kind, label in KINDS:
            held = {True: SCHEDULE, False: VISIT}.get(standing.get(kind))  # type: ignore[arg-type]
            self.fields[kind] = forms.ChoiceField(
                label=label, choices=[("", "No rule"), *WAYS], required=False, initial=held
            )

    def defaults(self) -> dict[str, bool]:
        return {kind: way == SCHEDULE for kind, way in self.cleaned_data.items() if way}
