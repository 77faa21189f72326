"""One transfer that two files tell of pays one invoice, and two payments that look the same are not taken for one (E6)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from electoral.office.refusals import NotPermitted, Refused
from payments.actions.bank import match_line, read_alike, receive_statement, set_aside_line
from payments.documents.reconciliation import differences
from payments.models import BankLine, Entry
from payments.rules.alike import paired
from payments.rules.statement import Line, read_statement
from tests.payments.paying import invoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
ON = date(2026, 2, 3)


def read(division, by, *rows, header="date,amount,reference"):
    content = "\n".join([header, *rows]) + "\n"
    return receive_statement(division, content=content.encode(), file_name="bank.csv", by=by)


def the_new_line(statement) -> BankLine:
    return statement.lines.get()


AGAIN = {
    "with a payer": ("date,amount,reference,payer", "2026-02-03,147.50,Credit Co,CREDIT CO LTD"),
    "with an id": ("date,amount,reference,bank_id", "2026-02-03,147.50,Credit Co,X-9"),
    "with another text": ("date,amount,reference", "2026-02-03,147.50,Cred Co Ltd register"),
    "booked two days later": ("date,amount,reference", "2026-02-05,147.50,credit co"),
}


@pytest.mark.parametrize(
    "row", ["2026-02-03,147.50,credit CO", "2026-02-03,147.50,Credit  Co", "3/2/2026,$147.50,Credit Co"]
)
def test_case_and_spaces_make_no_other_payment(division, cashier, row):
    read(division, cashier, "2026-02-03,147.50,Credit Co")
    assert read(division, cashier, row).lines_known == 1
    assert BankLine.objects.count() == 1


@pytest.mark.parametrize(("header", "row"), AGAIN.values(), ids=AGAIN)
def test_one_transfer_told_again_otherwise_pays_no_second_invoice_without_a_persons_reason(
    division, cashier, fee, header, row
):
    other = invoice(division, cashier)
    first = the_new_line(read(division, cashier, "2026-02-03,147.50,Credit Co"))
    again = the_new_line(read(division, cashier, row, header=header))
    assert again.like == first
    match_line(first, fee, by=cashier)
    with pytest.raises(
        Refused, match=f"may be the same payment as line {first.reference} of statement bank.csv"
    ):
        match_line(again, other, by=cashier)
    assert Entry.objects.count() == 1
    assert match_line(again, other, note="The payer sent both confirmations", by=cashier).status == "matched"


def test_what_is_told_twice_is_set_aside_and_stands_in_the_reconciliation(division, cashier):
    read(division, cashier, "2026-02-03,147.50,Credit Co")
    again = the_new_line(
        read(division, cashier, "2026-02-03,147.50,Credit Co,CREDIT CO", header=AGAIN["with a payer"][0])
    )
    waits = [one.why for one in differences(division, ON, ON) if one.url == again.get_absolute_url()]
    assert waits == [
        f"It may be the same payment as line {again.like.reference} of statement {again.like.statement}."
    ]
    assert set_aside_line(again, note="The same, exported anew", by=cashier).status == "set_aside"


NOT_ALIKE = {
    "another sum": "2026-02-03,147.51,Credit Co,", "another day and text": "2026-02-04,147.50,Somebody else,",
    "weeks later": "2026-02-11,147.50,Credit Co,", "another invoice named": "2026-02-03,147.50,GOLD-2026-00002,",
    "another id of the bank": "2026-02-03,147.50,Credit Co,B2",
}  # fmt: skip


@pytest.mark.parametrize("row", NOT_ALIKE.values(), ids=NOT_ALIKE)
def test_what_is_surely_another_payment_is_not_doubted(division, cashier, row):
    header = "date,amount,reference,bank_id"
    first = "2026-02-03,147.50,GOLD-2026-00001," if "GOLD" in row else "2026-02-03,147.50,Credit Co,B1"
    read(division, cashier, first, header=header)
    assert the_new_line(read(division, cashier, row, header=header)).like is None


def test_beside_a_line_that_the_file_has_again_another_of_its_sum_is_another_payment(division, cashier):
    read(division, cashier, "2026-02-03,20.00,REG")
    both = read(division, cashier, "2026-02-03,20.00,REG", "2026-02-03,20.00,Somebody else")
    assert (both.lines_known, the_new_line(both).like) == (1, None)


def test_two_alike_payments_of_a_morning_and_an_afternoon_are_two_when_a_person_says_so(
    division, cashier, person
):
    morning = the_new_line(read(division, cashier, "2026-02-03,20.00,REG"))
    afternoon = read(division, cashier, "2026-02-03,20.00,REG")
    assert afternoon.known == [morning.reference]
    with pytest.raises(NotPermitted):
        read_alike(afternoon, morning.reference, by=person("clerk"))
    second = read_alike(afternoon, morning.reference, by=cashier)
    assert (second.on, second.amount, second.text, second.like, second.status) == (
        morning.on,
        2000,
        "REG",
        morning,
        "unmatched",
    )
    with pytest.raises(Refused, match="already"):
        read_alike(afternoon, morning.reference, by=cashier)
    with pytest.raises(Refused, match="no such line"):
        read_alike(morning.statement, morning.reference, by=cashier)
    assert BankLine.objects.count() == 2


def test_what_the_banks_id_tells_for_sure_is_asked_of_nobody(division, cashier):
    header = "date,amount,reference,bank_id"
    read(division, cashier, "2026-02-03,20.00,REG,B1", header=header)
    assert read(division, cashier, "2026-02-03,20.00,REG,B1", header=header).known == []


def test_a_line_of_another_division_is_doubted_for_no_line_of_this_one(
    division, other_division, cashier, person
):
    read(division, cashier, "2026-02-03,20.00,REG")
    theirs = read(
        other_division,
        person("cashier", other_division),
        "2026-02-03,20.00,REG,x",
        header="date,amount,reference,payer",
    )
    assert the_new_line(theirs).like is None


def test_at_the_desk_the_doubt_stands_beside_the_line_and_the_known_are_asked_about(
    signed_in, division, fee, person
):
    desk = signed_in("cashier")
    first = the_new_line(read(division, desk.user, f"2026-02-03,147.50,{fee.invoice_number}"))
    again = read(
        division,
        desk.user,
        f"2026-02-03,147.50,{fee.invoice_number},PAYER",
        header="date,amount,reference,payer",
    )
    line = the_new_line(again)
    said = desk.get(reverse("payments:bank_lines")).content.decode()
    assert said.count(f"Match with {fee.invoice_number}") == 1, "what may be told twice has no one click"
    assert "May be told twice" in said
    assert f"line {first.reference}" in desk.get(line.get_absolute_url()).content.decode()
    match = reverse("payments:bank_line_match", args=[line.reference])
    refused = desk.post(match, {"invoice": fee.reference}, follow=True)
    assert "say in the note how you know" in refused.content.decode()
    assert not Entry.objects.exists()
    same = read(division, desk.user, f"2026-02-03,147.50,{fee.invoice_number}")
    page = desk.get(same.get_absolute_url()).content.decode()
    assert "looked the same as one of an earlier file (1)" in page
    assert "It is another payment" in desk.get(same.get_absolute_url(), {"show": "known"}).content.decode()
    desk.post(reverse("payments:statement_another", args=[same.reference]), {"line": first.reference})
    assert the_new_line(same).like == first
    assert (
        "Entered as another payment" in desk.get(same.get_absolute_url(), {"show": "known"}).content.decode()
    )


LINES = st.lists(
    st.builds(
        lambda day, amount, text, n: Line(ON + timedelta(days=day), amount, "AUD", text, "", n, f"d{day}{amount}{text}{n}"),
        st.integers(0, 9), st.integers(1, 2), st.sampled_from(["A", "a", "GOLD-2026-00001", "GOLD-2026-00002"]), st.sampled_from(["", "1", "2"]),
    ),
    max_size=8, unique_by=lambda line: line.digest,
)  # fmt: skip


@given(LINES, LINES)
@examples(max_examples=100, deadline=None)
def test_each_line_on_file_is_doubted_for_one_new_line_at_most_and_of_its_own_sum(new, on_file):
    found = paired(new, on_file)
    assert len({id(old) for old in found.values()}) == len(found)
    of = {line.digest: line for line in new}
    assert all(
        of[digest].amount == old.amount and abs(of[digest].on - old.on) <= timedelta(days=7)
        for digest, old in found.items()
    )
    assert not any(of[digest].bank_id and old.bank_id for digest, old in found.items())


@given(st.text(alphabet="aA bB\t\u00a0", min_size=1, max_size=8).filter(str.strip))
@examples(max_examples=60, deadline=None)
def test_the_digest_knows_no_case_and_no_spaces(text):
    def digest(words):
        lines, _ = read_statement(
            f'date,amount,reference\n2026-02-03,1.00,"{words}"\n'.encode(),
            today=date(2026, 11, 22),
            currency="AUD",
        )
        return [line.digest for line in lines]

    plain = text.replace("\t", " ")
    assert digest(plain) == digest("  ".join(plain.upper().split()))
