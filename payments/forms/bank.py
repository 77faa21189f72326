"""What is typed about bank statements and their lines."""

from typing import cast

from django import forms
from django.db.models import Q

from electoral.office.models import Division
from payments.forms.fields import MoneyFilter
from payments.rules.money import currency_of
from payments.rules.statement import Fault, read_statement
from payments.states import BankLineStatus

LARGEST = 5 * 1024 * 1024


class StatementForm(forms.Form):
    """A statement file; when it is refused, `faults` says where and why."""

    division = forms.ModelChoiceField(Division.objects.none(), to_field_name="code", empty_label=None)
    file = forms.FileField(
        label="Statement as CSV", help_text="In UTF-8, with the names of its columns in the first line."
    )

    def __init__(self, *args, divisions, **options):
        super().__init__(*args, **options)
        self.faults: list[Fault] = []
        field = cast(forms.ModelChoiceField, self.fields["division"])
        field.queryset = divisions.select_related("area__state")
        if len(divisions) == 1:
            field.widget, field.initial = forms.HiddenInput(), divisions[0].code

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 5 MB. Send a shorter span of days.")
        return file

    def clean(self):
        given = super().clean() or self.cleaned_data
        division, file = given.get("division"), given.get("file")
        if division and file:
            given["content"] = file.read()
            currency = currency_of(division.area.state.jurisdiction)
            _, self.faults = read_statement(given["content"], today=division.today(), currency=currency)
            if self.faults:
                self.add_error(
                    "file", "Nothing of the file was read. What is wrong stands below, line by line."
                )
        return given


class LineFilter(MoneyFilter):
    q = forms.CharField(label="Reference or payer", max_length=100, required=False)
    show = forms.ChoiceField(
        required=False, choices=[("", "Not matched"), ("all", "All"), *BankLineStatus.choices[1:]]
    )

    def applied(self, lines):
        """The lines that match; without a choice, those that wait."""
        lines, chosen = self.of_division(lines), self.chosen
        if q := chosen.get("q"):
            lines = lines.filter(
                Q(text__icontains=q) | Q(payer__icontains=q) | Q(reference__iexact=q.strip())
            )
        show = chosen.get("show", BankLineStatus.UNMATCHED.value)
        return lines if show == "all" else lines.filter(status=show)


class MatchForm(forms.Form):
    """The invoice that a line pays: by its number or a reference."""

    invoice = forms.CharField(
        label="Invoice", max_length=40, help_text="Its number, for example GOLD-2026-00012, or its reference."
    )
    note = forms.CharField(
        label="Note",
        max_length=200,
        required=False,
        help_text="Needed where the sums are not the same, why they belong together; and where a line may be told twice, how you know that it is another payment.",
    )


class SetAsideForm(forms.Form):
    note = forms.CharField(label="What this money is, and who looks after it", max_length=200)
