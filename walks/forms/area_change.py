"""Beginning, sharing out and deciding changes of area (1.2, 4)."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division
from electoral.roll.models import Street
from walks.models import AreaChange, Walk
from walks.models.street_file import Side
from walks.states import AreaChangeStatus


class ChangeFilter(forms.Form):
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *AreaChange.Kind.choices])
    standing = forms.ChoiceField(
        label="Where it stands",
        required=False,
        choices=[("", "Open and done"), ("open", "Open"), *AreaChangeStatus.choices],
    )
    division = forms.ChoiceField(required=False)

    def __init__(self, data, *, divisions: QuerySet[Division]):
        super().__init__(data)
        choices = [(d.code, d.name) for d in divisions]
        widget = forms.Select if len(choices) > 1 else forms.HiddenInput
        self.fields["division"] = forms.ChoiceField(
            choices=[("", "Any division"), *choices], required=False, widget=widget
        )

    @property
    def chosen(self) -> dict:
        """What is filtered by; a value that is no choice filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def applied(self, changes):
        chosen = self.chosen
        if "kind" in chosen:
            changes = changes.filter(kind=chosen["kind"])
        if "division" in chosen:
            changes = changes.filter(division__code=chosen["division"])
        if chosen.get("standing") == "open":
            return changes.open()
        return changes.filter(status=chosen["standing"]) if "standing" in chosen else changes


class SplitForm(forms.Form):
    kind = forms.ChoiceField(
        label="Why it is split",
        widget=forms.RadioSelect,
        choices=[
            (AreaChange.Kind.RAPID, "Rapid development: Head Office approves the split"),
            (AreaChange.Kind.CENSUS, "Census data: the census has changed its CCDs"),
        ],
    )


class ProposalForm(forms.Form):
    seed = forms.RegexField(r"^([0-9]{1,6}\.[0-9]{1,3}|census)$", widget=forms.HiddenInput)


class FacesForm(forms.Form):
    """The faces of a split: `part-<key>` is the part's position; `face` (ticked) go to the part `to`; `keeps` the number."""

    keeps = forms.IntegerField(min_value=1, required=False)
    to = forms.IntegerField(min_value=1, required=False)

    def __init__(self, data=None):
        super().__init__(data)
        self.ticked = data.getlist("face") if data else []

    def where(self) -> dict[str, int]:
        chosen: dict[str, int] = {
            name.removeprefix("part-"): int(value)
            for name, value in self.data.items()
            if name.startswith("part-") and value.isascii() and value.isdigit() and len(value) < 3
        }
        to = self.cleaned_data.get("to")
        return chosen | (dict.fromkeys(self.ticked, to) if to else {})


class PartForm(forms.Form):
    position = forms.IntegerField(min_value=1)


class StreetsForm(forms.Form):
    """Two streets of the Walk, and whether one walks from one into the other."""

    MEET, BARRED, UNKNOWN = "meet", "barred", "unknown"
    street = forms.ModelChoiceField(Street.objects.none())
    other = forms.ModelChoiceField(Street.objects.none(), label="And")
    known = forms.ChoiceField(
        label="What is known",
        choices=[
            (MEET, "They meet"),
            (BARRED, "Nobody can cross between them"),
            (UNKNOWN, "Nothing: go by the map"),
        ],
    )

    def __init__(self, data=None, *, streets: QuerySet[Street]):
        super().__init__(data)
        for name in ("street", "other"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = streets

    @property
    def meet(self) -> bool | None:
        return {self.MEET: True, self.BARRED: False}.get(self.cleaned_data["known"])


class RemarksForm(forms.Form):
    remarks = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the reader should know.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why", max_length=500)

    def __init__(self, data=None, *, name: str = ""):
        super().__init__(data, auto_id=f"{name}_%s")


class MoveForm(forms.Form):
    walk = forms.IntegerField(
        label="The Walk that receives", min_value=1, max_value=99999, help_text="Its number."
    )

    def __init__(self, data=None, *, user, giving: Walk):
        super().__init__(data)
        self.walks = (
            Walk.objects.visible_to(user).in_force().filter(division=giving.division).exclude(pk=giving.pk)
        )

    def clean_walk(self) -> Walk:
        number = self.cleaned_data["walk"]
        if walk := self.walks.filter(number=number).first():
            return walk
        raise forms.ValidationError(f"There is no other Walk {number} in this division.")


class NumbersForm(forms.Form):
    street = forms.ModelChoiceField(Street.objects.none())
    side = forms.ChoiceField(
        choices=[(Side.ALL, "Both sides"), (Side.ODD, "Odd numbers"), (Side.EVEN, "Even numbers")]
    )
    low = forms.IntegerField(
        label="From number", min_value=0, max_value=999999, help_text="0 for the beginning of the street."
    )
    last = forms.IntegerField(
        label="To number",
        min_value=0,
        max_value=999999,
        required=False,
        help_text="Empty for the end of the street.",
    )

    def __init__(self, data=None, *, streets: QuerySet[Street]):
        super().__init__(data)
        cast(forms.ModelChoiceField, self.fields["street"]).queryset = streets


class KeyForm(forms.Form):
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


class SpareForm(forms.Form):
    first = forms.IntegerField(label="From number", min_value=1, max_value=99999)
    last = forms.IntegerField(label="To number", min_value=1, max_value=99999)


class SpareFilter(DivisionFilter):
    show = forms.ChoiceField(
        required=False, choices=[("", "All numbers"), ("free", "Free"), ("used", "Used")]
    )

    def applied(self, numbers):
        show = self.chosen.get("show", "")
        free = numbers.free().values("pk")
        return {"free": numbers.filter(pk__in=free), "used": numbers.exclude(pk__in=free)}.get(show, numbers)


class CcdForm(forms.Form):
    old_code = forms.CharField(max_length=20, widget=forms.HiddenInput)


class SettleCcdForm(CcdForm):
    words = forms.CharField(label="What was done about it", max_length=200)
