"""Each form of a listing holds each field of its line in the list of forms."""

import re

import pytest
from pypdf import PdfReader

from electoral.papers.render import render_typst
from tests.walks.listing_people import NOTATIONS, facts, golden_walks, residence
from walks.listing_plan import plan_listing

FIELDS = {
    "cover": """RR008(e); Walk number; Class; Review; Suburbs; Electors; Residences to visit; Pages; Produced on;
        Version; Officer's name; Issued on; Returned on; Processing check-list; Initials; Date; Map inserted;
        Instructions added; Dwellings not to be visited endorsed; Issued; Returned; Mail listing matched;
        RR008(d) complete; Certification signed; Forms checked and passed on; RR008 made; Pay input;
        Deceased, number amendments, duplicates and misspellings done; Gones highlighted and input;
        New names highlighted, ER13 made; Refusals followed up; Card copies filed, duplicates made; SABs done;
        RR025 due and done; Follow-up of unenrolled due and done; Completed""",
    "sleeve": "Walk map: place the map in this sleeve",
    "notations": """RR008(a); Review Officer notations; Code; Meaning; Where it is written; What it counts as;
        Example; How to total a page; blue or black; red; green""",
    "street": """BANKSIA ROAD; MOCKTON; ODD NUMBERS; Number, flat; RESIDENCE; SAB; VAC; DEM; HOL; Calls; card no.;
        Roll number; Surname; given names; Notation; EFC; on this page; to visit; Visited; Additions; Gones;
        Deaths; Other notations; Refusals; Temp. absent; Cards left; Call backs; Forms; Suggested walking order""",
    "blank": """BANKSIA ROAD; MOCKTON; New names; Missing numbers; Number, flat; Surname; Given names; Under 18;
        18 or over; EFC; Notation""",
    "summary": """RR008(b); Summary by Street; Street and suburb; Electors; Residences; Estimated residences;
        Residences visited; Additions; Gones; Deaths; Other notations; Refusals; Temp. absent; Cards left; Forms;
        Totals of the Walk; check count; BANKSIA ROAD; MOCKTON""",
    "walk-summary": """RR008(c); officer's side; Walk number; Officer; First day worked; Last day worked; Hours worked;
        Notation totals; Calculations; Residences visited; Additions; Gones; Deaths; Other notations; Refusals;
        Temporarily absent; Cards left; Call backs; Enrolment forms collected; Acceptable tolerance; 15%; 70%;
        Certification of performance; Signature; Date; AECPAY""",
    "office-summary": """RR008(c); office's side; check count; Residences visited; Additions; Gones; Deaths;
        Other notations; Refusals; Temporarily absent; Cards left; Call backs; Enrolment forms collected;
        initials; Date""",
    "prepayment": """RR008(d); Prepayment Check List; Passed; Settled; Note; By whom; Date;
        Notated by the Officers' Manual; Every residence reviewed; Cards and forms in street order;
        Gaps in street and flat numbers noted; Additional residences found;
        Certification signed (does not hold pay); Statistics right; Notations and cards within tolerance;
        One card part for each card left, duplicates made; Forms realistic in number and well completed;
        Residences against the previous review, explanation; Page totals; Street totals and Walk total;
        Flats, units and vans one each; SABs not counted; Each form a new enrolment, EFC of amendments crossed;
        Indicators looked at; First Walk: officer present""",
    "payment": """RR008; Divisional Office Worksheet; Officer; Pay number; Walk number; A or B, where paid twice;
        Class; Approval it rests on; Residences visited (office's total); SABs left out;
        Enrolment forms for which payment is made; Forms for amendments, not paid;
        Forms already collected by the first officer, not paid again; Rate; Amount; Total; Prepared by;
        Passed by (another person); Date""",
}


def close(text):
    """The text without its spaces, which a PDF does not keep, and with straight apostrophes."""
    return re.sub(r"\s", "", text).replace("’", "'")


def texts_of(plan, path):
    render_typst("walks/papers/listing.typ", {**plan.values, "check": True}, path)
    return [page.extract_text() for page in PdfReader(path).pages]


@pytest.mark.rule("5.2a", "5.2b", "5.2c", "5.2e", "5.2f", "5.2g", "5.2h")
def test_each_form_holds_each_of_its_fields(tmp_path):
    plan = plan_listing(facts(), golden_walks()["7990001"])
    texts = {}
    for sheet, text in zip(plan.sheets, texts_of(plan, tmp_path / "listing.pdf"), strict=True):
        texts.setdefault(sheet["kind"], close(text))
    for kind, fields in FIELDS.items():
        for field in fields.split(";"):
            assert close(field) in texts[kind], f"{kind}: {field}"


def test_every_kind_of_page_is_drawn(tmp_path):
    kept = [
        residence(n, n, latitude=-12.0 - n / 5000, longitude=130.0, names=["Testperson"] * 3, closed=n == 4)
        for n in range(1, 30)
    ]
    plan = plan_listing(
        facts(instructions="Mind the dog.", notations=NOTATIONS * 30, single_sided=True, previous={}), kept
    )
    assert {sheet["kind"] for sheet in plan.sheets} >= {"map", "instructions", "notes", *FIELDS} - {"sleeve"}
    texts = texts_of(plan, tmp_path / "listing.pdf")
    assert len(texts) == plan.pages
    assert "ASH ROAD" in texts[1]
    assert any("Mind the dog." in text for text in texts)


@pytest.mark.rule("5.2c", "5.2j")
def test_a_row_more_in_the_table_of_notations_is_a_line_more_on_the_page():
    for many in (1, 30, 31, 90):
        plan = plan_listing(facts(notations=NOTATIONS[:1] * many), [residence(1, 1)])
        pages = [sheet for sheet in plan.sheets if sheet["kind"] == "notations"]
        assert sum(len(sheet["rows"]) for sheet in pages) == many
        assert [sheet["how"] for sheet in pages] == [False] * (len(pages) - 1) + [True]
    first = plan_listing(facts(), [residence(1, 1)]).sheets[2]["rows"]
    assert [row["meaning"] for row in first] == ["Gone: has left for good", "vacant (to be verified)"]


@pytest.mark.rule("5.2f")
def test_the_summary_has_every_street_and_the_estimate_that_the_office_has():
    them = [residence(n, n, street=f"STREET {n}") for n in range(1, 61)]
    plan = plan_listing(facts(previous={("FABLETOWN", "STREET 7"): 3}), them)
    sheets = [sheet for sheet in plan.sheets if sheet["kind"] == "summary"]
    rows = [row for sheet in sheets for row in sheet["rows"]]
    assert [row["street"] for row in rows] == [s.street for s in plan.totals.streets]
    assert {row["street"]: row["estimated"] for row in rows}["STREET 7"] == "3"
    assert sum(row["estimated"] == "" for row in rows) == 59
    assert [sheet["last"] for sheet in sheets] == [False] * (len(sheets) - 1) + [True]


@pytest.mark.rule("6.1a")
def test_the_instructions_print_with_the_listing():
    text = "Mind the dog at the corner. " * 300 + "\nThe last word."
    sheets = [
        s
        for s in plan_listing(facts(instructions=text), [residence(1, 1)]).sheets
        if s["kind"] == "instructions"
    ]
    lines = [line for sheet in sheets for line in sheet["lines"]]
    assert len(sheets) > 1
    assert " ".join(lines).split() == text.split()


def test_the_cover_names_the_suburbs_as_far_as_it_has_room():
    them = [residence(n, 1, locality=f"UNREAL HEIGHTS {n:02}") for n in range(60)]
    suburbs = plan_listing(facts(), them).values["suburbs"]
    assert suburbs.startswith("UNREAL HEIGHTS 00, UNREAL HEIGHTS 01")
    assert suburbs.endswith("more, see RR008(b)")
