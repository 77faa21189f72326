"""Copies as data and in print: each says for whom it is; the guide names every column and symbol; memory and time are bounded."""

import csv
import io

import pytest
from django.db import transaction
from pypdf import PdfReader

from electoral.office.refusals import Refused
from electoral.papers.render import RenderStopped
from electoral.protected.actions import protect_elector
from registers.documents import print as printing
from registers.documents.data import write_data
from registers.documents.guide import guide_html, guide_text
from registers.documents.print import write_print
from registers.rules.products import PRODUCTS, columns_of
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.editions import NOTICE, sealed


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def street(division):
    return StreetFactory(
        locality=LocalityFactory(division=division, name="FABLETOWN"), name="PRETEND", type="ROAD"
    )


@pytest.fixture
def edition(division, dro, street):
    for n in range(1, 41):
        ElectorFactory(residence=ResidenceFactory(street=street, number_first=n), elector_id=f"E{n}", register_number=str(n),
                       subdivision="NORTH" if n < 30 else "SOUTH", surname=f"Testperson{n:03}", search_key=f"testperson{n:03}",
                       open_register=n != 7)  # fmt: skip
    protect_elector(division, "E40", kind="anonymous", by=dro)
    protect_elector(division, "E39", kind="silent", by=dro)
    return sealed(division, dro)


def pages_of(path):
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.mark.rule("E9", "E9b", "E4")
def test_the_header_of_data_says_for_whom_on_what_basis_and_what_follows_from_misuse(edition, dro, tmp_path):
    out = tmp_path / "register.csv"
    assert write_data(edition, "FULL", sold=True, notice=NOTICE, by=dro, out=out) == 40
    head = [line for line in out.read_text().splitlines() if line.startswith("#")]
    assert edition.reference in head[0]
    for words in ("Rita Testperson, Pretend Credit Ltd (D0000000Y)", "regulation 114", "Only to vet applications for credit.",
                  "You may not pass it on.", "A fine without limit.", "22 November 2027", "To be verified"):  # fmt: skip
        assert any(words in line for line in head), words


def test_a_name_with_a_line_break_or_a_comma_breaks_neither_header_nor_row(edition, dro, tmp_path):
    sly = type(NOTICE)(**{**NOTICE.__dict__, "recipient": "Eve\r\nnumber,surname"})
    out = tmp_path / "register.csv"
    write_data(edition, "OPEN", sold=False, notice=sly, by=dro, out=out)
    rows = list(
        csv.reader(io.StringIO("".join(line for line in out.open(newline="") if not line.startswith("#"))))
    )
    assert rows[0] == [c.name for c in columns_of("OPEN", sold=False)]
    assert len(rows) == 1 + 37


@pytest.mark.rule("E9", "E9b", "E5")
def test_every_page_of_a_print_names_recipient_basis_purpose_penalty_and_the_day(
    edition, dro, tmp_path, monkeypatch
):
    monkeypatch.setattr(printing, "ENTRIES_A_PIECE", 15)
    out = tmp_path / "register.pdf"
    pages = write_print(edition, "FULL", sold=True, notice=NOTICE, by=dro, out=out)
    told = pages_of(out)
    assert len(told) == pages >= 3
    for n, page in enumerate(told, 1):
        for words in ("Rita Testperson, Pretend Credit Ltd", "regulation 114", "Only to vet applications", "A fine without limit", "22 November 2027", f"Page {n}"):  # fmt: skip
            assert words in page, (n, words)
    whole = " ".join(told)
    assert [whole.count(f"Testperson{n:03}") for n in range(1, 41)] == [1] * 39 + [0]
    assert "40N" in whole
    assert "7Z" in whole
    assert "39 PRETEND ROAD" not in whole
    assert "40 PRETEND ROAD" not in whole
    assert (
        whole.index("NORTH")
        < whole.index("SOUTH")
        < whole.index("Other electors")
        < whole.index("Anonymous entries")
    )
    assert [p.name for p in tmp_path.iterdir()] == ["register.pdf"]


def test_an_empty_list_in_print_is_one_page_that_says_so(edition, dro, tmp_path):
    out = tmp_path / "overseas.pdf"
    assert write_print(edition, "OVERSEAS", sold=False, notice=NOTICE, by=dro, out=out) == 1
    assert "No entries." in pages_of(out)[0]


def test_a_copy_that_nobody_waits_for_stops(edition, dro, tmp_path):
    for write in (write_data, write_print):
        with pytest.raises(RenderStopped), transaction.atomic():
            write(
                edition,
                "FULL",
                sold=False,
                notice=NOTICE,
                by=dro,
                out=tmp_path / "copy",
                keep_going=lambda: False,
            )


def test_an_edition_gives_out_no_product_that_it_does_not_hold(edition, dro, tmp_path):
    for write in (write_data, write_print):
        for code in ("AVL", "MARKED", "NOTICE", "OLD"):
            with pytest.raises(Refused):
                write(edition, code, sold=False, notice=NOTICE, by=dro, out=tmp_path / "copy")


@pytest.mark.rule("E8", "E9b")
@pytest.mark.parametrize("product", [*PRODUCTS, "ANON"])
def test_the_guide_names_every_column_and_symbol_and_the_limits(edition, product):
    text = guide_text(product, notice=NOTICE, sold=True, edition=edition)
    for column in columns_of(product, sold=True):
        assert f"{column.name}: {column.meaning}" in text
    assert ("Z: " in text) is any(c.name == "mark" for c in columns_of(product, sold=True))
    assert "Penalty: A fine without limit." in text


@pytest.mark.rule("E8")
def test_the_guide_is_there_in_large_print(edition, tmp_path):
    out = tmp_path / "guide.pdf"
    out.write_bytes(guide_html("FULL", notice=NOTICE, form="print", sold=True, edition=edition))
    text = " ".join(pages_of(out))
    assert "How to read this copy: Full register" in text
    assert "Not in the open register" in text
