"""Tags for the parts of a page (templates/parts): a table's box, a column that sorts, a status, a QR code."""

from collections.abc import Iterable, Sequence
from typing import Any

import segno
from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

STATUS_COLOURS = {
    "grey": "draft new closed ended withdrawn cancelled superseded destroyed abandoned",
    "blue": "queued waiting ordered submitted requested received lodged open proposed unmatched",
    "teal": "running claimed working produced issued sent printed posted",
    "green": "done finished approved accepted certified confirmed released paid returned complete reviewed kept applied in_force matched",
    "yellow": "sent_back staged overdue late paused held queried withheld",
    "red": "failed put_aside refused rejected lost void expired",
}
COLOUR_OF = {status: colour for colour, statuses in STATUS_COLOURS.items() for status in statuses.split()}


@register.inclusion_tag("parts/tag.html")
def status_tag(status: str, text: str = "") -> dict[str, str]:
    """The status of a thing as a coloured tag: `{% status_tag walk.status walk.get_status_display %}`."""
    words = str(status).replace("_", " ").capitalize()
    return {"text": text or words, "colour": COLOUR_OF.get(str(status).lower(), "grey")}


@register.simple_block_tag(end_name="end_table_box")
def table_box(content: SafeString, label: str) -> SafeString:
    """Put a table into a box of its own, which scrolls on a narrow screen and is reached by keyboard."""
    return format_html(
        '<div class="table-box" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


@register.simple_block_tag(takes_context=True, end_name="end_awaited")
def awaited(context: Context, content: SafeString, name: str, *work: Any) -> SafeString:
    """A part of a page that shows what workers make: `{% awaited "papers" papers %}`, its own name first.

    Each of `work` is a document, or what has one, or many of them, or None. While one is on its way, the browser asks
    for this part again every two seconds.
    """
    request, state = context["request"], SafeString()
    pieces = [piece for some in work for piece in (some if isinstance(some, Iterable) else [some]) if piece]
    if any(getattr(piece, "document", piece).is_awaited for piece in pieces):
        polls = ' hx-get="{}" hx-trigger="every 2s" hx-select="#{}" hx-swap="outerHTML"'
        state = format_html(polls, request.get_full_path(), name)
    elif request.htmx:
        state = format_html(' data-say="{}"', "A part of this page is new.")
    return format_html('<div id="{}"{}>{}</div>', name, state, content)


@register.inclusion_tag("parts/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, name: str, *, numeric: bool = False) -> dict[str, Any]:
    """Head a column that sorts by `?sort=name`; pressed again it turns round. The filter stays."""
    query = context["request"].GET.copy()
    now = query.get("sort", "")
    query["sort"] = f"-{name}" if now == name else name
    query.pop("page", None)
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "numeric": numeric}


@register.filter
def beside(cells: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Pair each cell of a row with its column: [(column, cell), …]. ValueError when their numbers differ."""
    return list(zip(columns, cells, strict=True))


@register.filter
def steps_of(options: Iterable[tuple[Any, Any]], subject: Any) -> list[tuple[str, str, str | None]]:
    """The options of a workflow as (label, address, refusal); a step's address is the subject's plus its verb."""
    here = subject.get_absolute_url()
    return [
        (move.name.replace("_", " ").capitalize(), f"{here}{move.name.replace('_', '-')}/", no and str(no))
        for move, no in options
    ]


@register.filter
def about(seconds: int) -> str:
    """A length of time as people say it: "about 2 minutes"."""
    units = ((3600, "hour"), (60, "minute"), (1, "second"))
    size, name = next(unit for unit in units if seconds >= unit[0] * 1.5 or unit[0] == 1)
    count = max(1, round(seconds / size))
    return f"about {count} {name}{'s' if count != 1 else ''}"


@register.filter
def first_open(moves: Sequence[tuple[str, str, str | None]]) -> str | None:
    """The address of the first move that nothing stops, or None: the page's main button."""
    return next((url for _, url, refusal in moves if not refusal), None)


@register.inclusion_tag("parts/qr.html")
def qr(text: str, label: str) -> dict[str, Any]:
    """A QR code as SVG shapes in the page itself: no picture address that a strict content policy would refuse."""
    matrix = segno.make(text, error="m", micro=False).matrix
    squares = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return {"squares": squares, "size": len(matrix), "label": label}
