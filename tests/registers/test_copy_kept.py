"""What the law lets its recipient keep: no day is named for its destruction (E9)."""

import pytest

from registers.actions.release import hand_over
from tests.registers.asking import asked, in_england
from tests.registers.at_the_portal import come_back
from tests.registers.copies import released
from tests.registers.test_copy import gold, opened, prepared
from tests.registers.test_portal_follow import words

__all__ = ["gold"]


@pytest.mark.rule("E9", "E9b")
@pytest.mark.parametrize(
    ("applicant", "products", "ends"),
    [("PUBLIC_LIBRARY_ARCHIVE", ["FULL"], False), ("PUBLIC", ["OPEN"], False), ("CRA", ["FULL"], True)],
)
def test_what_the_law_lets_one_keep_names_no_day_of_its_destruction(gold, applicant, products, ends):
    request = prepared(asked(gold, applicant, products))
    assert (request.destroy_by is not None) is ends
    assert ("Destroy by" in opened(request).read("READ-THIS-FIRST.txt").decode()) is ends


@pytest.mark.rule("E7", "E9")
@pytest.mark.parametrize(("kind", "is_asked"), [("PUBLIC_LIBRARY_ARCHIVE", False), ("CANDIDATE", True)])
def test_who_keeps_a_copy_by_law_is_not_asked_to_destroy_it(division, kind, is_asked):
    request = asked(in_england(division), kind)
    release, _, _ = released(request, way="collection", key_way="letter")
    hand_over(release, handed_to="Vera Testperson (passport)", by=release.released_by)
    page = words(come_back(request.reference, request.word).get("/registers/follow/request/"))
    assert ("It is destroyed" in page, "You need not destroy it" in page) == (is_asked, not is_asked)
