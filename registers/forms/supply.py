"""Finding lines of the register of supplies, and asking who holds an address (E9, X6)."""

from datetime import time, timedelta

from django import forms
from django.db.models import Q, QuerySet

from electoral.office.forms import DivisionFilter
from registers.models import SupplyKind
from registers.rules.inspection import moment


class SupplyFilter(DivisionFilter):
    kind = forms.ChoiceField(required=False, choices=[("", "Any"), *SupplyKind.choices])
    product = forms.ChoiceField(required=False)
    applicant = forms.ChoiceField(required=False)
    who = forms.CharField(
        label="Who got it", max_length=150, required=False, help_text="Part of a name, or a reference."
    )
    first = forms.DateField(label="From", required=False)
    last = forms.DateField(label="To", required=False)

    def __init__(self, data, *, divisions, division, rows: QuerySet):
        super().__init__(data, divisions=divisions, division=division)
        self.zone = division.zone if division else "UTC"
        for name in ("product", "applicant"):
            values = rows.order_by(name).values_list(name, flat=True).distinct()
            self.fields[name] = forms.ChoiceField(
                required=False, choices=[("", "Any"), *((value, value) for value in values)]
            )

    def applied(self, rows: QuerySet) -> QuerySet:
        """The lines that match."""
        chosen = self.chosen
        rows = rows.filter(
            **{name: chosen[name] for name in ("kind", "product", "applicant") if name in chosen}
        )
        if who := chosen.get("who"):
            named = Q(name__icontains=who) | Q(organisation__icontains=who)
            rows = rows.filter(named | Q(reference__iexact=who) | Q(subject__iexact=who))
        if first := chosen.get("first"):
            rows = rows.filter(at__gte=moment(first, time.min, self.zone))
        if last := chosen.get("last"):
            rows = rows.filter(at__lt=moment(last + timedelta(days=1), time.min, self.zone))
        return rows
