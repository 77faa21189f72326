"""Wordings: what is written is filled and never run; a change is a new row; an administrator sees what will be read."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.office.models import State
from electoral.office.refusals import NotPermitted
from electoral.papers.models import Wording
from electoral.papers.wording import (
    KINDS,
    Blank,
    WordingFault,
    WordingKind,
    end_wording,
    faults,
    filled,
    paragraphs,
    wording_for,
    write_wording,
)
from tests.conftest import make_person

LETTER = WordingKind(
    "test",
    "Test letter",
    (Blank("areas", "the areas", "Mockton"), Blank("dro", "the DRO", "Vera", required=False)),
)
PIECES = [
    "{areas}",
    "{dro}",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{a.b}",
    "{a[0]}",
    "{areas:>9}",
    "{areas!r}",
    "\n",
    "x",
    "{AREAS}",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map("".join)


@settings(deadline=None)
@given(
    body=texts,
    areas=st.text(max_size=12) | st.sampled_from(["{dro}", "{areas}", "{{ 7 }}"]),
    dro=st.text(max_size=5),
)
def test_no_text_does_anything_but_be_filled_or_refused(body, areas, dro):
    """What comes out is the wording's own words and the values, in their order, and nothing else."""
    try:
        text = filled(LETTER, body, {"areas": areas, "dro": dro})
    except WordingFault:
        return
    expected = []
    for line in body.split("\n"):
        names = re.findall("{([a-z]+)}", line)
        if not names or (areas.strip() and "areas" in names) or (dro.strip() and "dro" in names):
            parts = re.split("({areas}|{dro})", line)
            expected.append("".join({"{areas}": areas, "{dro}": dro}.get(p, p) for p in parts))
    assert text == "\n".join(expected)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{areas} {aeras}", "there is no blank {aeras}"),
        ("no blank", "It must say {areas}: the areas."),
        ("{areas} {dro", "a brace is only for a blank"),
        ("{areas} dro}", "a brace is only for a blank"),
        ("{areas} {dro.password}", "a brace is only for a blank"),
        ("{areas} {dro[0]}", "a brace is only for a blank"),
        ("{areas:>40}", "a brace is only for a blank"),
        ("{areas!r}", "a brace is only for a blank"),
        ("{areas} {{ settings.SECRET_KEY }}", "a brace is only for a blank"),
        ("{areas}\n{% include 'x' %}", "Line 2: a brace"),
        ("{areas}\n\u202ecilbup", "Line 2: it holds a character that does not show"),
        ("{areas} \x00", "a character that does not show"),
        ("  \n ", "Write the text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_and_what_may_stand_there(body, said):
    assert said in " ".join(faults(LETTER, body))
    with pytest.raises(WordingFault):
        filled(LETTER, body, {"areas": "Mockton"})


def test_a_value_is_not_read_again():
    assert filled(LETTER, "In {areas}.", {"areas": "{dro} {{ x }}", "dro": "Vera"}) == "In {dro} {{ x }}."


def test_a_required_value_that_is_empty_is_refused_and_an_optional_line_goes():
    with pytest.raises(WordingFault, match="areas"):
        filled(LETTER, "In {areas}.", {"areas": " "})
    assert filled(LETTER, "In {areas}.\nAsk {dro}.\nThanks.", {"areas": "Mockton"}) == "In Mockton.\nThanks."
    assert paragraphs("One\ntwo\n\n\n \nthree\n") == ["One\ntwo", "three"]


@pytest.fixture
def administrator(person):
    return person("administrator")


@pytest.fixture
def kind():
    return KINDS["letter_police"]


BODY = "Officers call in {areas} between {hours}, {period}. PLAINLY"


def today(division):
    return division.today()


def test_every_seeded_wording_can_be_filled_with_its_examples(db):
    assert Wording.objects.in_force().filter(state=None).count() >= 6
    for wording in Wording.objects.all():
        assert filled(KINDS[wording.kind], wording.body, KINDS[wording.kind].examples)


def test_a_change_ends_the_old_on_the_day_and_keeps_it(division, administrator, kind):
    old = Wording.objects.get(kind=kind.code, state=None)
    on = today(division) + timedelta(days=3)
    new = write_wording(kind, state=None, title="New", body=BODY, from_on=on, by=administrator)
    old.refresh_from_db()
    assert (old.ended_on, new.ended_on) == (on, None)
    state = division.area.state
    assert wording_for(kind.code, state=state, on=on - timedelta(days=1)) == old
    assert wording_for(kind.code, state=state, on=on) == new


def test_a_states_own_goes_before_the_one_for_every_state(division, other_division, administrator, kind):
    state, elsewhere = division.area.state, State.objects.create(code="OS", name="Other State")
    own = write_wording(kind, state=state, title="Ours", body=BODY, from_on=today(division), by=administrator)
    general = Wording.objects.get(kind=kind.code, state=None, ended_on=None)
    assert wording_for(kind.code, state=state, on=today(division)) == own
    assert wording_for(kind.code, state=elsewhere, on=today(division)) == general
    end_wording(own, on=today(division), by=administrator)
    assert wording_for(kind.code, state=state, on=today(division)) == general


def test_a_wording_does_not_begin_before_the_one_there_is(division, administrator, kind):
    on = today(division) + timedelta(days=9)
    write_wording(kind, state=None, title="New", body=BODY, from_on=on, by=administrator)
    with pytest.raises(WordingFault, match="begins on"):
        write_wording(kind, state=None, title="Newer", body=BODY, from_on=today(division), by=administrator)


@pytest.mark.parametrize("role", ["dro", "clerk", "information_officer", "head_office"])
def test_only_an_administrator_writes_them(division, person, kind, role):
    for state in (None, division.area.state):
        with pytest.raises(NotPermitted):
            write_wording(kind, state=state, title="X", body=BODY, from_on=today(division), by=person(role))


def test_a_states_own_is_written_and_ended_by_its_administrators_alone(division, administrator, kind):
    far = make_person("administrator", State.objects.create(code="OS", name="Other State"))
    state = division.area.state
    with pytest.raises(NotPermitted):
        write_wording(kind, state=state, title="X", body=BODY, from_on=today(division), by=far)
    own = write_wording(kind, state=state, title="X", body=BODY, from_on=today(division), by=administrator)
    with pytest.raises(NotPermitted):
        end_wording(own, on=today(division), by=far)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE papers_wording SET body = 'other'",
        "DELETE FROM papers_wording",
        "UPDATE papers_wording SET kind = 'x'",
    ],
)
def test_the_database_keeps_what_was_written(db, statement):
    with pytest.raises(DatabaseError, match=r"written once|permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def page(name, *args):
    return reverse(f"admin:papers_wording_{name}", args=args)


@pytest.fixture
def client_of_administrator(signed_in):
    return signed_in("administrator")


def test_the_page_of_a_wording_lists_the_blanks_and_saving_it_begins_a_new_one(
    client_of_administrator, division, kind
):
    old = Wording.objects.get(kind=kind.code, state=None)
    shown = client_of_administrator.get(page("change", old.pk)).content.decode()
    for blank in kind.blanks:
        assert "{" + blank.name + "}" in shown
        assert blank.example in shown
    form = {"title": "New", "body": BODY, "from_on": division.today().isoformat()}
    answer = client_of_administrator.post(page("change", old.pk), form)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    new = Wording.objects.get(kind=kind.code, state=None, ended_on=None)
    assert (new.body, Wording.objects.get(pk=old.pk).body) == (BODY, old.body)
    assert LogEntry.objects.filter(object_id=str(new.pk)).exists()
    assert client_of_administrator.post(page("change", old.pk), form).status_code == 403


def test_what_is_wrong_is_said_beside_the_text_and_nothing_is_kept(client_of_administrator, division, kind):
    old = Wording.objects.get(kind=kind.code, state=None)
    before = Wording.objects.count()
    for form, said in (
        (
            {"title": "New", "body": "{areas} {x.y}", "from_on": division.today().isoformat()},
            "a brace is only",
        ),
        ({"title": "New", "body": BODY, "from_on": "2026-01-02"}, "today or later"),
    ):
        answer = client_of_administrator.post(page("change", old.pk), form)
        assert said in answer.content.decode()
    assert Wording.objects.count() == before


def test_a_states_own_is_begun_on_the_page_for_a_new_one(client_of_administrator, division, kind):
    state = division.area.state
    form = {
        "kind": kind.code,
        "state": state.pk,
        "title": "Ours",
        "body": BODY,
        "from_on": division.today().isoformat(),
    }
    assert client_of_administrator.post(page("add"), form).status_code == 302
    assert wording_for(kind.code, state=state, on=division.today()).title == "Ours"


def test_the_preview_shows_the_letter_with_the_examples_and_keeps_nothing(client_of_administrator, kind):
    before = Wording.objects.count()
    shown = client_of_administrator.post(
        page("preview"), {"kind": kind.code, "title": "T", "body": f"<b>{BODY}</b>"}
    )
    words = shown.content.decode()
    assert kind.examples["areas"] in words
    assert "&lt;b&gt;" in words
    refused = client_of_administrator.post(
        page("preview"), {"kind": kind.code, "title": "T", "body": "{% now %}"}
    )
    assert "a brace is only for a blank" in refused.content.decode().replace("&quot;", '"')
    assert Wording.objects.count() == before
