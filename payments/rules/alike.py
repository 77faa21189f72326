"""Which line of a bank's file may tell of money that an earlier file told of already (E6). Nothing here knows the database.

The bank's own id says it for sure; without one, the same transfer can be exported with another text, payer or day of booking.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from payments.rules.statement import Line, invoices_in, plain_words, references_in

BOOKED_WITHIN = timedelta(
    days=7
)  # the office's own reckoning: a day of booking and a day of value lie no further apart


class OnFile(Protocol):
    """A line that an earlier file had."""

    on: Any
    amount: Any
    text: Any
    bank_id: Any


Old = TypeVar("Old", bound=OnFile)


def paired(lines: Iterable[Line], on_file: Sequence[Old]) -> dict[str, Old]:
    """By the digest of a new line, the line on file that it may be; each of these stands for one new line at most.

    `on_file` is without those that the same file has again: what is known beside a new line is another payment.
    """
    found: dict[str, Old] = {}
    used: set[int] = set()
    waiting = list(lines)
    for key, fits in WAYS:
        by_key = defaultdict(list)
        for n, old in enumerate(on_file):
            by_key[key(old)].append((n, old))
        for line in waiting:
            known = ((n, old) for n, old in by_key[key(line)] if n not in used and fits(line, old))
            if line.digest not in found and (one := next(known, None)):
                used.add(one[0])
                found[line.digest] = one[1]
    return found


def _may_be(line: Line, old: OnFile) -> bool:
    if line.bank_id and old.bank_id:
        return False  # the bank itself tells them apart
    named, before = _named(line.text), _named(old.text)
    return not named or not before or bool(named & before)


def _is_near(line: Line, old: OnFile) -> bool:
    return _may_be(line, old) and abs(line.on - old.on) <= BOOKED_WITHIN


def _named(text: str) -> set:
    return invoices_in(text) | references_in(text)


# The surest first: the same words and sum within days; then the same day and sum.
WAYS: tuple[tuple[Callable[[Any], tuple], Callable[[Line, OnFile], bool]], ...] = (
    (lambda line: (line.amount, plain_words(line.text)), _is_near),
    (lambda line: (line.amount, line.on), _may_be),
)
