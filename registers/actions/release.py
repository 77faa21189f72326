"""Releasing a copy: encrypted for its recipient, the key told another way, a link that works once (E7, E7b, E9, E9b)."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import cast

import pyzipper
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from electoral.jobs.actions import each_by_itself
from electoral.office.actions import demand, record
from electoral.office.references import ALPHABET
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.store import PIECE, name_of, papers
from registers.actions.copy import destroy_copies, remove_after_commit, sound_copy
from registers.actions.cover import order_cover
from registers.actions.request import locked, locked_with_fee
from registers.actions.standing import begin_standing
from registers.actions.supply import record_supply
from registers.models import AccessRequest, Copy, Entitlement, Form, QuotationLine, Release
from registers.models.supply import KeyWay, ReleaseWay
from registers.rules.release import BEGAN, KEY_WAYS, LINK_DAYS, TRIES, is_sold, ways_of
from registers.states import ACCESS_REQUEST, RELEASE
from registers.states.release import is_the_officers

verbs(mail_link="sent the link to the applicant", fetch_release="fetched the encrypted file, to hand it over")
GROUPS, LENGTH = 7, 4  # 140 bits
RAN_OUT = "It ran out. Have the copy prepared again."


def new_key() -> str:
    """A fresh key of the encrypted file, in groups that can be read out."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))


def token_digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def release_copy(request: AccessRequest, *, way: str, key_way: str = "", by) -> tuple[Release, str, str]:
    """Release the checked copy; gives (release, token of the link, key), which are kept nowhere and shown once.

    All that was asked before is asked again: entitlement, second person, payment, people apart, the file itself. What
    lay here unencrypted is destroyed with it. Of two people who release at once, one does.
    """
    if refusal := ACCESS_REQUEST.moves["release"].refusal(request, by):
        raise refusal
    _refuse_a_wrong_way(request, way, key_way)
    key, token = new_key(), secrets.token_urlsafe(32) if way == ReleaseWay.LINK else ""
    copy = sound_copy(request)
    encrypted = papers().room_for_work()
    try:
        encrypt(Path(papers().path(name_of(copy.sha256, copy.suffix))), encrypted, key)
        with transaction.atomic():
            release = write_release(request, copy, encrypted, way=way, key_way=key_way, token=token, by=by)
    finally:
        encrypted.unlink(missing_ok=True)
    return release, token, key


def encrypt(plain: Path, to: Path, key: str) -> None:
    """The files of an archive in another one, under AES-256, a piece at a time (E7)."""
    with (
        pyzipper.ZipFile(plain) as source,
        pyzipper.AESZipFile(
            to, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        ) as archive,
    ):
        archive.setpassword(key.encode())
        for name in source.namelist():
            with source.open(name) as read, archive.open(name, "w", force_zip64=True) as write:
                while piece := read.read(PIECE):
                    write.write(piece)


def write_release(request, copy: Copy, encrypted: Path, *, way, key_way, token, by) -> Release:
    """The part that two people cannot do at once; the request is asked again under its lock."""
    request = locked_with_fee(request)
    if refusal := ACCESS_REQUEST.moves["release"].refusal(request, by):
        raise refusal
    if sound_copy(request).pk != copy.pk:
        raise Refused("The copy was prepared again meanwhile. Look at it first.", request)
    ACCESS_REQUEST.move(request, "release", by=by, changes={"released_by": by})
    size = encrypted.stat().st_size
    release = Release.objects.create(
        division=request.division, request=request, copy=copy, way=way, key_way=key_way, size=size, released_by=by,
        token=token_digest(token) if token else "", sha256=papers().keep(encrypted, ".zip"),
        expires_at=timezone.now() + timedelta(days=LINK_DAYS),
    )  # fmt: skip
    destroy_copies(request, by=by)
    _enter_supplies(request, release, by=by)
    begin_standing(locked(request), by=by)
    if way != ReleaseWay.LINK:
        order_cover(release, by=by)
    return release


def _enter_supplies(request: AccessRequest, release: Release, *, by) -> None:
    for line in request.quotation.lines.select_related("item__product", "item__entitlement", "edition"):
        row = line.item.entitlement
        facts = {"purpose": row.purpose_text, "destroy_by": request.destroy_by}
        _enter(release, line, "supply", "Sold." if is_sold(row.trigger) else "", by=by, **facts)


def _enter(release: Release, line: QuotationLine, kind: str, reason: str, *, by, **facts) -> None:
    """One line of the register of supplies: what became of one thing that the release holds (E9)."""
    request, item = release.request, line.item
    row = cast(Entitlement, item.entitlement)  # nothing is released without one
    record_supply(
        request.division, kind=kind, subject=request.reference, applicant=str(request.applicant),
        organisation=request.organisation, name=request.name, product=str(item.product), basis=row.basis, by=by,
        edition=line.edition, area=item.area, form=item.form, entries=line.entries, sha256=release.sha256,
        way=release.get_way_display(), reason=reason, **facts,
    )  # fmt: skip


def _refuse_a_wrong_way(request: AccessRequest, way: str, key_way: str) -> None:
    allowed = ways_of(item.product_id for item in request.items_now)
    if way not in allowed:
        names = ", ".join(ReleaseWay(name).label.lower() for name in allowed)
        raise Refused(f"This copy may not go that way. Choose one of: {names}.", request)
    if key_way not in KEY_WAYS[way] and not (key_way == "" and needs_no_key(request, way)):
        names = ", ".join(KeyWay(name).label.lower() for name in KEY_WAYS[way])
        raise Refused(f"The key never goes the way of the file. Choose one of: {names}.", request)
    if way == ReleaseWay.LINK and not request.email:
        raise Refused("There is no e-mail address for the link. Choose another way.", request)


def needs_no_key(request: AccessRequest, way: str) -> bool:
    """A print that the office hands over on paper: the key opens it for the printer, and nobody else is told."""
    return way != ReleaseWay.LINK and all(item.form == Form.PRINT for item in request.items_now)


def mail_link(release: Release, *, link: str, by) -> bool:
    """Send the link to the applicant; what is in the file, and its key, are not in the letter. Whether it went."""
    demand(by, Permission.COPY_RELEASE, release.division)
    request = release.request
    text = (
        f"What you asked for under {request.reference} is ready.\n\n{link}\n\n"
        f"You need your reference and your word, and you can take the file once, until {release.expires_at:%-d %B %Y} at the latest. "
        "It can end before that; then the office writes to you. "
        f"The key that opens it reaches you another way: {release.get_key_way_display().lower()}.\n\n"
        "If you asked for nothing, tell the office and do not follow the link.\n"
    )
    went = send_mail(f"Your request {request.reference}", text, None, [request.email], fail_silently=True)
    if went:
        record(release, "mail_link", by=by)
    return bool(went)


@transaction.atomic
def hand_over(release: Release, *, handed_to: str, by) -> Release:
    """The copy was collected, or its parcel signed for: by whom, and what showed who they are (E7, E9)."""
    if not handed_to.strip():
        raise Refused("Write who received it, and what showed who they are.", release)
    if release.way == ReleaseWay.LINK:
        raise Refused("This release is a link; the applicant takes the file by it.", release)
    request = locked_with_fee(release.request)
    now = {"handed_over_at": timezone.now(), "handed_to": handed_to.strip(), "destroyed_at": timezone.now()}
    release = RELEASE.move(release, "hand_over", by=by, changes=now)
    remove_file(release)
    ACCESS_REQUEST.move(request, "receive", by=by)
    return release


@transaction.atomic
def take_back(release: Release, *, why: str, by) -> Release:
    """End a release that was not handed over; its link gives nothing from now on. Another copy is prepared for the next."""
    if not why.strip():
        raise Refused("Say why it is taken back.", release)
    request = locked(release.request)
    release = RELEASE.move(release, "withdraw", by=by, changes=_ended(why), reason=why)
    return return_to_the_check(release, request, why=why, by=by)


def expire_due_releases(*, by) -> int:
    """The clock: end each release that has run out, was tried too often, or shows what was closed since; how many."""
    rows = Release.objects.open().select_related("division", "copy", "request").order_by("pk")
    due = [release for release in rows if is_due_to_end(release)]
    return each_by_itself(due, partial(expire_release, by=by))


def is_due_to_end(release: Release) -> bool:
    """Not while a download is under way, nor what was posted: it has left, and its arrival is awaited."""
    under_way = release.sending_until is not None and release.sending_until > timezone.now()
    posted = release.way == ReleaseWay.POST and release.was_fetched
    return not (under_way or posted) and (release.has_run_out or is_worn_out(release))


def is_worn_out(release: Release) -> bool:
    """Whether so many downloads were begun and broken off that the link gives nothing any more."""
    return release.tries.filter(outcome=BEGAN).count() >= TRIES


@transaction.atomic
def expire_release(release: Release, *, by) -> Release:
    """End a release that has run out (E7)."""
    request = locked(release.request)
    release = RELEASE.move(release, "expire", by=by, changes=_ended(RAN_OUT), reason=RAN_OUT)
    return return_to_the_check(release, request, why=RAN_OUT, by=by)


def _ended(why: str) -> dict:
    return {"ended_why": why.strip()[:200], "destroyed_at": timezone.now()}


def return_to_the_check(release: Release, request: AccessRequest, *, why: str, by) -> Release:
    """The request goes back to where it was checked; what became of the copy stands in the register of supplies (E7)."""
    remove_file(release)
    ACCESS_REQUEST.move(request, "take_back", by=by, reason=why)
    left = release.what_left
    said = f"{why.rstrip('. ')}. {left}" if left else f"Not handed over: {why}"
    note_end(release, "left" if left else "recall", said, by=by)
    return release


def remove_file(release: Release) -> None:
    remove_after_commit([name_of(release.sha256, ".zip")])


def note_end(release: Release, kind: str, reason: str, *, by) -> None:
    """A line of the register of supplies: that the copy of this release is no more, or is asked back."""
    request = release.request
    for line in request.quotation.lines.select_related("item__product", "item__entitlement", "edition"):
        _enter(release, line, kind, reason, by=by)


@transaction.atomic
def fetch_release(release: Release, *, by) -> Callable:
    """The encrypted file, for putting it on a medium or printing what is in it; each fetch is written down."""
    demand(by, Permission.COPY_RELEASE, release.division)
    if reason := why_not_fetched(release, by):
        raise Refused(reason, release)
    record(release, "fetch_release", by=by)
    return partial(papers().open, name_of(release.sha256, ".zip"))


def why_not_fetched(release: Release, user) -> str | None:
    """Why the encrypted file is not given to this person of the office, or None."""
    if release.way == ReleaseWay.LINK or release.status != "open":
        return "The file of this release is not given out here."
    if reason := is_the_officers(release, user):
        return reason
    if release.has_run_out:
        return RAN_OUT
    if reason := release.request.why_unpaid():
        return f"{reason} Take the release back, or wait for the money."
    return None
