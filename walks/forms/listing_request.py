"""A Walk Listing request (5.1d)."""

from typing import cast

from django import forms

from walks.models import DivisionReview, RequestDate


class RequestForm(forms.Form):
    timetable_date = forms.ModelChoiceField(
        RequestDate.objects.none(), label="Date of the timetable", required=False, empty_label="None"
    )
    officers = forms.IntegerField(label="Review Officers to be engaged", min_value=0, max_value=9999)

    def __init__(self, *args, part: DivisionReview, **options):
        super().__init__(*args, **options)
        dates = cast(forms.ModelChoiceField, self.fields["timetable_date"])
        dates.queryset = RequestDate.objects.filter(review=part.review_id)


class CloseForm(forms.Form):
    reason = forms.CharField(label="Why is it closed?", max_length=200)
