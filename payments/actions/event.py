"""Events of a provider: heard once, believed only as far as the provider confirms them when it is asked (E6)."""

import hashlib
import logging
from collections.abc import Mapping
from enum import StrEnum

from django.db import transaction

from electoral.office.refusals import Refused
from payments.actions.card import disagreement, settle
from payments.actions.ledger import locked
from payments.models import Attempt, ProviderEvent
from payments.providers import Forged, Notice, Provider, Standing, provider

log = logging.getLogger(__name__)


class Heard(StrEnum):
    """What became of an event; everything but the first two is said again by the provider later."""

    RECORDED = "recorded"
    KNOWN = "known"
    FORGED = "forged"
    UNKNOWN = "unknown"
    AWAY = "away"


def hear_event(name: str, *, body: bytes, headers: Mapping[str, str]) -> Heard:
    """Hear one event from its very bytes: signature, then whether it is known, then whose payment it is, then ask the provider.

    A known event changes nothing. One that names another sum, currency or reference is recorded and nothing is entered.
    """
    try:
        card = provider(name)
        notice = card.read_notice(body, headers)
    except Forged as why:
        log.warning("an event said to be from %s was refused: %s", name, why)
        return Heard.FORGED
    except Refused:
        return Heard.UNKNOWN
    attempt = _attempt_of(name, notice)
    if attempt is None:
        log.warning("an event of %s names a payment that is not of this office", name)
        return Heard.UNKNOWN
    if _known(attempt, notice).exists():
        return Heard.KNOWN
    return _heard(card, attempt, notice, hashlib.sha256(body).hexdigest())


def _attempt_of(name: str, notice: Notice) -> Attempt | None:
    if not notice.payment:
        return None
    rows = Attempt.objects.filter(provider=name, provider_reference=notice.payment)
    return rows.select_related("fee__division__area__state").first()


def _known(attempt: Attempt, notice: Notice):
    return ProviderEvent.objects.filter(
        division=attempt.division, provider=attempt.provider, event_id=notice.event_id
    )


def _heard(card: Provider, attempt: Attempt, notice: Notice, sha256: str) -> Heard:
    differs = disagreement(attempt, notice.reference, notice.amount, notice.currency)
    try:
        said = (
            None if differs else card.standing(notice.payment)
        )  # outside the transaction: nothing is locked meanwhile
    except Refused:
        return Heard.AWAY
    return _recorded(attempt, notice, sha256, said, differs)


@transaction.atomic
def _recorded(attempt: Attempt, notice: Notice, sha256: str, said: Standing | None, differs: str) -> Heard:
    locked(attempt.fee)
    if _known(attempt, notice).exists():  # another process was quicker
        return Heard.KNOWN
    verdict = settle(attempt, said) if said else differs
    ProviderEvent.objects.create(
        division=attempt.division, attempt=attempt, provider=attempt.provider, event_id=notice.event_id, kind=notice.kind, verdict=verdict,
        sha256=sha256,
    )  # fmt: skip
    return Heard.RECORDED
