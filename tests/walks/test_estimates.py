"""The estimate: a pure function of counts and dated figures, saved as versions that never change (2a)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.office.refusals import NotPermitted, Refused
from tests.factories import ElectorFactory
from tests.walks.plans import choose, lay_walks, part_of, walk
from walks.actions.estimate import change_figure, make_estimate
from walks.actions.roll_review import join_walks
from walks.actions.workload import make_workloads
from walks.documents.estimate import changed_walks, compared, said
from walks.models import Allocation, Estimate, PlanningFigure
from walks.queries import figures_in_force
from walks.rules.estimate import METHODS, NEEDED, Span, WalkFacts, costs_of, dollars, line_of, totals_of

FIGURES = {
    "norm_urban": "17", "norm_low_density": "10", "forms_share": "0.7", "hours_a_day": "3", "days_a_week": "5",
    "additions_share": "0.1", "cards_share": "0.15", "letters_a_residence": "1.2", "spare_share": "0.1",
    "pay_residence_urban": "120", "pay_residence_low_density": "200", "pay_form": "50", "price_card": "10",
    "price_letter": "260", "price_schedule": "310", "price_agent": "450",
}  # fmt: skip
FIGURES = {code: Decimal(value) for code, value in FIGURES.items()}
SPAN = Span(date(2027, 3, 1), date(2027, 3, 28), workloads=2, walks_in_none=1, dwellings_by_schedule=3)


def reckon(*walks, span=SPAN, figures=FIGURES):
    lines = [line_of(one, figures) for one in walks]
    return lines, {total.code: total for total in totals_of(lines, span, figures)}


@pytest.mark.rule("2a", "1.6b")
def test_an_estimate_reckoned_by_hand():
    lines, totals = reckon(
        WalkFacts(1, 340, 700, "urban"),
        WalkFacts(2, 100, 150, "low_density"),
        WalkFacts(3, 200, 380, "urban", "mail"),
    )
    assert [line.hours for line in lines] == [20, 10, 0]
    expected = {
        "walks": 3, "residences": 640, "electors": 1230, "hours": 30, "days": 10, "workloads": 3, "officers": 1,
        "additions": 64, "forms": Decimal("44.8"), "cards": 66, "letters": 240,
        "cost": 42_500 + 20_500 + 62_400, "order_listings": 2, "order_cards": 73, "order_forms": 71, "order_letters": 264,
        "order_schedules": 4,
    }  # fmt: skip
    assert {code: totals[code].value for code in expected} == expected
    assert lines[0].costs == {"visit": 42_500, "schedule": 105_400, "mail": 106_080, "agent": 153_000}
    assert lines[1].costs["visit"] == 20_500


@pytest.mark.rule("2a", "6.7a")
def test_seventy_forms_are_expected_of_a_hundred_additions():
    _, totals = reckon(WalkFacts(1, 1000, 0))
    assert (totals["additions"].value, totals["forms"].value) == (100, 70)


@pytest.mark.rule("2a")
def test_officers_are_enough_for_the_dates():
    _, totals = reckon(WalkFacts(1, 17 * 3 * 41, 0, "urban"))  # 41 days, 20 of them between the dates
    assert totals["officers"].value == 3


walks_of = st.lists(
    st.builds(
        WalkFacts,
        number=st.integers(1, 999),
        residences=st.integers(0, 900),
        electors=st.integers(0, 2000),
        walk_class=st.sampled_from(["", "urban", "low_density"]),
        method=st.sampled_from(METHODS),
    ),
    max_size=8,
)


@pytest.mark.rule("2a")
@settings(max_examples=60, deadline=None)
@given(walks_of)
def test_the_same_walks_give_the_same_figures_and_the_totals_are_those_of_the_walks(walks):
    lines, totals = reckon(*walks)
    assert (lines, totals) == reckon(*walks)
    assert totals["hours"].value == sum(line.hours for line in lines)
    assert totals["cost"].value == sum(line.costs[line.walk.method] for line in lines)
    assert {code: t.value for code, t in reckon(*reversed(walks))[1].items()} == {
        c: t.value for c, t in totals.items()
    }
    for total in totals.values():
        assert total.formula
        assert total.value >= 0
    assert all(line.hours == 0 for line in lines if line.walk.method != "visit")


def test_more_residences_cost_no_less_by_any_method():
    for method in METHODS:
        costs = [costs_of(WalkFacts(1, n, 0), FIGURES)[method] for n in (0, 1, 10, 100)]
        assert costs == sorted(costs)
        assert costs[0] == 0


def test_money_is_said_in_dollars():
    assert (dollars(123_450), dollars(-5), said("12.50", "hours"), said("1204", "forms")) == (
        "$1,234.50",
        "-$0.05",
        "12.50",
        "1,204",
    )


@pytest.fixture
def part(division, dro):
    return part_of(division, by=dro, sizes=(34, 17))


@pytest.mark.rule("2a")
def test_a_version_keeps_what_was_there_and_never_changes(part, dro, clerk):
    home = Allocation.objects.filter(walk__number=1).first().residence
    ElectorFactory(residence=home)
    first = make_estimate(part, by=clerk)
    ElectorFactory(residence=home)
    choose(part, 2, method="mail", by=dro)
    second = make_estimate(part, by=dro)
    assert (first.version, second.version) == (1, 2)
    assert [line.electors for line in first.lines.order_by("walk__number")] == [1, 0]
    rows = {row["label"]: row["change"] for row in compared(first, second)}
    assert (rows["Electors"], rows["Hours of calling"], rows["Residences"]) == ("+1", "-1", "")
    assert [row[0] for row in changed_walks(first, second)] == ["Walk 1", "Walk 2"]
    for statement in ("UPDATE walks_estimate SET version = 9", "DELETE FROM walks_estimateline"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.rule("2a")
def test_the_same_data_gives_the_same_version_again(part, clerk):
    first, second = make_estimate(part, by=clerk), make_estimate(part, by=clerk)
    assert (first.totals, first.figures) == (second.totals, second.figures)
    assert changed_walks(first, second) == []
    assert not any(row["change"] for row in compared(first, second))


@pytest.mark.rule("1.6b", "2a")
def test_another_norm_makes_another_version_and_the_old_one_stands(part, clerk, person):
    first = make_estimate(part, by=clerk)
    norm = PlanningFigure.objects.get(code="norm_urban", ended_on=None)
    with transaction.atomic():
        change_figure(
            norm,
            value=Decimal(34),
            from_on=date(2026, 1, 1),
            source="Agreed",
            verified=True,
            by=person("administrator"),
        )
        second = make_estimate(part, by=clerk)
        assert [v.totals[3]["value"] for v in (first, second)] == ["3.00", "1.50"]
        transaction.set_rollback(True)  # the figures are the seed's, for the tests after this one


def test_a_changed_figure_ends_one_and_begins_another(division, person):
    norm = PlanningFigure.objects.get(code="norm_urban", ended_on=None)
    administrator = person("administrator")
    new = {"value": Decimal(20), "source": "Agreed", "verified": True}
    with transaction.atomic():
        change_figure(norm, from_on=date(2027, 1, 1), **new, by=administrator)
        state = division.area.state
        assert figures_in_force(state, date(2026, 12, 31))["norm_urban"] == 17
        assert figures_in_force(state, date(2027, 1, 1))["norm_urban"] == 20
        with pytest.raises(Refused, match="ended on"):
            change_figure(norm, from_on=date(2027, 2, 1), **new, by=administrator)
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanningFigure.objects.filter(code="norm_urban").update(value=1)
        PlanningFigure.objects.create(
            state=state, code="norm_urban", meaning="x", unit="x", value=12, from_on=date(2026, 1, 1)
        )
        assert figures_in_force(state, date(2027, 1, 1))["norm_urban"] == 12
        transaction.set_rollback(True)
    with pytest.raises(NotPermitted):
        change_figure(norm, from_on=date(2027, 1, 1), **new, by=person("dro"))
    with pytest.raises(Refused, match="begins on 1 January 2020 or later"):
        change_figure(norm, from_on=date(2019, 1, 1), **new, by=administrator)


def test_every_figure_that_an_estimate_needs_is_seeded_with_its_source(db):
    rows = {row.code: row for row in PlanningFigure.objects.all()}
    assert set(NEEDED) <= set(rows)
    assert all(row.source for row in rows.values())
    assert {code for code, row in rows.items() if row.verified} == {
        "norm_urban",
        "norm_low_density",
        "forms_share",
    }


def test_an_estimate_without_walks_or_by_the_area_manager_is_refused(division, dro, person):
    part = part_of(division, by=dro, sizes=())
    with pytest.raises(Refused, match="No Walk"):
        make_estimate(part, by=dro)
    with pytest.raises(NotPermitted):
        make_estimate(part, by=person("area_manager"))


@pytest.mark.rule("2a")
def test_a_clerk_makes_reads_compares_and_takes_it_as_a_file(part, signed_in, dro):
    client, base = signed_in("clerk"), f"/walks/reviews/plan/{part.reference}/estimates/"
    made = client.post(f"{base}make/")
    page = client.get(made.url).content.decode()
    for words in (
        "no outcome yet",
        "To be verified",
        "residences × pay for each by class",
        "$63.75",
        "working days from",
    ):
        assert words in page, words
    lines = b"".join(client.get(f"{made.url}?format=csv")).decode().splitlines()
    assert lines[1].startswith("1,urban,visit,34,0,2.00,42.50,")
    totals = b"".join(client.get(f"{made.url}?format=totals")).decode()
    assert "Residences,51,residences,sum of the Walks," in totals
    assert "Two versions are needed" in client.get(f"{base}compare/").content.decode()
    choose(part, 2, method="mail", by=dro)
    client.post(f"{base}make/")
    compared_page = client.get(f"{base}compare/?version=1&version=2").content.decode()
    assert "Mail review" in compared_page
    assert "Version 2" in client.get(base).content.decode()
    assert client.get(f"{base}99/").status_code == 404


def test_250_walks_are_estimated_in_a_few_queries(part, signed_in, clerk):
    lay_walks(part.division, [2] * 248, first=10)
    join_walks(part, by=clerk)
    make_workloads(part, by=clerk)
    with CaptureQueriesContext(connection) as asked:
        made = make_estimate(part, by=clerk)
    assert len(asked) < 30
    client = signed_in("clerk")
    with CaptureQueriesContext(connection) as many:
        assert (
            client.get(f"/walks/reviews/plan/{part.reference}/estimates/{made.version}/").status_code == 200
        )
    assert Estimate.objects.get().lines.count() == 250
    assert len(many) < 20
    assert walk(part.division, 1)
