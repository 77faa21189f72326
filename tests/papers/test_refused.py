"""What the actions of papers refuse by themselves, whatever the page before them let through."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from electoral.office.refusals import Refused
from electoral.papers import actions, wording
from electoral.papers.fonts import Faces
from electoral.papers.models import Wording
from electoral.papers.wording import KINDS, WordingFault, wording_for, write_wording

pytestmark = pytest.mark.django_db
KIND = KINDS["letter_police"]


@pytest.fixture
def written(division, person):
    """`written(body)`: by an administrator, from today."""
    by = person("administrator")
    return lambda body: write_wording(
        KIND, state=None, title="New", body=body, from_on=division.today(), by=by
    )


def test_a_paper_of_other_pages_than_were_planned_is_not_kept(tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "one.pdf")
    with pytest.raises(Refused, match="has 1 pages and 2 were planned"):
        actions._keep(tmp_path / "one.pdf", 2)


def test_nothing_is_joined_to_nothing():
    with pytest.raises(Refused, match="None of these papers is made yet"):
        actions.join_papers([], lease=None)


def test_where_no_wording_is_in_force_it_is_said(division):
    Wording.objects.filter(kind=KIND.code).update(ended_on=date(2026, 1, 2))
    with pytest.raises(WordingFault, match="there is no wording in force"):
        wording_for(KIND.code, state=division.area.state, on=division.today())


def test_a_wording_with_a_fault_is_not_written(written):
    with pytest.raises(WordingFault):
        written("Dear {nobody_knows_what},")
    assert not Wording.objects.filter(title="New").exists()


def test_a_kind_of_which_no_paper_is_made_is_not_written_anew(division, signed_in):
    old = Wording.objects.create(kind="of_old", title="Old", body="Dear all,", from_on=division.today())
    given = {"title": "New", "body": "Dear all,", "from_on": division.today()}
    page = signed_in("administrator").post(reverse("admin:papers_wording_change", args=[old.pk]), given)
    assert "No paper is made of this kind of wording any more" in page.text
    assert not Wording.objects.filter(title="New").exists()


def test_of_two_who_write_at_the_same_time_the_second_looks_at_the_first(written, monkeypatch):
    monkeypatch.setattr(wording, "end_wording", lambda *_, **__: None)  # as if the other's stood there since
    body = Wording.objects.get(kind=KIND.code, state=None).body
    with pytest.raises(WordingFault, match="Somebody else wrote this wording"):
        written(body)


def test_without_fonts_it_is_said_where_they_come_from(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="collectstatic"):
        Faces(tmp_path)
