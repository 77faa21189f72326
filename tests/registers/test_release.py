"""A release: the key told another way, the ways that a product may go, the plain copy destroyed, supplies written (E7, E7b, E9)."""

import io

import pytest
import pyzipper
from django.core import mail
from django.utils import timezone
from pypdf import PdfReader

from electoral.office.actions import operator
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.papers.store import name_of, papers
from electoral.protected.actions import protect_elector
from registers.actions import release as actions
from registers.actions.cover import cover_of, open_cover
from registers.actions.recall import confirm_destroyed, recall_request
from registers.models import Copy, Release, Supply
from registers.rules.release import LINK_DAYS, ways_of
from tests.registers.asking import again, asked
from tests.registers.copies import by_hand, checked, released
from tests.steps import work_off


@pytest.fixture
def wanted(division):
    return asked(division, "CANDIDATE")


def file_of(release):
    with papers().open(name_of(release.sha256, ".zip")) as file:
        return file.read()


@pytest.mark.rule("E7")
def test_the_file_opens_with_the_key_and_with_no_other(wanted):
    release, token, key = released(wanted)
    archive = pyzipper.AESZipFile(io.BytesIO(file_of(release)))
    with pytest.raises(RuntimeError):
        archive.read("register.csv")
    archive.setpassword(key.replace("-", "").encode())
    with pytest.raises(RuntimeError):
        archive.read("register.csv")
    archive.setpassword(key.encode())
    assert archive.read("register.csv").startswith(b"# Copy for Vera Testperson")
    assert all(info.wz_aes_strength == 3 for info in archive.infolist())  # 256 bits
    assert len(key.replace("-", "")) * 5 >= 128
    assert len(token) >= 43  # 256 bits in base 64


@pytest.mark.rule("E7")
def test_the_link_and_the_key_are_kept_nowhere(wanted):
    release, token, key = released(wanted)
    columns = str(Release.objects.values().get(pk=release.pk)) + str(list(Event.objects.values()))
    assert token not in columns
    assert key not in columns
    assert key.encode() not in file_of(release)


@pytest.mark.rule("E7")
def test_what_lay_here_unencrypted_is_destroyed_with_the_release(wanted, django_capture_on_commit_callbacks):
    request = checked(wanted)
    copy = Copy.objects.get()
    assert papers().exists(name_of(copy.sha256, ".zip"))
    with django_capture_on_commit_callbacks(execute=True):
        released(request)
    copy.refresh_from_db()
    assert copy.destroyed_at
    assert not papers().exists(name_of(copy.sha256, ".zip"))
    assert again(request).status == "released"


@pytest.mark.rule("E9")
def test_the_register_of_supplies_has_a_line_with_what_who_why_and_which_file(wanted):
    release, _, _ = released(wanted)
    line = Supply.objects.get(kind="supply")
    row = wanted.items_now[0].entitlement
    assert (line.subject, line.sha256, line.form) == (wanted.reference, release.sha256, "data")
    assert (line.basis, line.purpose, line.name) == (row.basis, row.purpose_text, "Vera Testperson")
    assert line.edition is not None


@pytest.mark.rule("E7")
@pytest.mark.parametrize(
    ("way", "key_way"), [("link", ""), ("post", "letter"), ("collection", "in_person"), ("link", "email")]
)
def test_the_key_never_goes_the_way_of_the_file(wanted, way, key_way):
    with pytest.raises(Refused, match="never goes the way of the file"):
        released(wanted, way=way, key_way=key_way)
    assert not Release.objects.exists()


@pytest.mark.rule("E7b")
def test_the_record_of_anonymous_entries_never_goes_by_link_or_post():
    assert ways_of(["ANON"]) == ("collection", "courier")
    assert "link" in ways_of(["FULL"])


@pytest.mark.rule("E7b")
def test_a_release_of_the_record_by_link_is_refused(division):
    request = checked(asked(division, "POLICE", ["ANON"]))
    with pytest.raises(Refused, match="may not go that way"):
        released(request)
    release, token, _ = released(request, way="courier", key_way="telephone")
    assert (token, release.token) == ("", "")


def test_without_an_address_there_is_no_link(division):
    request = checked(asked(division, "CANDIDATE", email="", telephone="08 5550 0000"))
    with pytest.raises(Refused, match="no e-mail address"):
        released(request)


def test_a_check_that_did_not_pass_stops_checking_and_releasing(wanted):
    request = by_hand(wanted, checks=[["Columns", False, "Found: name"]])
    with pytest.raises(Refused, match="did not pass: columns"):
        checked(request)
    assert again(request).status == "prepared"


@pytest.mark.rule("E7")
def test_a_copy_made_before_somebody_was_protected_is_neither_checked_nor_released(wanted, person):
    request = checked(wanted)
    protect_elector(request.division, "GE999", kind="silent", by=person("dro"))
    with pytest.raises(Refused, match=r"has changed since this copy was made\. Have it prepared again"):
        released(request)
    assert not Release.objects.exists()


def test_the_letter_with_the_link_holds_neither_key_nor_names(wanted, person):
    release, token, key = released(wanted)
    link = f"https://office.invalid/registers/download/?link={token}"
    assert actions.mail_link(release, link=link, by=release.released_by)
    letter = mail.outbox[0]
    assert letter.to == ["vera@people.invalid"]
    assert link in letter.body
    assert "by telephone" in letter.body
    for secret in (key, "Testperson", wanted.word):
        assert secret not in letter.body + letter.subject


def test_a_mail_that_does_not_go_stops_nothing(wanted, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    release, _, _ = released(wanted)
    assert not actions.mail_link(release, link="https://office.invalid/", by=release.released_by)


@pytest.mark.rule("E7")
def test_a_copy_is_collected_by_somebody_with_a_name_and_a_paper(wanted, django_capture_on_commit_callbacks):
    release, _, _ = released(wanted, way="collection", key_way="letter")
    with pytest.raises(Refused, match="Write who received it"):
        actions.hand_over(release, handed_to=" ", by=release.released_by)
    with django_capture_on_commit_callbacks(execute=True):
        actions.hand_over(release, handed_to="Vera Testperson (passport)", by=release.released_by)
    release.refresh_from_db()
    assert (release.status, release.handed_to) == ("handed_over", "Vera Testperson (passport)")
    assert not papers().exists(name_of(release.sha256, ".zip"))
    assert again(wanted).status == "received"


def test_the_file_of_a_collection_is_fetched_by_staff_and_that_of_a_link_is_not(wanted, person, division):
    release, _, _ = released(wanted, way="collection", key_way="letter")
    with actions.fetch_release(release, by=release.released_by)() as file:
        assert file.read(2) == b"PK"
    assert Event.objects.filter(verb="fetch_release").count() == 1
    with pytest.raises(NotPermitted):
        actions.fetch_release(release, by=person("auditor"))
    other, _, _ = released(asked(division, "CANDIDATE"))
    with pytest.raises(Refused, match="not given out here"):
        actions.fetch_release(other, by=other.released_by)


@pytest.mark.rule("E7", "E9")
def test_a_release_is_taken_back_and_the_register_of_supplies_says_so(
    wanted, django_capture_on_commit_callbacks
):
    release, _, _ = released(wanted)
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_back(release, why="Sent to the wrong address.", by=release.released_by)
    release.refresh_from_db()
    assert (release.status, again(wanted).status) == ("withdrawn", "checked")
    assert not papers().exists(name_of(release.sha256, ".zip"))
    assert "wrong address" in Supply.objects.get(kind="recall").reason
    with pytest.raises(Refused, match="was destroyed"):
        released(again(wanted))


@pytest.mark.rule("E7")
def test_the_clock_ends_what_ran_out_and_leaves_the_rest(wanted, division):
    release, _, _ = released(wanted)
    young, _, _ = released(asked(division, "CANDIDATE"))
    assert (release.expires_at - timezone.now()).days in (LINK_DAYS - 1, LINK_DAYS)
    Release.objects.filter(pk=release.pk).update(expires_at=timezone.now())
    assert actions.expire_due_releases(by=operator()) == 1
    release.refresh_from_db()
    young.refresh_from_db()
    assert (release.status, young.status) == ("expired", "open")
    assert again(wanted).status == "checked"
    assert actions.expire_due_releases(by=operator()) == 0


def test_the_clock_ends_what_shows_somebody_protected_since_in_the_same_words(wanted, division, person):
    old, _, _ = released(wanted)
    Release.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    actions.expire_due_releases(by=operator())
    released(asked(division, "CANDIDATE"))
    protect_elector(division, "GE999", kind="anonymous", by=person("dro"))
    assert actions.expire_due_releases(by=operator()) == 1
    assert len(set(Release.objects.values_list("status", "ended_why"))) == 1


@pytest.mark.rule("E9")
def test_the_recipient_confirms_that_it_is_destroyed(wanted, person):
    release, _, _ = released(wanted, way="collection", key_way="letter")
    actions.hand_over(release, handed_to="Vera Testperson (passport)", by=release.released_by)
    confirm_destroyed(again(wanted), by=operator())
    assert again(wanted).status == "closed"
    assert Supply.objects.get(kind="destroyed").sha256 == release.sha256


@pytest.mark.rule("E7", "E9")
def test_a_recall_ends_the_link_tells_the_applicant_and_is_in_the_register(
    wanted, person, django_capture_on_commit_callbacks
):
    release, _, _ = released(wanted)
    with pytest.raises(Refused, match="Say why"):
        recall_request(again(wanted), why="", by=release.released_by)
    with django_capture_on_commit_callbacks(execute=True):
        recall_request(again(wanted), why="Used for marketing.", by=release.released_by)
    release.refresh_from_db()
    assert (release.status, again(wanted).status) == ("withdrawn", "recalled")
    assert Supply.objects.get(kind="recall").reason == "Used for marketing."
    assert "marketing" not in mail.outbox[-1].body
    assert not papers().exists(name_of(release.sha256, ".zip"))


@pytest.mark.parametrize("role", ["auditor", "cashier", "area_manager", "administrator"])
def test_others_release_take_back_and_recall_nothing(wanted, person, role):
    release, _, _ = released(wanted)
    for step in (
        lambda by: actions.take_back(release, why="No.", by=by),
        lambda by: recall_request(again(wanted), why="No.", by=by),
        lambda by: actions.mail_link(release, link="x", by=by),
    ):
        with pytest.raises(NotPermitted):
            step(person(role))


@pytest.mark.rule("E7", "E9b")
def test_what_goes_by_hand_has_a_cover_sheet_with_the_limits_and_a_receipt_to_sign(wanted):
    release, _, key = released(wanted, way="collection", key_way="letter")
    work_off()
    sheet = cover_of(release)
    with open_cover(sheet, by=release.released_by) as file:
        text = " ".join("".join(page.extract_text() for page in PdfReader(file).pages).split())
    row = wanted.items_now[0].entitlement
    for words in (
        release.reference,
        "Vera Testperson",
        row.purpose_text,
        row.offence,
        "Receipt",
        "told by letter",
    ):
        assert "".join(words.split()) in "".join(text.split())
    assert key not in text
    link, _, _ = released(asked(wanted.division, "CANDIDATE"))
    assert cover_of(link) is None
