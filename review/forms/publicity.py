"""What is typed about notices, releases and advertisements, and how their lists are filtered."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.db.models import QuerySet

from electoral.office.models import Division
from review.models import Advertisement, Outlet, Position
from review.rules.publicity import cents, dollars
from review.states import AdvertisementStatus
from walks.models import DivisionReview


class CostField(forms.DecimalField):
    """Dollars and cents, as a number of cents; empty where it is not known yet."""

    def __init__(self, **options):
        box = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        super().__init__(min_value=0, max_digits=9, decimal_places=2, widget=box, **options)

    def clean(self, value):
        typed = value.strip().removeprefix("$").replace(",", "") if isinstance(value, str) else value
        return cents(super().clean(typed))

    def prepare_value(self, value):
        return dollars(value).removeprefix("$").replace(",", "") if isinstance(value, int) else value


class PartsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj) -> str:
        return obj.division.name


class PositionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj) -> str:
        return f"{obj.area}: {obj.places} wanted, applications close on {obj.closing_on:%-d %B %Y}"


class AdvertisementFilter(forms.Form):
    kind = forms.ChoiceField(required=False, choices=[("", "Every kind"), *Advertisement.Kind.choices])
    status = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *AdvertisementStatus.choices]
    )
    division = forms.ModelChoiceField(
        Division.objects.none(), to_field_name="code", required=False, empty_label="Every division"
    )

    def __init__(self, data, *, divisions: QuerySet[Division]):
        super().__init__(data)
        cast(forms.ModelChoiceField, self.fields["division"]).queryset = divisions

    def applied(self, rows):
        """The advertisements that match."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if division := chosen.pop("division", None):
            rows = rows.naming(division)
        return rows.filter(**chosen)


class DivisionsFilter(forms.Form):
    show = forms.ChoiceField(
        required=False, choices=[("", "All divisions"), ("without", "Without a notice or a reason")]
    )

    @property
    def only_without(self) -> bool:
        return self.is_valid() and self.cleaned_data["show"] == "without"


class NoticesForm(forms.Form):
    """A tick and a day for each newspaper in which a notice can be planned (3.2)."""

    with_releases = forms.BooleanField(
        required=False,
        initial=True,
        label="Plan a joint media release to each newspaper for the same day",
        help_text="Free publicity at the same time as the notice.",
    )

    def __init__(self, data=None, *, proposals: Sequence[tuple[Outlet, list[DivisionReview]]]):
        super().__init__(data)
        self.proposals = proposals
        for outlet, parts in proposals:
            self.fields[f"take_{outlet.reference}"] = forms.BooleanField(
                required=False, initial=True, label=str(outlet)
            )
            self.fields[f"on_{outlet.reference}"] = forms.DateField(
                initial=min(p.starts_on for p in parts), label=f"{outlet} appears on"
            )

    @property
    def lines(self) -> list[tuple]:
        """For the page: the newspaper, its parts of the review, the boxes for it."""
        return [
            (o, parts, self[f"take_{o.reference}"], self[f"on_{o.reference}"]) for o, parts in self.proposals
        ]

    def chosen(self) -> list[tuple]:
        took = [o for o, _ in self.proposals if self.cleaned_data[f"take_{o.reference}"]]
        return [(o, self.cleaned_data[f"on_{o.reference}"]) for o in took]


class LeaveOutForm(forms.Form):
    """Divisions that get no notice, and why (3.2a)."""

    parts = PartsField(
        DivisionReview.objects.none(), to_field_name="reference", label="Divisions", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one division."},
    )  # fmt: skip
    reason = forms.CharField(
        max_length=300,
        label="Why is there no Notice of Review?",
        help_text="For example: no funds are available.",
    )

    def __init__(self, data=None, *, parts: QuerySet[DivisionReview]):
        super().__init__(data)
        cast(PartsField, self.fields["parts"]).queryset = parts


class PlanForm(forms.Form):
    """What the Information Officer plans one by one (3.1a, 3.2c)."""

    kind = forms.ChoiceField(
        choices=Advertisement.Kind.choices, widget=forms.RadioSelect, label="What is it?"
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.none(), to_field_name="reference", required=False, label="Newspaper", empty_label="None of ours",
        help_text="Only a national advertisement may be in none of ours.",
    )  # fmt: skip
    appears_on = forms.DateField(label="Appears on", help_text="For example 3/5/2027.")

    def __init__(self, data=None, *, outlets: QuerySet[Outlet], **options):
        super().__init__(data, **options)
        cast(forms.ModelChoiceField, self.fields["outlet"]).queryset = outlets

    def clean(self):
        chosen = super().clean() or {}
        if not chosen.get("outlet") and chosen.get("kind") not in (None, Advertisement.Kind.NATIONAL):
            self.add_error("outlet", "Choose a newspaper.")
        return chosen


class WordsForm(forms.Form):
    """The day and the words of one that is planned."""

    appears_on = forms.DateField(label="Appears on")
    text = forms.CharField(
        max_length=10000, label="Text", widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Made from the wording of the office and the facts of the review. What you change here stands in this one alone.",
    )  # fmt: skip


class LocalForm(forms.Form):
    """What the division asks the Area Manager for (3.1d)."""

    outlet = forms.ModelChoiceField(
        Outlet.objects.none(), to_field_name="reference", label="Local newspaper", empty_label="Choose one"
    )
    appears_on = forms.DateField(label="Appears on", help_text="For example 3/5/2027.")
    positions = PositionsField(
        Position.objects.none(), to_field_name="reference", label="For which positions?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one position."},
    )  # fmt: skip
    ground = forms.ChoiceField(
        choices=Advertisement.Ground.choices,
        widget=forms.RadioSelect,
        label="Why is a local advertisement needed?",
    )
    applications_so_far = forms.IntegerField(min_value=0, max_value=9999, label="Applications so far")
    text = forms.CharField(
        max_length=10000, required=False, label="Text", widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Leave it empty to have it made from the wording of the office.",
    )  # fmt: skip

    def __init__(self, data=None, *, outlets: QuerySet[Outlet], positions: QuerySet[Position], **options):
        super().__init__(data, **options)
        cast(forms.ModelChoiceField, self.fields["outlet"]).queryset = outlets
        cast(PositionsField, self.fields["positions"]).queryset = positions


class NothingForm(forms.Form):
    """A step that asks for nothing but the press."""


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300, label="Why?")


class PlaceForm(forms.Form):
    appears_on = forms.DateField(label="Appears on")
    cost = CostField(
        required=False,
        label="Cost in dollars",
        help_text="Leave it empty if the account has not come; it can be entered later.",
    )


class CostForm(forms.Form):
    cost = CostField(label="Cost in dollars")
