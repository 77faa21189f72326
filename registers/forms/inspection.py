"""What may be typed about sittings and visits. No form here asks for the name of anybody on a register."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from electoral.office.forms import DivisionFilter
from registers.models import Edition, Product
from registers.rules.inspection import LONGEST_SITTING
from registers.states import InspectionStatus

WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")]
NUMBER_FIRST = re.compile(r"^\s*(\d{1,6})[a-zA-Z]?\s+(?=\S)")


class InspectionFilter(DivisionFilter):
    """`when`: which visits by their day; of a visitor who is looked for, every day, unless one is chosen."""

    q = forms.CharField(label="Reference, visitor or telephone", max_length=150, required=False)
    when = forms.ChoiceField(
        label="When",
        required=False,
        choices=[
            ("", "Today and later"),
            ("today", "Today"),
            ("past", "Before today, not settled"),
            ("all", "All"),
        ],
    )
    status = forms.ChoiceField(required=False, choices=[("", "Any"), *InspectionStatus.choices])
    product = forms.ModelChoiceField(Product.objects.all(), required=False, empty_label="Any")
    decide = forms.BooleanField(label="To be agreed to", required=False)


class SittingFilter(DivisionFilter):
    first = forms.DateField(label="From", required=False)
    show = forms.ChoiceField(
        required=False, choices=[("", "Open"), ("free", "Open, with a seat left"), ("closed", "Closed")]
    )


class SittingsForm(forms.Form):
    """Sittings opened in bulk, in the office's own time."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Days of the week",
        coerce=int,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Public holidays are left out.",
    )
    first = forms.DateField(label="First day", help_text="For example 4 May 2027.")
    last = forms.DateField(label="Last day")
    begins = forms.TimeField(label="From", help_text="For example 10:00.")
    ends = forms.TimeField(label="Until")
    minutes = forms.IntegerField(
        label="Minutes of each visit", min_value=5, max_value=LONGEST_SITTING, initial=30
    )
    seats = forms.IntegerField(
        label="Visitors at once",
        min_value=1,
        max_value=50,
        initial=1,
        help_text="Each has a supervisor of their own.",
    )
    place = forms.CharField(
        max_length=200, help_text="Where visitors come to. It is shown to them before they book."
    )

    def clean(self):
        found = super().clean() or self.cleaned_data
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", "This is before the first day.")
        if found.get("begins") and found.get("ends") and found["ends"] <= found["begins"]:
            self.add_error("ends", "This is not after the beginning.")
        return found

    def clean_first(self):
        day = self.cleaned_data["first"]
        if day < timezone.localdate():
            raise forms.ValidationError("This day is past. Choose today or a later day.")
        return day


class BeginForm(forms.Form):
    """The supervisor's word that the visit begins."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(), label="What is shown", to_field_name="reference", empty_label=None
    )
    disclaimer_signed = forms.TypedChoiceField(
        label="Has the visitor signed the disclaimer?",
        coerce=lambda value: value == "yes",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="You may ask for it. It is no condition: the visit begins either way.",
    )

    def __init__(self, *args, editions, **options):
        super().__init__(*args, **options)
        if len(editions) > 1:
            field: Any = self.fields["edition"]
            field.queryset = Edition.objects.filter(pk__in=[edition.pk for edition in editions])
        else:
            del self.fields["edition"]


class StreetForm(forms.Form):
    """What the visitor types: a street, and a number if they like. There is no other field."""

    street = forms.CharField(max_length=100)
    number = forms.IntegerField(label="Number", required=False, min_value=1, max_value=999_999)

    def clean(self):
        """ "12 Pretend Street" in one box is understood too."""
        found = super().clean() or self.cleaned_data
        typed = found.get("street", "")
        if (begins := NUMBER_FIRST.match(typed)) and not found.get("number"):
            found["number"], found["street"] = int(begins[1]), typed[begins.end() :]
        return found


class PageForm(forms.Form):
    """Which page of which street is shown next; `place` is empty for the entries without an address."""

    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In words for the visitor.",
    )
    open_instead = forms.CharField(
        label="What may be looked at instead",
        max_length=500,
        required=False,
        initial="The register without marks, at the office, with a member of staff.",
    )


class CancelForm(forms.Form):
    why = forms.CharField(label="Why", max_length=300, help_text="In words for the visitor.")


class ReceiveForm(forms.Form):
    """Somebody has come without an appointment."""

    minutes = forms.IntegerField(
        label="Minutes of the visit", min_value=5, max_value=LONGEST_SITTING, initial=30
    )
    place = forms.CharField(max_length=200)
