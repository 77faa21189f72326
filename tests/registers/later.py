"""Requests with later documents that are checked and about to be released, and editions that come after them."""

from registers.actions.standing import begin_standing
from registers.models import Copy, Standing
from registers.states import ACCESS_REQUEST
from tests.conftest import make_person
from tests.registers.asking import again, asked, item, paid, sealed


def checked(request):
    """Paid where it costs something, prepared by one and checked by another; its copy is a row without a file."""
    request = paid(request)
    one, other = (make_person("clerk", request.division) for _ in range(2))
    Copy.objects.create(
        division=request.division, request=request, round=request.round, ordered_by=one, sha256="0" * 64
    )
    ACCESS_REQUEST.move(request, "prepare", by=one, changes={"prepared_by": one})
    ACCESS_REQUEST.move(request, "check", by=other, changes={"checked_by": other})
    return again(request)


def standing_of(division, applicant="CRA", product="FULL", *, until=None, **more) -> Standing:
    """A standing request that began with a release."""
    request = checked(asked(division, applicant, items=[item(product, later=True, **more)]))
    (standing,) = begin_standing(request, by=make_person("clerk", request.division), until=until)
    return standing


def later_edition(division, family="register", **more):
    return sealed(division, family, **more)
