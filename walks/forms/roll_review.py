"""Making a review, changing it, changing a division's part."""

from datetime import date
from typing import cast

from django import forms

from electoral.office.models import Division
from walks.models import DivisionReview, RollReview


class DatesField(forms.Field):
    """Dates as people type them, one a line; gives a list of dates in order."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value) -> list[date]:
        return sorted({self._read(line.strip()) for line in str(value or "").splitlines() if line.strip()})

    def _read(self, text: str) -> date:
        try:
            return cast(date, forms.DateField().to_python(text))
        except forms.ValidationError:
            raise forms.ValidationError(
                f"“{text[:40]}” is not a date. Write it as 3 May 2027, one a line."
            ) from None

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(f"{day:%-d %B %Y}" for day in value or ())


class ReviewForm(forms.Form):
    title = forms.CharField(max_length=100, help_text="For example: Electoral Roll Review 2027.")
    starts_on = forms.DateField(label="First day")
    ends_on = forms.DateField(label="Last day")
    request_dates = DatesField(
        label="Timetable: dates by which listings are requested",
        required=False,
        help_text="One date a line. They can be added later.",
    )
    divisions = forms.ModelMultipleChoiceField(
        Division.objects.none(), to_field_name="code", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, divisions, review: RollReview | None = None, **options):
        if review:
            options["initial"] = {name: getattr(review, name) for name in ("title", "starts_on", "ends_on")}
            options["initial"] |= {"request_dates": [day.on for day in review.request_dates.all()]}
        super().__init__(*args, **options)
        self.review = review
        field = cast(forms.ModelMultipleChoiceField, self.fields["divisions"])
        if review:
            divisions = divisions.filter(area__state=review.state_id).exclude(divisionreview__review=review)
            field.label, field.required = "Let more divisions in", False
        field.queryset = divisions.select_related("area")
        if review and not divisions.exists():
            del self.fields["divisions"]

    def clean(self):
        given = super().clean() or self.cleaned_data
        self._check_days(given.get("starts_on"), given.get("ends_on"))
        divisions = given.get("divisions") or ()
        states = {self.review.state_id} if self.review else {division.area.state_id for division in divisions}
        if len(states) > 1:
            self.add_error("divisions", "A review is of one State. Choose divisions of one State.")
        others = RollReview.objects.filter(state__in=states, title=given.get("title", ""))
        if (others.exclude(pk=self.review.pk) if self.review else others).exists():
            self.add_error("title", "There is a review with this title in the State already.")
        return given

    def _check_days(self, first: date | None, last: date | None) -> None:
        if first is None or last is None:
            return
        if last < first:
            self.add_error("ends_on", "The last day is on or after the first.")
        parts = (
            self.review.divisions.select_related("division") if self.review else DivisionReview.objects.none()
        )
        if out := [str(part.division) for part in parts if part.starts_on < first or part.ends_on > last]:
            self.add_error(
                "ends_on",
                f"The field work of {', '.join(out[:5])} would lie outside the review. Change that first.",
            )


class PartForm(forms.ModelForm):
    class Meta:
        model = DivisionReview
        fields = ("starts_on", "ends_on", "calling_from", "calling_until")
        labels = {
            "starts_on": "Field work begins",
            "ends_on": "Field work ends",
            "calling_from": "Officers call from",
            "calling_until": "Officers call until",
        }
        help_texts = {"calling_from": "Appendix A: between 8 am and 8 pm."}

    def clean(self):
        given = super().clean() or self.cleaned_data
        first, last, review = given.get("starts_on"), given.get("ends_on"), self.instance.review
        if first and last and last < first:
            self.add_error("ends_on", "The last day is on or after the first.")
        elif first and last and (first < review.starts_on or last > review.ends_on):
            self.add_error(
                "starts_on",
                f"It lies within the review, {review.starts_on:%-d %B %Y} to {review.ends_on:%-d %B %Y}.",
            )
        hours = given.get("calling_from"), given.get("calling_until")
        if hours[0] and hours[1] and hours[1] <= hours[0]:
            self.add_error("calling_until", "The hours of calling end after they begin.")
        return given
