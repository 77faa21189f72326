"""The planning figures in the administration: an edit ends one and begins another; nothing is deleted."""

from datetime import date
from decimal import Decimal

import pytest

from walks.models import PlanningFigure


@pytest.fixture
def figure(db):
    """A figure of its own, since those of the seed are kept between tests."""
    made = PlanningFigure.objects.create(
        code="pretend",
        meaning="Pretend price",
        unit="cents",
        value=Decimal(120),
        from_on=date(2026, 1, 1),
        source="Made up",
    )
    yield made
    assert PlanningFigure.objects.filter(code="pretend").exists()


def page(figure):
    return f"/admin/walks/planningfigure/{figure.pk}/change/"


def test_a_change_ends_the_figure_and_begins_another(figure, signed_in):
    client = signed_in("administrator")
    given = {"value": "150", "from_on": "1 July 2027", "source": "Pay office, 7/2027", "verified": "on"}
    assert client.post(page(figure), given).status_code == 302
    old, new = PlanningFigure.objects.filter(code="pretend").order_by("from_on")
    assert (old.value, old.ended_on, old.verified) == (120, date(2027, 7, 1), False)
    assert (new.value, new.from_on, new.ended_on, new.verified) == (150, date(2027, 7, 1), None, True)
    assert (new.meaning, new.unit, new.source) == ("Pretend price", "cents", "Pay office, 7/2027")
    shut = client.post(page(figure), given)
    assert shut.status_code == 403
    assert PlanningFigure.objects.filter(code="pretend").count() == 2


def test_a_figure_that_would_begin_before_the_old_one_is_refused(figure, signed_in):
    given = {"value": "150", "from_on": "1 July 2025", "source": "x"}
    said = signed_in("administrator").post(page(figure), given)
    assert "on or after the day on which the figure before began" in said.content.decode()
    assert PlanningFigure.objects.filter(code="pretend").count() == 1


def test_a_figure_is_not_deleted_and_others_do_not_come_here(figure, signed_in):
    assert (
        signed_in("administrator").get(f"/admin/walks/planningfigure/{figure.pk}/delete/").status_code == 403
    )
    assert signed_in("dro").get(page(figure)).status_code == 403
