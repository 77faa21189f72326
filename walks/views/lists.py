"""What the lists of this room share: the order that the address asks for, and the list as a sheet."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from electoral.roll.views import safe_cell


class Line:
    """A file that gives back what is written to it, so that a sheet is sent as it is made."""

    def write(self, text: str) -> str:
        return text


def in_order(request: HttpRequest, rows: QuerySet, sorts: dict[str, str], default: str) -> QuerySet:
    """Rows by `?sort=name` or `?sort=-name`; `sorts` names the fields, a name that is not there is the default."""
    asked = request.GET.get("sort", "")
    field = sorts.get(asked.removeprefix("-"), "")
    if not field:
        return rows.order_by(default)
    return rows.order_by(f"-{field}" if asked.startswith("-") else field, default)


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, verbatim: bool = False):
    """The list as CSV. Cells that a spreadsheet would calculate get an apostrophe, unless it is for loading (decision 39)."""
    writer = csv.writer(Line())
    cells = rows if verbatim else ([safe_cell(cell) for cell in row] for row in rows)
    lines = (writer.writerow(row) for part in ([columns], cells) for row in part)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
