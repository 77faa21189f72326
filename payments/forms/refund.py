"""What is typed about money that goes back."""

from typing import cast

from django import forms

from payments.forms.fields import MoneyField, MoneyFilter
from payments.models import Method
from payments.states import RefundStatus


class RefundFilter(MoneyFilter):
    status = forms.ChoiceField(required=False, choices=[("", "All refunds"), *RefundStatus.choices])

    def applied(self, refunds):
        status = self.chosen.get("status")
        refunds = self.of_division(refunds)
        return refunds.filter(status=status) if status else refunds


class AskForm(forms.Form):
    amount = MoneyField(label="Sum to pay back", help_text="For example 147.50.")
    method = forms.ChoiceField(label="How", choices=Method, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why it goes back",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the history. Another person reads it and approves.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # what the page said can go back

    def __init__(self, *args, methods: list[str], **options):
        """`methods`: by which money came, which go first; a card is offered only where one paid."""
        super().__init__(*args, **options)
        ways = [Method(m) for m in methods] + [m for m in Method if m != Method.CARD and m not in methods]
        cast(forms.ChoiceField, self.fields["method"]).choices = [(m.value, m.label) for m in ways]


class PaidForm(forms.Form):
    on = forms.DateField(label="Day on which it was paid", help_text="For example 3 May 2027.")
    note = forms.CharField(
        label="How it can be found",
        max_length=200,
        help_text="The bank's reference, the cheque's number, or who signed for the cash.",
    )
