"""Files in: what they do, what they refuse, and that nothing is half done (decision 33)."""

import pytest
from django.db import connection, transaction

from electoral.jobs.models import Job
from electoral.office.actions import operator
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted
from electoral.protected.actions import exclusions_of, looks_of, people_of, protect_elector
from electoral.roll import loading
from electoral.roll.actions import abandon_load, order_load
from electoral.roll.models import Elector, Load, Locality, Residence, Street
from tests.conftest import as_owner
from tests.factories import ResidenceFactory
from tests.steps import GOLDEN, load_file, load_golden, read_file, work_off

NONE_PROTECTED = "elector_id,kind,basis,since\n"
ADDRESSES = """address_id,number_first,street_name,street_type,locality,postcode,ccd
X1,1,PRETEND,STREET,MOCKTON,0899,7990001
X2,3,PRETEND,STREET,MOCKTON,0899,7990001
X3,5,PRETEND,STREET,MOCKTON,0899,7990001
"""
ELECTORS = """elector_id,surname,given_names,date_of_birth,address_id,category
E1,O'Testperson,Ann,1951-03-04,X1,
E2,Madeup,Bo,,X2,
E3,Faraway,Cy,,,E
"""


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def loaded(division, dro):
    load_file("addresses", ADDRESSES, division, dro)
    load_file("protections", NONE_PROTECTED, division, dro)
    assert load_file("electors", ELECTORS, division, dro).status == "applied"
    return division


def counts(load):
    return load.status, load.new, load.changed, load.gone, load.unchanged


def everything():
    return [list(m.objects.order_by("pk").values()) for m in (Locality, Street, Residence, Elector)]


def test_the_golden_division_goes_in(division, dro):
    load_golden(division, dro)
    assert Residence.objects.count() == 60
    assert Elector.objects.filter(ended_on=None).count() == 77 - 3  # three are protected and have no row
    assert {r.address_id for r in Residence.objects.filter(not_to_be_visited=True)} == {
        "GA011",
        "GA050",
        "GA059",
    }


def test_a_file_loaded_again_changes_nothing(division, dro):
    load_golden(division, dro)
    before = everything()
    for kind in ("addresses", "protections", "electors"):
        assert load_file(kind, GOLDEN / f"{kind}.csv", division, dro).status == "applied"
    assert everything() == before


def test_values_are_kept_as_sent(loaded):
    assert Residence.objects.get(address_id="X1").postcode == "0899"
    assert str(Elector.objects.get(elector_id="E1")) == "O'Testperson, Ann"


def test_what_is_changed_new_and_gone_is_told_before_it_is_done(loaded, dro):
    before = everything()
    changed = ADDRESSES.replace("X2,3", "X2,33").replace("X3,5", "X4,7")
    load = read_file("addresses", changed, loaded, dro)
    assert counts(load) == ("staged", 1, 1, 1, 1)
    assert everything() == before


def test_more_than_two_per_cent_gone_asks_a_second_time(loaded, dro):
    fewer = ADDRESSES.replace("X3,5,PRETEND,STREET,MOCKTON,0899,7990001\n", "")
    with pytest.raises(Exception, match="more than 2 %"):
        load_file("addresses", fewer, loaded, dro)
    assert Residence.objects.in_force().count() == 3
    load = Load.objects.get(status="staged")
    abandon_load(load, by=dro)
    assert load_file("addresses", fewer, loaded, dro, allow_gone=True).status == "applied"
    assert Residence.objects.in_force().count() == 2
    assert Residence.objects.count() == 3  # dated, not deleted


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("addresses", b"", "empty"),
        ("addresses", ADDRESSES.encode("utf-16"), None),
        ("addresses", b"\xef\xbb\xbf" + ADDRESSES.replace("\n", "\r\n").encode(), None),
        ("addresses", ADDRESSES.replace("PRETEND", "CAFÉ").encode("latin-1"), "not UTF-8"),
        ("addresses", ADDRESSES.replace(",ccd\n", ",district\n"), "missing: ccd"),
        ("addresses", ADDRESSES.replace("locality", "street_name"), "stand twice: street_name"),
        ("addresses", ADDRESSES.replace("X2,3,", 'X2,"3,'), "RFC 4180"),
        ("addresses", ADDRESSES + "x" * 70_000, "longer than 64 KiB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(division, dro, kind, content, words):
    load = read_file(kind, content, division, dro)
    assert load.status == ("refused" if words else "staged")
    assert words is None or words in load.warnings[0]
    assert not Residence.objects.exists()


@pytest.mark.parametrize(
    ("kind", "old", "new", "line", "column", "reason"),
    [
        ("addresses", "X2,3,", "X2,three,", 3, "number_first", "whole number"),
        ("addresses", "X2,3,", "X1,3,", 3, "address_id", "earlier line"),
        ("addresses", "X2,3,PRETEND", "X2,3,", 3, "street_name", "empty"),
        ("addresses", "X2,3,", "X2,3,4,", 3, "", "8 values"),
        ("addresses", "X2,3,PRETEND", "X2,3,PRE\u202eTEND", 3, "street_name", "U+202E"),
        ("addresses", "X2,3,PRETEND", "X2,3,PRE\x07TEND", 3, "street_name", "U+0007"),
        ("electors", "1951-03-04", "1951-02-30", 2, "date_of_birth", "not a date"),
        ("electors", ",X2,", ",X9,", 3, "address_id", "No residence"),
        ("electors", ",X2,", ",,", 3, "address_id", "needs a residence"),
        ("electors", ",X2,", ",X2,Q", 3, "category", "an administrator adds it"),
        ("electors", "E2,", "E1,", 3, "elector_id", "earlier line"),
        ("electors", "Madeup", "M" * 151, 3, "surname", "longer than 150"),
    ],
)
def test_one_bad_row_refuses_the_load_and_is_named(loaded, dro, kind, old, new, line, column, reason):
    before = everything()
    content = {"addresses": ADDRESSES, "electors": ELECTORS}[kind]
    load = read_file(kind, content.replace(old, new), loaded, dro)
    assert load.status == "refused"
    (row,) = load.refused_rows
    assert (row[0], row[1]) == (line, column)
    assert reason in row[3]
    assert everything() == before


def test_electors_are_refused_until_protections_are_known(division, dro):
    load_file("addresses", ADDRESSES, division, dro)
    with pytest.raises(Exception, match="Load the protections"):
        read_file("electors", ELECTORS, division, dro)
    assert not Elector.objects.exists()


def test_a_clerk_cannot_load_protections(division, person):
    with pytest.raises(Exception, match="may not"):
        read_file("protections", NONE_PROTECTED, division, person("clerk"))


@pytest.mark.django_db(transaction=True)
def test_the_rows_and_the_file_go_when_the_load_has_ended(loaded, settings):
    from django.apps import apps

    for model in apps.get_models():
        if getattr(model, "unlogged", False):
            assert not model.objects.exists(), model
    folder = settings.STORAGES["uploads"]["OPTIONS"]["location"]
    assert [f for f in folder.rglob("*") if f.is_file()] == []
    assert not Load.objects.exclude(upload="").exists()


def test_a_load_is_written_in_the_trail_without_values(loaded):
    events = Event.objects.filter(verb="apply_load")
    assert events.count() == 3
    assert "Testperson" not in str(list(events.values()))


def test_two_loads_of_a_kind_are_not_under_way_at_once(division, dro):
    read_file("addresses", ADDRESSES, division, dro)
    with pytest.raises(Exception, match="under way"):
        read_file("addresses", ADDRESSES, division, dro)


def test_a_file_that_would_end_more_than_was_shown_is_not_applied(loaded, dro):
    load = read_file("addresses", ADDRESSES.replace("X2,3", "X2,33"), loaded, dro)
    late = Residence.objects.get(address_id="X1")
    ResidenceFactory(street=late.street, address_id="X9", number_first=9)
    order_load(load, by=dro)
    work_off()
    load.refresh_from_db()
    assert (load.status, load.gone) == ("refused", 0)
    assert "More would end now" in load.warnings[0]
    assert Residence.objects.get(address_id="X2").number_first == 3


def test_somebody_protected_meanwhile_neither_stops_the_load_nor_comes_back(loaded, dro):
    load = read_file("electors", ELECTORS, loaded, dro)
    protect_elector(loaded, "E1", kind="silent", by=dro)
    order_load(load, by=dro)
    work_off()
    load.refresh_from_db()
    assert load.status == "applied"
    assert not Elector.objects.filter(surname__contains="Testperson").exists()


def test_unknown_columns_are_named_and_left_out(division, dro):
    load = read_file(
        "addresses",
        ADDRESSES.replace("postcode,", "postcode,shoe_size,").replace("0899,", "0899,44,"),
        division,
        dro,
    )
    assert (load.status, load.columns_left_out) == ("staged", ["shoe_size"])


def test_letters_without_a_font_and_empty_postcodes_are_warned_of(division, dro):
    load = read_file("addresses", ADDRESSES.replace("PRETEND", "ꦗꦮ").replace("0899", ""), division, dro)
    assert "U+A997" in load.warnings[0]
    assert "3 rows have no postcode" in load.warnings[1]


def test_references_that_come_up_twice_are_drawn_again(loaded, dro, monkeypatch):
    """With a hundred thousand rows that is one load in seven."""
    from electoral.roll.resources import address

    taken = Residence.objects.get(address_id="X1").reference
    monkeypatch.setattr(address, "new_reference", lambda letter: taken)
    more = ADDRESSES + "".join(f"X{n},{n},PRETEND,STREET,MOCKTON,0899,7990001\n" for n in range(11, 21, 2))
    assert load_file("addresses", more, loaded, dro).status == "applied"
    references = Residence.objects.values_list("reference", flat=True)
    assert len(set(references)) == len(references) == 8
    assert Residence.objects.get(address_id="X1").reference == taken


def test_that_protections_are_loaded_is_the_dros_alone_to_see(division, dro, person, signed_in):
    """Neither the load nor its jobs exist for a clerk, in a list or by reference."""
    load = load_file("protections", NONE_PROTECTED, division, dro)
    jobs = Job.objects.filter(arguments__load=load.reference)
    assert jobs.count() == 2
    clerk = person("clerk")
    assert not Load.objects.visible_to(clerk).filter(pk=load.pk).exists()
    assert not Job.objects.visible_to(clerk).filter(pk__in=jobs).exists()
    assert Job.objects.visible_to(dro).filter(pk__in=jobs).count() == 2
    client = signed_in("clerk")
    assert b"rotections" not in client.get("/jobs/").content
    assert client.get(jobs[0].get_absolute_url()).status_code == 404


def test_the_shells_operator_loads_protections_and_opens_no_other_door(division, dro):
    load_file("addresses", ADDRESSES, division, dro)
    file = "elector_id,kind,basis,since\nE1,silent,order 1,2026-01-01\n"
    assert load_file("protections", file, division, operator()).status == "applied"
    load_file("electors", ELECTORS, division, operator())
    assert not Elector.objects.filter(elector_id="E1").exists()
    for door in (people_of, looks_of, exclusions_of):
        with pytest.raises(NotPermitted), transaction.atomic():
            door(division, by=operator())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("guarded", "looks_row_by_row"), [(True, False), (False, True)])
def test_a_first_load_does_not_look_row_by_row_into_what_it_writes(division, dro, guarded, looks_row_by_row):
    """The plan for an empty table: with the guard a set at a time, without it (the control) row by row."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE roll_elector, roll_residence, roll_street, roll_locality")
    load = read_file("addresses", ADDRESSES, division, dro)
    insert = next(s for s in loading.KINDS["addresses"].apply if "INSERT INTO roll_residence" in s)
    with transaction.atomic(), connection.cursor() as cursor:
        if guarded:
            cursor.execute(loading.SET_AT_A_TIME)
        cursor.execute(f"EXPLAIN {insert}", loading.parameters(load))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert ("Nested Loop" in plan) == looks_row_by_row, plan
