"""What went out, whole or in part, is never written down as not handed over: it may be held (E7, E9, X6)."""

import pytest

from electoral.office.actions import operator
from electoral.office.refusals import Refused
from registers.actions.copy import redo_copy
from registers.actions.download import Caller, begin_download
from registers.actions.holders import ended
from registers.actions.recall import confirm_destroyed, recall_request
from registers.actions.release import expire_due_releases, fetch_release, take_back
from registers.models import Supply
from registers.rules.release import PIECE, TRIES, what_was_sent
from tests.conftest import make_person
from tests.page import Page
from tests.registers.asking import again, asked
from tests.registers.copies import checked, released
from tests.registers.trying import refused_by, run

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E7", "E9")]


@pytest.fixture
def link(division):
    release, token, _ = released(asked(division, "CANDIDATE"), size=5 * PIECE)
    release.token_told = token
    return release


def begun(link, pieces):
    caller = Caller("POST", "192.0.2.7", "a browser", (link.request.reference,))
    sending = begin_download(link.token_told, caller=caller)
    for _ in range(pieces):
        next(sending)
    return sending


def worn_out(link, pieces):
    for _ in range(TRIES):
        begun(link, pieces).close()
    assert expire_due_releases(by=operator()) == 1


def ends():
    return list(Supply.objects.exclude(kind="supply").values_list("kind", flat=True))


def text_of(answer):
    return " ".join(Page(answer.content.decode()).text.split())


def test_nearly_the_whole_file_broken_off_five_times_is_to_be_treated_as_handed_over(link):
    worn_out(link, 5)
    line = Supply.objects.exclude(kind="supply").get()
    assert line.kind == "left"
    assert "Not handed over" not in line.reason
    assert f"begun 5 times, and at most {5 * PIECE:,} of {link.size:,} bytes were sent" in line.reason
    assert "to be treated as handed over" in line.reason
    supplied = Supply.objects.get(kind="supply")
    assert ended([supplied])[supplied.reference].startswith("Ended, may be held")


def test_of_what_nobody_took_a_byte_nothing_is_held(link):
    worn_out(link, 0)
    assert ends() == ["recall"]
    with pytest.raises(Refused, match="Nothing of it has left"):
        recall_request(again(link.request), why="x", by=link.released_by)


def test_where_a_sender_died_nobody_knows_how_much_was_sent(link):
    begun(link, 1)
    take_back(link, why="Wrong address", by=link.released_by)
    line = Supply.objects.get(kind="left")
    assert line.reason.startswith(
        "Wrong address. The download was begun once, and how much was sent is not known"
    )


def test_it_can_be_recalled_and_said_to_be_destroyed(link, signed_in):
    worn_out(link, 2)
    request, clerk = again(link.request), signed_in("clerk")
    page = text_of(clerk.get(request.get_absolute_url()))
    assert "Recall the copy" in page
    assert "Send the copy back" in page
    clerk.post(f"{request.get_absolute_url()}recall/", {"why": "Taken in part."})
    assert again(request).status == "recalled"
    confirm_destroyed(again(request), by=operator())
    assert ends() == ["left", "recall", "destroyed"]


def test_the_office_reads_it_before_it_prepares_another(link, signed_in):
    worn_out(link, 2)
    clerk = signed_in("clerk")
    page = text_of(clerk.get(f"{link.request.get_absolute_url()}redo/"))
    assert f"at most {2 * PIECE:,} of" in page
    assert "Decide first: recall it" in page
    assert "to be treated as handed over" in text_of(clerk.get(link.get_absolute_url()))


def test_there_is_no_button_to_recall_what_has_not_left(division, signed_in):
    request, clerk = checked(asked(division, "CANDIDATE")), signed_in("clerk")
    assert "Recall the copy" not in text_of(clerk.get(request.get_absolute_url()))


def test_a_recall_covers_the_copy_before_the_last_and_destroys_what_is_prepared(link):
    worn_out(link, 2)
    clerk = make_person("clerk", link.division)
    redo_copy(again(link.request), why="It ran out.", by=clerk)
    request = checked(again(link.request))
    recall_request(request, why="x", by=clerk)
    assert not again(request).copies.filter(destroyed_at=None).exists()
    assert ends() == ["left", "recall"]
    second, _, _ = released(asked(link.division, "CANDIDATE"))
    assert second.status == "open"


@pytest.mark.parametrize("way", ["collection", "courier", "post"])
def test_what_the_office_took_out_to_hand_over_may_be_held_too(division, way):
    release, _, _ = released(asked(division, "CANDIDATE"), way=way, key_way="telephone")
    fetch_release(release, by=release.released_by)().close()
    take_back(release, why="It did not arrive.", by=release.released_by)
    assert "took the file out once" in Supply.objects.get(kind="left").reason


def test_what_lay_here_untouched_was_not_handed_over(division):
    release, _, _ = released(asked(division, "CANDIDATE"), way="collection", key_way="telephone")
    take_back(release, why="Nobody came.", by=release.released_by)
    assert Supply.objects.get(kind="recall").reason == "Not handed over: Nobody came."


@pytest.mark.parametrize(
    ("began", "most", "known", "says"),
    [(0, 0, True, ""), (3, 0, True, ""), (1, 9, True, "at most 9 of 10"), (2, 0, False, "not known")],
)
def test_the_sentence_says_what_is_known_and_nothing_where_nothing_went(began, most, known, says):
    said = what_was_sent(began, most, 10, is_known=known)
    assert says in said
    assert bool(said) == bool(says)


def test_the_database_lets_a_checked_request_be_recalled(link):
    worn_out(link, 2)
    move = "UPDATE registers_accessrequest SET status = 'recalled' WHERE id = %s"
    assert refused_by(lambda: run(move, [link.request_id])) == ""
