"""Bank statements: read whole or not at all; each line matched with an invoice once (E6)."""

import hashlib

from django.db import transaction
from django.db.models import Q

from electoral.office.actions import demand, operator, record
from electoral.office.references import read_reference
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from payments.actions.ledger import enter, locked
from payments.actions.receipt import order_receipt
from payments.models import BankLine, BankStatement, Entry, EntryKind, Fee, Method
from payments.rules.alike import BOOKED_WITHIN, paired
from payments.rules.money import currency_of, money_text
from payments.rules.statement import Line, invoices_in, read_statement
from payments.states import BANK_LINE, FeeStatus

verbs(receive_statement="read the bank statement", read_alike="entered a known line as another payment")


@transaction.atomic
def receive_statement(division, *, content: bytes, file_name: str, by) -> BankStatement:
    """Read a statement file. Lines that an earlier file had are counted and not written again; one fault refuses the file.

    What may be a payment of an earlier file is written with a pointer to it (`like`).
    """
    demand(by, Permission.PAYMENT_TAKE, division)
    currency = currency_of(division.area.state.jurisdiction)
    lines, faults = read_statement(content, today=division.today(), currency=currency)
    if faults:
        first = faults[0]
        raise Refused(f"Line {first.line}: {first.reason} Nothing of the file was read.")
    type(division).objects.select_for_update(of=("self",)).get(
        pk=division.pk
    )  # one file at a time, so that two do not both find a line new
    known = {
        line.digest: line
        for line in BankLine.objects.filter(division=division, digest__in=[x.digest for x in lines])
    }
    _refuse_changed(lines, known)
    new = [line for line in lines if line.digest not in known]
    like = _alike(division, new, known)
    doubted = [known[line.digest].reference for line in lines if line.digest in known and not line.bank_id]
    statement = BankStatement.objects.create(
        division=division, file_name=file_name[:100], sha256=hashlib.sha256(content).hexdigest(), lines_read=len(lines),
        lines_known=len(lines) - len(new), known=doubted, read_by=by,
    )  # fmt: skip
    BankLine.objects.bulk_create(
        BankLine(
            division=division, statement=statement, digest=line.digest, on=line.on, currency=line.currency, amount=line.amount,
            text=line.text, payer=line.payer, bank_id=line.bank_id, like=like.get(line.digest),
        )
        for line in new
    )  # fmt: skip
    record(statement, "receive_statement", by=by, lines=len(lines), new=len(new), alike=len(like))
    return statement


def _alike(division, new: list[Line], known: dict[str, BankLine]) -> dict[str, BankLine]:
    """The lines of earlier files that the new ones may be; not those that this file has as well."""
    if not new:
        return {}
    days = [line.on for line in new]
    span = (min(days) - BOOKED_WITHIN, max(days) + BOOKED_WITHIN)
    rows = BankLine.objects.filter(
        division=division, on__range=span, amount__in={line.amount for line in new}
    )
    seen = {line.pk for line in known.values()}
    return paired(new, [line for line in rows.order_by("on", "pk") if line.pk not in seen])


@transaction.atomic
def read_alike(statement: BankStatement, reference: str, *, by) -> BankLine:
    """Enter a line of this file that was taken for one of an earlier file (its `reference`): it is another payment, alike.

    It waits as the other does, and is matched with a reason. Told once of each line of a file.
    """
    demand(by, Permission.PAYMENT_TAKE, statement.division)
    old = BankLine.objects.filter(division=statement.division, reference=reference).first()
    if old is None or reference not in statement.known:
        raise Refused("This file has no such line that was known already.", statement)
    digest = hashlib.sha256(f"{statement.reference} {old.digest}".encode()).hexdigest()
    told = {"division": statement.division, "statement": statement, "on": old.on, "currency": old.currency, "amount": old.amount,
            "text": old.text, "payer": old.payer, "like": old}  # fmt: skip
    line, is_new = BankLine.objects.get_or_create(division=statement.division, digest=digest, defaults=told)
    if not is_new:
        raise Refused("It was entered as another payment already.", line)
    record(line, "read_alike", by=by, like=old.reference)
    return line


def _refuse_changed(lines: list[Line], known: dict[str, BankLine]) -> None:
    for line in lines:
        before = known.get(line.digest)
        if before and (before.amount, before.on) != (line.amount, line.on):
            raise Refused(
                f"The bank's id {line.bank_id} was read before with another sum or day. Ask the bank; nothing was read."
            )


@transaction.atomic
def match_line(line: BankLine, fee: Fee, *, note: str = "", by) -> BankLine:
    """Enter a transfer for an invoice. Too little or too much is taken as well, with a note that says why; so is what may be
    the same payment as a line of an earlier file."""
    fee = locked(fee)
    line = BankLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if refusal := BANK_LINE.moves["match"].refusal(line, by):
        raise refusal
    _refuse_mismatch(line, fee, note)
    entry = enter(
        fee, kind=EntryKind.RECEIPT, method=Method.TRANSFER, amount=line.amount, on=line.on, by=by, external=line.reference, note=note[:200],
        turn=Entry.objects.filter(division=line.division, kind=EntryKind.RECEIPT, method=Method.TRANSFER, external=line.reference).count(),
    )  # fmt: skip
    order_receipt(entry, by=operator())
    return BANK_LINE.move(
        line, "match", by=by, changes={"entry": entry, "note": note[:200]}, fee=fee.reference
    )


def _refuse_mismatch(line: BankLine, fee: Fee, note: str) -> None:
    if fee.division_id != line.division_id or fee.currency != line.currency:
        raise Refused("This invoice is of another office or in another currency.", line)
    if line.like and not note.strip():
        raise Refused(f"{line.doubt} If it is another payment, say in the note how you know.", line)
    owing = fee.amount - fee.balance() if fee.status == FeeStatus.RAISED else 0
    if line.amount != owing and not note.strip():
        raise Refused(
            f"{money_text(line.amount, line.currency)} came and {money_text(max(owing, 0), fee.currency)} is owed. Say in the note why they are matched.",
            line,
        )


@transaction.atomic
def undo_match(line: BankLine, *, why: str, by) -> BankLine:
    """Undo a match with the wrong invoice: no money goes back; the line waits again, and the invoice is owed again.

    By another person than who matched it (REFUND_APPROVE). It is entered for the day of the line, on which the money came.
    What was given out for the invoice meanwhile stays given out, as with a cheque that is not honoured; nothing of it is
    prepared or released from now on, because each of these steps asks the ledger.
    """
    if not why.strip():
        raise Refused("Say why the match is undone.", line)
    seen = BankLine.objects.select_related("entry__fee").get(pk=line.pk)
    fee = locked(seen.entry.fee) if seen.entry else None
    line = BankLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if refusal := BANK_LINE.moves["undo"].refusal(line, by):
        raise refusal
    if fee is None or line.entry is None or line.entry.fee_id != fee.pk:
        raise Refused("The line was matched anew in this moment. Look at it again.", line)
    enter(
        fee, kind=EntryKind.UNMATCHED, method=Method.TRANSFER, amount=-line.amount, on=line.on, by=by, note=why[:200], reverses=line.entry
    )  # fmt: skip
    changes = {"entry": None, "note": ""}
    return BANK_LINE.move(line, "undo", by=by, changes=changes, fee=fee.reference, reason=why[:200])


def fee_named(line: BankLine, typed: str) -> Fee:
    """The invoice that somebody typed beside a line, by its number or reference; refused where there is none in the division."""
    fees = Fee.objects.filter(division=line.division)
    wanted = Q(reference=read_reference(typed) or "")
    for code, year, number in invoices_in(typed):
        wanted |= Q(division__code=code, year=year, number=number)
    found = fees.filter(wanted).first()
    if found is None:
        example = f"{line.division.code}-{line.on.year}-00012"
        raise Refused(
            f"There is no invoice {typed} in this division. Write its number, for example {example}.", line
        )
    return found


def set_aside_line(line: BankLine, *, note: str, by) -> BankLine:
    """Money that is for no invoice; the note says what it is and who looks after it."""
    return BANK_LINE.move(line, "set_aside", by=by, changes={"note": note[:200]})


def take_up_line(line: BankLine, *, by) -> BankLine:
    return BANK_LINE.move(line, "take_up", by=by)
