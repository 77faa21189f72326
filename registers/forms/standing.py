"""Standing requests: the list's filter, a body that is added, the last day, the end (E7)."""

from typing import cast

from django import forms
from django.db.models import Q

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division
from registers.models import ApplicantKind, Decides, Entitlement, Form, Product
from registers.queries import StandingQuerySet
from registers.rules.standing import NOBODY_ASKS, WHY


class StandingFilter(DivisionFilter):
    q = forms.CharField(label="Reference or name", max_length=150, required=False)
    show = forms.ChoiceField(
        required=False, choices=[("", "All"), ("force", "In force"), ("ended", "Ended"), *WHY.items()]
    )
    product = forms.ModelChoiceField(
        Product.objects.all(), required=False, empty_label="Any information", label="Information"
    )

    def applied(self, standing: StandingQuerySet) -> StandingQuerySet:
        """The standing requests that match."""
        chosen = self.chosen
        if q := chosen.get("q"):
            words = Q(name__icontains=q) | Q(organisation__icontains=q)
            standing = standing.filter(words | Q(reference__iexact=q) | Q(request__reference__iexact=q))
        if product := chosen.get("product"):
            standing = standing.filter(product=product)
        match chosen.get("show"):
            case "force":
                return standing.in_force()
            case "ended":
                return standing.exclude(ended_on=None)
            case str(why):
                return standing.in_force().filter(why=why)
        return standing


def due_by_law(division: Division):
    """The rows of the table under which a body gets copies without asking."""
    nation = division.area.state.jurisdiction
    rows = Entitlement.objects.in_force(division.today()).filter(jurisdiction=nation, mode="supply")
    return rows.filter(trigger__in=NOBODY_ASKS).exclude(decision=Decides.NO).exclude(standing_code="none")


class AddForm(forms.Form):
    """A body that the law names; which kinds and which information are offered is read from the table."""

    applicant = forms.ModelChoiceField(
        ApplicantKind.objects.none(), empty_label="Choose a kind of body", label="Who it is"
    )
    product = forms.ModelChoiceField(Product.objects.none(), empty_label="Choose", label="What they get")
    organisation = forms.CharField(label="Name of the body", max_length=150)
    name = forms.CharField(label="To whose attention", max_length=150)
    email = forms.EmailField(label="E-mail address", required=False)
    postal_address = forms.CharField(
        max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One of the two addresses is needed."
    )  # fmt: skip
    form = forms.ChoiceField(
        label="In which form",
        choices=Form.choices,
        help_text="Data, unless the row says print or the body asked for it in writing.",
    )
    area = forms.CharField(
        label="Part",
        max_length=60,
        required=False,
        help_text="Empty for the whole; else as on a residence: ward:W05.",
    )
    until = forms.DateField(
        label="Last day", required=False, help_text="Empty where it is not known. For example 14 May 2027."
    )

    def __init__(self, *args, division: Division, **options):
        super().__init__(*args, **options)
        self.rows = due_by_law(division)
        kinds = ApplicantKind.objects.filter(pk__in=self.rows.values("applicant"))
        cast(forms.ModelChoiceField, self.fields["applicant"]).queryset = kinds
        cast(forms.ModelChoiceField, self.fields["product"]).queryset = Product.objects.filter(
            pk__in=self.rows.values("product")
        )

    def clean(self):
        given = super().clean() or self.cleaned_data
        applicant, product = given.get("applicant"), given.get("product")
        if applicant and product and not self.rows.filter(applicant=applicant, product=product).exists():
            kinds = self.rows.filter(applicant=applicant).values_list("product__name", flat=True)
            self.add_error("product", f"Without asking this kind of body gets: {', '.join(kinds)}.")
        if not given.get("email") and not given.get("postal_address"):
            self.add_error("email", "Say where it goes: an e-mail address or a postal address.")
        return given


class LimitForm(forms.Form):
    until = forms.DateField(
        label="Last day",
        required=False,
        help_text="Such as the last day of the office held. Empty: not known.",
    )


class EndForm(forms.Form):
    why = forms.CharField(
        label="Why it ends", max_length=200, help_text="For example: the office is no longer held."
    )
