"""A document that holds no entry: it is not sold, is nobody's later document, and stands in nobody's way (E6, E7)."""

import pytest

from electoral.office.refusals import Refused
from registers.actions.copy import check_copy, order_copy
from registers.actions.release import release_copy
from registers.actions.serving import serve_standing
from registers.models import Standing
from tests.conftest import make_person
from tests.registers.asking import again, asked, confirmed, in_england, item, paid, quoted, somebody
from tests.registers.asking import sealed as bare
from tests.registers.editions import sealed
from tests.registers.later import standing_of
from tests.registers.test_bundling import move_in, street  # noqa: F401
from tests.steps import work_off

EMPTY = "It holds no entry: nothing is charged"


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def dro(office):
    return somebody(office, "dro")


def notice(office, entries: int):
    before, after = bare(office), bare(office)
    return bare(office, "notice", entries=entries, earlier=before, later=after)


@pytest.mark.rule("E7")
@pytest.mark.parametrize("applicant", ["CRA", "REG_PARTY"])
def test_a_month_without_a_change_asks_nobody_for_money_and_ends_no_standing_request(office, dro, applicant):
    """One pays for each notice, the other has them free."""
    notice(office, 10)
    standing = standing_of(office, applicant, "NOTICE")
    assert serve_standing(notice(office, 0), by=dro) == []
    assert Standing.objects.in_force().get() == standing
    assert [request.standing for request in serve_standing(notice(office, 3), by=dro)] == [standing]


@pytest.mark.rule("E7")
def test_a_part_without_an_entry_is_nobodys_later_document(office, dro):
    bare(office, rows={("constituency:C1", ""): 3})
    standing = standing_of(office, area="constituency:C1")
    assert serve_standing(bare(office, rows={("constituency:C2", ""): 3}), by=dro) == []
    assert len(serve_standing(bare(office, rows={("constituency:C1", ""): 1}), by=dro)) == 1
    assert Standing.objects.in_force().get() == standing


@pytest.mark.rule("E5", "E6", "E7")
@pytest.mark.parametrize("form", ["data", "print"])
def test_an_empty_list_among_others_costs_nothing_says_so_and_is_released_with_them(
    office,
    dro,
    street,  # noqa: F811
    form,
):
    move_in(street, (1, 2))
    sealed(office, dro)
    request = quoted(asked(office, items=[item("FULL", form), item("OVERSEAS", form)]))
    first, second = request.quotation.lines.all()
    assert (second.entries, second.charged, second.amount, second.working) == (0, 0, 0, EMPTY)
    assert request.quotation.amount == first.amount > 0
    request = paid(request)
    order_copy(request, by=make_person("clerk", office))
    work_off()
    check_copy(again(request), by=make_person("clerk", office))
    release_copy(again(request), way="link", key_way="telephone", by=make_person("clerk", office))
    assert again(request).status == "released"


@pytest.mark.rule("E6")
def test_where_nothing_that_is_asked_for_holds_an_entry_the_refusal_says_what_to_do(office):
    bare(office, entries=0)
    request = confirmed(asked(office, products=("FULL", "OVERSEAS")))
    with pytest.raises(Refused, match=r"not sold.*Name another edition, or refuse the request and say so"):
        quoted(request)
