"""Of which edition a thing is quoted, and what this office does not prepare (E5, E6)."""

import pytest

from electoral.office.refusals import Refused
from registers.actions.pricing import editions_open_to
from registers.models import Product, RequestItem
from tests.registers.asking import asked, in_england, item, quoted, sealed


@pytest.mark.rule("E6", "E7")
def test_lists_as_they_stand_are_quoted_though_the_poll_of_the_later_ones_is_named(division):
    todays = sealed(in_england(division), "absent", stage="current")
    sealed(division, "absent", stage="final", poll="Mayor 2027")
    request = quoted(asked(division, "CANDIDATE", items=[item("AVL", poll="Mayor 2027", later=True)]))
    assert request.quotation.lines.get().edition == todays


@pytest.mark.rule("E5")
@pytest.mark.parametrize(("product", "family"), [("CERT", "register"), ("PVA", "absent")])
def test_lists_of_an_election_of_which_no_file_is_kept_are_not_given_out_of_todays_roll(
    division, product, family
):
    request = asked(division, "CANDIDATE")
    sealed(division, family)
    wanted = RequestItem(request=request, product=Product.objects.get(pk=product), form="data")
    with pytest.raises(Refused, match="this office does not prepare it"):
        editions_open_to(request, wanted)
