"""A map on a page and on paper: the drawing, its legend and what it misses, in the manner of the house."""

import io
import re

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from electoral.papers.render import render_html
from tests.page import Page
from tests.walks.ground import grid, position
from walks.maps import Kind, Missing, Shape, drawn, plan_map
from walks.maps.ground import rings_of

KINDS = [Kind("urban", "U", "Urban", 1), Kind("low", "L", "Low density", 5)]


@pytest.fixture(autouse=True)
def _no_manifest(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def paper(settings, tmp_path):
    """Renders a paper of maps: its pages."""
    folders = [*settings.TEMPLATES[0]["DIRS"], tmp_path]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": folders}]
    (tmp_path / "paper.html").write_text(
        '<html lang="en-AU"><head><title>Maps</title><style>{% include "walks/map_page.css" %}'
        "body { font-family: 'Atkinson Hyperlegible Next', 'Noto Sans' }</style></head><body><p>Form</p>"
        '{% for map in maps %}{% include "walks/map_page.html" %}{% endfor %}</body></html>'
    )
    return lambda *maps: PdfReader(io.BytesIO(render_html("paper.html", {"maps": maps})))


def walks(columns, rows):
    shapes = [
        Shape(f"W{n}", str(1200 + n), ("urban", "low")[n % 2], f"Walk {1200 + n}", rings=rings_of(cell))
        for n, cell in enumerate(grid(columns, rows))
    ]
    missing = [Missing("Lot 3 Pretend Street")]
    return drawn(plan_map("The whole area", kinds=KINDS, shapes=shapes, missing=missing))


def part(**context):
    return render_to_string("parts/map.html", context)


@pytest.mark.rule("1.7b")
def test_a_map_is_a_page_of_a_paper_with_its_numbers_scale_and_legend(paper):
    reader = paper(walks(3, 4))
    assert len(reader.pages) == 2
    text = reader.pages[1].extract_text()
    for words in ("The whole area", "1200", "1211", "200 m", "Urban", "Low density", "Lot 3 Pretend Street"):
        assert words in text


def test_a_wide_map_lies_on_its_side_and_a_high_one_stands(paper):
    reader = paper(walks(6, 2), walks(2, 3))
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
    assert [wide > high for wide, high in sizes] == [False, True, False]
    assert {round(min(size)) for size in sizes} == {595}


@pytest.mark.rule("5.2b")
def test_where_there_is_nothing_to_draw_the_page_is_a_labelled_blank_one(paper):
    reader = paper(drawn(plan_map("Walk 7 of Fabletown", shapes=[Shape("7", "7", name="Walk 7")])))
    assert len(reader.pages) == 2
    assert "Walk 7 of Fabletown" in reader.pages[1].extract_text()
    assert "nothing to draw" in reader.pages[1].extract_text()


def test_the_picture_on_paper_has_its_words_for_those_who_cannot_see_it(paper):
    found = []

    def look(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                look(child)
        elif isinstance(node, dict) and "/S" in node:
            found.append((node["/S"], node.get("/Alt")))
            look(node.get("/K", []))

    look(paper(walks(2, 2)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    figures = [words for kind, words in found if kind == "/Figure"]
    assert figures[0] == "The whole area"
    assert None not in figures


def test_a_map_on_a_page_has_its_drawing_and_what_a_script_puts_in_its_place():
    page = Page(part(map=walks(2, 2), map_url="/walks/map.json", map_choose="walk"))
    (place,) = [div for div in page.all("div") if div.get("class") == "office-map"]
    assert (place["data-map"], place["data-choose"]) == ("/walks/map.json", "walk")
    assert "hidden" in place, "until the script runs"
    assert "data-tiles" not in place
    assert any(div.get("class") == "map__drawing" and "hidden" not in div for div in page.all("div"))
    assert "1 not on this map" in page.text


def test_outside_tiles_are_asked_for_only_where_they_are_configured():
    page = Page(part(map=walks(2, 2), map_url="/m", map_tiles="/tiles/{z}/{x}/{y}.png", map_credit="Tests"))
    (place,) = [div for div in page.all("div") if div.get("class") == "office-map"]
    assert (place["data-tiles"], place["data-credit"]) == ("/tiles/{z}/{x}/{y}.png", "Tests")


def test_a_map_without_anything_says_so():
    page = Page(part(map=drawn(plan_map("Walk 7", shapes=[Shape("7", "7", name="Walk 7")])), map_url="/m"))
    assert "nothing to draw" in page.text
    assert not page.all("svg")
    assert "Walk 7" in page.text
    assert not [div for div in page.all("div") if div.get("class") == "office-map"]


def test_residences_without_a_point_are_listed_beside_the_map():
    missing = [Missing(f"{n} Pretend Street", url=f"/residences/A{n}/") for n in range(1, 4)]
    page = Page(part(map=drawn(plan_map("Walk 7", points=[position(0, 0)], missing=missing))))
    assert "3 not on this map" in page.text
    assert [a["href"] for a in page.all("a")] == ["/residences/A1/", "/residences/A2/", "/residences/A3/"]


def test_the_scripts_of_a_map_are_files_of_ours():
    head = render_to_string("parts/map_head.html")
    assert re.findall(r'(?:src|href)="([^"]+)"', head) == [
        "/static/vendor/leaflet/leaflet.css",
        "/static/vendor/leaflet/leaflet.js",
        "/static/map.js",
    ]
    assert "/static/map.js" not in render_to_string("base.html", {"title": "Walks"}), (
        "on pages with a map alone"
    )
