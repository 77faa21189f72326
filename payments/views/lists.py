"""What the lists of this room share: whose they are, whose trail is read here, the way back, a sum in a sheet."""

from functools import partial

from django.urls import reverse

from electoral.office import faces, lists
from electoral.office.roles import Permission as P

my_divisions = partial(lists.my_divisions, permission=P.PAYMENT_VIEW)
history_of = partial(faces.history_of, permission=P.PAYMENT_VIEW)  # the cashier reads it too


def crumbs(*below) -> list[dict]:
    """From the invoices down: to a list and to things, as `way_back` takes them."""
    return faces.way_back(("Payments", reverse("payments:fees")), *below)


def plain(amount: int) -> str:
    """A sum in a sheet: 147.50, with a minus where it goes back."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"
