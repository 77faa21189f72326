"""Persons in danger: the application can neither read nor infer where they live, and each way round is shut."""

from datetime import date

import pytest
from django.db import Error, IntegrityError, ProgrammingError, transaction
from django.forms.models import model_to_dict

from electoral.office.refusals import Refused
from electoral.protected import actions
from electoral.protected.doors import DOORS, NEVER_WRITTEN, ask
from electoral.roll.models import Elector, Residence
from tests.conftest import as_owner
from tests.protected.conftest import closed, sql

TABLES = ("person", "waiting", "exclusion", "look", "shown")
pytestmark = pytest.mark.django_db


@pytest.mark.rule("6.1b")
def test_the_whole_row_leaves_the_roll(elector, protect):
    row = elector()
    protect()
    kept = Elector.objects.get(pk=row.pk)
    told = {f.column: getattr(kept, f.attname) for f in Elector._meta.local_fields}
    assert told.pop("id") == row.pk
    assert told.pop("division_id") == row.division_id
    assert told.pop("elector_id") == f"~{row.pk}"
    assert told.pop("reference") == f"~{row.pk:08x}" != row.reference
    assert told.pop("from_on") == told.pop("ended_on") == row.division.today()
    assert told.pop("open_register") is True
    assert told.pop("service_voter") is False
    assert set(told.values()) == {"", None}


@pytest.mark.rule("6.1b")
def test_rows_that_had_ended_leave_the_roll_too(elector, home, protect):
    nine = home()
    elector(residence=nine, ended_on=date(2026, 3, 1))
    elector(residence=nine)
    protect()
    assert not Elector.objects.exclude(surname="", residence=None, search_key="").exists()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    ["SELECT count(*) FROM {}", "DELETE FROM {}", "SELECT * FROM {} FOR UPDATE", "INSERT INTO {} DEFAULT VALUES",
     "TRUNCATE {}", "LOCK TABLE {}", "COPY {} TO STDOUT", "ALTER TABLE {} ADD COLUMN x int"],
)  # fmt: skip
def test_no_table_of_the_room_is_the_applications(table, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        sql(statement.format(f"protected.{table}"))


def test_every_function_but_the_doors_is_shut():
    rows = sql("""SELECT proname, has_function_privilege(oid, 'EXECUTE'), prosecdef, proconfig FROM pg_proc
                  WHERE pronamespace = 'protected'::regnamespace""")
    assert {name for name, open_, _, _ in rows if open_} == set(DOORS)
    assert len(rows) > len(DOORS)
    path = ["search_path=pg_catalog, public, protected, pg_temp"]
    assert [name for name, open_, definer, path_ in rows if open_ and not (definer and path_ == path)] == []


@pytest.mark.parametrize(
    "statement",
    ["CREATE FUNCTION protected.x() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE TABLE protected.x ()",
     "CREATE TABLE public.x ()", "SELECT protected.take(gen_random_uuid())", "SELECT protected.needs_finer(1)",
     "SELECT protected.closed(1)", "SELECT protected.admit(1, 'E1', 'silent', '', NULL, 1)",
     "ALTER FUNCTION protected.reveal OWNER TO office_app", "GRANT SELECT ON protected.person TO office_app"],
)  # fmt: skip
def test_there_is_no_other_way_in(statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        sql(statement)


@pytest.mark.rule("6.1c", "6.1f")
def test_both_causes_give_the_same_row(elector, home, division, protect, dro):
    silent, left_out = home(9), home(11)
    before = [model_to_dict(r) for r in Residence.objects.order_by("pk")]
    elector(residence=silent)
    protect()
    actions.exclude_residence(division, left_out.pk, by=dro, reason="a home with a locked ward")
    after = [model_to_dict(r) for r in Residence.objects.order_by("pk")]
    assert before == after
    assert closed() == {"9", "11"}
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql("SELECT xmin FROM roll_residence")  # it would tell which row changed together with an elector's
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql("SELECT ctid FROM roll_residence")


@pytest.mark.rule("6.1c")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE roll_residence SET not_to_be_visited = false WHERE id = %s", "DELETE FROM roll_residence WHERE id = %s",
     "UPDATE roll_residence SET id = id + 1000 WHERE id = %s", "UPDATE roll_residence SET division_id = 0 WHERE id = %s",
     "UPDATE roll_residence SET address_id = 'X' WHERE id = %s", "ALTER TABLE roll_residence DISABLE TRIGGER ALL"],
)  # fmt: skip
def test_the_flag_is_nobodys_to_write_and_each_cause_refuses_alike(
    elector, home, division, protect, dro, statement
):
    silent, left_out, visited = home(9), home(11), home(13)
    elector(residence=silent)
    protect()
    actions.exclude_residence(division, left_out.pk, by=dro, reason="a locked ward")
    answers = set()
    for residence in (silent, left_out, visited):
        with pytest.raises(Error) as refused, transaction.atomic():
            sql(statement.replace("%s", str(residence.pk)))
        answers.add(str(refused.value))
    assert len(answers) == 1
    assert closed() == {"9", "11"}


@pytest.mark.rule("6.1c")
def test_a_residence_is_born_open(home):
    home(9, not_to_be_visited=True)
    assert closed() == set()


def test_the_other_columns_of_a_residence_are_written_as_ever(home):
    nine = home()
    nine.postcode = "0900"
    nine.save(update_fields=["postcode"])
    assert Residence.objects.filter(postcode="0900").select_for_update().count() == 1


def test_what_the_loader_changes_of_a_residence_is_all_but_its_identity_and_the_flag():
    granted = {c for (c,) in sql("""SELECT column_name FROM information_schema.column_privileges WHERE grantee = 'office_app'
        AND table_name = 'roll_residence' AND privilege_type = 'UPDATE'""")}  # fmt: skip
    assert granted == {f.column for f in Residence._meta.local_fields} - NEVER_WRITTEN


@pytest.mark.rule("6.1c")
def test_two_causes_at_one_door_are_lifted_one_by_one(elector, home, division, protect, dro):
    nine = home()
    elector(residence=nine)
    person = protect()
    actions.exclude_residence(division, nine.pk, by=dro, reason="a dog, too")
    actions.release_person(person, by=dro, reason="at the elector's wish")
    assert closed() == {"9"}
    actions.include_residence(division, nine.pk, by=dro, reason="the dog has gone")
    assert closed() == set()


def test_an_exclusion_is_kept_with_who_and_why(home, division, dro):
    nine = home()
    actions.exclude_residence(division, nine.pk, by=dro, reason="locked ward")
    with pytest.raises(Refused, match="already"):
        actions.exclude_residence(division, nine.pk, by=dro, reason="again")
    actions.include_residence(division, nine.pk, by=dro, reason="open now")
    with pytest.raises(Refused, match="not left out"):
        actions.include_residence(division, nine.pk, by=dro, reason="again")
    (row,) = actions.exclusions_of(division, by=dro)
    assert (row["reason"], row["lifted_reason"], row["who"], row["lifted_by"]) == (
        "locked ward",
        "open now",
        dro.name,
        dro.name,
    )
    assert row["address"] == "9 HIDDEN ROAD, FABLETOWN NT 0899"


@pytest.mark.rule("6.1b")
def test_released_a_person_is_on_the_roll_as_before(elector, home, division, protect, dro):
    nine = home()
    old = elector(residence=nine, surname="Formername", ended_on=date(2026, 3, 1))
    row = elector(residence=nine, category_id="A")
    before = [model_to_dict(e) for e in Elector.objects.order_by("pk")]
    references = [old.reference, row.reference]
    person = protect()
    actions.release_person(person, by=dro, reason="at the elector's wish")
    assert [model_to_dict(e) for e in Elector.objects.order_by("pk")] == before
    assert list(Elector.objects.order_by("pk").values_list("reference", flat=True)) == references
    assert closed() == set()
    assert actions.people_of(division, by=dro) == []
    assert [look["what"] for look in actions.looks_of(division, by=dro)] == ["released", "protected"]


def test_released_when_the_roll_has_them_again_they_are_there_once(elector, home, division, protect, dro):
    elector(residence=home(9))
    person = protect()
    elector(residence=home(11), surname="Zqxback")
    actions.release_person(person, by=dro, reason="at the elector's wish")
    assert [(e.surname, e.residence.label) for e in Elector.objects.in_force()] == [("Zqxback", "11")]


def test_what_cannot_be_is_refused_in_plain_words(division, dro, home, protect, elector):
    elector(residence=home())
    person = protect()
    for words, act in {
        "protected already": lambda: actions.protect_elector(division, "E1", kind="silent", by=dro),
        "silent or anonymous": lambda: actions.protect_elector(division, "E2", kind="loud", by=dro),
        "elector's id": lambda: actions.protect_elector(division, " ", kind="silent", by=dro),
        "Give a reason": lambda: actions.release_person(person, by=dro, reason="  "),
        "no such residence": lambda: actions.exclude_residence(division, 0, by=dro, reason="x"),
    }.items():
        with pytest.raises(Refused, match=words):
            act()


def test_a_door_that_fails_tells_nothing_of_the_row():
    """PostgreSQL quotes the row in such a failure, and what is raised here goes to the log."""
    with pytest.raises(RuntimeError) as failure:
        ask("settle", "ZQXNUMBER")
    assert "ZQX" not in str(failure.value)
    assert failure.value.__cause__ is None
    assert failure.value.__context__ is None


@pytest.mark.django_db(transaction=True)
def test_without_the_revoked_columns_the_flag_is_written(home):
    """The control: with the right to the column back, an exclusion is undone by anybody."""
    home()
    with as_owner():
        sql("GRANT UPDATE (not_to_be_visited) ON roll_residence TO office_app")
        sql("ALTER TABLE roll_residence DISABLE TRIGGER roll_residence_born_open")
    try:
        sql("UPDATE roll_residence SET not_to_be_visited = true")
        home(11, not_to_be_visited=True)
        assert closed() == {"9", "11"}
    finally:
        with as_owner():
            sql("REVOKE UPDATE (not_to_be_visited) ON roll_residence FROM office_app")
            sql("ALTER TABLE roll_residence ENABLE TRIGGER roll_residence_born_open")


def test_a_foreign_key_of_the_room_is_no_oracle_for_electors(elector, division, protect):
    elector()
    protect()
    row = Elector.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    assert Elector.objects.create(
        division=division, elector_id="E1", surname="Anew", from_on=division.today()
    )
