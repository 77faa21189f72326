"""Reads of the roll that have a name. A protected person has no row here at all (decision 3)."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission
from electoral.roll.rules import normal
from electoral.roll.states import UNDER_WAY, LoadStatus

FOUND = 50
LAST = "\U0010ffff"
# Who may load a kind of file; the kinds are registered in `loading`.
LOADED_WITH: dict[str, Permission] = {}


class RollQuerySet(DatedQuerySet, DivisionalQuerySet):
    seen_with = Permission.ROLL_VIEW

    def found(self, text: str) -> QuerySet:
        """Rows whose key begins with the text; where none does, the most alike (decision 7)."""
        key = normal(text)
        begins = self.filter(search_key__gte=key, search_key__lt=key + LAST)
        if len(key) < 3 or begins.exists():
            return begins.order_by("search_key", "pk")
        alike = self.filter(search_key__trigram_word_similar=key)
        return alike.annotate(alike=TrigramWordSimilarity(key, "search_key")).order_by(
            "-alike", "search_key", "pk"
        )


class ResidenceQuerySet(RollQuerySet):
    def in_order(self):
        """Suburb, street, side, door (5.2d)."""
        return self.order_by(
            "street__locality__sort_key", "street__sort_key", "side", "order_key", "address_id"
        )

    def with_street(self):
        return self.select_related("street__locality", "division")


class ElectorQuerySet(RollQuerySet):
    def visible_to(self, user):
        """A protected person's blanked row is in no list, though nothing is left in it."""
        return super().visible_to(user).exclude(elector_id__startswith="~")

    def without_residence(self):
        """Electors who should have a residence and have none (1.1b)."""
        somewhere = Q(category=None) | Q(category__needs_residence=True)
        nowhere = Q(residence=None) | Q(residence__ended_on__isnull=False)
        return self.in_force().filter(somewhere & nowhere)


class LoadQuerySet(DivisionalQuerySet):
    seen_with = Permission.FILE_LOAD

    def visible_to(self, user):
        """A load exists for those who may load its kind: even the number of loads of protections tells something."""
        theirs = Q(pk__in=[])
        for permission in set(LOADED_WITH.values()):
            kinds = [name for name, needed in LOADED_WITH.items() if needed == permission]
            theirs |= Q(kind__in=kinds, division__in=user.divisions(permission))
        return super().visible_to(user).filter(theirs)

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def awaiting_a_word(self):
        return self.filter(status=LoadStatus.STAGED)
