"""Which invoice a line of a bank statement may be for (E6)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q

from payments.models import BankLine, Fee
from payments.rules.statement import invoices_in, references_in
from payments.states import FeeStatus

SHOWN = 5


class Proposal(NamedTuple):
    """An invoice; `owing` what is still to come for it, `words` why it is proposed, `agrees` when the sums are the same."""

    rank: int
    fee: Fee
    owing: int
    words: str
    agrees: bool

    @property
    def is_sure(self) -> bool:
        """Its number and the sum: one click in the list. Anything less is looked at on the line's own page first."""
        return self.rank == 0


def proposals(lines: Sequence[BankLine]) -> dict[int, list[Proposal]]:
    """For each line (by its key) the invoices that its text names, and those that await its very sum; the best first."""
    wanted = Q(status=FeeStatus.RAISED, owing__in={line.amount for line in lines})
    for line in lines:
        tokens = references_in(line.text)
        wanted |= Q(reference__in=tokens) | Q(subject__in=tokens)
        for code, year, number in invoices_in(line.text):
            wanted |= Q(division__code=code, year=year, number=number)
    fees = Fee.objects.with_balance().filter(wanted, division__in={line.division_id for line in lines})
    known = list(fees.select_related("division").order_by("due_on", "pk")[:500])
    return {line.pk: _for(line, known) for line in lines}


def _for(line: BankLine, fees: Sequence[Fee]) -> list[Proposal]:
    tokens, numbers = references_in(line.text), invoices_in(line.text)
    found = []
    for fee in fees:
        if (fee.division_id, fee.currency) != (line.division_id, line.currency):
            continue
        named = (
            bool({fee.reference, fee.subject} & tokens)
            or (fee.division.code, fee.year, fee.number) in numbers
        )
        agrees = fee.status == FeeStatus.RAISED and fee.owing == line.amount
        if named or agrees:
            found.append(Proposal(_rank(named, agrees), fee, _owing(fee), _words(named, agrees), agrees))
    return sorted(found, key=lambda proposal: proposal.rank)[:SHOWN]


def _owing(fee: Fee) -> int:
    return max(fee.owing, 0) if fee.status == FeeStatus.RAISED else 0


def _rank(named: bool, agrees: bool) -> int:  # noqa: FBT001 (two facts of one line)
    return 0 if named and agrees else 1 if named else 2


def _words(named: bool, agrees: bool) -> str:  # noqa: FBT001
    if named and agrees:
        return "Its number and the sum agree"
    return (
        "Its number stands in the text; the sum is another"
        if named
        else "The sum agrees; its number is not in the text"
    )
