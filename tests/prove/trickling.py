"""A plugin of pytest: pages come in two parts, so a journey that reads one before it has come whole fails each time.

A click in Playwright waits for the first byte of the page that answers, and what reads at once then finds it there or
not as the machine is quick or slow.
"""

from collections.abc import Iterator
from time import sleep

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

GAP = 0.4  # seconds between the first byte and the others


class TrickleMiddleware:
    """The outermost: to a browser each page comes as one byte and, after the gap, the others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if not is_page or answer.streaming or request.META.get("SERVER_NAME") == "testserver":
            return answer
        return _trickled(answer)


def _trickled(answer: HttpResponse) -> StreamingHttpResponse:
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    slow = StreamingHttpResponse(_parts(answer.content), status=answer.status_code, headers=headers)
    slow.cookies = answer.cookies
    return slow


def _parts(content: bytes) -> Iterator[bytes]:
    yield content[:1]
    sleep(GAP)
    yield content[1:]


def pytest_collection_finish():
    settings.MIDDLEWARE = ["tests.prove.trickling.TrickleMiddleware", *settings.MIDDLEWARE]
