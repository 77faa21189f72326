"""Forms RR004 for the tests: Walks with points, rates of pay, a delegation, a form at each stage by the real actions."""

from datetime import date
from decimal import Decimal

from electoral.office.models import Delegation
from electoral.roll.models import Residence
from tests.factories import AllocationFactory, LocalityFactory, ResidenceFactory, StreetFactory, WalkFactory
from walks.actions.classification import draft_form, submit_form
from walks.actions.endorsement import approve_line
from walks.actions.feature import fill_in_line
from walks.models import Classification, PlanningFigure

BEGAN = date(2026, 1, 5)


def lay_walk(division, number, *, doors=4, streets=("ACORN", "BANKSIA"), points=True, ccd="7990001"):
    """A Walk whose doors stand along made-up streets, `doors` in each."""
    walk = WalkFactory(division=division, number=number)
    suburb = LocalityFactory(division=division)
    for row, name in enumerate(streets):
        street = StreetFactory(locality=suburb, name=f"{name} {number}" if number > 1 else name)
        for n in range(1, doors + 1):
            place = (130.84 + 0.004 * number + 0.0004 * n, -12.46 - 0.0006 * row) if points else (None, None)
            home = ResidenceFactory(
                street=street, number_first=n, ccd_code=ccd, longitude=place[0], latitude=place[1]
            )
            AllocationFactory(residence=home, walk=walk)
    return walk


def set_rates(urban="95", low_density="160"):
    for code, value in (("pay_residence_urban", urban), ("pay_residence_low_density", low_density)):
        PlanningFigure.objects.filter(code=code, ended_on=None).update(ended_on=BEGAN)
        PlanningFigure.objects.create(
            code=code, meaning="Pay a residence", unit="cents", value=Decimal(value), from_on=BEGAN
        )


def delegate(division, instrument="Instrument 7 of 2026"):
    return Delegation.objects.create(state=division.area.state, instrument=instrument, from_on=BEGAN)


def keys_of(line):
    return [row["key"] for row in line.features]


def fill_in(line, by, *, features=("formed_roads", "standard_housing"), proposed="urban", **more):
    """The same features for every street, the class proposed, and remarks."""
    given = {"remarks": "Level streets with kerbs, houses and a few units.", **more}
    found = dict.fromkeys(keys_of(line), features)
    return fill_in_line(line, by=by, found=found, proposed_class=proposed, **given)


def drafted(division, *walks, by, **more):
    """A form of the Walks, filled in and ready to be submitted."""
    form = draft_form(division, walks=walks, by=by, **more)
    for line in form.lines.all():
        fill_in(line, by)
    return form


def submitted(division, *walks, by, **more):
    return submit_form(drafted(division, *walks, by=by, **more), by=by)


def approved(division, *walks, by, manager, **more):
    """A form whose every Walk the Area Manager approved under a delegation."""
    form = submitted(division, *walks, by=by, **more)
    for line in Classification.objects.filter(form=form):
        approve_line(line, by=manager)
    form.refresh_from_db()
    return form


def forget_points():
    Residence.objects.update(longitude=None, latitude=None)
