"""Finding Walks and streets of a division."""

from django import forms
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from electoral.office.forms import DivisionFilter
from electoral.roll.rules import SEPARATOR, normal
from walks.models import WalkClass
from walks.rules import MAY_BE_SPLIT_OVER

UNCLASSIFIED = "none"


class WalkFilter(DivisionFilter):
    q = forms.CharField(label="Walk or CCD", max_length=20, required=False)
    walk_class = forms.ChoiceField(
        label="Class",
        required=False,
        choices=[("", "Any class"), *WalkClass.choices, (UNCLASSIFIED, "Not classified")],
    )
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", "All Walks"),
            ("over", f"Over {MAY_BE_SPLIT_OVER} residences"),
            ("unlisted", "Without a listing"),
        ],
    )

    def applied(self, walks: QuerySet) -> QuerySet:
        """The Walks (with their counts) that match."""
        chosen = self.chosen
        if q := chosen.get("q"):
            number = Q(number=int(q)) if q.isascii() and q.isdigit() and len(q) <= 5 else Q()
            walks = walks.filter(
                Q(pk__in=walks.filter(ccds__ccd__code=q, ccds__ended_on=None).values("pk")) | number
            )
        if "walk_class" in chosen:
            walks = walks.filter(current_class=chosen["walk_class"].replace(UNCLASSIFIED, ""))
        if chosen.get("show") == "over":
            walks = walks.filter(residences__gt=MAY_BE_SPLIT_OVER)
        if chosen.get("show") == "unlisted":
            walks = walks.filter(newest_version=None)
        return walks


class StreetFilter(forms.Form):
    q = forms.CharField(label="Street or suburb", max_length=100, required=False)

    def applied(self, streets: QuerySet) -> QuerySet:
        """Streets in whose name, or in whose suburb's, the words stand."""
        if not self.is_valid() or not self.cleaned_data["q"]:
            return streets
        words = normal(self.cleaned_data["q"])
        streets = streets.annotate(words=Replace("sort_key", Value(SEPARATOR), Value(" ")))
        return streets.filter(Q(words__contains=words) | Q(locality__sort_key__contains=words))
