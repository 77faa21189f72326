"""Positions, and contacts with the employment service (3.1)."""

from datetime import date
from typing import cast

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from electoral.office.forms import DivisionFilter
from electoral.office.roles import Permission as P
from review.models import Contact, Position
from review.queries.recruitment import PositionQuerySet
from walks.models import DivisionReview


class PositionFilter(DivisionFilter):
    q = forms.CharField(label="Area", max_length=150, required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", "All positions"),
            ("open", "Open"),
            ("left", "Open, with places left"),
            ("unadvertised", "Open, not advertised"),
            ("uncontacted", "Open, employment service not told"),
            ("ended", "Ended"),
        ],
    )

    def applied(self, positions: PositionQuerySet, today: date) -> PositionQuerySet:
        """The positions (with their counts) that match."""
        chosen = self.chosen
        if q := chosen.get("q"):
            positions = positions.filter(Q(area__icontains=q) | Q(reference__iexact=q))
        match chosen.get("show"):
            case "open":
                return positions.open(today)
            case "left":
                return positions.open(today).filter(appointed__lt=F("places"))
            case "unadvertised":
                return positions.unadvertised(today)
            case "uncontacted":
                return positions.uncontacted(today)
            case "ended":
                return positions.exclude(ended_on=None)
        return positions


class WantedForm(forms.Form):
    """What is wanted: the fields of a position that may be changed."""

    area = forms.CharField(max_length=150, help_text="As people there call it: Fabletown and the hills.")
    places = forms.IntegerField(label="Review Officers wanted", min_value=1, max_value=999)
    closing_on = forms.DateField(label="Last day for applications", help_text="For example 14 May 2027.")
    contact = forms.CharField(
        label="Where applications go, and who answers questions",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Address, name and telephone. It is printed on the Information Sheet and the application form.",
    )
    country = forms.BooleanField(
        label="Country, or another area where it is difficult to attract staff", required=False
    )

    def __init__(self, *args, position: Position | None = None, **options):
        super().__init__(*args, **options)
        self.position = position

    def clean_closing_on(self):
        day = self.cleaned_data["closing_on"]
        if day < timezone.localdate() and not (self.position and day == self.position.closing_on):
            raise forms.ValidationError("This day is past. Choose today or a later day.")
        return day

    def clean(self):
        found = super().clean() or self.cleaned_data
        review = self.position.review if self.position else found.get("review")
        same = Position.objects.in_force().filter(review=review, area__iexact=found.get("area", ""))
        if review and same.exclude(pk=self.position and self.position.pk).exists():
            self.add_error(
                "area", "There is an open position for this area already. Change its places instead."
            )
        return found


class PositionForm(WantedForm):
    """A new position; `review` is the division's part in a review."""

    review = forms.ModelChoiceField(
        DivisionReview.objects.none(), to_field_name="reference", empty_label=None
    )
    field_order = ("review",)

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        cast(forms.ModelChoiceField, self.fields["review"]).queryset = reviews_of(user)


def reviews_of(user) -> QuerySet[DivisionReview]:
    """The divisions' parts in reviews for which the person may open positions."""
    mine = DivisionReview.objects.visible_to(user).filter(division__in=user.divisions(P.RECRUITMENT_WORK))
    running = mine.filter(ends_on__gte=timezone.localdate())
    return running.select_related("review", "division__area__state").order_by("division__name", "starts_on")


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ["on", "office", "spoke_to", "sheets", "forms"]
        labels = {
            "on": "Day of the contact",
            "office": "Office of the employment service",
            "sheets": "Information Sheets sent",
            "forms": "Application forms sent",
        }
        help_texts = {"sheets": "", "forms": "", "spoke_to": "The manager there."}

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come. A contact is noted when it was made.")
        return day
