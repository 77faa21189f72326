"""What the lists of this room share: the order that the address asks for, and the list as a sheet."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from electoral.office.faces import told
from electoral.office.models import Event
from electoral.office.roles import Permission as P
from electoral.roll.views import safe_cell


class Line:
    """A file that gives back what is written to it, so that a sheet is sent as it is made."""

    def write(self, text: str) -> str:
        return text


def in_order(request: HttpRequest, rows: QuerySet, sorts: dict[str, str], default: str) -> QuerySet:
    """Rows by `?sort=name` or `?sort=-name`; a name that is not in `sorts` is the default."""
    asked = request.GET.get("sort", "")
    field = sorts.get(asked.removeprefix("-"), "")
    if not field:
        return rows.order_by(default, "-pk")
    return rows.order_by(f"-{field}" if asked.startswith("-") else field, "-pk")


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The list as CSV; cells that a spreadsheet would calculate get an apostrophe (decision 39)."""
    writer = csv.writer(Line())
    cells = ([safe_cell(cell) for cell in row] for row in rows)
    lines = (writer.writerow(row) for part in ([columns], cells) for row in part)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def plain(amount: int) -> str:
    """A sum in a sheet: 147.50, with a minus where it goes back."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def my_divisions(request):
    return request.user.divisions(P.PAYMENT_VIEW).select_related("area__state")


def history_of(request, subject) -> list[dict] | None:
    """The newest of the trail; None for who may not read it. A cashier reads that of the money."""
    if not request.user.may(P.PAYMENT_VIEW, subject.division):
        return None
    return told(Event.objects.filter(division=subject.division).about(subject)[:50])
