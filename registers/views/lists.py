"""What the lists of this room share: the division and the order that the address asks for, the list as a sheet, the trail."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from electoral.office.actions import demand
from electoral.office.faces import told
from electoral.office.models import Division, Event
from electoral.office.refusals import NotPermitted
from electoral.office.roles import Permission as P
from electoral.roll.views import safe_cell


class Line:
    """A file that gives back what is written to it, so that a sheet is sent as it is made."""

    def write(self, text: str) -> str:
        return text


def my_divisions(request, permission: P = P.REGISTER_VIEW) -> QuerySet[Division]:
    return request.user.divisions(permission).select_related("area__state")


def division_asked_for(request, permission: P = P.REGISTER_VIEW) -> Division | None:
    """The division that the address names, or the first of the person's; 404 where it is none of theirs."""
    mine = my_divisions(request, permission)
    code = request.GET.get("division")
    return get_object_or_404(mine, code=code) if code else mine.first()


def division_to_work_in(request, permission: P = P.REGISTER_WORK) -> Division:
    """The same, for keying something in: refused where the person only looks."""
    division = division_asked_for(request)
    if division is None:
        raise NotPermitted("Your role may not do this.")
    demand(request.user, permission, division)
    return division


def in_order(request: HttpRequest, rows: QuerySet, sorts: dict[str, str], default: str) -> QuerySet:
    """Rows by `?sort=name` or `?sort=-name`; `sorts` names the fields, a name that is not there is the default."""
    asked = request.GET.get("sort", "")
    field = sorts.get(asked.removeprefix("-"), "")
    if not field:
        return rows.order_by(default)
    return rows.order_by(f"-{field}" if asked.startswith("-") else field, default)


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The list as CSV. Cells that a spreadsheet would calculate get an apostrophe (decision 39)."""
    writer = csv.writer(Line())
    cells = ([safe_cell(cell) for cell in row] for row in rows)
    lines = (writer.writerow(row) for part in ([columns], cells) for row in part)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def history_of(request, subject: Any) -> list[dict] | None:
    """The newest of the trail; None for who may not read it, so that nobody is told that nothing happened."""
    if not request.user.may(P.EVENT_VIEW, subject.division):
        return None
    return told(Event.objects.visible_to(request.user).filter(division=subject.division).about(subject)[:50])
