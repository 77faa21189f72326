import time
from typing import NamedTuple

import pytest

from electoral.demo.generator import Made, make_division
from tests.demo.reading import Division, read


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Division:
    folder = tmp_path_factory.mktemp("demo")
    return read(make_division(folder, code="FABA", electors=1660, seed=1, walks=True))


class Whole(NamedTuple):
    made: Made
    seconds: float


@pytest.fixture(scope="session")
def big(tmp_path_factory) -> Whole:
    folder, begun = tmp_path_factory.mktemp("big"), time.process_time()
    made = make_division(folder, code="BIGGA", electors=120_000, seed=1)
    return Whole(made, time.process_time() - begun)
