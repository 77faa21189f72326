"""Applications: found, keyed in from the paper, spoken about, decided (3.1c)."""

from typing import cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division
from review.models import Advertisement, Application, Position
from review.queries.recruitment import ApplicationQuerySet
from review.states import ApplicationStatus

DUE = "due"
DESTROYED = "destroyed"


class ApplicationFilter(DivisionFilter):
    q = forms.CharField(label="Name", max_length=150, required=False)
    standing = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Any standing"),
            *ApplicationStatus.choices,
            (DUE, "To be destroyed"),
            (DESTROYED, "Destroyed"),
        ],
    )
    position = forms.ChoiceField(required=False)

    def __init__(self, data, *, divisions, division, positions: QuerySet[Position]):
        super().__init__(data, divisions=divisions, division=division)
        choices = [(p.reference, p.area) for p in positions.order_by("area", "reference")]
        field = cast(forms.ChoiceField, self.fields["position"])
        field.choices = [("", "Any position"), *choices]

    def applied(self, applications: ApplicationQuerySet) -> ApplicationQuerySet:
        """The applications that match."""
        chosen = self.chosen
        if q := chosen.get("q"):
            applications = applications.filter(Q(name__icontains=q) | Q(reference__iexact=q))
        if reference := chosen.get("position"):
            applications = applications.filter(position__reference=reference)
        standing = chosen.get("standing")
        if standing == DUE:
            return applications.due_for_destruction(timezone.localdate())
        if standing == DESTROYED:
            return applications.exclude(destroyed_on=None)
        return applications.filter(status=standing) if standing else applications


class PlacedField(forms.ModelChoiceField):
    """A choice among advertisements that were placed."""

    def label_from_instance(self, advertisement) -> str:
        return f"{advertisement}, placed {advertisement.placed_on:%-d %B %Y}"


class ApplicationForm(forms.ModelForm):
    """The fields of the application form, and what the office writes on it."""

    position = forms.ModelChoiceField(
        Position.objects.none(),
        to_field_name="reference",
        required=False,
        empty_label="None named",
        label="Position and area",
    )
    advertisement = PlacedField(
        Advertisement.objects.none(),
        to_field_name="reference",
        required=False,
        empty_label="None named",
        label="Advertisement that it answers",
    )

    class Meta:
        model = Application
        fields = ["name", "address", "telephone", "email", "position", "hours", "transport", "languages", "experience",
                  "referees", "signed_on", "received_on", "advertisement"]  # fmt: skip
        labels = {
            "email": "E-mail",
            "hours": "Days and hours free",
            "experience": "Earlier work of this kind",
            "signed_on": "Date beside the signature",
        }
        help_texts = {
            "experience": "",
            "hours": "",
            "email": "Needed for an appointment: the account is opened with it.",
        }
        widgets = {
            "address": forms.Textarea(attrs={"rows": 2}),
            "experience": forms.Textarea(attrs={"rows": 4}),
            "referees": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, division: Division, **options):
        super().__init__(*args, **options)
        self.instance.division = division
        if self.instance.pk:  # by reference; the form would give their keys
            self.initial.update(position=self.instance.position, advertisement=self.instance.advertisement)
        positions = Position.objects.in_force().filter(division=division).order_by("area")
        placed = Advertisement.objects.placed().filter(positions__in=positions).distinct()
        cast(forms.ModelChoiceField, self.fields["position"]).queryset = positions
        cast(forms.ModelChoiceField, self.fields["advertisement"]).queryset = placed.select_related("outlet")

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day

    def clean(self):
        found = super().clean() or self.cleaned_data
        position, advertisement = found.get("position"), found.get("advertisement")
        if advertisement and not (position and position.advertisements.filter(pk=advertisement.pk).exists()):
            self.add_error("advertisement", "This advertisement is not for the position chosen above.")
        return found


class NotesForm(forms.Form):
    interviewed_on = forms.DateField(label="Day of the interview", required=False)
    interview_note = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    reference_note = forms.CharField(
        label="What a referee said", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_interviewed_on(self):
        day = self.cleaned_data["interviewed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why it is declined",
        max_length=300,
        help_text="It stands on the application alone and is destroyed with it.",
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="What the applicant said", max_length=300, required=False)
