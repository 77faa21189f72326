"""What is bought as one document, from the quotation to the release; a division of two constituencies (E6, regulation 111)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.roll.models import Elector
from registers.actions.copy import check_copy, order_copy
from registers.actions.release import release_copy
from registers.models import EditionRow
from registers.rules.fee import Formula, by_register, price, price_of_registers
from tests.conftest import make_person
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.asking import accepted, again, asked, confirmed, in_england, item, paid, quoted
from tests.registers.asking import sealed as bare
from tests.registers.at_the_portal import CREDIT, answered
from tests.registers.editions import sealed
from tests.steps import work_off

DATA = Formula(2000, 150, 1000)
C1, C2 = "constituency:C1", "constituency:C2"
BOTH = ("FULL", "NOTICE")


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def street(office):
    return StreetFactory(locality=LocalityFactory(division=office, name="FABLETOWN"), name="PRETEND")


def move_in(street, numbers, areas: str = "") -> None:
    for n in numbers:
        home = ResidenceFactory(street=street, number_first=n, areas=areas)
        ElectorFactory(residence=home, elector_id=f"E{n}", surname=f"Testperson{n:03}", register_number=str(n), search_key=f"testperson{n:03}")  # fmt: skip


@pytest.fixture
def month(office, street, dro):
    """(the register of last month, that of today, the notice between them): one of five left, three came."""
    move_in(street, range(1, 6))
    before = sealed(office, dro, speaks_on=office.today() - timedelta(days=30))
    move_in(street, range(6, 9))
    Elector.objects.filter(elector_id="E1").update(ended_on=office.today())
    after = sealed(office, dro)
    return before, after, sealed(office, dro, "notice", earlier=before, later=after)


def told(request) -> list[tuple]:
    return [(line.entries, line.charged, line.amount) for line in request.quotation.lines.all()]


def quoted_in(request, **editions):
    """Quoted in the editions that are named by product."""
    request = confirmed(request)
    return quoted(request, editions={i.pk: editions[i.product_id] for i in request.items_now})


def supplied(request):
    """Paid, prepared by the real worker, checked by another, released."""
    request = paid(request)
    order_copy(request, by=make_person("clerk", request.division))
    work_off()
    check_copy(again(request), by=make_person("clerk", request.division))
    release_copy(again(request), way="link", key_way="telephone", by=make_person("clerk", request.division))
    return again(request)


@pytest.mark.rule("E6", "E7")
def test_a_register_bought_with_its_notice_is_quoted_paid_prepared_checked_and_released(office, month):
    before, _, notice = month
    request = quoted_in(asked(office, products=BOTH), FULL=before, NOTICE=notice)
    assert told(request) == [(5, 7, 2150), (4, 0, 0)]
    request = supplied(request)
    assert request.status == "released"
    assert request.copies.get().entries == 9


@pytest.mark.rule("E6")
def test_the_newest_register_and_the_notice_that_led_to_it_are_one_document_without_anybodys_choice(
    office, month
):
    """What the notice adds stands in the register that it led to; so it is not counted twice."""
    request = quoted(asked(office, products=BOTH))
    first, second = request.quotation.lines.all()
    assert told(request) == [(7, 7, 2150), (4, 0, 0)]
    assert (first.edition, second.edition) == month[1:]
    assert second.working.startswith("One document with: Full register")
    assert supplied(request).status == "released"


@pytest.mark.rule("E6")
def test_example_e_a_register_and_the_notice_of_it_cost_what_is_left_of_both(office):
    before, after = bare(office, entries=84_312), bare(office, entries=84_812)
    changed = {"added": 900, "deleted": 400}
    notice = bare(office, "notice", entries=1300, earlier=before, later=after, changed=changed)
    one = quoted_in(asked(office, products=BOTH), FULL=before, NOTICE=notice)
    assert told(one) == [(84_312, 84_812, 14_750), (1300, 0, 0)]
    assert one.quotation.lines.first().working == "£20.00 + 85 x £1.50, for 84,812 entries in all"


@pytest.mark.rule("E6")
def test_a_notice_of_another_register_form_or_part_is_a_document_of_its_own(office):
    before, after, later = (bare(office, entries=1000) for _ in range(3))
    notice = bare(office, "notice", entries=10, earlier=before, later=after, changed={"added": 10})
    another = quoted_in(asked(office, products=BOTH), FULL=later, NOTICE=notice)
    assert told(another) == [(1000, 1000, 2150), (10, 10, 2150)]
    on_paper = asked(office, items=[item("FULL", "print"), item("NOTICE")])
    assert told(quoted_in(on_paper, FULL=before, NOTICE=notice)) == [(1000, 1000, 1500), (10, 10, 2150)]


@pytest.mark.rule("E6")
@pytest.mark.parametrize(("area", "charged"), [(C1, 1000), (C2, 993)])
def test_a_notice_counts_only_in_the_part_that_is_asked_for(office, area, charged):
    """Nine were deleted and two were added in C2; nothing of that is in C1."""
    before, after = with_rows(office, {C1: 1000, C2: 1000}), bare(office, entries=1993)
    changed = {C1: {"altered": 1}, C2: {"deleted": 9, "added": 2}}
    notice = with_rows(office, {}, "notice", changed=changed, earlier=before, later=after)
    items = [item("FULL", area=area), item("NOTICE", area=area)]
    request = quoted_in(asked(office, items=items), FULL=before, NOTICE=notice)
    assert told(request)[0] == (1000, charged, 2150)


def with_rows(office, areas: dict, family: str = "register", *, changed=None, **more):
    """A sealed edition with a row for each entry of each area, or for what changed in it."""
    kinds = {(area, ""): count for area, count in areas.items()}
    kinds |= {(area, kind): n for area, what in (changed or {}).items() for kind, n in what.items()}
    return bare(office, family, entries=sum(kinds.values()), rows=kinds, **more)


@pytest.mark.rule("E6")
def test_example_c_two_constituencies_are_two_registers():
    cost = price_of_registers(DATA, by_register({C1: 74_210, C2: 71_905}, 146_115, 1000))
    words = "constituency C1 (74,210): £20.00 + 75 x £1.50; constituency C2 (71,905): £20.00 + 72 x £1.50"
    assert (cost.amount, cost.working) == (260_50, words)


@pytest.mark.rule("E6")
def test_the_whole_of_two_constituencies_is_priced_as_its_two_registers(office):
    edition = with_rows(office, {C1: 1001, C2: 999})
    line = quoted(asked(office)).quotation.lines.get()
    assert (line.edition, line.amount, line.charged, line.entries) == (edition, 2300 + 2150, 2000, 2000)
    apart = quoted(asked(office, items=[item("FULL", area=C1), item("FULL", area=C2)]))
    assert [line.amount for line in apart.quotation.lines.all()] == [2300, 2150]
    assert accepted(asked(office)).fee.amount == 4450


@pytest.mark.rule("E6")
def test_each_of_two_registers_bears_what_the_notice_changes_in_it(office):
    before, after = with_rows(office, {C1: 999, C2: 1002}), bare(office, entries=2002)
    changed = {C1: {"added": 2}, C2: {"deleted": 2, "added": 1}}
    notice = with_rows(office, {}, "notice", changed=changed, earlier=before, later=after)
    request = quoted_in(asked(office, products=BOTH), FULL=before, NOTICE=notice)
    assert told(request) == [(2001, 2002, 2 * 2000 + 4 * 150), (5, 0, 0)]
    assert "C1 (1,001): £20.00 + 2 x" in request.quotation.lines.first().working


@pytest.mark.rule("E6")
def test_a_marked_register_of_two_constituencies_is_priced_on_all_that_is_asked_for(office):
    with_rows(office, {C1: 3, C2: 3}, "marked", poll="Mayor 2026")
    request = quoted(asked(office, "CANDIDATE", ("MARKED",)))
    assert told(request) == [(6, 6, 1100)]


CHARGED = st.builds(Formula, st.integers(1, 5000), st.integers(0, 1000), st.integers(1, 2000))
COUNTS = st.dictionaries(st.sampled_from([f"constituency:C{n}" for n in range(12)]), st.integers(1, 10**5), min_size=1)  # fmt: skip


@settings(max_examples=60)
@given(CHARGED, COUNTS)
def test_the_whole_costs_the_sum_of_its_registers_and_says_how(formula, counts):
    whole = price_of_registers(formula, by_register(counts, sum(counts.values()), formula.block_size))
    assert whole.amount == sum(price(formula, count).amount for count in counts.values())
    assert len(whole.working) <= 300


@settings(max_examples=60)
@given(CHARGED, COUNTS, st.integers(0, 5000))
def test_an_entry_of_no_known_constituency_is_counted_once_where_it_costs_least(formula, counts, rest):
    entries = sum(counts.values()) + rest
    found = by_register(counts | {"": rest}, entries, formula.block_size)
    assert sum(found.values()) == entries
    if len(counts) > 1:
        others = [counts | {name: count + rest} for name, count in counts.items()]
        assert price_of_registers(formula, found).amount == min(
            price_of_registers(formula, other).amount for other in others
        )


def test_no_register_is_made_of_entries_without_a_constituency():
    assert by_register({"": 50, C1: 7}, 57, 1000) == {"": 57}
    assert by_register({}, 84_312, 1000) == {"": 84_312}
    assert price_of_registers(DATA, {"": 84_312}).amount == 147_50


def test_a_notice_pairs_with_rows_of_its_own_edition_alone(office, month):
    """The rows that count are the notice's, not another's of that division."""
    bare(office, "notice", entries=99, earlier=month[0], later=month[1], changed={"added": 99})
    request = quoted_in(asked(office, products=BOTH), FULL=month[0], NOTICE=month[2])
    assert told(request)[0] == (5, 7, 2150)
    assert EditionRow.objects.filter(change="added").count() > 99


@pytest.mark.rule("E3", "E6")
def test_before_it_is_asked_for_the_portal_says_the_same_sum(client, office):
    before, after = with_rows(office, {C1: 1001, C2: 1000}), with_rows(office, {C1: 1001, C2: 999})
    bare(office, "notice", entries=1, earlier=before, later=after, changed={"deleted": 1})
    copies = {"FULL-form": "data", "FULL-area": "whole", "NOTICE-form": "data", "NOTICE-area": "whole"}
    answered(client, CREDIT | {"what": {"what": [*BOTH]}, "copies": copies}, until="may")
    page = " ".join(client.get("/registers/ask/may/").content.decode().split())
    assert "constituency C1 (1,001): £20.00 + 2 x £1.50; constituency C2 (999): £20.00 + 1 x £1.50" in page
    assert "One document with: Full register, data, the whole" in page
    assert "All of it together, if you are entitled: <strong>£44.50</strong>" in page
    assert told(quoted(asked(office, products=BOTH))) == [(2000, 2000, 4450), (1, 0, 0)]
