"""Which Walk next: expected changes for the cost (X9), with the reasons as people read them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NEVER_LISTED_YEARS = 3  # as what a Walk that was never listed is reckoned
DAYS_A_YEAR = Decimal(365)


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a Walk since its last listing: electors enrolled, addresses new, days (None: never listed)."""

    residences: int
    enrolled: int = 0
    addresses: int = 0
    days: int | None = None


def expected_changes(trace: Trace, additions_share: Decimal) -> Decimal:
    """Changes that a review of the Walk would find: those known, and those that the years bring unseen.

    Known are electors enrolled and addresses new since its last listing. Unseen are residences × additions for each
    in a year × years since; a Walk never listed counts as three years.
    """
    years = NEVER_LISTED_YEARS if trace.days is None else trace.days / DAYS_A_YEAR
    unseen = trace.residences * additions_share * years
    return (trace.enrolled + trace.addresses + unseen).quantize(Decimal("0.1"), ROUND_HALF_UP)


def changes_for_the_cost(changes: Decimal, cost: int) -> Decimal:
    """Expected changes for 100 dollars; `cost` in cents. What costs nothing is worth nothing here: it has no residence."""
    return (changes * 10_000 / cost).quantize(Decimal("0.1"), ROUND_HALF_UP) if cost else Decimal(0)


def reasons_of(trace: Trace) -> str:
    """ "never listed; 12 electors enrolled since; 3 addresses new since", for the page and for the file."""
    if trace.days is None:
        return "never listed"
    parts = [f"listed {trace.days} day{'' if trace.days == 1 else 's'} ago"]
    if trace.enrolled:
        parts.append(
            f"{trace.enrolled} electors enrolled since" if trace.enrolled > 1 else "1 elector enrolled since"
        )
    if trace.addresses:
        parts.append(
            f"{trace.addresses} addresses new since" if trace.addresses > 1 else "1 address new since"
        )
    return "; ".join(parts)
