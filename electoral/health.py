"""What a load balancer asks: whether the database and the broker answer."""

from celery import current_app
from django.db import Error, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

WAIT_SECONDS = 2


@never_cache
@require_safe
def health(request):
    """200 "ok", or 503 with the names of what does not answer. No session is asked for."""
    silent = [
        name
        for name, answers in (("database", database_answers), ("broker", broker_answers))
        if not answers()
    ]
    if silent:
        return HttpResponse(f"{' and '.join(silent)} not reached", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def broker_answers() -> bool:
    try:
        with current_app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, interval_start=0, timeout=WAIT_SECONDS)
    except (KombuError, RedisError, OSError):
        return False
    return True
