"""What of the roll waits for a person, for the first page."""

from django.db.models import Count, Min
from django.urls import reverse

from electoral.office.roles import Permission
from electoral.roll.models import Load


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest): files that are read and wait for the word to be applied."""
    if not user.may(Permission.FILE_LOAD):
        return []
    staged = Load.objects.visible_to(user).awaiting_a_word().order_by()
    codes = list(staged.values_list("division__code", flat=True).distinct()[:2])
    url = reverse("roll:loads", args=codes) if len(codes) == 1 else reverse("roll:index")
    return [
        {
            "label": "Files waiting for your word",
            "url": url,
            **staged.aggregate(count=Count("pk"), oldest=Min("loaded_at")),
        }
    ]
