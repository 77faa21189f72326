"""What of copies and releases waits for a person (E7)."""

from django.db.models import Exists, OuterRef

from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from registers.models import AccessRequest, Copy, Release, RequestItem
from registers.rules.release import NEVER_BY_LINK


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest): to check, to release, to prepare again, to hand over. Who prepared a copy does
    not check it, and who confirmed its request does not release it: neither waits for them."""
    requests = AccessRequest.objects.visible_to(user)
    made = Exists(Copy.objects.filter(request=OuterRef("pk"), destroyed_at=None).exclude(sha256=""))
    checked = requests.filter(status="checked")
    parcels = Release.objects.visible_to(user).open().exclude(way="link")
    record = RequestItem.objects.filter(
        product__in=NEVER_BY_LINK
    )  # it passes through the officer's hands alone (E7b)
    others = record.exclude(division__in=user.divisions(P.PROTECTED_LOOK)).values("request")
    return [
        queue
        for label, to, rows, oldest, permission in (
            ("Copies to check", "registers:requests?step=check",
             requests.filter(status="prepared").exclude(prepared_by=user), "received_at", P.COPY_CHECK),
            ("Copies to release", "registers:requests?step=release",
             checked.filter(made).exclude(confirmed_by=user).exclude(pk__in=others), "received_at", P.COPY_RELEASE),
            ("Copies to send back and prepare again", "registers:requests?step=release",
             checked.exclude(made), "received_at", P.COPY_CHECK),
            ("Releases to hand over", "registers:releases?status=open", parcels.exclude(request__in=others), "released_at", P.COPY_RELEASE),
        )
        for queue in queues(user.divisions(permission), label, to, rows, oldest)
    ]  # fmt: skip
