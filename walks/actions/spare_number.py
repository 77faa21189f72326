"""Spare Walk numbers: given to a division by Head Office, taken by the parts of splits (1.2b)."""

from collections.abc import Iterable

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.actions.street_file import StreetFile, hold
from walks.models import AreaPart, Classification, SpareNumber, Walk

verbs(give_spare_numbers="gave the division spare Walk numbers")
HIGHEST = 99999
AT_ONCE = 1000
NAMED = 5


def numbers_used(division: Division, numbers: Iterable[int]) -> dict[int, str]:
    """Those of the numbers that are not to be given (again), each with the reason (1.1a, 1.2b)."""
    here = {"division": division, "number__in": list(numbers)}
    walks = Walk.objects.filter(**here).values_list("number", flat=True)
    approved = Classification.objects.approved().filter(**here).values_list("number", flat=True)
    parts = AreaPart.objects.filter(**here, is_open=True).values_list("number", flat=True)
    return {
        **dict.fromkeys(parts, "a change of area has it"),
        **dict.fromkeys(approved, "it carried an approval"),
        **dict.fromkeys(walks, "a Walk has it, or had it"),
    }


@transaction.atomic
def give_spare_numbers(division: Division, *, first: int, last: int, by) -> int:
    """Give the division the numbers from first to last, all or none (1.2b); returns how many."""
    demand(by, Permission.SPARE_NUMBER_GIVE, division)
    hold(division)
    if not 1 <= first <= last <= HIGHEST:
        raise Refused(f"Give a range from the lower to the higher number, within 1 to {HIGHEST}.")
    if last - first >= AT_ONCE:
        raise Refused(f"These are {last - first + 1:,} numbers. Give at most {AT_ONCE:,} at once.")
    numbers = range(first, last + 1)
    given = SpareNumber.objects.filter(division=division, number__in=numbers)
    given_already = dict.fromkeys(given.values_list("number", flat=True), "it is given already")
    if reasons := numbers_used(division, numbers) | given_already:
        named = [f"{number} ({reasons[number]})" for number in sorted(reasons)]
        more = f", and {len(named) - NAMED} more" if len(named) > NAMED else ""
        raise Refused(
            f"Nothing was given. Not free: {', '.join(named[:NAMED])}{more}. Choose a range without them."
        )
    today = division.today()
    SpareNumber.objects.bulk_create(
        SpareNumber(division=division, number=n, given_by=by, given_on=today) for n in numbers
    )
    record(StreetFile(division), "give_spare_numbers", by=by, first=first, last=last)
    return len(numbers)


def take_spare_numbers(division: Division, count: int, *, subject=None) -> list[int]:
    """The lowest free numbers of the division's pool; the caller holds the division until they stand on parts."""
    free = SpareNumber.objects.filter(division=division).free().order_by("number")
    numbers = list(free.values_list("number", flat=True)[:count])
    if len(numbers) < count:
        left = f"only {len(numbers)} left" if numbers else "none left"
        raise Refused(
            f"The split needs {count} spare Walk number{'s' if count > 1 else ''}, and the division has {left}. "
            "Ask Head Office for a range of spare numbers.",
            subject,
        )
    return numbers
