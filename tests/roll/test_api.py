"""The API: the same rows, roles and refusals as the pages, and nothing that a page would not show."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from electoral.jobs.models import Job
from electoral.roll.models import Residence
from tests.factories import AllocationFactory, LocalityFactory, ResidenceFactory, StreetFactory, WalkFactory
from tests.steps import load_golden
from walks.models import Listing, Walk


@pytest.fixture
def placed(division):
    """A residence in its Walk."""
    home = ResidenceFactory(street=StreetFactory(locality=LocalityFactory(division=division)))
    return AllocationFactory(residence=home)


@pytest.fixture
def golden(division, person):
    load_golden(division, person("dro"))
    return division


def post(client, address, **data):
    return client.post(address, json.dumps(data), content_type="application/json")


def order(client, division):
    walks = list(Walk.objects.filter(division=division).values_list("reference", flat=True))
    return post(client, "/api/listings/order/", division=division.code, walks=walks)


def test_a_residence_has_its_address_its_walk_and_no_names(signed_in, placed):
    home = placed.residence
    (row,) = signed_in("clerk").get("/api/residences/").json()["results"]
    assert row == {
        "reference": home.reference, "division": "GOLD", "address": home.line, "street": "PRETEND", "dwelling_kind": "private",
        "not_to_be_visited": False, "walk": placed.walk.reference, "walk_number": placed.walk.number,
    }  # fmt: skip


@pytest.mark.rule("6.1f")
def test_a_closed_residence_differs_in_one_flag_alone(signed_in, golden):
    client = signed_in("clerk")
    rows = {r["reference"]: r for r in client.get("/api/residences/", {"limit": 200}).json()["results"]}
    closed = Residence.objects.filter(not_to_be_visited=True)
    assert {ref for ref, row in rows.items() if row["not_to_be_visited"]} == {r.reference for r in closed}
    assert len({frozenset(row) for row in rows.values()}) == 1
    counts = sum(w["residences"] for w in client.get("/api/walks/").json()["results"])
    assert counts == len(rows)


@pytest.mark.parametrize(
    "query",
    ["surname=Testperson", "electors=1", "ordering=electors", "search=x", "street__name__startswith=P", "q=1", "walk=%00",
     "not_to_be_visited=true", "street=" + "x" * 201],
)  # fmt: skip
def test_no_parameter_but_the_named_ones_is_taken(signed_in, placed, query):
    client = signed_in("clerk")
    for rows in ("residences", "walks", "listings", "jobs"):
        assert client.get(f"/api/{rows}/?{query}").status_code == 400
    assert client.get(f"/api/residences/{placed.residence.reference}/?{query}").status_code == 400


def test_the_named_ones_narrow_the_list(signed_in, placed):
    client = signed_in("clerk")
    other = ResidenceFactory(street=StreetFactory(locality=placed.residence.street.locality, name="BANKSIA"))
    for query, found in (({"street": "banksia"}, other), ({"walk": placed.walk.reference}, placed.residence)):
        assert [r["reference"] for r in client.get("/api/residences/", query).json()["results"]] == [
            found.reference
        ]
    assert client.get("/api/residences/", {"division": "LEAD"}).json()["results"] == []
    assert client.get("/api/walks/", {"number": "abc"}).status_code == 400


def test_a_page_has_a_limit_whatever_is_asked(signed_in, placed):
    WalkFactory.create_batch(205, division=placed.division)
    client = signed_in("clerk")
    assert len(client.get("/api/walks/").json()["results"]) == 50
    assert len(client.get("/api/walks/", {"limit": 5000}).json()["results"]) == 200


def test_lists_take_as_many_queries_for_many_rows(signed_in, golden, django_assert_max_num_queries):
    client = signed_in("clerk")
    order(client, golden)
    for rows in ("residences", "walks", "listings", "jobs"):
        with django_assert_max_num_queries(7):
            client.get(f"/api/{rows}/")


def test_rows_of_another_division_are_not_there(signed_in, placed, other_division):
    client = signed_in("clerk", other_division)
    assert client.get("/api/residences/").json()["results"] == []
    for address in (f"residences/{placed.residence.reference}", f"walks/{placed.walk.reference}"):
        assert client.get(f"/api/{address}/").status_code == 404
    refused = post(client, "/api/listings/order/", division="GOLD", walks=[placed.walk.reference])
    assert refused.status_code == 404
    mixed = post(client, "/api/listings/order/", division="LEAD", walks=[placed.walk.reference])
    assert mixed.status_code == 404


def test_roles_that_see_no_row_of_a_kind_are_told_so(signed_in, placed):
    answers = {
        role: [
            signed_in(role).get(f"/api/{rows}/").status_code
            for rows in ("walks", "residences", "listings", "jobs")
        ]
        for role in ("clerk", "auditor", "area_manager", "administrator", "officer")
    }
    assert answers == {
        "clerk": [200] * 4, "auditor": [200] * 4, "area_manager": [200, 403, 403, 403], "administrator": [403] * 4, "officer": [403] * 4,
    }  # fmt: skip


def test_whoever_is_not_signed_in_gets_nothing(client, placed):
    assert {client.get(f"/api/{a}").status_code for a in ("", "walks/", "residences/", "schema/")} == {403}


def test_an_area_manager_sees_walks_without_their_listings(signed_in, golden):
    order(signed_in("clerk"), golden)
    (first, *_) = signed_in("area_manager").get("/api/walks/").json()["results"]
    assert first["listings"] == []
    assert first["residences"] > 0


def test_listings_are_ordered_watched_and_stopped(signed_in, golden):
    client = signed_in("clerk")
    ordered = order(client, golden)
    assert ordered.status_code == 201
    reference = ordered.json()["listings"][0]
    row = client.get(f"/api/listings/{reference}/").json()
    assert (row["status"], row["version"], row["pages"]) == ("ordered", 1, None)
    stopped = client.post(f"/api/listings/{reference}/cancel/")
    assert stopped.json()["status"] == "cancelled"
    assert client.post(f"/api/listings/{reference}/cancel/").status_code == 409
    assert client.post(f"/api/listings/{reference}/retry/").json()["status"] == "queued"
    job = client.get(f"/api/jobs/{stopped.json()['reference']}/").json()
    assert (job["status"], job["done"]) == ("queued", 0)


def test_a_listing_is_made_void_once_and_with_a_reason(signed_in, golden):
    client = signed_in("clerk")
    reference = order(client, golden).json()["listings"][0]
    assert post(client, f"/api/listings/{reference}/void/").status_code == 400
    assert (
        post(client, f"/api/listings/{reference}/void/", reason="A pretend reason").json()["status"] == "void"
    )
    again = post(client, f"/api/listings/{reference}/void/", reason="A pretend reason")
    assert (again.status_code, again.json()) == (409, {"detail": "It is void."})


def test_an_auditor_changes_nothing(signed_in, golden):
    reference = order(signed_in("clerk"), golden).json()["listings"][0]
    auditor = signed_in("auditor")
    assert order(auditor, golden).status_code == 403
    assert post(auditor, f"/api/listings/{reference}/void/", reason="no").status_code == 403
    for step in ("cancel", "retry"):
        assert auditor.post(f"/api/listings/{reference}/{step}/").status_code == 403


@pytest.mark.parametrize("field", ["status", "ordered_by", "version", "id", "division_id", "approved_by"])
def test_a_field_that_is_not_declared_is_refused(signed_in, golden, field):
    client = signed_in("clerk")
    walks = list(Walk.objects.values_list("reference", flat=True))
    answer = post(client, "/api/listings/order/", division="GOLD", walks=walks, **{field: 1})
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Listing.objects.exists()
    assert not Job.objects.filter(kind="walk_listing").exists()


def test_what_is_only_read_is_not_written(signed_in, placed):
    client = signed_in("dro")
    for method in (client.put, client.patch, client.delete):
        assert method(f"/api/residences/{placed.residence.reference}/").status_code == 405
    assert post(client, "/api/walks/", number=1).status_code == 405


def test_a_session_without_its_token_changes_nothing(signed_in, golden):
    client = signed_in("clerk")
    client.handler.enforce_csrf_checks = True
    assert order(client, golden).status_code == 403
    assert not Listing.objects.exists()


def test_the_description_is_valid_and_without_a_warning(db):
    out = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    paths = [line.strip(": \n") for line in out.getvalue().splitlines() if line.startswith("  /")]
    assert {"/api/walks/", "/api/residences/", "/api/listings/order/", "/api/jobs/{reference}/"} <= set(paths)
    assert not [p for p in paths if "elector" in p or "protect" in p]
