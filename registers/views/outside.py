"""What every page of the portal shares: the session of somebody without an account, the request that they opened, the page itself."""

from functools import wraps
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from electoral.office.models import Division
from registers.actions.secret import opens
from registers.models import AccessRequest, Inquiry, Inspection
from registers.rules.questions import OFFICE

DRAFT, WAS, SENT, OPEN = "registers_draft", "registers_was", "registers_sent", "registers_open"
KINDS_OF_THING: dict[str, Any] = {"request": AccessRequest, "inquiry": Inquiry, "visit": Inspection}


def offices():
    """The offices that answer; those for practice only where there are no others."""
    every = Division.objects.select_related("area__state")
    return every.filter(practice=False) if every.filter(practice=False).exists() else every


def office_of(request) -> Division | None:
    """Whose pages these are: the office of `?office=`, of what is begun or open here, or the only one; None: not said yet."""
    code = request.GET.get("office")
    if code is None:
        row = next(iter(find(request.session.get(OPEN, "")).values()), None)
        code = row.division.code if row else request.session.get(DRAFT, {}).get(OFFICE)
    every = list(offices())
    if len(every) == 1:
        return every[0]
    return next((office for office in every if office.code == code), None)


def show(request, template: str, division: Division | None = None, status: int = 200, **context: Any):
    """A page for somebody outside: in the office's zone, kept by no browser and no cache."""
    context = {
        "division": division,
        "opened": request.session.get(OPEN),
        "drafting": DRAFT in request.session,
        "of_office": f"?office={division.code}" if division else "",
        **context,
    }
    with timezone.override(division.zone if division else None):
        response = render(request, f"portal/{template}.html", context, status=status)
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def find(reference: str) -> dict[str, Any]:
    """What has this reference, by its kind: a request, a query or a visit; every table is asked each time."""
    found = {
        kind: model.objects.filter(reference=reference).first() for kind, model in KINDS_OF_THING.items()
    }
    return {kind: row for kind, row in found.items() if row}


def opened_with(reference: str, word: str):
    """The row that the reference and the word open together, or None; it takes the same time whatever is wrong."""
    row = next(iter(find(reference).values()), None)
    return row if opens(row, word) else None


def open_session(request, reference: str) -> None:
    """Remember what this browser may follow, in a session of a new name: one that somebody else planted opens nothing."""
    request.session.cycle_key()
    request.session[OPEN] = reference


def close_session(request) -> None:
    """Forget everything that was written or opened here."""
    for key in (DRAFT, WAS, SENT, OPEN):
        request.session.pop(key, None)
    request.session.cycle_key()


def opened(model):
    """A view of what this session has opened: it is called with the row; everybody else is asked for reference and word."""

    def wrap(view):
        @wraps(view)
        def guarded(request, *args, **options):
            rows = model.objects.select_related("division__area__state")
            row = rows.filter(reference=request.session.get(OPEN, "")).first()
            return view(request, row, *args, **options) if row else redirect("portal:follow")

        return guarded

    return wrap


def of_this(rows, **names):
    """The one row among those of the thing that is open, or 404."""
    row = rows.filter(**names).first()
    if row is None:
        raise Http404
    return row


class alone:
    """While it holds, no other request of the same session is in it; the session is read again, and written at its end."""

    def __init__(self, request):
        self.session, self.block = request.session, transaction.atomic()

    def __enter__(self):
        self.block.__enter__()
        if self.session.session_key:
            Session.objects.select_for_update().filter(session_key=self.session.session_key).first()
            self.session._session_cache = self.session.load()
        return self.session

    def __exit__(self, *raised):
        if raised[0] is None:
            self.session.save()
        return self.block.__exit__(*raised)
