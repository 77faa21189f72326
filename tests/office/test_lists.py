"""What the lists of every room share."""

import pytest
from django.test import RequestFactory

from electoral.office.lists import in_order, safe_cell
from electoral.office.models import Division


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ("name", "-pk")),
        ("?sort=code", ("code", "name", "-pk")),
        ("?sort=-code", ("-code", "name", "-pk")),
        ("?sort=area__state__name", ("name", "-pk")),
    ],
)
def test_a_list_is_ordered_by_the_names_it_knows_and_by_its_key_in_the_end(asked, order):
    rows = in_order(RequestFactory().get(f"/{asked}"), Division.objects.all(), {"code": "code"}, "name")
    assert rows.query.order_by == order


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_calculate_has_an_apostrophe(typed):
    assert safe_cell(typed) == f"'{typed}"
    assert safe_cell("1 Pretend Street") == "1 Pretend Street"
    assert safe_cell(-1) == -1
