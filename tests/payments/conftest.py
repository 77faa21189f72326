"""A division with a cashier and somebody who approves, an invoice, and a provider."""

import pytest

from tests.payments.paying import KEY, SECRET, Bank, invoice


@pytest.fixture(scope="session")
def bank_process():
    started = Bank()
    yield started
    started.stop()


@pytest.fixture
def bank(bank_process, settings):
    """The provider, set up here as the one in use."""
    settings.PAYMENT_PROVIDER = "office"
    settings.PAYMENT_PROVIDER_URL = bank_process.url
    settings.PAYMENT_PROVIDER_KEY, settings.PAYMENT_PROVIDER_SECRET = KEY, SECRET
    return bank_process


@pytest.fixture
def cashier(person):
    return person("cashier")


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def fee(division, cashier):
    """An invoice of $147.50."""
    return invoice(division, cashier)
