"""What a receipt says (E6)."""

from electoral.papers.codes import qr_data_url
from electoral.papers.documents import contacts_on_paper
from payments.models import Entry
from payments.rules.money import money_text


def receipt_paper(entry: Entry) -> dict:
    """The receipt of money received, as plain values; sums in words as people write them.

    What is still owed is what was owed when this money had been entered: a second print says the same.
    """
    fee = entry.fee
    until = sum(e.amount for e in fee.entries.filter(pk__lte=entry.pk))
    owing = fee.amount - until
    rest = "Nothing" if owing == 0 else money_text(owing, fee.currency)
    return {
        "number": entry.receipt_number,
        "reference": entry.reference,
        "code": qr_data_url(entry.reference),
        "division": str(entry.division),
        "state": str(entry.division.area.state),
        "practice": entry.division.practice,
        "contacts": contacts_on_paper(entry.division),
        "amount": money_text(entry.amount, entry.currency),
        "method": entry.get_method_display().lower(),
        "on": f"{entry.on:%-d %B %Y}",
        "taken_by": str(entry.by),
        "invoice": fee.invoice_number,
        "title": fee.title,
        "subject": fee.subject,
        "lines": [
            {"text": line.text, "working": line.working, "amount": money_text(line.amount, fee.currency)}
            for line in fee.lines.all()
        ],
        "total": money_text(fee.amount, fee.currency),
        "rest": rest
        if owing >= 0
        else f"Nothing; {money_text(-owing, fee.currency)} more came than was owed and will be paid back",
        "is_cheque": entry.method == "cheque",
    }
