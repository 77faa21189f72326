"""Standing requests: begun with a release, added for whom the law names, served once an edition, ended by themselves (E7)."""

import csv
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from electoral.office.actions import operator
from electoral.office.refusals import NotPermitted, Refused
from registers.actions.inquiry import say
from registers.actions.law import load_law
from registers.actions.quotation import accept_quotation
from registers.actions.secret import opens
from registers.actions.serving import order_serving, serve_due_standing, serve_standing
from registers.actions.standing import (
    add_standing,
    begin_standing,
    end_due_standing,
    end_standing,
    limit_standing,
)
from registers.models import AccessRequest, Entitlement, Standing
from registers.rules.evidence import EVIDENCE_HOLDS_DAYS
from registers.rules.standing import UNPAID_DAYS, is_due
from registers.tasks import do_what_is_due
from tests.conftest import as_owner
from tests.page import Page
from tests.registers.asking import asked, confirmed, in_england, item, paid, quoted, sealed, somebody
from tests.registers.later import checked, later_edition, standing_of
from tests.steps import work_off


@pytest.fixture
def office(division):
    return in_england(division)


def library(office, *, by=None, **more) -> Standing:
    told = {"applicant": "BRITISH_LIBRARY", "product": "FULL", "organisation": "Pretend Library", "name": "Deposit desk",
            "email": "deposit@library.invalid"}  # fmt: skip
    return add_standing(office, by=by or somebody(office, "clerk"), **(told | more))


def served(standing, **more) -> AccessRequest:
    """The request for a later edition of what it stands for."""
    (request,) = serve_standing(
        later_edition(standing.division, **more), by=somebody(standing.division, "dro")
    )
    return AccessRequest.objects.select_related("division__area__state", "applicant", "fee").get(
        pk=request.pk
    )


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
def test_the_table_alone_says_who_may_stand_whatever_the_item_says(office):
    """The control: with the item's word alone a candidate would stand."""
    request = checked(asked(office, "CANDIDATE", ["FULL"]))
    request.items.model.objects.create(
        division=office, request=request, round=request.round, position=2, product_id="FULL", form="data", later=True,
        entitlement=request.items.get().entitlement,
    )  # fmt: skip
    assert begin_standing(request, by=somebody(office, "clerk")) == []


def test_who_asks_again_is_served_once(office):
    first, second = standing_of(office), standing_of(office)
    first.refresh_from_db()
    assert first.ended_on == office.today()
    assert second.request.reference in first.ended_why
    assert list(Standing.objects.in_force()) == [second]


@pytest.mark.rule("E7")
def test_each_later_edition_makes_one_request_that_goes_through_the_same_confirmation(office):
    standing = standing_of(office)
    request = served(standing)
    assert (request.channel, request.status, request.standing) == ("standing", "sent", standing)
    asked_for = request.items.get()
    assert (asked_for.product_id, asked_for.form, asked_for.later) == ("FULL", "data", False)
    assert request.purposes == standing.request.purposes
    request = paid(request)
    assert request.status == "accepted"
    assert request.confirmed_by_id
    assert request.fee_id != standing.request.fee_id


@pytest.mark.rule("E7")
def test_an_edition_is_served_once_whoever_asks_how_often(office):
    standing_of(office)
    edition, dro = later_edition(office), somebody(office, "dro")
    assert len(serve_standing(edition, by=dro)) == 1
    assert serve_standing(edition, by=dro) == []
    order_serving(edition, by=dro)
    work_off()
    assert serve_due_standing(by=operator()) == 0
    assert AccessRequest.objects.filter(channel="standing").count() == 1


def test_the_worker_serves_what_the_sealing_ordered(office):
    standing_of(office)
    order_serving(later_edition(office), by=somebody(office, "dro"))
    work_off()
    assert AccessRequest.objects.filter(channel="standing").count() == 1


@pytest.mark.parametrize(
    ("product", "family", "stage", "due"),
    [
        ("FULL", "register", "", True),
        ("FULL", "notice", "", False),
        ("NOTICE", "notice", "", True),
        ("AVL", "absent", "current", False),
        ("AVL", "absent", "final", True),
        ("AVL", "absent", "final_postal", True),
        ("ANON", "register", "", True),
        ("ANON", "notice", "", False),
        ("OTHERDOC", "register", "", False),
    ],
)
@pytest.mark.rule("E7")
def test_which_edition_is_a_later_document_of_what(product, family, stage, due):
    assert is_due(product, family, stage) == due


def test_what_was_sealed_before_it_began_is_not_later(office):
    before = sealed(office)
    standing_of(office)
    assert serve_standing(before, by=somebody(office, "dro")) == []


def test_an_edition_that_is_not_sealed_is_sent_to_nobody(office, person):
    standing = standing_of(office)
    edition = later_edition(office)
    ordered = type(edition).objects.create(
        division=office, family="register", title="x", speaks_on=office.today(), ordered_by=standing.added_by
    )
    with pytest.raises(Refused, match="not sealed yet"):
        serve_standing(ordered, by=person("dro"))


@pytest.mark.rule("E3", "E7")
def test_evidence_that_is_recent_goes_with_it_and_old_evidence_is_asked_for_again(office):
    standing = standing_of(office)
    request = served(standing)
    assert request.what_evidence_is_missing() is None
    assert standing.request.reference in request.evidence.get().note
    with time_machine.travel(timezone.now() + timedelta(days=EVIDENCE_HOLDS_DAYS + 1)):
        assert served(standing).what_evidence_is_missing()


def test_the_word_of_the_first_request_opens_the_later_ones(office):
    request = asked(office, "CRA", items=[item("FULL", later=True)])
    word = request.word
    (standing,) = begin_standing(checked(request), by=somebody(office, "clerk"))
    assert opens(served(standing), word)


@pytest.mark.rule("E7")
def test_bodies_that_the_law_names_are_added_at_the_desk_and_no_others(office):
    standing = library(office)
    assert (standing.why, standing.request) == ("on_publication", None)
    request = served(standing)
    assert request.organisation == "Pretend Library"
    assert "Due on publication" in request.purpose_note
    for applicant, product in (
        ("CRA", "FULL"),
        ("CANDIDATE", "FULL"),
        ("BRITISH_LIBRARY", "ANON"),
        ("PUBLIC", "OPEN"),
    ):
        with pytest.raises(Refused, match="No row of the table"):
            library(office, applicant=applicant, product=product)
    with pytest.raises(Refused, match="gets it already"):
        library(office)
    library(office, form="print")


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


def ended(standing) -> str:
    end_due_standing(by=operator())
    standing.refresh_from_db()
    return standing.ended_why


@pytest.mark.rule("E7")
def test_it_ends_by_itself_after_its_last_day(office, person):
    standing = standing_of(office, "POLICE", until=office.today())
    assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert serve_standing(later_edition(office), by=person("dro")) == []
        standing.refresh_from_db()
        assert "Its last day was" in standing.ended_why


@pytest.mark.rule("E7", "E4")
def test_it_ends_when_the_table_changes(office):
    standing, gone = standing_of(office), library(office)
    row, today = standing.entitlement, office.today()
    Entitlement.objects.filter(pk__in=(row.pk, gone.entitlement_id)).update(ended_on=today)
    row.pk, row.purpose_text, row.from_on, row.ended_on = None, "Only on Mondays.", today, None
    row.verified_by = row.verified_on = None
    row.save(force_insert=True)
    assert "limits in the table have changed" in ended(standing)
    gone.refresh_from_db()
    assert "gives this applicant no copy" in gone.ended_why


def test_laying_the_same_table_again_ends_nothing(office):
    standing = standing_of(office)
    load_law()
    assert ended(standing) == ""


@pytest.mark.rule("E7", "E6")
def test_it_ends_when_a_later_document_is_not_paid_for(office):
    standing = standing_of(office)
    request = quoted(served(standing))
    with time_machine.travel(timezone.now() + timedelta(days=UNPAID_DAYS)):
        assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=UNPAID_DAYS + 1)):
        assert request.reference in ended(standing)
    request.refresh_from_db()
    assert request.status == "withdrawn"


@pytest.mark.rule("E7", "E6")
def test_an_invoice_that_is_not_paid_ends_it_too_and_a_paid_one_does_not(office):
    standing = standing_of(office)
    paid(served(standing))
    with time_machine.travel(timezone.now() + timedelta(days=UNPAID_DAYS + 9)):
        assert ended(standing) == ""
        request = quoted(served(standing))
        accept_quotation(request, by=somebody(office, "clerk"))
    with time_machine.travel(timezone.now() + timedelta(days=2 * UNPAID_DAYS + 20)):
        assert request.reference in ended(standing)


def test_what_is_free_is_never_unpaid(office):
    standing = standing_of(office, "POLICE")
    quoted(served(standing))
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        assert ended(standing) == ""


def test_a_refusal_of_a_later_document_ends_it(office, person):
    from registers.actions.decision import refuse_request

    standing = standing_of(office)
    refuse_request(
        served(standing), failed="The permission has ended.", reason="The register of firms says so.", open_instead="The open register.",
        access=False, use=False, by=person("dro"),
    )  # fmt: skip
    assert "refused or recalled" in ended(standing)


@pytest.mark.rule("E7")
def test_a_person_ends_it_with_a_reason_and_what_is_under_way_is_withdrawn(office, person):
    standing, clerk = standing_of(office, "POLICE"), person("clerk")
    request = confirmed(served(standing))
    with pytest.raises(Refused, match="Say why"):
        end_standing(standing, why=" ", by=clerk)
    end_standing(standing, why="The force was merged.", by=clerk)
    request.refresh_from_db()
    assert request.status == "withdrawn"
    with pytest.raises(Refused, match="It ended on"):
        end_standing(standing, why="Again.", by=clerk)
    assert serve_standing(later_edition(office), by=person("dro")) == []


def test_what_was_paid_for_is_still_supplied(office, person):
    standing = standing_of(office)
    request = paid(served(standing))
    end_standing(standing, why="They stop.", by=person("clerk"))
    request.refresh_from_db()
    assert request.status == "accepted"


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


@pytest.mark.rule("E7")
def test_the_clock_does_what_is_due_and_nothing_twice(office):
    standing_of(office)
    later_edition(office)
    done = do_what_is_due()
    assert done["serve_due_standing"] == 1
    assert set(do_what_is_due().values()) == {0}


def test_one_piece_that_fails_stops_no_other(office, monkeypatch):
    def broken(*, by):
        raise RuntimeError("broken")

    standing_of(office)
    later_edition(office)
    monkeypatch.setattr("registers.tasks.DUE", (broken, serve_due_standing))
    assert do_what_is_due() == {"broken": 0, "serve_due_standing": 1}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_make_one_request(division):
    office = in_england(division)
    standing_of(office)
    edition, dro = later_edition(office), somebody(office, "dro")
    barrier = threading.Barrier(4)

    def run():
        barrier.wait()
        try:
            serve_standing(edition, by=dro)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert AccessRequest.objects.filter(channel="standing").count() == 1


def at(name, standing):
    return reverse(f"registers:{name}", args=[standing.reference])


def test_at_the_desk_from_the_addition_to_the_end(office, signed_in):
    clerk = signed_in("clerk")
    assert "No standing requests yet" in clerk.get(reverse("registers:standings")).text
    told = {
        "applicant": "BRITISH_LIBRARY",
        "product": "FULL",
        "organisation": "Pretend Library",
        "name": "Desk",
        "form": "data",
    }
    new = reverse("registers:standing_new")
    assert "where it goes" in clerk.post(new, told).text
    assert (
        "Without asking this kind of body gets"
        in clerk.post(new, {**told, "product": "NOTICE", "email": "a@b.invalid"}).text
    )
    page = Page(clerk.get(new).text)
    assert "CRA" not in [option.get("value") for option in page.all("option")]
    clerk.post(new, {**told, "email": "desk@library.invalid"})
    standing = Standing.objects.get()
    page = clerk.get(standing.get_absolute_url()).text
    for said in ("Pretend Library", "To be verified", "None yet", "nobody has to ask"):
        assert said in page, said
    clerk.post(at("standing_limit", standing), {"until": "3 May 2027"})
    standing.refresh_from_db()
    assert f"{standing.until}" == "2027-05-03"
    clerk.post(at("standing_end", standing), {"why": ""})
    clerk.post(at("standing_end", standing), {"why": "The library has closed."})
    assert "The library has closed." in clerk.get(standing.get_absolute_url()).text
    sheet = clerk.get(reverse("registers:standings"), {"format": "csv", "show": "ended"}).getvalue().decode()
    assert [row["body"] for row in csv.DictReader(sheet.splitlines())] == ["Pretend Library"]


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("cashier", 404), ("officer", 404)])
@pytest.mark.parametrize("name", ["standing_limit", "standing_end"])
def test_who_only_looks_ends_nothing(office, signed_in, role, status, name):
    standing = library(office)
    assert signed_in(role).post(at(name, standing), {"why": "x"}).status_code == status


def test_another_division_finds_nothing(office, signed_in, other_division):
    clerk = signed_in("clerk", other_division)
    assert clerk.get(library(office).get_absolute_url()).status_code == 404


def test_the_thread_of_a_later_request_says_under_which_it_was_made(office, person):
    standing = standing_of(office)
    request = served(standing)
    say(request, text="It is on its way.", by=person("clerk"), from_office=True)
    first = request.messages.first()
    assert (first.internal, standing.reference in first.text) == (True, True)


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


def test_a_line_that_ended_begins_no_more_and_is_deleted_by_nobody(office):
    standing = library(office)
    end_standing(standing, why="Closed.", by=somebody(office, "clerk"))
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Standing.objects.filter(pk=standing.pk).update(ended_on=None)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Standing.objects.filter(pk=standing.pk).delete()
