"""Which papers a page waits for (decision 5: what was put aside is not tried again by itself)."""

import pytest

from electoral.jobs.models import Job
from electoral.papers.models import Document


@pytest.mark.parametrize(
    ("status", "sha256", "awaited"),
    [
        ("queued", "", True),
        ("running", "", True),
        ("done", "", True),
        ("put_aside", "", False),
        ("cancelled", "", False),
        ("done", "a" * 64, False),
    ],
)
def test_a_paper_is_awaited_until_it_is_kept_or_given_up(status, sha256, awaited):
    """Done without its bytes: the paper was read before its job ended, and the page has to ask once more."""
    assert Document(job=Job(status=status), sha256=sha256).is_awaited is awaited


def test_a_paper_without_a_job_is_not_awaited():
    assert not Document().is_awaited
