"""Appointing an applicant, and the last day of service (3.1c, 3.1e)."""

from datetime import timedelta
from typing import cast

from django import forms
from django.db.models import Q
from django.utils import timezone

from electoral.office.forms import DivisionFilter
from review.actions.officer import is_filled
from review.forms.application import PlacedField
from review.models import Advertisement, Application, Position
from review.queries.recruitment import OfficerQuerySet


class OfficerFilter(DivisionFilter):
    q = forms.CharField(label="Name", max_length=150, required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[("", "All officers"), ("serving", "Serving, or still to begin"), ("ended", "Service ended")],
    )

    def applied(self, officers: OfficerQuerySet) -> OfficerQuerySet:
        chosen, today = self.chosen, timezone.localdate()
        if q := chosen.get("q"):
            officers = officers.filter(Q(user__name__icontains=q) | Q(reference__iexact=q))
        if chosen.get("show") == "serving":
            return officers.serving(today)
        return officers.filter(ended_on__lte=today) if chosen.get("show") == "ended" else officers


class AppointForm(forms.Form):
    advertisement = PlacedField(
        Advertisement.objects.none(),
        to_field_name="reference",
        empty_label=None,
        label="Advertisement that was placed for the position",
    )
    from_on = forms.DateField(label="First day of service")
    last_day = forms.DateField(
        label="Last day of service",
        required=False,
        help_text="Empty: until it is set. It can be changed later.",
    )
    beyond_places = forms.BooleanField(
        required=True, label="One more than the places of this position is wanted"
    )

    def __init__(self, *args, application: Application, position: Position, **options):
        super().__init__(*args, **options)
        self.application = application
        placed = position.advertisements.placed().select_related("outlet").order_by("-placed_on")
        cast(forms.ModelChoiceField, self.fields["advertisement"]).queryset = placed
        if not is_filled(position):
            del self.fields["beyond_places"]

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if day < self.application.received_on:
            raise forms.ValidationError("This is before the application was received.")
        return day

    def clean(self):
        found = super().clean() or self.cleaned_data
        first, last = found.get("from_on"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first.")
        return found


class LastDayForm(forms.Form):
    last_day = forms.DateField(
        label="Last day of service",
        help_text="A day before the first day of service: the person never served.",
    )

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError("Choose yesterday or a later day.")
        return day
