"""Letters of Appendix A: to whom, what they tell, what they never tell, and when they are out of date (3.3, 3.4)."""

import threading
from datetime import date, time

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pypdf import PdfReader

from electoral.office.models import Appointment
from electoral.office.refusals import NotPermitted, Refused
from electoral.papers.actions import open_document
from electoral.papers.models import Document, Wording
from electoral.papers.wording import KINDS, WordingFault, write_wording
from review.actions.letter import (
    add_addressee,
    change_addressee,
    end_addressee,
    order_letters_file,
    write_letters,
)
from review.models import Addressee, PublicityLetter
from tests.conftest import make_person
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory, WalkFactory
from tests.review.publishing import FROM, UNTIL, review_of, told
from tests.review.recruiting import CANARY, advertised, appointed, positioned, received
from tests.steps import work_off
from walks.models import DivisionReview


@pytest.fixture
def clerk(person):
    return person("clerk")


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def part(division, dro):
    return review_of(division).parts["GOLD"]


def words_of(letter) -> str:
    letter.document.refresh_from_db()
    with open_document(letter.document) as file:
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(file).pages)


def stale():
    return PublicityLetter.objects.newest().out_of_date()


@pytest.mark.rule("3.3a", "3.4a", "A")
def test_each_addressee_gets_a_letter_with_areas_hours_period_and_the_dros_name(part, clerk, dro):
    who = told(part.division, clerk)
    letters = write_letters(part, who, by=clerk)
    work_off()
    assert [x.addressee for x in letters] == who
    for letter in letters:
        words = words_of(letter)
        for said in ("Fabletown and Mockton", "8 am - 8 pm", "3 May 2027 to 28 May 2027", str(dro), "Divisional Returning Officer",
                     "Identity/Authority Cards displaying their photographs", "distinctive satchel", letter.reference, "Page 1 of 1",
                     letter.addressee.name, "GPO Box 1"):  # fmt: skip
            assert said in words, (letter, said)


@pytest.mark.rule("3.3a")
def test_neighbourhood_watch_is_addressed_through_the_district_headquarters(part, clerk):
    (letter,) = write_letters(part, told(part.division, clerk, "police"), by=clerk)
    assert letter.facts["to"][:3] == [
        "Officer in Charge, Neighbourhood Watch",
        "Fabletown Police Station",
        "Through: Fabletown District Headquarters",
    ]
    with pytest.raises(Refused, match="District Headquarters"):
        add_addressee(
            part.division, by=clerk, kind="police", name="Mockton Police", postal="x", areas="Mockton"
        )
    with pytest.raises(IntegrityError, match="police_are_told_through_headquarters"), transaction.atomic():
        Addressee.objects.filter(kind="police").update(through="")


@pytest.mark.rule("3.3a", "3.4a")
def test_no_officer_no_walk_and_no_address_is_in_any_letter(division, clerk, dro):
    """Everything that a letter must not tell stands in the division under names found nowhere else."""
    position = positioned(division, clerk)
    advertised(position)
    officer = appointed(received(division, clerk, position), dro)
    WalkFactory(division=division, number=78901)
    street = StreetFactory(locality=LocalityFactory(division=division), name="CANARYGROVE")
    ElectorFactory(residence=ResidenceFactory(street=street, number_first=4711), surname="Canaryperson")
    letters = write_letters(position.review, told(division, clerk), by=clerk)
    work_off()
    hidden = [
        *CANARY.values(),
        str(officer),
        officer.reference,
        "78901",
        "CANARYGROVE",
        "4711",
        "Canaryperson",
        "Walk",
    ]
    for letter in letters:
        text = f"{words_of(letter)} {letter.facts}".casefold()
        assert [word for word in hidden if word.casefold() in text] == []


@pytest.mark.rule("3.3a", "3.4a")
@pytest.mark.parametrize(
    ("changed", "is_stale"),
    [
        ({"calling_from": time(9)}, True),
        ({"calling_until": time(19)}, True),
        ({"starts_on": date(2027, 5, 4)}, True),
        ({"ends_on": date(2027, 6, 1)}, True),
        ({"areas": "Fabletown alone"}, True),
        ({"postal": "GPO Box 2"}, False),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_change_of_areas_hours_or_period_puts_the_letter_out_of_date_and_proposes_a_new_one(
    part, clerk, changed, is_stale
):
    who = told(part.division, clerk, "federal")
    (first,) = write_letters(part, who, by=clerk)
    assert not stale().exists()
    if not {"areas", "postal"} & set(changed):
        DivisionReview.objects.filter(pk=part.pk).update(**changed)
    else:
        now = {"postal": who[0].postal, "areas": who[0].areas}
        change_addressee(who[0], by=clerk, **now | changed)
    assert list(stale()) == ([first] if is_stale else [])
    assert Addressee.objects.told_of(part).get().is_out_of_date == is_stale
    if is_stale:
        (second,) = write_letters(part, who, by=clerk)
        assert not stale().exists()
        assert list(PublicityLetter.objects.newest()) == [second]
    else:
        with pytest.raises(Refused, match="no letter yet"):
            write_letters(part, who, by=clerk)


def test_a_letter_is_written_once_and_its_facts_stay(part, clerk):
    who = told(part.division, clerk)
    write_letters(part, who, by=clerk)
    with pytest.raises(Refused):
        write_letters(part, who, by=clerk)
    assert PublicityLetter.objects.count() == len(who)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PublicityLetter.objects.update(facts={})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PublicityLetter.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_write_once(part, clerk):
    who, answers, ready = told(part.division, clerk), [], threading.Barrier(2)

    def attempt():
        ready.wait()
        try:
            answers.append(len(write_letters(part, who, by=clerk)))
        except Refused:
            answers.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [0, len(who)]
    assert PublicityLetter.objects.count() == len(who)


@pytest.mark.rule("A")
def test_the_writers_name_stands_under_it_where_there_are_several_and_nobody_elses(part, clerk, dro):
    other = make_person("dro", part.division, name="Rufus Testperson")
    who = told(part.division, clerk)
    by_clerk, by_other = write_letters(part, who[:1], by=clerk), write_letters(part, who[1:2], by=other)
    assert [by_clerk[0].facts["dro"], by_other[0].facts["dro"]] == [str(dro), "Rufus Testperson"]


@pytest.mark.rule("A")
def test_without_a_dro_in_force_no_letter_is_written(part, clerk, dro):
    Appointment.objects.filter(user=dro).update(ended_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="no Divisional Returning Officer"):
        write_letters(part, told(part.division, clerk), by=clerk)
    assert not PublicityLetter.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.rule("A")
def test_a_changed_wording_is_in_the_next_letter_and_the_first_stays(part, clerk, person):
    who = told(part.division, clerk, "federal", "state")
    (first,) = write_letters(part, who[:1], by=clerk)
    body = "Dear Member,\n\nOfficers call in {areas}, {hours}, {period}. WRITTEN ANEW."
    write_wording(
        KINDS["letter_member"],
        state=None,
        title="New title",
        body=body,
        from_on=part.division.today(),
        by=person("administrator"),
    )
    (second,) = write_letters(part, who[1:], by=clerk)
    work_off()
    assert "WRITTEN ANEW" in words_of(second)
    assert "distinctive satchel" in words_of(first)


def test_where_no_wording_is_in_force_it_is_said_and_nothing_is_written(part, clerk):
    Wording.objects.filter(kind="letter_council").update(ended_on=date(2026, 2, 2))
    with pytest.raises(WordingFault, match="no wording in force"):
        write_letters(part, told(part.division, clerk), by=clerk)
    assert not PublicityLetter.objects.exists()


@pytest.mark.rule("3.3a", "3.4a")
def test_all_letters_of_a_review_come_in_one_file_the_newest_of_each(part, clerk):
    with pytest.raises(Refused, match="No letter is written"):
        order_letters_file(part, by=clerk)
    who = told(part.division, clerk)
    write_letters(part, who, by=clerk)
    with pytest.raises(Refused, match="still being made"):
        order_letters_file(part, by=clerk)
    work_off()
    change_addressee(who[0], by=clerk, postal="x", areas="Fabletown alone", through="Headquarters")
    write_letters(part, who, by=clerk)
    end_addressee(who[3], by=clerk)
    work_off()
    document = order_letters_file(part, by=clerk)
    work_off()
    document.refresh_from_db()
    with open_document(document) as file:
        pages = [page.extract_text() for page in PdfReader(file).pages]
    newest = PublicityLetter.objects.newest().filter(addressee__ended_on=None)
    assert sorted(r for r in newest.values_list("reference", flat=True)) == sorted(
        letter.reference
        for page in pages
        for letter in PublicityLetter.objects.all()
        if letter.reference in page
    )


def test_another_division_and_who_only_looks_write_nothing(part, clerk, person, other_division):
    who = told(part.division, clerk)
    for other in (
        person("dro", other_division),
        person("area_manager"),
        person("information_officer"),
        person("auditor"),
    ):
        with pytest.raises(NotPermitted):
            write_letters(part, who, by=other)
        with pytest.raises(NotPermitted):
            add_addressee(part.division, by=other, kind="state", name="X", postal="x", areas="Mockton")
        with pytest.raises(NotPermitted):
            change_addressee(who[0], by=other, postal="x", areas="Mockton", through="x")
    assert not PublicityLetter.objects.visible_to(person("dro", other_division)).exists()


def test_areas_that_name_a_walk_or_a_door_are_refused(part, clerk):
    for areas in ("Walk 12", "12 Pretend Street"):
        with pytest.raises(Refused, match="no Walk and no address"):
            add_addressee(part.division, by=clerk, kind="state", name="X", postal="x", areas=areas)


def test_an_addressee_is_entered_once_and_again_after_it_ended(part, clerk):
    (first,) = told(part.division, clerk, "federal")
    with pytest.raises(Refused, match="already: this one"):
        told(part.division, clerk, "federal")
    end_addressee(first, by=clerk)
    assert told(part.division, clerk, "federal")
    assert (part.starts_on, part.ends_on) == (FROM, UNTIL)
