"""What is typed about the account into which people pay."""

from typing import cast

from django import forms

from electoral.office.models import Division
from payments.forms.fields import MoneyFilter
from payments.rules.account import read_numbers, refuse_unseen, tidy
from payments.states import AccountStatus


class AccountFilter(MoneyFilter):
    status = forms.ChoiceField(required=False, choices=[("", "All accounts"), *AccountStatus.choices])

    def applied(self, accounts):
        status, accounts = self.chosen.get("status"), self.of_division(accounts)
        return accounts.filter(status=status) if status else accounts


class ProposeForm(forms.Form):
    division = forms.ModelChoiceField(Division.objects.none(), to_field_name="code", empty_label=None)
    name = forms.CharField(
        label="Account name", max_length=100, help_text="In whose name the account is, as the bank writes it."
    )
    bank = forms.CharField(label="Bank", max_length=100, help_text="And its branch, where it has one.")
    numbers = forms.CharField(
        label="Numbers", max_length=400, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="One a line, each with what it is. For example BSB: 000-000, then Account number: 1234 5678. Invoices print them as they stand here.",
    )  # fmt: skip
    why = forms.CharField(
        label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="And where the numbers come from, for example the bank's letter of 3 May 2027.",
    )  # fmt: skip

    def __init__(self, *args, divisions, **options):
        super().__init__(*args, **options)
        field = cast(forms.ModelChoiceField, self.fields["division"])
        field.queryset = divisions
        if len(divisions) == 1:
            field.widget, field.initial = forms.HiddenInput(), divisions[0].code

    def clean_name(self):
        return _read(refuse_unseen, tidy(self.cleaned_data["name"]))

    def clean_bank(self):
        return _read(refuse_unseen, tidy(self.cleaned_data["bank"]))

    def clean_numbers(self):
        return _read(read_numbers, self.cleaned_data["numbers"])


def _read(rule, typed: str) -> str:
    try:
        return rule(typed)
    except ValueError as why:
        raise forms.ValidationError(str(why)) from None


class CheckedForm(forms.Form):
    """How the second person made sure."""

    checked = forms.CharField(
        label="How you made sure that this account is the office's own",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Not from the letter or message that brought the numbers: ring the bank on a number that the office knew before.",
    )
