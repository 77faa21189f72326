"""A sum of money as people write it, and a list of one division or of all."""

from datetime import date
from typing import Any

from django import forms

from payments.rules.money import read_money

OLDEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # a day outside is a slip


class MoneyField(forms.CharField):
    """Reads 147.50 and gives 14750; shows 14750 as 147.50."""

    def __init__(self, **options: Any):
        options.setdefault("max_length", 15)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def prepare_value(self, value):
        return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else value

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        try:
            amount = read_money(typed)
        except ValueError as why:
            raise forms.ValidationError(str(why)) from None
        if amount == 0:
            raise forms.ValidationError("Write a sum above nothing.")
        return amount


class MoneyFilter(forms.Form):
    """A list of what the person may see; a choice of division for those who have several."""

    division = forms.ChoiceField(required=False)

    def __init__(self, data, *, divisions):
        super().__init__(data)
        choices = [("", "All divisions"), *((d.code, d.name) for d in divisions)]
        widget = forms.Select if len(choices) > 2 else forms.HiddenInput
        self.fields["division"] = forms.ChoiceField(choices=choices, required=False, widget=widget)

    @property
    def chosen(self) -> dict:
        """What is filtered by; a value that is no choice filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def of_division(self, rows):
        code = self.chosen.get("division")
        return rows.filter(division__code=code) if code else rows


class SpanForm(MoneyFilter):
    """A division and a span of days; a day that is missing or wrong is the one of `initial`."""

    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="Until", required=False)

    def span(self, first: date, last: date) -> tuple[date, date]:
        since, until = sorted((self.chosen.get("since", first), self.chosen.get("until", last)))
        return max(since, OLDEST), min(max(until, OLDEST), LATEST)
