"""Reads of the letters about a review and of whom they go to (3.3, 3.4)."""

from django.apps import apps
from django.db.models import Case, DateField, Exists, F, OuterRef, Subquery, TimeField, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from electoral.office.queries import DatedQuerySet
from review.queries.publicity import PublicityQuerySet

KINDS = ("police", "federal", "state", "local", "council")
OPTIONAL = "council"  # 3.4: "It may be useful to also advise Local Government Authorities"


class AddresseeQuerySet(DatedQuerySet, PublicityQuerySet):
    def in_order(self):
        """Police, members, councils; each by name."""
        kinds = {kind: n for n, kind in enumerate(KINDS)}
        place = Case(*(When(kind=kind, then=n) for kind, n in kinds.items()), default=len(kinds))
        return self.order_by(place, "name", "pk")

    def told_of(self, part):
        """Addressees in force with `letter`, the newest in this part of a review, and `is_out_of_date`."""
        letters = letters_of().filter(addressee=OuterRef("pk"), review=part).order_by("-pk")
        stale = letters_of().out_of_date().filter(pk=OuterRef("letter"))
        return self.in_force().filter(division=part.division_id).annotate(
            letter=Subquery(letters.values("pk")[:1]),
        ).annotate(is_out_of_date=Exists(stale))  # fmt: skip


class LetterQuerySet(PublicityQuerySet):
    def newest(self):
        """Of each addressee and review the letter that was written last."""
        later = letters_of().filter(
            addressee=OuterRef("addressee"), review=OuterRef("review"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def out_of_date(self):
        """Letters whose areas, hours or period are not those of the review and the addressee any more (3.3a)."""
        told = {
            "told_areas": KeyTextTransform("areas", "facts"),
            "told_from": Cast(KeyTextTransform("calling_from", "facts"), TimeField()),
            "told_until": Cast(KeyTextTransform("calling_until", "facts"), TimeField()),
            "told_start": Cast(KeyTextTransform("starts_on", "facts"), DateField()),
            "told_end": Cast(KeyTextTransform("ends_on", "facts"), DateField()),
        }
        return self.annotate(**told).exclude(
            told_areas=F("addressee__areas"), told_from=F("review__calling_from"), told_until=F("review__calling_until"),
            told_start=F("review__starts_on"), told_end=F("review__ends_on"),
        )  # fmt: skip


def letters_of():
    return apps.get_model("review", "PublicityLetter").objects.all()
