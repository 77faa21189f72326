"""What was sealed before goes out as the law has it today; notices are the difference of two registers."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from electoral.office.refusals import NotPermitted, Refused
from electoral.protected.actions import protect_elector
from electoral.roll.models import Elector, Residence
from registers.actions.edition import drop_edition, order_edition
from registers.documents.data import write_own_entry, write_record
from registers.documents.rows import entries, selected
from registers.models import EditionRow
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.editions import NOTICE, copied, sealed
from tests.steps import work_off


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def street(division):
    suburb = LocalityFactory(division=division, name="FABLETOWN")
    return StreetFactory(locality=suburb, name="HIDDEN", type="ROAD")


@pytest.fixture
def elector(street):
    """`elector("E1", 9)`: somebody at a door of Hidden Road, with a number in the register."""

    def make(elector_id, door, **columns):
        home = ResidenceFactory(street=street, number_first=door, areas="ward:W05")
        number = columns.pop("number", elector_id.removeprefix("E"))
        return ElectorFactory(elector_id=elector_id, residence=home, surname=f"Testperson{elector_id}", register_number=number,
                              subdivision="FABLE NORTH", search_key=f"testperson{elector_id.lower()}", **columns)  # fmt: skip

    return make


@pytest.fixture
def three(elector):
    return [elector(f"E{n}", 10 * n) for n in (1, 2, 3)]


def by_number(rows):
    return {row["number"].rstrip("N"): row for row in rows}


@pytest.mark.rule("E5")
@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("silent", {"surname": "TestpersonE2", "address": ""}),
        ("anonymous", {"surname": "", "given_names": "", "address": ""}),
    ],
)
def test_who_is_protected_after_the_sealing_never_leaves_with_the_address(
    division, dro, three, tmp_path, kind, shown
):
    edition = sealed(division, dro)
    assert (
        by_number(copied(edition, "FULL", dro, tmp_path))["2"]["address"] == "20 HIDDEN ROAD, FABLETOWN 0899"
    )
    protect_elector(division, "E2", kind=kind, by=dro)
    rows = copied(edition, "FULL", dro, tmp_path, sold=True)
    assert [r["number"].rstrip("N") for r in rows] == ["1", "2", "3"]  # no gap where it was
    assert [r["address"][:2] for r in rows] == ["10", "30", ""]
    assert rows[2].items() >= shown.items()
    assert rows[2]["mark"] == ("Z" if kind == "silent" else "")
    assert [r["number"] for r in copied(edition, "OPEN", dro, tmp_path)] == ["1", "2"]
    sql, values = selected(edition, "FULL", by=dro, address_ids=[three[1].residence.address_id])
    assert list(entries(sql, values)) == []


@pytest.mark.rule("E5")
@pytest.mark.parametrize(("stage", "numbers"), [("current", []), ("final", ["1N"])])
def test_who_is_anonymous_after_the_sealing_is_a_number_on_final_lists_and_nothing_on_current_ones(
    division, dro, elector, tmp_path, stage, numbers
):
    elector("E1", 10, absent_vote="postal")
    edition = sealed(division, dro, "absent", stage=stage, poll="Mayor 2026", polls_on=date(2026, 5, 7))
    protect_elector(division, "E1", kind="anonymous", by=dro)
    assert [r["number"] for r in copied(edition, "AVL", dro, tmp_path)] == numbers


@pytest.mark.rule("E5")
@pytest.mark.parametrize("kind", ["silent", "anonymous"])
def test_a_notice_says_nothing_of_a_new_protection(division, dro, three, elector, tmp_path, kind):
    before = sealed(division, dro)
    protect_elector(division, "E2", kind=kind, by=dro)
    after = sealed(division, dro)
    assert sealed(division, dro, "notice", earlier=before, later=after).entries == 0


@pytest.mark.rule("E5")
def test_a_notice_is_the_difference_of_two_registers(division, dro, three, elector, tmp_path):
    before = sealed(division, dro)
    Elector.objects.filter(elector_id="E1").update(surname="Newname")
    Elector.objects.filter(elector_id="E3").update(ended_on=date(2026, 2, 1))
    elector("E4", 40)
    after = sealed(division, dro)
    notice = sealed(division, dro, "notice", earlier=before, later=after)
    rows = copied(notice, "NOTICE", dro, tmp_path)
    assert [(r["change"], r["number"], r["surname"]) for r in rows] == [
        ("added", "4", "TestpersonE4"), ("altered", "1", "Newname"), ("deleted", "3", "TestpersonE3"),
    ]  # fmt: skip
    assert notice.counts == {"NOTICE": 3, "added": 1, "deleted": 1, "altered": 1}
    protect_elector(division, "E4", kind="anonymous", by=dro)
    last = copied(notice, "NOTICE", dro, tmp_path)
    assert next((r["change"], r["number"], r["surname"]) for r in last) == ("added", "3N", "")
    numbers = {r["number"] for r in copied(after, "FULL", dro, tmp_path)}
    assert {
        r["number"] for r in last if r["change"] != "deleted"
    } <= numbers  # those of the later register today


def test_numbers_that_the_file_does_not_have_are_given_and_do_not_fill_a_notice(
    division, dro, elector, tmp_path
):
    for n in (1, 2, 3):
        elector(f"E{n}", 10 * n, number="")
    protect_elector(division, "E1", kind="anonymous", by=dro)
    before = sealed(division, dro)
    assert [r["number"] for r in copied(before, "FULL", dro, tmp_path)] == ["1", "2", "3N"]
    assert before.numbers_given
    elector("E0", 5, number="")
    after = sealed(division, dro)
    assert [r["number"] for r in copied(after, "FULL", dro, tmp_path)] == ["1", "2", "3", "4N"]
    notice = sealed(division, dro, "notice", earlier=before, later=after)
    assert notice.counts["NOTICE"] == notice.counts["added"] == 1


def test_a_notice_needs_two_sealed_registers_in_their_order(division, dro, three):
    one = sealed(division, dro)
    for earlier, later in ((one, None), (None, one), (one, one)):
        with pytest.raises(Refused):
            order_edition(
                division, family="notice", speaks_on=division.today(), by=dro, earlier=earlier, later=later
            )


@pytest.mark.rule("E5", "S1")
def test_under_sixteens_stand_in_nothing_whoever_they_are(division, dro, elector):
    today = division.today()
    young = today.replace(year=today.year - 15)
    elector("E1", 10, date_of_birth=today.replace(year=today.year - 16, day=1))
    elector("E2", 20, date_of_birth=young)
    elector("E3", 30, date_of_birth=young)
    protect_elector(division, "E3", kind="anonymous", by=dro)
    assert sealed(division, dro).counts["FULL"] == 1


@pytest.mark.rule("E5")
def test_part_of_a_register_is_the_entries_of_one_area(division, dro, three, tmp_path):
    Residence.objects.filter(pk=three[0].residence_id).update(areas="ward:W051")
    edition = sealed(division, dro)
    assert [r["number"] for r in copied(edition, "FULL", dro, tmp_path, area="ward:W05")] == ["2", "3"]
    assert edition.entries_of("FULL", "ward:W05") == 2
    assert edition.entries_of("FULL") == 3


@pytest.mark.rule("E3", "E5")
def test_only_who_holds_the_office_seals_and_each_use_is_written_down(
    division, dro, person, other_division, three
):
    with pytest.raises(NotPermitted):
        order_edition(division, family="register", speaks_on=division.today(), by=person("clerk"))
    sealed(division, dro)
    for door in (
        "register_rows(%s, current_date, NULL, false, NULL, %s)",
        "marked_entries(%s, 1, ARRAY[]::text[], %s)",
        "record_of(%s, %s, 'for nothing', 1, NULL)",
    ):
        for who in (person("clerk"), person("dro", other_division), person("auditor")):
            with (
                pytest.raises(Exception, match="Only the Divisional Returning Officer"),
                transaction.atomic(),
            ):
                ask_for(door, division, who)
    with pytest.raises(Exception, match="Only the Divisional Returning Officer"), transaction.atomic():
        ask_for("lawful(%s, %s)", division, person("cashier"))
    assert used() == ["sealed"]


def ask_for(door, division, who):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM protected.{door}", [division.pk, who.pk])


def used():
    """What the room wrote down, as the DRO reads it."""
    from electoral.office.models import User
    from electoral.protected.actions import looks_of

    dro = User.objects.filter(appointment__role="dro").first()
    place = dro.appointment_set.first().division
    return [line["what"] for line in looks_of(place, by=dro) if not line["elector_id"]]


@pytest.mark.rule("E9")
def test_the_record_of_anonymous_entries_is_the_dros_and_is_written_down(
    division, dro, person, three, tmp_path
):
    protect_elector(division, "E2", kind="anonymous", by=dro)
    protect_elector(division, "E3", kind="silent", by=dro)
    register = sealed(division, dro)
    out = tmp_path / "record.csv"
    assert write_record(division, notice=NOTICE, by=dro, out=out) == 1
    text = out.read_text()
    assert 'FABLE NORTH,2N,TestpersonE2,Vera,"20 HIDDEN ROAD, FABLETOWN NT 0899"' in text
    assert register.reference in text.splitlines()[0]
    assert "TestpersonE3" not in text
    assert "# Penalty: A fine without limit." in text
    assert used() == ["gave out", "recorded", "sealed"]
    with pytest.raises(NotPermitted):
        write_record(division, notice=NOTICE, by=person("clerk"), out=out)


def test_a_persons_own_entry_is_theirs_and_the_answer_is_one_for_anonymous_and_unknown(
    division, dro, three, tmp_path
):
    protect_elector(division, "E2", kind="anonymous", by=dro)
    edition = sealed(division, dro)
    out = tmp_path / "own.csv"
    assert write_own_entry(edition, "E1", notice=NOTICE, by=dro, out=out) == 1
    assert "TestpersonE1" in out.read_text()
    assert "TestpersonE3" not in out.read_text()
    said = set()
    for who in ("E2", "E99", ""):
        with pytest.raises(Refused) as refusal:
            write_own_entry(edition, who, notice=NOTICE, by=dro, out=out)
        said.add(str(refusal.value))
    assert len(said) == 1
    assert not out.exists()


def test_a_sealed_edition_takes_no_more_rows_and_an_anonymous_row_holds_nothing(division, dro, three):
    edition = sealed(division, dro)
    row = {"division": division, "edition": edition, "position": 9, "section": 0, "number": "9"}
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionRow.objects.create(**row)
    ordered = order_edition(division, family="register", speaks_on=division.today(), by=dro)
    for extra in (
        {"surname": "Testperson"},
        {"address": "1 Pretend Street"},
        {"elector_id": "E1"},
        {"by_name": 3},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            EditionRow.objects.create(**row | {"edition": ordered, "section": 2, "opted_out": True} | extra)


def test_a_dropped_edition_is_not_sealed_and_its_work_is_stopped(division, dro, three):
    edition = order_edition(division, family="register", speaks_on=division.today(), by=dro)
    drop_edition(edition, by=dro)
    work_off()
    edition.refresh_from_db()
    assert (edition.status, edition.job.status, edition.rows.count()) == ("dropped", "cancelled", 0)


def test_a_register_of_nobody_is_refused_and_says_what_to_do(division, dro):
    edition = sealed(division, dro)
    assert edition.status == "ordered"
    assert "Load the electors first" in edition.job.error
