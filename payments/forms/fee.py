"""What is typed about an invoice and the money for it."""

from django import forms
from django.db.models import F, Q

from payments.forms.fields import MoneyField, MoneyFilter
from payments.rules.statement import invoices_in


class FeeFilter(MoneyFilter):
    q = forms.CharField(label="Invoice, reference or title", max_length=100, required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", "All invoices"), ("owing", "To be paid"), ("overdue", "Overdue"), ("paid", "Paid"), ("overpaid", "Too much came"),
            ("cancelled", "Cancelled"),
        ],
    )  # fmt: skip

    def applied(self, fees, today):
        """The invoices (with their balances) that match."""
        fees, chosen = self.of_division(fees), self.chosen
        if q := chosen.get("q"):
            found = Q(title__icontains=q) | Q(reference__iexact=q.strip()) | Q(subject__iexact=q.strip())
            for code, year, number in invoices_in(q):
                found |= Q(division__code=code, year=year, number=number)
            fees = fees.filter(found)
        match chosen.get("show"):
            case "owing":
                return fees.owing_something()
            case "overdue":
                return fees.overdue(today)
            case "paid":
                return fees.raised().filter(received__gte=F("amount"))
            case "overpaid":
                return fees.overpaid()
            case "cancelled":
                return fees.filter(status="cancelled")
        return fees


class TakeForm(forms.Form):
    """Cash or a cheque over the counter."""

    method = forms.ChoiceField(
        label="How", choices=[("cash", "Cash"), ("cheque", "Cheque")], widget=forms.RadioSelect
    )
    amount = MoneyField(label="Sum", help_text="For example 147.50. For cash: what is kept after change.")
    on = forms.DateField(label="Day on which it came", help_text="For example 3 May 2027.")
    note = forms.CharField(
        label="Note", max_length=200, required=False, help_text="For a cheque: its number, and whose it is."
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # what the page said is owed

    def clean(self):
        given = super().clean() or self.cleaned_data
        if given.get("method") == "cheque" and not given.get("note", "").strip():
            self.add_error("note", "Write the cheque's number and whose it is, so that it can be found.")
        return given


class WhyForm(forms.Form):
    """A reason, which stands in the history."""

    why = forms.CharField(label="Why", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
