"""Bank statements: all lines or none, each line entered once, matched with its invoice (E6)."""

import threading
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from electoral.office.refusals import NotPermitted, Refused, WrongState
from payments.actions.bank import match_line, receive_statement, set_aside_line, take_up_line
from payments.documents.proposal import proposals
from payments.models import BankLine, BankStatement, Entry
from payments.rules.statement import invoices_in, read_statement, references_in
from tests.conftest import make_person
from tests.payments.paying import held, invoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
TODAY = date(2026, 11, 22)
HEADER = "date,amount,reference,payer,bank_id,currency\n"


def read(division, by, *rows, header=HEADER):
    content = header + "".join(f"{row}\n" for row in rows)
    return receive_statement(division, content=content.encode(), file_name="november.csv", by=by)


def line_of(division, by, text, amount="147.50", **more):
    read(division, by, f"2026-02-03,{amount},{text},Testperson,{text},")  # its text as the bank's id
    return BankLine.objects.get(text=text)


def faults(content, currency="AUD"):
    lines, found = read_statement(
        content if isinstance(content, bytes) else content.encode(), today=TODAY, currency=currency
    )
    assert bool(lines) != bool(found), "the lines or the faults, never both"
    return [(fault.line, fault.column, fault.value) for fault in found]


def test_a_statement_is_read_whole_and_its_lines_wait(division, cashier):
    made = read(
        division,
        cashier,
        "2026-02-03,147.50,GOLD-2026-00001,Testperson,,",
        '3/2/2026,"1,200.00",Rent,"Madeup, A",,AUD',
        ",,,,,",
    )
    assert (made.lines_read, made.lines_known) == (2, 0)
    assert list(BankLine.objects.order_by("pk").values_list("on", "amount", "text", "payer", "status")) == [
        (date(2026, 2, 3), 14750, "GOLD-2026-00001", "Testperson", "unmatched"),
        (date(2026, 2, 3), 120000, "Rent", "Madeup, A", "unmatched"),
    ]


def test_one_fault_refuses_the_file_and_says_where_and_why(division, cashier):
    with pytest.raises(Refused, match=r"Line 3: Write a sum like 147.50. Nothing of the file was read"):
        read(division, cashier, "2026-02-03,147.50,one,,,", "2026-02-03,12x,two,,,")
    assert not BankStatement.objects.exists()
    assert not BankLine.objects.exists()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", [(1, "date", ""), (1, "amount", ""), (1, "reference", "")]),
        ("date,amount,reference\n", [(2, "", "")]),
        ("date,amount,reference,colour\n2026-02-03,1.00,x,red\n", [(1, "colour", "colour")]),
        ("date,date,amount,reference\n", [(1, "date", "date")]),
        ("date,amount,reference\n2026-02-03,1.00\n", [(2, "", "")]),
        ("date,amount,reference\n2026-13-03,1.00,x\n", [(2, "date", "2026-13-03")]),
        ("date,amount,reference\n2026-11-23,1.00,x\n", [(2, "date", "2026-11-23")]),
        ("date,amount,reference\n1999-11-23,1.00,x\n", [(2, "date", "1999-11-23")]),
        ("date,amount,reference\n2026-02-03,-1.00,x\n", [(2, "amount", "-1.00")]),
        ("date,amount,reference\n2026-02-03,0.00,x\n", [(2, "amount", "0.00")]),
        ("date,amount,reference\n2026-02-03,1.5,x\n", [(2, "amount", "1.5")]),
        ("date,amount,reference\n2026-02-03,99999999999,x\n", [(2, "amount", "99999999999")]),
        ("date,amount,reference\n2026-02-03,1.00,\n", [(2, "reference", "")]),
        ("date,amount,reference\n2026-02-03,1.00,a\u202eb\n", [(2, "reference", "a\u202eb")]),
        ("date,amount,reference,currency\n2026-02-03,1.00,x,GBP\n", [(2, "currency", "GBP")]),
        ("date,amount,reference,bank_id\n2026-02-03,1.00,x,7\n2026-02-03,1.00,y,7\n", [(2, "bank_id", "7"), (3, "bank_id", "7")]),
        ('date,amount,reference\n2026-02-03,1.00,"x\n', [(2, "", "")]),
        (b"\xff\xfed\x00", [(1, "", "")]),
        ("date,amount,reference\n" + "2026-02-03,1.00," + "x" * 201 + "\n", [(2, "reference", "x" * 100)]),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_by_line_column_and_value(content, found):
    assert faults(content) == found


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@examples(max_examples=150)
def test_no_file_whatever_is_in_it_ends_in_anything_but_lines_or_faults(content):
    faults(content)
    faults(b"date,amount,reference\n" + content)


def test_the_same_line_in_two_files_is_entered_once_and_two_alike_lines_in_one_file_are_two(
    division, cashier
):
    row = "2026-02-03,10.00,Register,Testperson,,"
    read(division, cashier, row)
    again = read(division, cashier, row, row, "2026-02-04,10.00,Register,Testperson,,")
    assert (again.lines_read, again.lines_known) == (3, 1)
    assert BankLine.objects.count() == 3
    assert read(division, cashier, row, row).lines_known == 2


def test_the_bank_s_own_id_tells_alike_lines_apart_and_one_that_changed_is_refused(division, cashier):
    read(division, cashier, "2026-02-03,10.00,A,,71,", "2026-02-03,10.00,A,,72,")
    assert read(division, cashier, "2026-02-03,10.00,A cut short,,71,").lines_known == 1
    with pytest.raises(Refused, match="with another sum or day"):
        read(division, cashier, "2026-02-03,11.00,A,,71,")
    assert BankLine.objects.count() == 2


def test_a_line_of_another_division_is_no_line_of_this_one(division, other_division, cashier, person):
    row = "2026-02-03,10.00,Register,Testperson,,"
    read(division, cashier, row)
    assert read(other_division, person("cashier", other_division), row).lines_known == 0


def test_only_a_cashier_reads_statements_and_matches(division, person, cashier, fee):
    with pytest.raises(NotPermitted):
        read(division, person("clerk"), "2026-02-03,10.00,A,,,")
    line = line_of(division, cashier, "A")
    with pytest.raises(NotPermitted):
        match_line(line, fee, by=person("dro"))


@pytest.mark.parametrize(
    ("text", "numbers", "references"),
    [
        ("Invoice GOLD-2026-00012, thanks", {("GOLD", 2026, 12)}, set()),
        ("gold 2026 00012", {("GOLD", 2026, 12)}, set()),
        ("GOLD202600012", {("GOLD", 2026, 12)}, set()),
        ("GOLD-2026-00012 GOLD-2026-00013", {("GOLD", 2026, 12), ("GOLD", 2026, 13)}, set()),
        ("ref y3t9qz2hk.", set(), {"Y3T9QZ2HK"}),
        ("register", set(), set()),
    ],
)
def test_numbers_and_references_are_found_in_what_payers_write(text, numbers, references):
    assert invoices_in(text) == numbers
    assert references_in(text) == references


def test_a_line_is_proposed_by_number_and_sum_and_matched_by_one_click(division, cashier, fee):
    line = line_of(division, cashier, f"Register {fee.invoice_number}")
    (best, *_) = proposals([line])[line.pk]
    assert (best.fee, best.agrees, best.words) == (fee, True, "Its number and the sum agree")
    match_line(line, best.fee, by=cashier)
    entry = Entry.objects.get()
    assert (entry.method, entry.amount, entry.on, entry.external) == (
        "transfer",
        14750,
        date(2026, 2, 3),
        line.reference,
    )
    assert fee.is_paid


def test_proposals_go_by_number_first_then_by_sum_and_never_beyond_the_division(
    division, other_division, cashier, person
):
    named, alike = invoice(division, cashier, 9900), invoice(division, cashier)
    invoice(other_division, person("cashier", other_division))
    line = line_of(division, cashier, f"{named.subject} and more")
    assert [(p.fee, p.agrees) for p in proposals([line])[line.pk]] == [(named, False), (alike, True)]


@pytest.mark.parametrize("amount", ["100.00", "200.00"])
def test_too_little_or_too_much_is_matched_with_a_note_alone(division, cashier, fee, amount):
    line = line_of(division, cashier, "A", amount)
    with pytest.raises(Refused, match=r"\$147.50 is owed. Say in the note"):
        match_line(line, fee, by=cashier)
    assert match_line(line, fee, note="The bank kept its charge", by=cashier).status == "matched"
    assert held(fee) == int(amount[:3]) * 100


def test_a_line_is_matched_once(division, cashier, fee):
    line = match_line(line_of(division, cashier, "A"), fee, by=cashier)
    with pytest.raises(WrongState):
        match_line(line, invoice(division, cashier), by=cashier)
    assert Entry.objects.count() == 1


def test_a_line_for_no_invoice_is_set_aside_and_taken_up_again(division, cashier, fee):
    line = set_aside_line(line_of(division, cashier, "A"), note="Rent; finance knows", by=cashier)
    with pytest.raises(WrongState):
        match_line(line, fee, by=cashier)
    assert match_line(take_up_line(line, by=cashier), fee, by=cashier).status == "matched"


def test_an_invoice_of_another_division_is_not_paid_by_a_line_of_this_one(
    division, other_division, cashier, person
):
    theirs = invoice(other_division, person("cashier", other_division))
    with pytest.raises(Refused, match="another office"):
        match_line(line_of(division, cashier, "A"), theirs, by=cashier)


@pytest.mark.django_db(transaction=True)
def test_two_cashiers_who_match_one_line_at_once_enter_it_once(division):
    first, second = make_person("cashier", division), make_person("cashier", division)
    fees = [invoice(division, first) for _ in range(2)]
    line = line_of(division, first, "A")
    refused: list[str] = []

    def work(fee, by):
        try:
            match_line(BankLine.objects.get(pk=line.pk), fee, by=by)
        except Refused as no:
            refused.append(str(no))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[fee, by]) for fee in fees for by in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 1
    assert len(refused) == 3


@pytest.mark.django_db(transaction=True)
def test_one_file_that_is_read_twice_at_once_gives_each_line_once(division):
    cashier = make_person("cashier", division)

    def work():
        read(division, cashier, "2026-02-03,10.00,A,,,", "2026-02-03,10.00,B,,,")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert BankLine.objects.count() == 2
    assert sorted(BankStatement.objects.values_list("lines_known", flat=True)) == [0, 2, 2, 2]
