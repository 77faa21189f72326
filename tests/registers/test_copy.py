"""A copy from the order to the check, by the real worker on the golden division: what it holds, what is proved of it (E5, E7b, E8, E9)."""

import csv
import io
import json
import zipfile

import pytest

from electoral.jobs.models import Job
from electoral.jobs.work import work_on
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.papers.store import name_of, papers, sha256_of
from electoral.protected.actions import protect_elector
from registers.actions.copy import check_copy, order_copy, redo_copy, why_not_sound
from registers.actions.preparing import sweep_making
from registers.documents.preview import look_into
from registers.models import Copy, EditionRow, Entitlement, RequestItem, Supply
from tests.conftest import make_person
from tests.registers.asking import again, asked, item, paid
from tests.registers.editions import sealed
from tests.steps import load_golden, work_off


@pytest.fixture
def gold(division, person):
    """The golden division with its register sealed."""
    division.dro = person("dro")
    load_golden(division, division.dro)
    division.register = sealed(division, division.dro)
    return division


def prepared(request, *, by=None, **how):
    request = paid(request)
    order_copy(request, by=by or make_person("clerk", request.division), **how)
    work_off()
    return again(request)


def opened(request):
    copy = Copy.objects.filter(request=request, destroyed_at=None).get()
    return zipfile.ZipFile(papers().path(name_of(copy.sha256, copy.suffix)))


def rows_of(archive, name):
    lines = [x for x in archive.read(name).decode().splitlines() if not x.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


@pytest.mark.rule("E5", "E8", "E9", "E9b")
def test_the_archive_holds_the_register_its_guide_and_what_to_read_first(gold, tmp_path):
    request = prepared(asked(gold, "CANDIDATE"))
    assert request.status == "prepared"
    archive = opened(request)
    assert archive.namelist() == ["register.csv", "READ-THIS-FIRST.txt", "guide.txt", "manifest.json"]
    assert len(rows_of(archive, "register.csv")) == gold.register.counts["FULL"]
    first = " ".join(archive.read("READ-THIS-FIRST.txt").decode().split())
    row = request.items_now[0].entitlement
    for text in (
        "Vera Testperson",
        request.reference,
        row.basis,
        row.purpose_text,
        row.offence,
        f"{request.destroy_by:%-d %B %Y}",
    ):
        assert " ".join(text.split()) in first
    assert "surname: The elector's surname." in archive.read("guide.txt").decode()
    about = json.loads(archive.read("manifest.json"))
    archive.extract("register.csv", tmp_path)
    assert about["files"][0]["sha256"] == sha256_of(tmp_path / "register.csv")
    assert about["files"][0]["edition"] == gold.register.reference


@pytest.mark.rule("E5")
def test_every_check_passes_and_is_kept_with_the_copy(gold):
    prepared(asked(gold, "CANDIDATE"))
    copy = Copy.objects.get()
    assert [name for name, passed, _ in copy.checks if not passed] == []
    assert {name for name, _, _ in copy.checks} >= {
        "Entries", "Columns", "Z only on a sold copy", "Nobody who may not be shown",
    }  # fmt: skip
    assert copy.entries == gold.register.counts["FULL"] > 70
    assert why_not_sound(copy) is None


@pytest.mark.rule("E5", "E7b")
def test_only_a_sold_copy_has_z(gold):
    free, sold = prepared(asked(gold, "CANDIDATE")), prepared(asked(gold, "CRA"))
    assert "mark" not in rows_of(opened(free), "register.csv")[0]
    assert {"Z", ""} == {row["mark"] for row in rows_of(opened(sold), "register.csv")}


@pytest.mark.rule("E5")
def test_several_things_and_a_print_come_in_one_archive(gold):
    request = prepared(asked(gold, items=[item("FULL", "print"), item("OVERSEAS")], needs="large print"))
    archive = opened(request)
    assert archive.namelist()[:2] == ["1-register.pdf", "2-overseas-electors.csv"]
    assert [n for n in archive.namelist() if n.startswith("guide")] == [
        "guide-1.txt", "guide-1-large-print.pdf", "guide-2.txt", "guide-2-large-print.pdf",
    ]  # fmt: skip
    assert all(passed for _, passed, _ in Copy.objects.get().checks)
    shown = look_into(Copy.objects.get())
    assert shown[0].is_print
    assert shown[1].columns[:2] == ["part", "number"]


@pytest.mark.rule("E5")
def test_who_is_protected_after_the_sealing_is_not_shown_and_the_checks_pass(gold):
    protect_elector(gold, "GE001", kind="silent", by=gold.dro)
    request = prepared(asked(gold, "CANDIDATE"))
    home = EditionRow.objects.get(edition__family="register", elector_id="GE001")
    names = (home.surname, home.given_names)
    (shown,) = [
        row
        for row in rows_of(opened(request), "register.csv")
        if (row["surname"], row["given_names"]) == names
    ]
    assert (home.address != "", shown["address"]) == (True, "")
    assert all(passed for _, passed, _ in Copy.objects.get().checks)


@pytest.mark.rule("E5")
@pytest.mark.parametrize("kind", ["silent", "anonymous"])
def test_the_check_finds_somebody_who_is_shown_and_may_not_be(gold, monkeypatch, kind):
    """The guard itself: the file is written as it was sealed, and the check is asked."""
    from registers.documents import rows

    as_sealed = rows.LAWFUL.replace("w.kind", "NULL::text")
    monkeypatch.setattr(rows, "LAWFUL", as_sealed)
    protect_elector(gold, "GE001", kind=kind, by=gold.dro)
    request = prepared(asked(gold, "CANDIDATE"))
    found = {name: passed for name, passed, _ in Copy.objects.get().checks}
    assert found["Nobody who may not be shown"] is False
    with pytest.raises(Refused, match="did not pass"):
        check_copy(request, by=make_person("clerk", gold))


@pytest.mark.rule("E5", "E7b")
def test_the_check_finds_a_column_too_many_and_an_entry_too_few(gold, monkeypatch):
    from registers.actions import preparing

    def wider(edition, product, *, out, **how):
        count = real(edition, product, out=out, **how)
        lines = out.read_text().splitlines()[:-1]
        out.write_text("\n".join(line if line.startswith("#") else f"{line},x" for line in lines))
        return count

    real = preparing.write_data
    monkeypatch.setattr(preparing, "write_data", wider)
    prepared(asked(gold, "CANDIDATE"))
    failed = {name for name, passed, _ in Copy.objects.get().checks if not passed}
    assert failed == {"Columns", "Entries"}


@pytest.mark.rule("E7b")
def test_the_record_of_anonymous_entries_is_taken_by_the_officer_and_nobody_looks_into_it(gold):
    request = paid(asked(gold, "POLICE", ["ANON"]))
    with pytest.raises(NotPermitted):
        order_copy(request, by=make_person("auditor", gold))
    with pytest.raises(Refused, match="Officer alone"):
        order_copy(request, by=make_person("clerk", gold))
    request = prepared(request, by=gold.dro)
    archive = opened(request)
    assert archive.namelist()[0] == "record-of-anonymous-entries.csv"
    assert len(rows_of(archive, "record-of-anonymous-entries.csv")) == 1
    shown = look_into(Copy.objects.get())[0]
    assert (shown.columns, shown.rows, shown.head, shown.size, shown.about) == ([], [], [], 0, {})
    assert Copy.objects.get().entries == 0


@pytest.mark.rule("E7b")
def test_the_record_never_goes_with_anything_else(gold):
    with pytest.raises(Refused, match="a request of its own"):
        asked(gold, "POLICE", ["ANON", "FULL"])
    before = asked(gold, "POLICE", ["ANON"])  # as one that was taken in before that was so
    row = Entitlement.objects.get(
        jurisdiction="england_and_wales", applicant="POLICE", product="FULL", mode="supply", ended_on=None
    )
    RequestItem.objects.create(
        division=gold, request=before, position=2, product=row.product, entitlement=row, form="data"
    )
    request = paid(before)
    with pytest.raises(Refused, match="goes out alone"):
        order_copy(request, by=gold.dro)


def test_a_persons_own_entry_is_theirs_alone(gold):
    request = paid(asked(gold, "ELECTOR", ["OWN"]))
    with pytest.raises(Refused, match="Say whose entry"):
        order_copy(request, by=make_person("clerk", gold))
    request = prepared(request, elector="GE001")
    (row,) = rows_of(opened(request), "own-entry.csv")
    assert row["surname"] == EditionRow.objects.get(elector_id="GE001").surname


@pytest.mark.rule("E6")
def test_nothing_is_prepared_before_the_fee_is_received(gold):
    from tests.registers.asking import accepted

    request = accepted(asked(gold, "CRA"))
    with pytest.raises(Refused, match="fee has not been received"):
        order_copy(request, by=make_person("clerk", gold))
    assert not Copy.objects.exists()


def test_a_second_order_waits_for_the_first(gold):
    request = paid(asked(gold, "CANDIDATE"))
    order_copy(request, by=make_person("clerk", gold))
    with pytest.raises(Refused, match="being prepared already"):
        order_copy(request, by=make_person("clerk", gold))


def test_a_copy_that_is_sent_back_is_destroyed_and_made_again(gold, django_capture_on_commit_callbacks):
    request = prepared(asked(gold, "CANDIDATE"))
    first = Copy.objects.get()
    with pytest.raises(Refused, match="Say what is wrong"):
        redo_copy(request, why=" ", by=make_person("clerk", gold))
    with django_capture_on_commit_callbacks(execute=True):
        redo_copy(request, why="The part is wrong.", by=make_person("clerk", gold))
    assert not papers().exists(name_of(first.sha256, ".zip"))
    request = again(request)
    assert (request.status, request.prepared_by, request.checked_by) == ("accepted", None, None)
    request = prepared(request)
    assert request.status == "prepared"
    assert Copy.objects.filter(destroyed_at=None).count() == 1


def test_a_cancelled_copy_leaves_nothing_and_another_is_ordered(gold):
    from electoral.jobs.actions import cancel_job

    request = paid(asked(gold, "CANDIDATE"))
    clerk = make_person("clerk", gold)
    copy = order_copy(request, by=clerk)
    cancel_job(copy.job, by=clerk)
    work_off()
    assert again(request).status == "accepted"
    order_copy(request, by=clerk)
    work_off()
    assert again(request).status == "prepared"
    Job.objects.filter(pk=copy.job_id).update(status="queued")
    work_on(copy.job_id)
    assert "moved on" in Job.objects.get(pk=copy.job_id).error


def test_stopped_in_the_middle_it_leaves_no_file(gold, monkeypatch):
    from electoral.jobs.lease import Cancelled
    from registers.actions import preparing

    def stop(*args, **how):
        how["out"].write_text("half a register")
        raise Cancelled

    monkeypatch.setattr(preparing, "write_data", stop)
    request = paid(asked(gold, "CANDIDATE"))
    copy = order_copy(request, by=make_person("clerk", gold))
    work_on(copy.job_id)
    assert Job.objects.get(pk=copy.job_id).status == "cancelled"
    making = papers().room_for_work().parent
    assert list(making.glob("copy-*")) == []


def test_what_a_killed_worker_left_is_swept_away():
    import os

    making = papers().room_for_work().parent
    old, young = making / "copy-JOLD-1", making / "copy-JNEW-1"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    assert sweep_making(by=None) == 1
    assert [left.name for left in making.glob("copy-*")] == ["copy-JNEW-1"]


@pytest.mark.rule("E3")
def test_whoever_prepared_it_does_not_check_it(gold):
    request = prepared(asked(gold, "CANDIDATE"))
    with pytest.raises(Refused, match="another person checks it"):
        check_copy(request, by=request.prepared_by)
    check_copy(request, by=make_person("clerk", gold))
    assert again(request).status == "checked"


def test_no_event_of_a_copy_names_anybody(gold):
    request = prepared(asked(gold, "CANDIDATE"))
    told = str(list(Event.objects.filter(subject=request.reference).values_list("data", flat=True)))
    assert "Testperson" not in told
    assert not Supply.objects.exists()
