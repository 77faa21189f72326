"""What the lists of every room share: the person's divisions, the order that the address asks for, the list as a sheet."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from electoral.office.actions import demand
from electoral.office.models import Division
from electoral.office.refusals import NotPermitted
from electoral.office.roles import Permission

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """A file that gives back what is written to it, so that a sheet is sent as it is made."""

    def write(self, text: str) -> str:
        return text


def my_divisions(request, permission: Permission) -> QuerySet[Division]:
    return request.user.divisions(permission).select_related("area__state")


def division_asked_for(request, permission: Permission) -> Division | None:
    """The division that the address names, or the first of the person's; 404 where it is none of theirs."""
    mine = my_divisions(request, permission)
    code = request.GET.get("division")
    return get_object_or_404(mine, code=code) if code else mine.first()


def division_to_work_in(request, *, see: Permission, work: Permission) -> Division:
    """The same, for keying something in: refused where the person only looks."""
    division = division_asked_for(request, see)
    if division is None:
        raise NotPermitted("Your role may not do this.")
    demand(request.user, work, division)
    return division


def in_order(
    request: HttpRequest, rows: QuerySet, sorts: dict[str, str], *default: str | OrderBy
) -> QuerySet:
    """Rows by `?sort=name` or `?sort=-name`, then by `default`; `sorts` names the fields, and a name that is not there is none.

    The key comes last: rows that are equal in all else would stand on two pages, or on none.
    """
    asked = request.GET.get("sort", "")
    field = sorts.get(asked.removeprefix("-"), "")
    first = [f"-{field}" if asked.startswith("-") else field] if field else []
    return rows.order_by(*first, *default, "-pk")


def sheet(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, verbatim: bool = False
) -> StreamingHttpResponse:
    """The list as CSV. Cells that a spreadsheet would calculate get an apostrophe, unless it is for loading (decision 39)."""
    writer = csv.writer(Line())
    cells = rows if verbatim else ([safe_cell(cell) for cell in row] for row in rows)
    lines = (writer.writerow(row) for part in ([columns], cells) for row in part)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def safe_cell(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
