"""The Information Sheet and the application form of a position (3.1b)."""

import io
from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from electoral.jobs.models import Job
from electoral.office.models import Event
from electoral.office.refusals import Refused
from electoral.papers.actions import open_document
from electoral.papers.models import Wording
from electoral.papers.wording import KINDS, faults
from review.actions.recruitment import PAPERS, order_paper
from review.documents.recruitment import application_form, clock, information_sheet, money, parts
from review.models import SentPaper
from tests.page import renewed
from tests.review.recruiting import positioned
from tests.steps import work_off
from walks.models import DivisionReview, PlanningFigure


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def position(division, dro):
    return positioned(division, dro)


def made(position, paper, by):
    """The reader of the paper, made by a worker."""
    document = order_paper(position, paper, by=by)
    work_off()
    document.refresh_from_db()
    assert document.status == "kept", Job.objects.get().error
    with open_document(document) as file:
        reader = PdfReader(io.BytesIO(file.read()))
        reader.words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return reader, document


@pytest.mark.rule("3.1b")
def test_the_information_sheet_says_what_an_officer_is_and_what_holds_for_this_position(position, dro):
    DivisionReview.objects.update(calling_from=time(9, 30), calling_until=time(19))
    reader, document = made(position, "information_sheet", dro)
    for said in (
        "What is an Electoral Roll Review Officer",
        "Fabletown",
        f"{position.closing_on:%-d %B %Y}",
        "from 9.30 am to 7 pm",
        "7 to 10 working days",
        "$1.20 for each residence in an urban Walk",
        "$2.00 for each residence in a low density Walk",
        "$0.50 for each enrolment form",
        "must bring back",
        "Safety and accidents",
        "How to apply",
        "1 Pretend Street, Fabletown",
        "Division of Gold",
        document.reference,
        "Page 1 of",
    ):
        assert said in reader.words, said
    assert "{" not in reader.words


@pytest.mark.rule("3.1b")
def test_the_application_form_asks_for_everything_and_has_the_offices_part(position, dro):
    reader, _ = made(position, "application_form", dro)
    for asked in (
        "Name", "Address", "Telephone", "E-mail", "Position and area", "Days and hours free", "Transport", "Languages",
        "Earlier work of this kind", "Referees", "Signature", "Date", "Received on", "Advertisement", "Interview note",
        "Decision", "Destroyed on", "Send this form to",
    ):  # fmt: skip
        assert asked in reader.words, asked


@pytest.mark.rule("3.1b")
@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_person_outside_receives_is_tagged_and_on_file(position, dro, paper):
    reader, document = made(position, paper, dro)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert SentPaper.objects.get(position=position).document == document


def test_a_paper_that_was_made_stays_when_the_pay_changes(position, dro):
    made(position, "information_sheet", dro)
    PlanningFigure.objects.filter(code="pay_form").update(ended_on=position.division.today())
    PlanningFigure.objects.create(
        code="pay_form", value=Decimal("85.5"), unit="cents", meaning="x", from_on=position.division.today()
    )
    reader, document = made(position, "information_sheet", dro)
    assert "$0.855 for each enrolment form" in reader.words
    first = SentPaper.objects.exclude(document=document).get().document
    with open_document(first) as file:
        assert "$0.50 for each enrolment form" in " ".join(PdfReader(file).pages[0].extract_text().split())


def test_a_paper_comes_to_the_page_when_it_is_made(position, dro, signed_in):
    client, page = signed_in("clerk"), position.get_absolute_url()
    assert renewed(client.get(page)) == []
    client.post(reverse("review:position_paper", args=[position.reference, "information_sheet"]))
    assert renewed(client.get(page)) == ["papers"]
    work_off()
    made = client.get(page)
    assert renewed(made) == []
    assert reverse("review:recruitment_paper", args=[SentPaper.objects.get().document.reference]) in made.text


def test_without_a_pay_figure_the_sheet_is_refused_at_once_and_says_which(position, dro):
    PlanningFigure.objects.filter(code="pay_residence_low_density").update(ended_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="pay for a residence in a low density Walk is not set for State of NT"):
        order_paper(position, "information_sheet", by=dro)
    assert (Job.objects.count(), SentPaper.objects.count()) == (0, 0)
    assert order_paper(position, "application_form", by=dro)


def test_a_states_own_pay_and_wording_go_before_the_one_for_every_state(position, dro):
    state = position.division.area.state
    since = date(2026, 2, 1)
    PlanningFigure.objects.create(
        state=state, code="pay_form", value=77, unit="cents", meaning="x", from_on=since
    )
    Wording.objects.create(
        state=state, kind="application_form", title="Our own form", from_on=since,
        body="# Where\n\n{area} in {division}, by {closing_date}.",
    )  # fmt: skip
    assert "$0.77 for each enrolment form" in str(information_sheet(position, ""))
    values = application_form(position, "")
    assert values["title"] == "Our own form"
    assert values["parts"][0] == {"heading": "Where", "words": ""}
    assert values["parts"][1]["words"].startswith("Fabletown in Gold, by ")


def test_what_the_office_typed_is_text_and_no_markup(division, dro):
    position = positioned(division, dro, "<b>Fabletown</b> {hours}")
    reader, _ = made(position, "information_sheet", dro)
    assert "<b>Fabletown</b> {hours}" in reader.words


@pytest.mark.parametrize("paper", PAPERS)
def test_the_wording_with_which_an_office_begins_can_be_filled(db, paper):
    assert faults(KINDS[paper], Wording.objects.get(kind=paper).body) == []


def test_times_and_money_are_written_as_people_write_them():
    assert [clock(time(8)), clock(time(20)), clock(time(9, 30)), clock(time(12))] == [
        "8 am",
        "8 pm",
        "9.30 am",
        "12 pm",
    ]
    cents = [Decimal("120.0000"), Decimal(50), Decimal("85.5"), Decimal(123456), Decimal(0)]
    assert [money(c) for c in cents] == ["$1.20", "$0.50", "$0.855", "$1,234.56", "$0.00"]
    assert parts("# A\n\nb\nc\n\n#D") == [
        {"heading": "A", "words": ""}, {"heading": "", "words": "b\nc"}, {"heading": "D", "words": ""},
    ]  # fmt: skip


def test_a_paper_is_given_out_to_the_division_alone_and_that_is_recorded(
    position, dro, signed_in, other_division, division
):
    _, document = made(position, "application_form", dro)
    there = reverse("review:recruitment_paper", args=[document.reference])
    assert signed_in("dro", other_division).get(there).status_code == 404
    assert signed_in("area_manager").get(there).status_code == 404
    answer = signed_in("auditor").get(there)
    assert answer.getvalue().startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith('attachment; filename="application-form-')
    assert Event.objects.filter(verb="read_recruitment_paper", subject=document.reference).count() == 1


def test_a_paper_that_is_not_made_yet_is_not_given_out(position, dro, signed_in):
    document = order_paper(position, "application_form", by=dro)
    answer = signed_in("clerk").get(reverse("review:recruitment_paper", args=[document.reference]))
    assert answer.status_code == 409
    assert "This paper is not on file" in answer.text
