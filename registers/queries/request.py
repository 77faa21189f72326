"""Reads of requests, their parts and their queries, as the desk asks for them."""

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission
from registers.states import WITH_THE_OFFICE


class RequestRowQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW


class RequestQuerySet(RequestRowQuerySet):
    def with_the_office(self):
        """Those in which the next step is the office's."""
        return self.filter(status__in=WITH_THE_OFFICE)

    def overdue(self, on):
        return self.with_the_office().filter(promised_on__lt=on)

    def awaiting_a_second(self):
        return self.filter(status="confirmed", needs_second=True, seconded_by=None)


class CopyQuerySet(RequestRowQuerySet):
    def standing(self):
        """Made, of the decision that holds, and not destroyed."""
        return self.filter(destroyed_at=None).exclude(sha256="")


class InquiryQuerySet(RequestRowQuerySet):
    def unanswered(self):
        return self.filter(status="open")

    def overdue(self, on):
        return self.unanswered().filter(promised_on__lt=on)
