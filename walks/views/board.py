"""The planning board of a division's part, as a list and as a map."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from electoral.office.faces import paged
from electoral.office.lists import sheet
from walks.actions.listing import barred_walks
from walks.documents.board import BoardRow, board_of, counts_of
from walks.documents.board_map import board_map
from walks.documents.plan import figures_of, planned_walks
from walks.documents.supply import supply_of
from walks.forms.plan import BoardFilter
from walks.maps import drawn, features
from walks.views.part import crumbs, find_part, ordered

SORTS = {
    "walk": lambda row: row.walk.number,
    "class": lambda row: row.walk.walk_class,
    "residences": lambda row: row.walk.residences,
    "method": lambda row: row.walk.chosen,
    "workload": lambda row: (row.walk.workload is None, row.walk.workload),
    "standing": lambda row: row.standing.letter,
}
COLUMNS = ("walk", "class", "residences", "method", "workload", "letter", "stands at", "waits for", "who has it", "reference")  # fmt: skip


def rows_of(part) -> list[BoardRow]:
    return board_of(part, planned_walks(part, ended=True), barred=barred_walks(part.division))


@login_required
def index(request, reference):
    part = find_part(request, reference)
    form, every = BoardFilter(request.GET), rows_of(part)
    rows = ordered(request, form.rows(every), SORTS)
    if request.GET.get("format") == "csv":
        return sheet("planning-board", COLUMNS, (sheet_row(row) for row in rows))
    in_force = [row.walk for row in every if not row.walk.ended_on]
    context = {
        "part": part,
        "form": form,
        "page": paged(request, rows),
        "counts": counts_of(every),
        "every": len(every),
        "supply": supply_of(part, in_force, figures_of(part.division)),
        "breadcrumbs": crumbs(part),
    }
    return render(request, "walks/review/board.html", context)


def sheet_row(row: BoardRow) -> tuple:
    walk, standing = row.walk, row.standing
    return (
        walk.number, walk.class_text, walk.residences, walk.method_text, walk.workload or "", standing.letter, standing.words,
        row.waits.what, row.waits.who, walk.reference,
    )  # fmt: skip


@login_required
def on_map(request, reference):
    """The same Walks in the same colours, with their letters."""
    part = find_part(request, reference)
    board = reverse("walks:board", args=[part.reference])
    context = {
        "part": part,
        "map": drawn(board_map(part, rows_of(part))),
        "map_url": reverse("walks:board_features", args=[part.reference]),
        "breadcrumbs": crumbs(part, ("Planning board", board)),
    }
    return render(request, "walks/review/board_map.html", context)


@login_required
def map_features(request, reference):
    part = find_part(request, reference)
    return JsonResponse(features(board_map(part, rows_of(part))))
