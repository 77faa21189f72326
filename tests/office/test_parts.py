"""The parts of a page: what they show, that a value is never markup."""

import re
from types import SimpleNamespace

import pytest
import zxingcpp
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from PIL import Image

from electoral.office.templatetags.office import about, status_tag
from tests.page import Page

HOSTILE = "<script>alert('x')</script>\"'><b>"


def part(name, address="/walks/", **context):
    return Page(render_to_string(f"parts/{name}.html", context, RequestFactory().get(address)))


def tagged(text, **context):
    return Page(Template("{% load office %}" + text).render(Context(context)))


def job(**changes):
    row = {
        "reference": "J7K2M9PQ", "title": "Listings", "status": "running", "get_status_display": "Running", "done": 1120,
        "total": 2500, "seconds_left": 128, "is_unfinished": True, "get_absolute_url": "/jobs/J7K2M9PQ/",
    }  # fmt: skip
    return {**row, **changes}


@pytest.mark.parametrize(
    ("work", "waits"), [([True], True), ([False], False), ([False, True], True), ([None], False), ([], False)]
)
def test_a_part_is_asked_for_again_while_any_of_its_work_is_on_its_way(work, waits):
    pieces = [one if one is None else SimpleNamespace(is_awaited=one) for one in work]
    for given in (pieces, [SimpleNamespace(document=piece) for piece in pieces if piece]):
        (box,) = awaited_part("/walks/", given).all("div")
        assert box.get("hx-get") == ("/walks/" if waits else None)
        assert box.get("hx-select") == ("#papers" if waits else None)
        assert "data-say" not in box


def awaited_part(address, *work, htmx=False):
    request = RequestFactory().get(address)
    request.htmx = htmx
    return tagged(
        '{% awaited "papers" work other %}<p>It</p>{% end_awaited %}',
        request=request,
        work=work[0],
        other=work[-1],
    )


def test_what_came_is_said_aloud_and_an_address_is_never_markup():
    (box,) = awaited_part("/walks/", [], htmx=True).all("div")
    assert box["data-say"]
    (box,) = awaited_part(f"/walks/?q={HOSTILE}", SimpleNamespace(is_awaited=True)).all("div")
    assert box["hx-get"].startswith("/walks/?q=")


def test_a_refused_step_shows_its_reason_and_its_button_names_it():
    page = part("move_buttons", moves=[("Approve", "/a/", None), ("Issue", "/i/", "It is not approved yet.")])
    refused = next(b for b in page.all("button") if b.get("aria-disabled") == "true")
    assert refused["type"] == "button"
    assert refused["aria-describedby"] in [p.get("id") for p in page.all("p")]
    assert "It is not approved yet." in page.text
    assert [f["action"] for f in page.all("form")] == ["/a/"]


def test_the_first_step_that_nothing_stops_is_the_main_button():
    page = part(
        "move_buttons", moves=[("A", "/a/", "no"), ("B", "/b/", None), ("C", "/c/", None)], as_links=True
    )
    assert [(a["href"], "secondary" in a["class"]) for a in page.all("a")] == [("/b/", False), ("/c/", True)]


def test_the_options_of_a_workflow_become_steps():
    subject = SimpleNamespace(get_absolute_url=lambda: "/walks/W7/")
    options = [
        (SimpleNamespace(name="send_back"), None),
        (SimpleNamespace(name="issue"), ValueError("Not yet.")),
    ]
    page = tagged(
        "{% for l, u, no in options|steps_of:walk %}{{ l }} {{ u }} {{ no }};{% endfor %}",
        options=options,
        walk=subject,
    )
    assert page.text == "Send back /walks/W7/send-back/ None;Issue /walks/W7/issue/ Not yet.;"


def test_pages_keep_the_filter_of_the_address():
    page = part(
        "pagination",
        "/walks/?status=approved&page=2",
        page=Paginator(range(5000), 50).get_page(2),
        noun="walks",
    )
    assert [a["href"] for a in page.all("a")] == ["?status=approved&page=1", "?status=approved&page=3"]
    assert "Page 2 of 100 (5,000 walks)" in page.text


def test_one_page_has_no_page_links():
    assert part("pagination", page=Paginator(range(9), 50).get_page(1)).elements == []
    assert part("pagination").elements == []


def test_pages_of_unknown_number_have_a_way_back_and_on():
    page = part("pagination", previous_url="?before=3", next_url="?after=9", number=4)
    assert [a["rel"] for a in page.all("a")] == ["prev", "next"]
    assert "Page 4" in page.text


def test_a_job_is_asked_again_only_while_it_is_unfinished():
    running = part("progress", job=job(), poll_url="/jobs/J7K2M9PQ/progress/")
    assert [d["hx-trigger"] for d in running.all("div") if "hx-get" in d] == ["every 2s"]
    assert "1,120 of 2,500" in running.text
    assert "about 2 minutes left" in running.text
    assert "Refresh this page" in running.text
    over = part(
        "progress", job=job(status="done", get_status_display="Done", is_unfinished=False), poll_url="/p/"
    )
    assert not any("hx-get" in d for d in over.all("div"))
    assert "Refresh" not in over.text


def test_a_bar_has_a_name_and_numbers_that_a_browser_reads():
    (bar,) = part("progress", job=job()).all("progress")
    assert (bar["value"], bar["max"], bar["aria-label"]) == ("1120", "2500", "Listings")
    (unknown,) = part("progress", job=job(total=0)).all("progress")
    assert "value" not in unknown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "about 1 second"), (45, "about 45 seconds"), (128, "about 2 minutes"), (3600 * 3, "about 3 hours")],
)
def test_time_left_is_said_in_words(seconds, words):
    assert about(seconds) == words


def test_a_status_has_words_as_well_as_a_colour():
    assert status_tag("put_aside") == {"text": "Put aside", "colour": "red"}
    assert status_tag("approved", "Approved by the Area Manager")["text"] == "Approved by the Area Manager"
    assert status_tag("never heard of")["colour"] == "grey"


def test_a_column_sorts_and_turns_round_and_keeps_the_filter():
    head = '{% sort_header "Walk" "number" %}'
    request = RequestFactory().get("/walks/?sort=number&side=odd&page=7")
    page = tagged(head, request=request)
    assert page.all("th")[0]["aria-sort"] == "ascending"
    assert page.all("a")[0]["href"] == "?sort=-number&side=odd"
    assert "aria-sort" not in tagged(head, request=RequestFactory().get("/walks/")).all("th")[0]


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches():
    cells = [{"text": "Walk 1", "url": "/w/1/"}, {"text": "Approved", "colour": "green"}]
    page = part("data_table", caption="Walks", columns=[{"label": "Walk"}, {"label": "Status"}], rows=[cells])
    box = page.all("div")[0]
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "region", "Walks")
    assert [h["scope"] for h in page.all("th")] == ["col", "col", "row"]


def test_a_row_with_too_few_cells_is_an_error():
    with pytest.raises(ValueError):
        part("data_table", caption="Walks", columns=[{"label": "Walk"}], rows=[["1", "2"]])


def test_a_filter_stays_in_the_address_and_keeps_the_order():
    class Filter(forms.Form):
        street = forms.CharField(required=False)

    page = part(
        "filter_bar",
        "/walks/?street=Pretend&sort=-number&page=3",
        form=Filter({"street": "Pretend"}),
        results="rows",
    )
    form = page.all("form")[0]
    assert (form["method"], form["hx-push-url"], form["hx-select"]) == ("get", "true", "#rows")
    assert {i["name"]: i.get("value") for i in page.all("input")} == {"street": "Pretend", "sort": "-number"}


def test_a_list_as_csv_has_the_filter_and_every_page():
    (link,) = part("csv_link", "/walks/?status=approved&page=3", csv_count=1234).all("a")
    assert link["href"] == "?status=approved&format=csv"


def test_a_list_that_the_filter_empties_has_the_way_to_the_whole_of_the_same_division():
    (link,) = part("nothing_matches", "/walks/?division=GOLD&show=over", noun="Walks").all("a")
    assert link["href"] == "/walks/?division=GOLD"
    (link,) = part("nothing_matches", "/walks/?show=over", noun="Walks").all("a")
    assert link["href"] == "/walks/"


def test_a_confirmation_says_how_many():
    page = part(
        "confirm", what="They will be approved.", count=1214, noun="Walks", yes="Approve", back_url="/walks/"
    )
    assert "1,214 Walks" in page.text
    assert page.all("form")[0]["method"] == "post"


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("tag", {"text": HOSTILE, "colour": HOSTILE}),
        ("summary_list", {"rows": [{"key": HOSTILE, "value": HOSTILE}]}),
        (
            "data_table",
            {
                "caption": HOSTILE,
                "columns": [{"label": HOSTILE}],
                "rows": [[{"text": HOSTILE, "note": HOSTILE}]],
            },
        ),
        ("empty_state", {"title": HOSTILE, "text": HOSTILE, "action_url": "/", "action_label": HOSTILE}),
        ("nothing_matches", {"noun": HOSTILE}),
        ("progress", {"job": job(title=HOSTILE, error=HOSTILE, get_status_display=HOSTILE)}),
        ("job_row", {"job": job(title=HOSTILE)}),
        ("move_buttons", {"moves": [(HOSTILE, "/", HOSTILE)]}),
        ("history", {"history": [{"what": HOSTILE, "by": HOSTILE, "detail": HOSTILE}]}),
        ("tiles", {"tiles": [{"number": 1, "label": HOSTILE, "url": "/", "note": HOSTILE}]}),
        ("confirm", {"what": HOSTILE, "warning": HOSTILE, "yes": HOSTILE, "count": 1, "noun": HOSTILE}),
        ("manual", {"section": HOSTILE, "text": HOSTILE}),
        ("task_list", {"tasks": [{"label": HOSTILE, "status": HOSTILE, "hint": HOSTILE}]}),
        ("messages", {"messages": [SimpleNamespace(level_tag="error", __str__=lambda s: HOSTILE)]}),
    ],
)
def test_a_value_is_never_markup(name, context):
    page = part(name, **context)
    assert not page.all("script", "b")


def test_a_code_on_the_screen_can_be_read_back():
    page = tagged('{% qr "otpauth://totp/Office:dro?secret=ABC" "Code" %}')
    size = int(page.all("rect")[0]["width"])
    picture = Image.new("1", (size, size), 1)
    for x, y in re.findall(r"M(\d+) (\d+)h1", page.all("path")[0]["d"]):
        picture.putpixel((int(x) + 4, int(y) + 4), 0)
    found = zxingcpp.read_barcodes(picture.resize((size * 4, size * 4)).convert("L"))
    assert [code.text for code in found] == ["otpauth://totp/Office:dro?secret=ABC"]
