"""While too many files are being sent (E7)."""

import pytest

from registers.actions.download import Caller, begin_download
from registers.rules.release import TRIES
from tests.registers.asking import asked
from tests.registers.copies import released

URL = "/registers/download/"


@pytest.mark.rule("E7")
def test_the_right_person_is_asked_to_come_back_and_nobody_else_learns_of_it(client, division, settings):
    settings.DOWNLOADS_AT_ONCE = 1
    (other, token, _), (mine, link, _) = (released(asked(division, "CANDIDATE"), size=1000) for _ in range(2))
    caller = Caller(
        "POST", "192.0.2.7", "a browser", reference=other.request.reference, word=other.request.word
    )
    sending = begin_download(token, caller=caller)
    typed = {"link": link, "reference": mine.request.reference, "word": mine.request.word}
    for _ in range(TRIES):
        answer = client.post(URL, typed)
        assert answer.status_code == 409
        assert "Try again in some minutes." in answer.content.decode()
    assert client.post(URL, typed | {"word": "0000-0000-0000-0000"}).status_code == 404
    assert mine.tries.earliest("pk").outcome == "refused: too many at once"
    sending.close()
    assert len(b"".join(client.post(URL, typed).streaming_content)) == mine.size
    mine.refresh_from_db()
    assert mine.status == "handed_over"
