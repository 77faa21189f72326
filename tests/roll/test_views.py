import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from electoral.roll import views
from electoral.roll.models import Elector, Load, Residence
from electoral.roll.waiting import waiting_for
from tests.conftest import make_place
from tests.page import Page
from tests.steps import GOLDEN, load_file, read_file, work_off

HEADER = "address_id,number_first,street_name,street_type,locality,postcode,ccd\n"


def addresses(count: int, **changes: str) -> str:
    rows = [
        f"T{n},{n},{changes.get(str(n), 'Pretend')},Street,FABLETOWN,0899,7990001\n"
        for n in range(1, count + 1)
    ]
    return HEADER + "".join(rows)


def send(client, division, kind, text, name="a file.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("roll:loads", args=[division.code]), {"kind": kind, "file": file})


def links(response):
    return [a.get("href") for a in Page(response.text).all("a")]


@pytest.fixture
def staged(division, person):
    """A file of which three rows are new, one changed, and one of the four that stand would end."""
    load_file("addresses", addresses(4), division, person("clerk"))
    text = HEADER + "".join(addresses(3, **{"2": "Makebelieve"}).splitlines(keepends=True)[1:])
    more = "".join(f"N{n},{n},Pretend,Lane,FABLETOWN,0899,7990001\n" for n in range(1, 4))
    return read_file("addresses", text + more, division, person("clerk"))


def test_a_file_is_sent_in_looked_at_and_applied(signed_in, division):
    client = signed_in("clerk")
    sent = send(client, division, "addresses", addresses(3))
    load = Load.objects.get()
    assert sent.url == load.get_absolute_url()
    reading = Page(client.get(sent.url).text)
    assert [d["hx-trigger"] for d in reading.all("div") if "hx-get" in d] == ["every 2s"]
    work_off()
    assert "What it would do" in client.get(sent.url).text
    assert not Residence.objects.exists()
    assert client.post(reverse("roll:order", args=[load.reference])).url == sent.url
    work_off()
    assert "What it did" in client.get(sent.url).text
    assert Residence.objects.in_force().count() == 3
    assert load.get_absolute_url() in links(client.get(reverse("roll:index")))


def test_a_page_asked_for_while_its_work_ends_shows_the_end(signed_in, division, monkeypatch):
    """Else it would say "being read", and nothing on it would ask again."""
    client = signed_in("clerk")
    sent = send(client, division, "addresses", addresses(3))
    jobs = views.job_of

    def done_meanwhile(load):
        work_off()
        return jobs(load)

    monkeypatch.setattr(views, "job_of", done_meanwhile)
    assert "What it would do" in client.get(sent.url).text


def test_the_rows_that_would_be_new_changed_or_gone_are_listed(signed_in, staged):
    client = signed_in("clerk")
    page = client.get(staged.get_absolute_url())
    assert {"?show=new#rows", "?show=changed#rows", "?show=gone#rows"} <= set(links(page))
    for show, row in (("new", "N2"), ("changed", "makebelieve"), ("gone", "T4")):
        text = Page(client.get(staged.get_absolute_url(), {"show": show}).text).text
        assert row in text, show
    assert 'id="rows"' not in client.get(staged.get_absolute_url(), {"show": "loaded_by"}).text


def test_a_file_that_would_end_many_rows_asks_a_second_time(signed_in, staged):
    client = signed_in("clerk")
    assert "1 of 4 would end. This is meant." in client.get(staged.get_absolute_url()).text
    answer = client.post(reverse("roll:order", args=[staged.reference]), follow=True)
    assert "Say that this is meant." in answer.text
    client.post(reverse("roll:order", args=[staged.reference]), {"allow_gone": "on"})
    work_off()
    assert not Residence.objects.in_force().filter(address_id="T4").exists()


def test_a_file_is_put_away_and_nothing_is_changed(signed_in, staged):
    client = signed_in("clerk")
    answer = client.post(reverse("roll:abandon", args=[staged.reference]), follow=True)
    assert "was put away" in answer.text
    assert "Nothing of the roll was changed" in client.get(staged.get_absolute_url()).text
    assert Residence.objects.in_force().count() == 4


def test_refused_rows_are_shown_with_line_column_value_and_reason(signed_in, division):
    client = signed_in("clerk")
    load = read_file(
        "addresses",
        HEADER + "T1,=cmd|' /C calc'!A0,Pretend,Street,FABLETOWN,0899,7990001\n",
        division,
        client.user,
    )
    text = Page(client.get(load.get_absolute_url()).text).text
    for words in ("=cmd|' /C calc'!A0", "number_first", "It is not a whole number.", "Put the file right"):
        assert words in text
    sheet = client.get(reverse("roll:refused_csv", args=[load.reference]))
    assert "attachment" in sheet["Content-Disposition"]
    assert "2,number_first,'=cmd|' /C calc'!A0,It is not a whole number." in sheet.getvalue().decode()


def test_a_file_without_its_columns_is_refused_with_the_reason(signed_in, division):
    client = signed_in("clerk")
    load = read_file("addresses", "a,b\n1,2\n", division, client.user)
    assert "These columns are missing" in client.get(load.get_absolute_url()).text


def test_a_second_file_of_a_kind_is_refused_while_the_first_is_under_way(signed_in, staged):
    answer = send(signed_in("clerk"), staged.division, "addresses", addresses(9))
    assert answer.status_code == 409
    assert "under way" in answer.text
    assert Load.objects.count() == 2


def test_electors_are_refused_before_the_protections_and_the_page_says_so(signed_in, division):
    client = signed_in("dro")
    assert (
        "Load the protections of this division first"
        in client.get(reverse("roll:loads", args=[division.code])).text
    )
    assert send(client, division, "electors", "elector_id,surname,address_id\n").status_code == 409


@pytest.mark.rule("6.1b")
def test_loads_of_protections_exist_for_the_dro_alone(signed_in, division, person):
    load = load_file("protections", GOLDEN / "protections.csv", division, person("dro"))
    assert load.status == "applied"
    clerk = signed_in("clerk")
    here = reverse("roll:loads", args=[division.code])
    for address in (here, reverse("roll:index"), "/"):
        assert "protections.csv" not in clerk.get(address).text
        assert load.reference not in clerk.get(address).text
    assert 'value="protections"' not in clerk.get(here).text
    assert clerk.get(load.get_absolute_url()).status_code == 404
    assert (
        "Select a valid choice" in send(clerk, division, "protections", "elector_id,kind,basis,since\n").text
    )
    dro = signed_in("dro")
    assert load.reference in dro.get(here).text
    assert dro.get(load.get_absolute_url()).status_code == 200


def test_a_form_without_a_file_says_what_is_wrong(signed_in, division):
    answer = signed_in("clerk").post(reverse("roll:loads", args=[division.code]), {"kind": "addresses"})
    assert "There is a problem" in answer.text
    assert not Load.objects.exists()


def test_the_list_of_files_is_narrowed_by_status_and_kind(signed_in, staged):
    client = signed_in("clerk")
    here = reverse("roll:loads", args=[staged.division.code])
    sent_in = client.get(here, {"status": "staged"}).text.partition("Files that were sent in")[2]
    assert sent_in.count("roll/loads/") == 1
    assert "Nothing matches this filter" in client.get(here, {"kind": "electors"}).text


def test_another_division_and_other_roles_see_no_files(signed_in, staged, other_division):
    here, it = reverse("roll:loads", args=[staged.division.code]), staged.get_absolute_url()
    stranger = signed_in("clerk", other_division)
    assert [stranger.get(a).status_code for a in (here, it)] == [404, 404]
    assert stranger.post(reverse("roll:order", args=[staged.reference])).status_code == 404
    auditor = signed_in("auditor")
    assert [auditor.get(a).status_code for a in (here, it)] == [403, 404]
    cashier = signed_in("cashier")
    assert [cashier.get(a).status_code for a in (here, it)] == [404, 404]


def test_the_index_counts_what_is_in_force_and_asks_as_often_for_five_divisions(
    signed_in, staged, django_assert_max_num_queries
):
    for code in ("TIN", "ZINC", "IRON"):
        make_place(code)
    client = signed_in("auditor")
    with django_assert_max_num_queries(12):
        page = Page(client.get(reverse("roll:index")).text)
    assert "Gold" in page.text
    assert "Iron" in page.text
    assert Residence.objects.in_force().count() == 4
    assert not Elector.objects.exists()


def test_a_role_without_a_roll_has_an_empty_index(signed_in):
    assert "No roll" in signed_in("cashier").get(reverse("roll:index")).text


def test_the_first_page_hears_of_files_that_wait_and_the_word_of_whom(staged, person, other_division):
    (queue,) = waiting_for(person("clerk"))
    assert (queue["count"], queue["url"]) == (1, reverse("roll:loads", args=["GOLD"]))
    assert waiting_for(person("clerk", other_division))[0]["count"] == 0
    assert waiting_for(person("auditor")) == []
