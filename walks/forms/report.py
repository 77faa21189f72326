"""Settling where a residence belongs (1.1b)."""

from django import forms

from walks.models import Walk


class AcceptForm(forms.Form):
    reason = forms.CharField(label="Why it stays", max_length=200)

    def __init__(self, data=None):
        super().__init__(data, auto_id="accept_%s")  # the page has the other form too


class SettleForm(forms.Form):
    walk = forms.IntegerField(label="Walk", min_value=1, max_value=99999, help_text="Its number.")
    reason = forms.CharField(label="Why it belongs there", max_length=200)

    def __init__(self, *args, division, user, **options):
        super().__init__(*args, **options)
        self.walks = Walk.objects.visible_to(user).in_force().filter(division=division)

    def clean_walk(self) -> Walk:
        number = self.cleaned_data["walk"]
        if walk := self.walks.filter(number=number).first():
            return walk
        raise forms.ValidationError(f"There is no Walk {number} in this division.")
