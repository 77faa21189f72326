"""What the reads of this room share: its models by name, and who sees what belongs to Walks."""

from django.apps import apps

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission


def model(name: str):
    return apps.get_model("walks", name)


class PlaceOfWalkQuerySet(DivisionalQuerySet):
    """What belongs to Walks and is seen by whoever sees them."""

    seen_with = Permission.WALK_VIEW


class DatedPlaceQuerySet(DatedQuerySet, PlaceOfWalkQuerySet):
    pass
