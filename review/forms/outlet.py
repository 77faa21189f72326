"""What is typed about newspapers."""

from typing import cast

from django import forms
from django.db.models import Q, QuerySet

from electoral.office.models import Division, State
from review.models import Outlet


class OutletFilter(forms.Form):
    q = forms.CharField(label="Name", max_length=100, required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "Every kind"), *Outlet.Kind.choices])
    show = forms.ChoiceField(required=False, choices=[("", "In use"), ("all", "Ended ones too")])

    def applied(self, outlets: QuerySet) -> QuerySet:
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("show") != "all":
            outlets = outlets.filter(ended_on=None)
        if chosen.get("kind"):
            outlets = outlets.filter(kind=chosen["kind"])
        return outlets.filter(Q(name__icontains=chosen.get("q") or ""))


class OutletForm(forms.Form):
    name = forms.CharField(max_length=150, label="Name")
    kind = forms.ChoiceField(choices=Outlet.Kind.choices, label="Kind")
    covers = forms.ModelMultipleChoiceField(
        Division.objects.none(), to_field_name="code", label="Divisions that it covers", widget=forms.CheckboxSelectMultiple,
        help_text="A notice in it names every one of them that is in the review.",
        error_messages={"required": "Tick at least one division."},
    )  # fmt: skip
    address = forms.CharField(
        max_length=300, required=False, label="Address", help_text="Where advertisements and releases are sent.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data=None, *, state: State, **options):
        super().__init__(data, **options)
        field = cast(forms.ModelMultipleChoiceField, self.fields["covers"])
        field.queryset = Division.objects.filter(area__state=state)
