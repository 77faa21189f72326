"""The proof of the refusals itself: each is found, met, passed over and put back; a module without them stays as it is."""

import pytest

from electoral.office.refusals import NotPermitted, Refused
from tests.prove import refusals
from tests.prove.refusals import ROOT, Refusals, accepted, asked, reason_for, with_refusals_told

SMALL = """
from electoral.office.refusals import NotPermitted, Refused

def demand(may):
    if not may:
        raise NotPermitted("No.")

def step(sum, may):
    demand(may)
    if sum < 0:
        raise Refused("Too little.")
    try:
        return 10 // sum
    except ZeroDivisionError as error:
        raise Refused("Nothing.") from error
    finally:
        sum = 1

def pass_on():
    try:
        step(-1, True)
    except Refused:
        raise
"""
LINES = {6: "No.", 9: "demand", 11: "Too little.", 15: "Nothing."}


@pytest.fixture
def small(monkeypatch):
    """The small module with its refusals told, and what the proof knows of it."""
    now = Refusals()
    monkeypatch.setattr(refusals, "NOW", now)
    module: dict = {}
    exec(compile(with_refusals_told(SMALL, "small.py"), "small.py", "exec"), module)  # noqa: S102
    return module, now


def test_each_refusal_is_found_and_what_is_passed_on_is_none(small):
    _, now = small
    assert {site: site for site in now.lines} == {f"small.py:{line}": f"small.py:{line}" for line in LINES}


def test_with_every_refusal_in_its_place_nothing_is_different_and_what_is_met_is_kept(small):
    module, now = small
    now.test = "a test"
    for sum, may, refusal in ((1, False, NotPermitted), (-1, True, Refused), (0, True, Refused)):
        with pytest.raises(refusal):
            module["step"](sum, may)
    assert module["step"](5, may=True) == 2
    with pytest.raises(Refused):
        module["pass_on"]()
    assert set(now.met) == set(now.lines)
    assert {name for tests in now.met.values() for name in tests} == {"a test"}


@pytest.mark.parametrize(
    ("line", "sum", "may", "then"),
    [(9, 5, False, 2), (6, 5, False, 2), (11, -1, True, -10), (15, 0, True, None)],
)
def test_the_one_that_is_taken_away_is_passed_over_and_no_other(small, line, sum, may, then):
    module, now = small
    now.without = f"small.py:{line}"
    assert module["step"](sum, may) == then
    now.without = ""
    with pytest.raises(Refused):
        module["step"](sum, may)


def test_the_quickest_tests_that_met_it_are_asked_and_what_none_met_survives(small, monkeypatch):
    _, now = small
    now.met = {
        "small.py:9": {"slow": None, "quick": None, "fails anyway": None},
        "small.py:11": {"quick": None},
    }
    tried: list[tuple[str, str]] = []

    def passes(item):
        tried.append((now.without, item.nodeid))
        return now.without != "small.py:9" or item.nodeid == "quick"

    monkeypatch.setattr(refusals, "passes", passes)
    items = [type("Item", (), {"nodeid": name}) for name in ("slow", "quick", "fails anyway")]
    noticed = dict(asked(items, {"slow": 2.0, "quick": 0.1}, lambda text: None))
    assert noticed == {"small.py:9": "slow", "small.py:11": "", "small.py:15": "", "small.py:6": ""}
    assert tried == [("small.py:11", "quick"), ("small.py:9", "quick"), ("small.py:9", "slow")]


def test_every_refusal_that_was_accepted_is_there(monkeypatch):
    monkeypatch.setattr(refusals, "NOW", Refusals())
    for name, like in accepted():
        with_refusals_told((ROOT / name).read_bytes(), name)
        found = [reason_for(site, words, {(name, like): "x"}) for site, words in refusals.NOW.lines.items()]
        assert any(found), (name, like)
