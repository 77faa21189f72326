"""The dated figures that plans and papers reckon with: norms, prices, shares."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from walks.queries.place import model


def figures_in_force(state, on: date) -> dict[str, Decimal]:
    """The planning figures on a date by their code: a State's own goes before the one for every State.

    Prices are cents, shares parts of one, norms residences an hour. A code that nobody has set is not there.
    """
    figures = model("PlanningFigure").objects.in_force(on).filter(Q(state=state) | Q(state=None))
    return dict(figures.order_by(F("state").asc(nulls_first=True)).values_list("code", "value"))
