"""Where a provider of card payments tells us that something happened."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments.actions.event import Heard, hear_event

LONGEST = 64 * 1024
ANSWERS = {Heard.RECORDED: 200, Heard.KNOWN: 200, Heard.FORGED: 400, Heard.UNKNOWN: 404, Heard.AWAY: 503}


@csrf_exempt
@require_POST
def event(request, provider):
    """An event (E6): its signature is its permission. Any answer but 2xx makes the provider say it again."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > LONGEST:
        return HttpResponse("too long", status=413, content_type="text/plain")
    heard = hear_event(provider, body=request.body, headers=request.headers)
    return HttpResponse(heard.value, status=ANSWERS[heard], content_type="text/plain")
