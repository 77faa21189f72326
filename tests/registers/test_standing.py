"""Standing requests: begun with a release, added for whom the law names, and for nobody else (E7)."""

import pytest
from django.db import IntegrityError, connection, transaction

from electoral.office.refusals import NotPermitted, Refused
from registers.actions.serving import serve_standing
from registers.actions.standing import add_standing, begin_standing, end_standing, limit_standing
from registers.models import Entitlement, Standing
from tests.conftest import as_owner
from tests.registers.asking import asked, in_england, item, somebody
from tests.registers.later import checked, later_edition, standing_of
from tests.registers.trying import without_trigger


@pytest.fixture
def office(division):
    return in_england(division)


def library(office, *, by=None, **more) -> Standing:
    told = {"applicant": "BRITISH_LIBRARY", "product": "FULL", "organisation": "Pretend Library", "name": "Deposit desk",
            "email": "deposit@library.invalid"}  # fmt: skip
    return add_standing(office, by=by or somebody(office, "clerk"), **(told | more))


@pytest.mark.rule("E7")
def test_a_release_begins_one_line_for_each_thing_with_later_documents(office):
    clerk = somebody(office, "clerk")
    items = [item("FULL", later=True), item("OVERSEAS")]
    with pytest.raises(Refused, match="with the release of the first"):
        begin_standing(asked(office, "POLICE", items=items), by=clerk)
    one = checked(asked(office, "POLICE", items=items))
    (standing,) = begin_standing(one, by=clerk)
    assert (standing.product_id, standing.why, standing.request) == ("FULL", "while_category", one)
    assert begin_standing(one, by=clerk) == []


@pytest.mark.rule("E7")
def test_a_candidate_gets_no_later_register(office):
    with pytest.raises(Refused, match="may not ask for later documents"):
        asked(office, "CANDIDATE", items=[item("FULL", later=True)])
    request = checked(asked(office, "CANDIDATE", ["FULL"]))
    assert begin_standing(request, by=somebody(office, "clerk")) == []
    assert not Standing.objects.exists()


@pytest.mark.rule("E7")
@pytest.mark.django_db(transaction=True)
def test_the_table_alone_says_who_may_stand_whatever_the_item_says(office):
    """The control: with the item's word alone a candidate would stand."""
    request = checked(asked(office, "CANDIDATE", ["FULL"]))
    with without_trigger("registers_requestitem", "registers_requestitem_in_time"):
        request.items.model.objects.create(
            division=office, request=request, round=request.round, position=2, product_id="FULL", form="data", later=True,
            entitlement=request.items.get().entitlement,
        )  # fmt: skip
    assert begin_standing(request, by=somebody(office, "clerk")) == []


def test_every_row_that_names_a_body_can_be_added_and_served(office):
    rows = Entitlement.objects.in_force(office.today()).filter(
        jurisdiction="england_and_wales",
        mode="supply",
        trigger__in=("ON_PUBLICATION", "STATUTORY", "WITH_REGISTER"),
    )
    for row in rows.exclude(standing_code="none").exclude(decision="no"):
        library(office, applicant=row.applicant_id, product=row.product_id)
    made = serve_standing(later_edition(office), by=somebody(office, "dro"))
    wanted = Standing.objects.exclude(product="NOTICE")
    assert {r.standing_id for r in made} == {s.pk for s in wanted}
    assert not Standing.objects.exclude(ended_on=None)
    assert all(r.why_not_entitled() is None for r in made)


def test_a_row_that_the_officer_decides_is_added_by_the_officer(division, person):
    division.area.state.jurisdiction = "scotland"
    division.area.state.save()
    with pytest.raises(NotPermitted):
        library(division, applicant="ONS", by=person("clerk"))
    assert library(division, applicant="ONS", by=person("dro")).pk


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "To whom it goes|to whom it goes"),
        ({"email": ""}, "to whom it goes"),
        ({"email": "nonsense"}, "valid email"),
        ({"form": "microfilm"}, "not a valid choice"),
        ({"name": "x" * 200, "organisation": ""}, None),
    ],
)
def test_what_is_wrong_is_said(office, wrong, words):
    if words is None:
        assert len(library(office, **wrong).name) == 150
        return
    with pytest.raises(Refused, match=words):
        library(office, **wrong)


@pytest.mark.parametrize("role", ["cashier", "auditor", "officer", "area_manager"])
def test_others_neither_begin_nor_add_nor_end_nor_serve(office, person, role):
    nobody, standing = person(role), standing_of(office)
    for act in (
        lambda: begin_standing(standing.request, by=nobody),
        lambda: library(office, by=nobody),
        lambda: limit_standing(standing, until=None, by=nobody),
        lambda: end_standing(standing, why="x", by=nobody),
        lambda: serve_standing(later_edition(office), by=nobody),
    ):
        with pytest.raises(NotPermitted):
            act()


def insert(standing, **other) -> None:
    """A line like this one, as somebody would write it who can send SQL through the application."""
    row = {f.column: getattr(standing, f.attname) for f in Standing._meta.local_fields if f.column != "id"}
    row |= {"reference": "Z00000000", **other}
    names = ", ".join(row)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO registers_standing ({names}) VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )


@pytest.mark.rule("E7")
@pytest.mark.django_db(transaction=True)
def test_no_line_stands_by_sql_without_its_row_or_its_release(division):
    office = in_england(division)
    law = Entitlement.objects.in_force(office.today()).filter(jurisdiction="england_and_wales", mode="supply")
    standing, body = standing_of(office, "POLICE"), library(office)
    candidate, unpublished = (
        law.get(applicant="CANDIDATE", product="FULL"),
        law.get(applicant="CRA", product="FULL"),
    )
    other = asked(office, "POLICE", items=[item("FULL", later=True)])
    wrong = {
        "a candidate": (
            "standing_is_entitled",
            {"applicant_id": "CANDIDATE", "entitlement_id": candidate.pk},
        ),
        "somebody else's row": ("standing_is_entitled", {"applicant_id": "CANDIDATE"}),
        "another product": ("standing_is_entitled", {"product_id": "ANON"}),
        "a row that is asked for": (
            "standing_begins_with_a_release",
            {
                "applicant_id": "CRA",
                "entitlement_id": unpublished.pk,
                "why": "on_publication",
                "request_id": None,
            },
        ),
        "a request that is not released": ("standing_begins_with_a_release", {"request_id": other.pk}),
        "another reason": ("standing_begins_with_a_release", {"why": "while_paid"}),
    }
    for name, (guard, other_values) in wrong.items():
        with pytest.raises(IntegrityError) as refused:
            insert(standing, **other_values)
        assert refused.value.__cause__.diag.constraint_name == guard, name
    insert(body, reference="Z00000001")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registers_standing DISABLE TRIGGER registers_standing_entitled")
    try:
        for number, (_, other_values) in enumerate(wrong.values()):
            insert(standing, reference=f"Z1000000{number}", **other_values)
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE registers_standing ENABLE TRIGGER registers_standing_entitled")
