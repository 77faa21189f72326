"""The drawing of a map: to scale, read without colour, every residence alike, no name over another."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
import shapely
from shapely.geometry import box

from tests.page import Page
from tests.walks.ground import grid, position, rectangle, rings
from walks.maps import (
    LANDSCAPE,
    PORTRAIT,
    Kind,
    Missing,
    Paper,
    Shape,
    drawn,
    features,
    paper_for,
    plan_map,
    svg,
)
from walks.maps.ground import Ground, rings_of
from walks.maps.hatching import hatched
from walks.maps.streets import Street
from walks.maps.styles import HATCHES, STYLES

KINDS = [Kind("urban", "U", "Urban", 1), Kind("low", "L", "Low density", 2), Kind("new", "N", "New", 3)]
DOORS = tuple(position(20 * n, 40) for n in range(30))


def walks(columns=3, rows=2, **options):
    cells = [rings_of(cell) for cell in grid(columns, rows)]
    return [
        Shape(f"W{n}", str(n), ("urban", "low")[n % 2], f"Walk {n}", f"{n * 10} residences", cell, **options)
        for n, cell in enumerate(cells, 1)
    ]


def numbers(path):
    return [tuple(float(n) for n in pair) for pair in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def test_a_kilometre_each_way_is_drawn_as_a_square_at_any_latitude():
    for latitude in (-65, -37.8, 0, 51.5):
        here = Ground.around(10, latitude, 10, latitude)
        area = rings_of(here.degrees(box(0, 0, 1000, 1000)))
        points = numbers(drawn(plan_map("Square", shapes=[Shape("1", "1", rings=area)]))["shapes"][0]["path"])
        wide, high = (max(axis) - min(axis) for axis in zip(*points, strict=True))
        assert wide == pytest.approx(high, rel=0.01)


def test_north_is_up_and_the_bar_is_as_long_as_it_says():
    shapes = [Shape("s", "", rings=rings(0, 0, 1000, 100)), Shape("n", "", rings=rings(0, 900, 1000, 100))]
    values = drawn(plan_map("Two", shapes=shapes), paper=PORTRAIT)
    south, north = (numbers(shape["path"]) for shape in values["shapes"])
    assert max(y for _, y in north) < min(y for _, y in south)
    kilometre = max(x for x, _ in south) - min(x for x, _ in south)
    assert values["bar"]["words"] == "200 m"
    assert float(values["bar"]["end"]) - 1 == pytest.approx(kilometre / 5, rel=0.01)


def test_a_map_keeps_within_its_paper_and_takes_the_side_on_which_it_is_larger():
    for wide, high, paper in ((900, 1000, PORTRAIT), (3000, 1000, LANDSCAPE), (100, 5000, PORTRAIT)):
        plan = plan_map("One", shapes=[Shape("1", "1", rings=rings(0, 0, wide, high))])
        assert paper_for(plan) == paper
        values = drawn(plan)
        assert float(values["width"]) <= paper.width
        assert float(values["whole"]) <= paper.height
        assert values["way"] == ("landscape" if paper == LANDSCAPE else "portrait")


@pytest.mark.rule("1.7b")
def test_each_walk_carries_its_number_and_the_letter_of_its_kind():
    values = drawn(plan_map("Walks", kinds=KINDS, shapes=walks()))
    assert sorted((label["text"], label["letter"]) for label in values["labels"]) == [
        ("1", "L"), ("2", "U"), ("3", "L"), ("4", "U"), ("5", "L"), ("6", "U")
    ]  # fmt: skip
    assert [(row["letter"], row["words"], row["count"]) for row in values["legend"]] == [
        ("U", "Urban", 3),
        ("L", "Low density", 3),
    ]


@pytest.mark.rule("1.7b")
def test_no_label_stands_over_another_and_those_without_room_are_named():
    values = drawn(plan_map("Crowd", kinds=KINDS, shapes=walks(24, 24)), paper=Paper(90, 90))
    boxes = []
    for label in values["labels"]:
        left, top, wide, high = (float(label[side]) for side in ("left", "top", "width", "height"))
        boxes.append(box(left, top, left + wide, top + high))
    tree = shapely.STRtree(boxes)
    assert tree.query(boxes, predicate="overlaps").size == 0, "no two labels share ground"
    named = {label["text"] for label in values["labels"]} | {
        n.removeprefix("Walk ") for n in values["without_name"]
    }
    assert named == {str(n) for n in range(1, 24 * 24 + 1)}
    assert values["without_name"]


def test_a_block_face_without_a_label_has_the_letter_of_its_part():
    faces = [replace(shape, label="", kind="new") for shape in walks()]
    values = drawn(plan_map("Faces", kinds=KINDS, shapes=faces))
    assert [(label["text"], label["letter"]) for label in values["labels"]] == [("", "N")] * 6
    assert values["without_name"] == []


def test_a_street_is_named_along_it_never_upside_down_and_not_over_a_plate():
    streets = [
        Street("Pretend Street", ((position(600, 40), position(0, 45)),)),
        Street("Stub", ((position(300, 300),),)),
    ]
    values = drawn(plan_map("One", shapes=[Shape("1", "1", rings=rings(0, 0, 600, 600))], streets=streets))
    (name,) = values["names"]
    assert name["text"] == "Pretend Street"
    assert abs(float(name["angle"])) < 5
    assert values["without_name"] == ["Stub"]


@pytest.mark.rule("1.7b")
def test_a_walk_without_a_boundary_is_drawn_around_its_residences_and_marked():
    values = drawn(plan_map("Walk 7", shapes=[Shape("7", "7", name="Walk 7", points=DOORS)]))
    assert values["shapes"][0]["is_sketched"]
    assert values["is_sketched"]
    assert len(re.findall("M", values["dots"])) == len(DOORS)
    assert "stroke-dasharray" in svg(plan_map("Walk 7", shapes=[Shape("7", "7", points=DOORS)]))
    assert not drawn(plan_map("Walks", shapes=walks()))["is_sketched"]


@pytest.mark.rule("5.2b")
def test_what_has_neither_boundary_nor_point_is_listed_beside_the_map():
    plan = plan_map(
        "Walks", shapes=[*walks(), Shape("9", "9", name="Walk 9")], missing=[Missing("Lot 3 Pretend Street")]
    )
    assert [m["label"] for m in drawn(plan)["missing"]] == ["Walk 9", "Lot 3 Pretend Street"]
    empty = drawn(plan_map("Walk 9", shapes=[Shape("9", "9")]))
    assert empty["is_empty"]
    assert svg(plan_map("Walk 9")).strip() == ""


@pytest.mark.rule("6.1f")
def test_every_residence_is_drawn_alike_whichever_way_it_came():
    shapes = [
        Shape("1", "1", "urban", rings=rings(0, 0, 600, 100), points=DOORS[:10]),
        Shape("2", "2", "low", points=DOORS[10:20]),
    ]
    values = drawn(plan_map("Doors", kinds=KINDS, shapes=shapes, points=DOORS[5:]))
    dots = re.findall(r"M[^M]+", values["dots"])
    assert len(dots) == len(DOORS), "each once"
    assert len({dot[dot.index("a") :] for dot in dots}) == 1
    assert [f["geometry"]["type"] for f in features(plan_map("Doors", points=DOORS))["features"]] == [
        "MultiPoint"
    ]
    assert features(plan_map("Doors", points=DOORS))["features"][0]["properties"] == {"role": "residences"}


def grey(colour):
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_any_two_looks_differ_without_colour():
    for one, other in combinations(STYLES, 2):
        assert one.hatch != other.hatch or abs(grey(one.ground) - grey(other.ground)) > 0.1


@pytest.mark.parametrize("look", [look for look in STYLES if look.hatch], ids=lambda look: look.hatch)
def test_a_hatching_covers_its_area_and_keeps_within(look):
    area = box(3.3, 4.4, 43, 27).difference(box(10, 10, 20, 20))
    points = numbers(hatched(look, area)["hatch"].replace("h0", ""))
    assert len(points) > 15
    assert all(area.buffer(0.02).covers(shapely.points(point)) for point in points)
    assert HATCHES[look.hatch][1], "the screen draws it too"


@pytest.mark.parametrize("look", STYLES, ids=lambda look: look.hatch or look.ground)
def test_no_area_is_too_small_to_be_hatched(look):
    hatched(look, box(0.1, 0.1, 0.2, 0.2))


def test_a_label_is_never_markup_and_the_drawing_has_no_style_or_script():
    walk = Shape("1", "<b>1", "urban", "<b>Walk", "<script>", rings(0, 0, 300, 300), url='/walks/"><b>/')
    text = svg(plan_map("<b>Map", kinds=KINDS, shapes=[walk], streets=[Street("<b>St", (DOORS[:2],))]))
    page = Page(text)
    assert not page.all("b", "script")
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", text) == []


def test_a_walk_with_a_page_is_a_link_with_its_words_and_a_map_without_links_is_a_picture():
    linked = Page(svg(plan_map("Walks", kinds=KINDS, shapes=walks(url="/walks/W1/"))))
    assert len(linked.all("a")) == 6
    assert linked.all("a")[0]["aria-label"] == "Walk 1, low density, 10 residences"
    assert linked.all("svg")[0]["role"] == "group"
    picture = Page(svg(plan_map("Walks", kinds=KINDS, shapes=walks())))
    assert picture.all("svg")[0] | {"role": "img", "aria-label": "Walks"} == picture.all("svg")[0]


def test_the_screen_has_the_same_shapes_with_their_places_for_labels():
    plan = plan_map(
        "Walks",
        kinds=KINDS,
        shapes=walks(url="/walks/W1/"),
        points=DOORS,
        streets=[Street("Mock Lane", (DOORS[:2],))],
    )
    collection = features(plan)
    shapes = [f for f in collection["features"] if f["properties"]["role"] == "shape"]
    assert [f["properties"]["key"] for f in shapes] == ["W1", "W2", "W3", "W4", "W5", "W6"]
    told = shapes[0]["properties"]
    assert told["words"] == "Walk 1, low density, 10 residences"
    assert rectangle(0, 0, 300, 300).contains(shapely.points(told["rooms"][0]["at"]))
    assert set(collection["looks"]) == {"1", "2"}
    assert [f["properties"]["role"] for f in collection["features"][6:]] == ["street", "residences"]
    assert features(plan_map("Nothing"))["bbox"] is None


def test_what_is_chosen_is_marked_by_more_than_colour():
    first, *rest = walks()
    chosen = [Shape(first.key, first.label, rings=first.rings, chosen=True), *rest]
    labels = drawn(plan_map("Walks", kinds=KINDS, shapes=chosen))["labels"]
    assert [label["chosen"] for label in labels].count(True) == 1
    assert 'stroke-width="1.3"' in svg(plan_map("Walks", kinds=KINDS, shapes=chosen))
