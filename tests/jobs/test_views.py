import pytest
from django.urls import reverse

from electoral.jobs.actions import order_job
from electoral.jobs.models import Job
from electoral.jobs.waiting import waiting_for
from electoral.jobs.work import kind
from electoral.office.roles import Permission
from tests.page import Page


@kind("pretend_work", queue="quick", permission=Permission.JOB_VIEW)
def pretend_work(job, lease):
    return None


@pytest.fixture
def job(division, person):
    def make(title="Read pretend file", **changes) -> Job:
        made = order_job(
            "pretend_work",
            division=division,
            title=title,
            by=person("clerk"),
            arguments={},
            subject="F00000000",
        )
        for status in changes.pop("through", ()):
            Job.objects.filter(pk=made.pk).update(status=status, **changes)
        made.refresh_from_db()
        return made

    return make


def test_the_list_shows_each_job_with_who_asked_and_what_for(signed_in, job):
    made = job()
    page = Page(signed_in("clerk").get(reverse("jobs:index")).text)
    assert made.get_absolute_url() in [a.get("href") for a in page.all("a")]
    assert str(made.requested_by) in page.text


def test_the_list_is_narrowed_by_status_alone(signed_in, job):
    job("Still to do")
    job("Went wrong", through=("running", "put_aside"), error="A pretend fault.")
    client = signed_in("clerk")
    for asked, shown, hidden in (
        ("put_aside", "Went wrong", "Still to do"),
        ("unfinished", "Still to do", "Went wrong"),
    ):
        page = client.get(reverse("jobs:index"), {"status": asked}).text
        assert shown in page
        assert hidden not in page
    assert "Select a valid choice" in client.get(reverse("jobs:index"), {"status": "title"}).text


def test_an_empty_list_says_when_there_will_be_something(signed_in):
    client = signed_in("clerk")
    assert "No jobs yet" in client.get(reverse("jobs:index")).text
    assert "Nothing matches this filter" in client.get(reverse("jobs:index"), {"status": "done"}).text


def test_a_long_list_takes_as_many_queries_as_a_short_one(signed_in, job, django_assert_max_num_queries):
    for n in range(12):
        job(f"Job {n}")
    client = signed_in("clerk")
    with django_assert_max_num_queries(8):
        client.get(reverse("jobs:index"))


def test_a_job_of_another_division_is_not_there(signed_in, job, other_division):
    made = job()
    client = signed_in("clerk", other_division)
    for step in ("detail", "progress"):
        assert client.get(reverse(f"jobs:{step}", args=[made.reference])).status_code == 404
    for step in ("cancel", "retry"):
        assert client.post(reverse(f"jobs:{step}", args=[made.reference])).status_code == 404
    assert made.title not in client.get(reverse("jobs:index")).text


def test_a_running_job_is_asked_about_every_two_seconds_and_may_be_stopped(signed_in, job):
    made = job(through=("running",), done=50, total=200)
    client = signed_in("clerk")
    page = Page(client.get(made.get_absolute_url()).text)
    assert [d["hx-get"] for d in page.all("div") if "hx-get" in d] == [
        reverse("jobs:progress", args=[made.reference])
    ]
    assert reverse("jobs:cancel", args=[made.reference]) in [f.get("action") for f in page.all("form")]
    assert "50 of 200" in page.text
    assert "HX-Refresh" not in client.get(reverse("jobs:progress", args=[made.reference]))


def test_the_poll_that_finds_it_ended_has_the_page_asked_for_again(signed_in, job):
    made = job(through=("running", "done"))
    response = signed_in("clerk").get(reverse("jobs:progress", args=[made.reference]))
    assert response["HX-Refresh"] == "true"
    assert "hx-get" not in response.text


def test_a_job_that_waits_is_cancelled_and_tried_again(signed_in, job):
    made = job()
    client = signed_in("clerk")
    client.post(reverse("jobs:cancel", args=[made.reference]))
    made.refresh_from_db()
    assert made.status == "cancelled"
    page = Page(client.get(made.get_absolute_url()).text)
    assert reverse("jobs:retry", args=[made.reference]) in [f.get("action") for f in page.all("form")]
    assert "cancelled the work" in page.text.lower()
    client.post(reverse("jobs:retry", args=[made.reference]))
    made.refresh_from_db()
    assert made.status == "queued"


def test_what_was_put_aside_says_why(signed_in, job):
    made = job(through=("running", "put_aside"), error="A pretend fault.")
    assert "A pretend fault." in signed_in("clerk").get(made.get_absolute_url()).text


def test_an_auditor_sees_a_job_and_steers_none(signed_in, job):
    made = job()
    client = signed_in("auditor")
    page = Page(client.get(made.get_absolute_url()).text)
    assert not {f.get("action") for f in page.all("form")} & {
        reverse(f"jobs:{s}", args=[made.reference]) for s in ("cancel", "retry")
    }
    assert client.post(reverse("jobs:cancel", args=[made.reference])).status_code == 403


def test_the_first_page_hears_what_was_put_aside_and_what_is_under_way(person, job):
    job()
    job(through=("running", "put_aside"))
    assert [(q["label"], q["count"]) for q in waiting_for(person("clerk"))] == [
        ("Jobs put aside", 1),
        ("Jobs under way", 1),
    ]
    assert waiting_for(person("area_manager")) == []
