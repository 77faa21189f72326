"""Papers are made in a child that is watched: what is data stays data, and what goes wrong ends there."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from electoral.papers.codes import qr_data_url
from electoral.papers.fonts import faces, uncovered
from electoral.papers.render import (
    Limits,
    RenderRefused,
    RenderStopped,
    in_a_child,
    join_pdfs,
    render_html,
    render_typst,
)

READ_VALUES = "#let values = json(bytes(sys.inputs.values))\n"
ENDLESS = "#for i in range(9000) { for j in range(9000) { for k in range(9000) {} } }"


@pytest.fixture
def typst(settings, tmp_path):
    """Writes a template and renders it: the path of the paper."""
    fonts = settings.FONTS_FOLDER
    settings.BASE_DIR, settings.FONTS_FOLDER = tmp_path, fonts
    (tmp_path / "templates" / "papers").mkdir(parents=True)
    shutil.copy(
        Path(__file__).parents[2] / "templates" / "papers" / "faces.typ", tmp_path / "templates" / "papers"
    )

    def render(source, values=None, name="paper.pdf", **options):
        (tmp_path / "templates" / "paper.typ").write_text(READ_VALUES + source)
        render_typst("paper.typ", values or {}, tmp_path / name, **options)
        return tmp_path / name

    return render


@pytest.fixture
def html(settings, tmp_path):
    """Renders a source as one paper of HTML: its bytes."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def render(body, **values):
        (tmp_path / "paper.html").write_text(
            f'<html lang="en"><head><title>Paper</title></head><body>{body}</body></html>'
        )
        return render_html("paper.html", values)

    return render


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(pdf).pages)


def children():
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def _no_child_is_left():
    before = children()
    yield
    assert children() == before


def test_a_value_is_never_markup_in_a_bulk_paper(typst):
    name = '#panic("x") $x$ *b* = h <l> @r \\u{41}'
    assert name in text_of(typst("#values.name", {"name": name}))


def test_the_same_values_give_the_same_bytes(typst):
    source = "#set document(date: none)\n#values.name"
    first, again = (typst(source, {"name": "Testperson"}, name=n) for n in ("1.pdf", "2.pdf"))
    assert first.read_bytes() == again.read_bytes()


def test_a_paper_for_people_outside_is_tagged_and_a_bulk_paper_is_not(typst):
    source = '#set document(title: "T")\n#set text(lang: "en")\n= #values.name'
    tagged, bulk = typst(source, {"name": "A"}, tagged=True), typst(source, {"name": "A"}, name="bulk.pdf")
    assert "/StructTreeRoot" in PdfReader(tagged).trailer["/Root"]
    assert "/StructTreeRoot" not in PdfReader(bulk).trailer["/Root"]


def test_a_template_reads_nothing_outside_its_folder(typst, tmp_path):
    (tmp_path / "secret.txt").write_text("ZQX")
    for path in ("../secret.txt", "/../secret.txt", "/etc/hostname"):
        with pytest.raises(RenderRefused):
            typst(f'#read("{path}")')


def test_a_refusal_leaves_no_file_and_no_child_and_names_no_value(typst, tmp_path):
    with pytest.raises(RenderRefused) as refusal:
        typst("#(values.name + 1)", {"name": "Testperson"})
    assert "Testperson" not in str(refusal.value)
    assert not (tmp_path / "paper.pdf").exists()


def test_a_paper_that_does_not_end_is_refused(typst):
    with pytest.raises(RenderRefused, match="longer than"):
        typst(ENDLESS, limits=Limits(seconds=0.5))


def test_a_paper_that_eats_the_memory_is_refused_and_the_worker_lives(tmp_path):
    with pytest.raises(RenderRefused, match="memory"):
        in_a_child(lambda: bytearray(900 << 20), tmp_path / "x", limits=Limits(memory=300 << 20))


def test_a_bulk_paper_that_eats_the_memory_is_refused(typst):
    with pytest.raises(RenderRefused, match="memory"):
        typst("#range(90000000).len()", limits=Limits(memory=200 << 20))


def test_a_file_without_end_is_refused(tmp_path):
    out = tmp_path / "x"
    with pytest.raises(RenderRefused):
        in_a_child(lambda: out.write_bytes(bytes(9 << 20)), out, limits=Limits(file=1 << 20))
    assert not out.exists()


def test_a_paper_that_nobody_waits_for_is_stopped(typst):
    asked = [time.monotonic()]

    def keep_going():
        asked.append(time.monotonic())
        return len(asked) < 2

    with pytest.raises(RenderStopped):
        typst(ENDLESS, keep_going=keep_going)
    assert asked[1] - asked[0] > 0.9, "once a second is enough"


def test_a_failing_question_ends_the_child(typst):
    def broken():
        raise ValueError("the database is gone")

    with pytest.raises(ValueError, match="gone"):
        typst(ENDLESS, keep_going=broken)


def test_a_killed_worker_leaves_no_child(tmp_path):
    note = tmp_path / "child"
    script = f"""
import os, pathlib, time
from electoral.papers.render import Limits, in_a_child
def work():
    pathlib.Path({str(note)!r}).write_text(str(os.getpid()))
    time.sleep(60)
in_a_child(work, pathlib.Path("x"), limits=Limits())
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2]) as worker:
        child = wait_for(lambda: note.exists() and note.read_text())
        worker.kill()
    wait_for(lambda: not running(int(child)))


def wait_for(what, seconds=20):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


def running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_the_child_has_no_handler_of_its_parent(tmp_path):
    before = signal.signal(signal.SIGTERM, lambda *_: (tmp_path / "handled").write_text("x"))
    try:
        with pytest.raises(RenderRefused):
            in_a_child(lambda: os.kill(os.getpid(), signal.SIGTERM), tmp_path / "x", limits=Limits())
    finally:
        signal.signal(signal.SIGTERM, before)
    assert not (tmp_path / "handled").exists()


def test_a_value_is_escaped_in_a_single_paper(html):
    assert "<b>Testperson</b> & Co" in text_of(
        io.BytesIO(html("<p>{{ name }}</p>", name="<b>Testperson</b> & Co"))
    )


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://localhost:1/x.png" alt="x">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        "<style>@import url(https://localhost:1/x.css);</style>",
        '<link rel="attachment" href="file:///etc/hostname">',
    ],
)
def test_a_single_paper_fetches_nothing_from_elsewhere(html, body):
    with pytest.raises(RenderRefused, match="elsewhere"):
        html(body)


def test_a_single_paper_is_for_everybody_and_in_our_face(html):
    pdf = html("<style>body { font-family: 'Atkinson Hyperlegible Next', 'Noto Sans' }</style><p>Nguyễn</p>")
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert any("Atkinson" in font.get_object()["/BaseFont"] for font in fonts)


def test_a_code_stands_in_a_single_paper(html):
    assert html('<img src="{{ code }}" alt="W7XK2M4QD">', code=qr_data_url("W7XK2M4QD")).startswith(b"%PDF")


def test_papers_are_joined_in_the_order_given(typst, tmp_path):
    papers = [typst("#values.name", {"name": f"Letter {n}"}, name=f"{n}.pdf") for n in (3, 1, 2)]
    join_pdfs(papers, tmp_path / "run.pdf")
    assert [page.extract_text() for page in PdfReader(tmp_path / "run.pdf").pages] == [
        "Letter 3",
        "Letter 1",
        "Letter 2",
    ]


def test_a_paper_that_is_none_is_not_joined(tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"nothing")
    with pytest.raises(RenderRefused):
        join_pdfs([tmp_path / "broken.pdf"], tmp_path / "run.pdf")
    assert not (tmp_path / "run.pdf").exists()


def test_every_letter_is_as_wide_as_the_planner_thinks(typst):
    letters = [chr(code) for code in (*range(0xC0, 0x180), *range(0x391, 0x3A0), *range(0x1EA0, 0x1EF9))]
    widths = [[letter, faces().em(letter, bold=True)] for letter in letters]
    typst(
        """#import "/papers/faces.typ": faces
        #set text(font: faces, size: 100pt, weight: "bold")
        #context for (letter, ems) in values.widths {
          let drawn = measure(letter).width
          assert(calc.abs(drawn - ems * 100pt) < 1pt, message: letter + repr(drawn) + repr(ems))
        }""",
        {"widths": widths},
    )


def test_a_character_without_a_font_is_named():
    assert uncovered("Nguyễn Ó Súilleabháin 王小明 محمد Ивано́ва") == set()
    assert uncovered("a\ua997b\U0001f600") == {"\ua997", "\U0001f600"}
    assert faces().printable(" Test \ua997  person") == "Test [U+A997] person"
