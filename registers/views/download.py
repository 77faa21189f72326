"""The link of a release, for whoever holds it: a page that uses nothing up, and one download by the right person (E7)."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from registers.actions import download as actions
from registers.forms.download import DownloadForm


def caller_of(request, **typed: str) -> actions.Caller:
    opened = request.session.get("registers_open", ())
    return actions.Caller(
        method=request.method, address=request.META.get("REMOTE_ADDR", ""), agent=request.headers.get("User-Agent", ""),
        open_requests=(opened,) if isinstance(opened, str) else tuple(opened), **typed,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def download(request):
    """Looking at a link uses nothing up: mail filters look. The button sends the file, once."""
    if request.method == "POST":
        return send(request, DownloadForm(request.POST))
    token = request.GET.get("link", "")
    known = actions.note_visit(token, caller=caller_of(request))
    return shown(request, "page", form=DownloadForm(initial={"link": token}, known=known))


def send(request, form: DownloadForm):
    typed = form.typed()
    sending = actions.begin_download(typed.pop("link"), caller=caller_of(request, **typed))
    if sending is None:
        return shown(request, "nothing", status=404)
    response = StreamingHttpResponse(sending, content_type="application/zip")
    response["Content-Length"] = str(sending.size)
    response["Content-Disposition"] = f'attachment; filename="{sending.name}"'
    response["Accept-Ranges"] = "none"
    response["X-Accel-Buffering"] = (
        "no"  # a proxy that takes the whole file at once would be the one who received it
    )
    return private(response)


def shown(request, page: str, status: int = 200, **context):
    return private(render(request, f"registers/download/{page}.html", context, status=status))


def private(response):
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = (
        "strict-origin"  # with no-referrer the browser hides the origin, and the form is refused
    )
    return response
