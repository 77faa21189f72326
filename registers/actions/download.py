"""The one download of a release: begun, broken off or completed, each try written down (E7, E9).

At most one complete download ever exists: completion is written before the last piece is given to the network. Whoever
may not have the file, for whatever cause, is told the same.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.references import read_reference
from electoral.office.refusals import Refused
from electoral.papers.store import name_of, papers
from registers.actions.release import is_worn_out, remove_file, token_digest
from registers.actions.request import locked_with_fee
from registers.actions.secret import opens
from registers.models import DownloadTry, Release
from registers.rules.release import BEGAN, PIECE, SENDING_SECONDS
from registers.states import ACCESS_REQUEST, RELEASE

BUSY = "The office sends as many files as it can just now. Try again in some minutes. Your link is still good, and no try is used up."


@dataclass(frozen=True)
class Caller:
    """Who is at the other end: by what they asked, from where, with what; and how they show who they are."""

    method: str
    address: str
    agent: str
    open_requests: Collection[str] = ()  # references that this session has opened with their word
    reference: str = ""  # as typed now
    word: str = ""

    def opens(self, release: Release) -> bool:
        if release.request.reference in self.open_requests:
            return True
        row = release.request if read_reference(self.reference) == release.request.reference else None
        return opens(row, self.word)


def find_release(token: str) -> Release | None:
    """The release of a link, or None; a link is found by its digest alone (E7)."""
    rows = Release.objects.exclude(token="").select_related("division", "request", "copy")
    return rows.filter(token=token_digest(token)).first()


def note_visit(token: str, *, caller: Caller) -> bool:
    """Somebody, or a mail filter, looked at the link; nothing is used up. Whether their session opens its request."""
    release = find_release(token)
    if release is None:
        return False
    _note(release, caller, "looked at the link")
    return release.request.reference in caller.open_requests


def begin_download(token: str, *, caller: Caller) -> "Sending | None":
    """The file, to be sent to this caller alone; None for every cause for which it is not (E7).

    Refused: to the right person, while so many others are being sent that pages would wait for them.
    """
    found = find_release(token)
    if found is None:
        return None
    if caller.opens(found) and _sent_now() >= settings.DOWNLOADS_AT_ONCE:
        _note(found, caller, "refused: too many at once")
        raise Refused(BUSY)
    with transaction.atomic():
        locked_with_fee(found.request)
        release = Release.objects.select_for_update(of=("self",)).select_related("division", "request", "copy").get(pk=found.pk)  # fmt: skip
        reason = _why_not(release, caller)
        _note(release, caller, reason or BEGAN)
        if reason:
            return None
        release.sending_until = _lease()
        release.save(update_fields=["sending_until"])
    return Sending(release, caller)


def _why_not(release: Release, caller: Caller) -> str | None:
    """For the trail alone; nobody outside is told which it was."""
    if not caller.opens(release):
        return "refused: not the right person"
    if release.status != "open":
        return f"refused: {release.get_status_display().lower()}"
    if release.has_run_out or is_worn_out(release):
        return "refused: it ran out"
    if release.request.why_unpaid():
        return "refused: the fee went back"
    if release.sending_until and release.sending_until > timezone.now():
        return "refused: another download is under way"
    if not papers().exists(name_of(release.sha256, ".zip")):
        return "refused: the file is gone"
    return None


def _sent_now() -> int:
    return Release.objects.filter(sending_until__gt=timezone.now()).count()


def _lease() -> datetime:
    return timezone.now() + timedelta(seconds=SENDING_SECONDS)


def _note(release: Release, caller: Caller, outcome: str, sent: int = 0) -> None:
    DownloadTry.objects.create(
        division=release.division, release=release, method=caller.method[:10], outcome=outcome[:60], sent=sent,
        address=caller.address[:45], agent="".join(c for c in caller.agent if c.isprintable())[:200],
    )  # fmt: skip


@transaction.atomic
def complete_download(release: Release, until: datetime | None, caller: Caller) -> bool:
    """Write that the file was handed over, before its last piece leaves; False where the link is another's by now (E7).

    `until` is the lease under which the file is being sent.
    """
    request = locked_with_fee(release.request)
    release = (
        Release.objects.select_for_update(of=("self",)).select_related("division", "copy").get(pk=release.pk)
    )
    if (
        release.status != "open"
        or release.sending_until != until
        or release.has_run_out
        or request.why_unpaid()
    ):
        return False
    now = timezone.now()
    changes = {"handed_over_at": now, "handed_to": request.name, "destroyed_at": now, "sending_until": None}
    RELEASE.move(release, "download", by=outsider(), changes=changes)
    remove_file(release)
    ACCESS_REQUEST.move(request, "receive", by=outsider())
    _note(release, caller, "completed", release.size or 0)
    return True


class Sending(Iterator[bytes]):
    """The pieces of the file. Closed before its end, the try is written down and the link is free again."""

    def __init__(self, release: Release, caller: Caller):
        self.release, self.caller = release, caller
        self.size = release.size or 0
        self.name = f"{release.request.reference}.zip"
        self.sent = 0
        self.until = (
            release.sending_until
        )  # the lease is also the fence: whoever holds another has the link now
        self.ended = False
        self.file = papers().open(name_of(release.sha256, ".zip"))

    def __next__(self) -> bytes:
        if self.ended:
            raise StopIteration
        piece = self.file.read(PIECE)
        last = self.sent + len(piece) >= self.size
        if not piece or not (
            complete_download(self.release, self.until, self.caller) if last else self._hold()
        ):
            self._end("broken off here: the release has ended")
            raise StopIteration
        self.sent += len(piece)
        if last:
            self.ended = True
            self.file.close()
        return piece

    def close(self) -> None:
        """Called by the server at the end, whatever the end was."""
        if not self.ended:
            self._end("broken off")

    def _hold(self) -> bool:
        """Keep the link while the file is on its way; False where it was taken back meanwhile."""
        if self.until and self.until > timezone.now() + timedelta(seconds=SENDING_SECONDS / 2):
            return True
        fresh = _lease()
        kept = Release.objects.filter(pk=self.release.pk, status="open", sending_until=self.until).update(sending_until=fresh)  # fmt: skip
        self.until = fresh
        return bool(kept)

    def _end(self, outcome: str) -> None:
        self.ended = True
        self.file.close()
        with transaction.atomic():
            Release.objects.filter(pk=self.release.pk, sending_until=self.until).update(sending_until=None)
            _note(self.release, self.caller, outcome, self.sent)
