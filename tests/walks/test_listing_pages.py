"""The PDF of a listing, read back: its text, its codes, its bytes."""

import io
import json
import re
from functools import cache

import pytest
import typst
import zxingcpp
from django.conf import settings as office
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from electoral.papers.fonts import faces
from electoral.papers.render import Limits, in_a_child, render_typst, typst_fonts
from electoral.roll.rules import Door
from tests.walks.listing_people import facts, golden_walks, residence
from walks.listing_plan import ElectorEntry, NotationRow, plan_listing
from walks.rules import NOT_TO_BE_VISITED

TEMPLATE = "walks/papers/listing.typ"
EVERY_PAGE = ["Division of Pretence", "3 May 2027", "214"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("listings")


@pytest.fixture
def pages(folder):
    """Renders a plan, every text measured against its row: the text of each page."""

    def render(plan):
        render_typst(TEMPLATE, {**plan.values, "check": True}, folder / "listing.pdf")
        return [page.extract_text() for page in PdfReader(folder / "listing.pdf").pages]

    return render


@pytest.fixture(scope="module")
def golden(folder):
    """Walk 1 of the golden division: its plan, and the text of each page."""
    plan = golden_plan()
    render_typst(TEMPLATE, {**plan.values, "check": True}, folder / "golden.pdf")
    return plan, [page.extract_text() for page in PdfReader(folder / "golden.pdf").pages]


@cache
def golden_plan(walk="7990001", **changes):
    return plan_listing(facts(**changes), golden_walks()[walk])


def close(text):
    return re.sub(r"[\s\x00-\x1f]", "", text).replace("’", "'")


def test_every_page_says_what_it_is_and_which(golden):
    plan, texts = golden
    assert len(texts) == plan.pages
    for n, text in enumerate(texts, 1):
        for words in (*EVERY_PAGE, f"W7XK2M4QD-{n:03}", f"page {n} of {plan.pages}"):
            assert close(words) in close(text)


@pytest.mark.rule("5.2e", "6.1b", "6.1c", "6.1d")
def test_each_page_holds_its_own_people_and_no_other(golden):
    plan, texts = golden
    texts = [close(text) for text in texts]
    where = {line.roll_number: line.page for line in plan.lines if line.roll_number}
    for n, text in enumerate(texts, 1):
        assert {roll for roll in where if roll in text} == {roll for roll, page in where.items() if page == n}
    for line in plan.lines:
        assert close(f"{line.surname}{',' if line.surname else ''}{line.given_names}") in texts[line.page - 1]
    everything = "".join(texts)
    assert everything.count(close(NOT_TO_BE_VISITED)) == plan.totals.closed + 1, (
        "once more on how to total a page"
    )
    for hidden in ("Visible,Kim", "Hidden,", "GE016", "GE025", "GE026", "GE028", "GE029"):
        assert hidden not in everything


@pytest.mark.rule("X1")
def test_the_code_of_each_page_reads_as_its_reference(folder):
    plan = golden_plan("7990002")
    pictures, root = folder / "pictures", office.BASE_DIR / "templates"
    pictures.mkdir()
    fonts = typst_fonts(office.FONTS_FOLDER)

    def draw():
        compiler = typst.Compiler(str(root / TEMPLATE), root=str(root), font_paths=fonts)
        inputs = {"values": json.dumps(plan.values), "covers": faces().covers}
        for n, png in enumerate(compiler.compile(sys_inputs=inputs, format="png", ppi=100), 1):
            (pictures / f"{n:03}.png").write_bytes(png)

    in_a_child(draw, folder / "none", limits=Limits())
    for sheet, png in zip(plan.sheets, sorted(pictures.iterdir()), strict=True):
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.read_bytes())))
        assert [code.text for code in read] == [sheet["ref"]]


@pytest.mark.rule("5.2i")
def test_the_same_plan_gives_the_same_bytes(folder):
    for name in ("first.pdf", "again.pdf"):
        render_typst(TEMPLATE, golden_plan("7990002").values, folder / name)
    assert (folder / "first.pdf").read_bytes() == (folder / "again.pdf").read_bytes()
    assert set(PdfReader(folder / "first.pdf").metadata) == {"/Title", "/Author", "/Creator"}, "no date"


def test_no_value_is_markup(pages):
    evil = '#panic("x") $x$ *b* = h'
    elector = ElectorEntry(1, "1", evil, "<l> @r \\u{41} #import", "#evil")
    door = Door(number_first=1, building_name="#panic()", flat_type="$x$", flat_number="*1*")
    row = NotationRow("#x", evil, evil, evil, evil)
    strange = facts(walk_class=evil, review=evil, division_name=evil, notations=[row], instructions=evil)
    home = residence(1, door, "*ASH* #ROAD", "= $FABLETOWN$", [elector])
    everything = close("".join(pages(plan_listing(strange, [home]))))
    for value in (
        evil,
        "<l> @r \\u{41} #import",
        "#evil",
        "#panic()",
        "*1*/1",
        "*ASH* #ROAD",
        "= $FABLETOWN$",
    ):
        assert close(value) in everything


SCRIPTS = [
    "Nguyễn Thị Mẫu",
    "ΠΑΠΑΔΟΠΟΥΛΟΣ",
    "Ярослава",
    "محمد علي",
    "王小明",
    "परीक्षण",
    "ทดสอบ",
    "Ó Súilleabháin",
    "Łódź",
]


def test_names_of_every_script_are_printed_in_their_own_letters(pages):
    them = [
        residence(n, n, names=[ElectorEntry(n, f"{n:07}", name, name)]) for n, name in enumerate(SCRIPTS, 1)
    ]
    texts = pages(plan_listing(facts(), them))
    everything = close("".join(texts))
    for name in SCRIPTS[:3] + SCRIPTS[4:5] + SCRIPTS[7:]:  # what is shaped is not extracted letter by letter
        assert everything.count(close(name)) == 2
    assert "[U+" not in everything


LETTERS = "".join(map(chr, range(0x100, 0x180)))
letters = st.text(
    st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0x3FF), min_size=1
)
long_homes = st.tuples(
    letters.map(lambda t: t[:120]), letters.map(lambda t: (t * 9)[:200]), letters.map(lambda t: (t * 5)[:60])
)


@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])
@example([(LETTERS, LETTERS, LETTERS[::5])])
@given(st.lists(long_homes, min_size=1, max_size=8))
def test_the_longest_names_fit_their_rows_and_none_disappears(folder, them):
    homes = []
    for n, (street, surname, number) in enumerate(them, 1):
        elector = ElectorEntry(n, f"R{n:015}", surname, street, number)
        door = Door(
            number_first=n, number_first_suffix=number[:9], building_name=street, flat_number=number[:12]
        )
        homes.append(residence(n, door, street, surname[:90], [elector]))
    plan = plan_listing(facts(), homes)
    render_typst(TEMPLATE, {**plan.values, "check": True}, folder / "long.pdf")
    texts = [page.extract_text() for page in PdfReader(folder / "long.pdf").pages]
    assert len(texts) == plan.pages
    for line in plan.lines:
        assert line.roll_number in close(texts[line.page - 1])


@pytest.mark.rule("X7")
def test_a_practice_division_says_so_across_every_page(pages):
    practice = pages(golden_plan("7990002", practice=True))
    assert all("PRACTICE" in close(text) for text in practice)
    assert not any("PRACTICE" in close(text) for text in pages(golden_plan("7990002")))
