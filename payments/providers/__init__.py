"""Providers of card payments behind one interface. The setting PAYMENT_PROVIDER names the one in use (E6).

The office never sees a card: the person pays on a page of the provider. What the provider says of a payment is asked
of it each time; its own messages (events) only say that it is time to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol

from django.conf import settings

from electoral.office.refusals import Refused

KNOWN = ("office", "stripe")
SECONDS = 6  # how long a call may take
WINDOW = 300  # seconds by which an event's time may differ from ours


class Away(Refused):
    """The provider did not answer, or not in a way that can be understood."""


class Forged(Exception):
    """What claims to be an event is not signed by the provider, is too old, or cannot be read."""


@dataclass(frozen=True)
class OpenedPage:
    reference: str  # the provider's own
    address: str  # where the person pays


@dataclass(frozen=True)
class PaidBack:
    """One refund as the provider has it; `reference` is ours, empty where it was not made by the office."""

    id: str
    reference: str
    amount: int
    status: str  # done, pending, failed


@dataclass(frozen=True)
class Dispute:
    """What the card's bank took back, and gave back again where `won`."""

    id: str
    amount: int
    won: bool = False


@dataclass(frozen=True)
class Standing:
    """A payment as the provider has it now; amounts in pence or cents."""

    status: str  # open, paid, failed, expired
    reference: str  # the reference of our attempt
    amount: int
    currency: str
    paid_at: datetime | None = None
    refunds: tuple[PaidBack, ...] = ()
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True)
class Notice:
    """An event: which payment it speaks of. What it does not say of the payment is None or empty."""

    event_id: str
    kind: str
    payment: str  # the provider's own reference
    reference: str = ""
    amount: int | None = None
    currency: str = ""


class Provider(Protocol):
    name: str

    def open_page(
        self, *, reference: str, title: str, amount: int, currency: str, return_url: str
    ) -> OpenedPage:
        """A page for a payment; the same page however often it is asked for the same reference."""

    def standing(self, payment: str) -> Standing: ...

    def close(self, payment: str) -> None:
        """No more payment on this page; nothing happens where it is paid or closed."""

    def pay_back(self, payment: str, *, amount: int, reference: str, key: str) -> PaidBack:
        """Give back a part or all; asked again with the same key it is the same refund."""

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """The event of these bytes, once its signature and its time are right; otherwise `Forged`."""


def provider(name: str = "") -> Provider:
    """The provider of that name, or the one in use; refused where it is not set up here."""
    wanted = name or settings.PAYMENT_PROVIDER
    if wanted not in KNOWN:
        raise Refused("Cards are not taken here. Pay by bank transfer, by cheque, or in cash at the office.")
    return import_module(f"payments.providers.{wanted}").from_settings()
