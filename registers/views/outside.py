"""What every page of the portal shares: the session of somebody without an account, the request that they opened, the page itself."""

from functools import wraps
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from electoral.office.faces import is_too_much
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.sessions import SHORT, SessionStore
from registers.actions.secret import opens
from registers.models import AccessRequest, Inquiry, Inspection
from registers.rules.questions import OFFICE

DRAFT, WAS, SENT, OPEN = "registers_draft", "registers_was", "registers_sent", "registers_open"
WORD = "visit_word"
TOLD_SECONDS = 30 * 60  # a word that nobody noted
PRESSED_SECONDS = 10 * 60  # within which the same form may be pressed again
TOO_MUCH = (
    "Much was sent from your internet address within the hour. Try again in an hour, or write to the office."
)
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
    forget_told_long_ago(request.session)
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
    forget_told(request.session)
    request.session.cycle_key()
    request.session[OPEN] = reference


def tell_once(request, reference: str, **told: Any) -> None:
    """Open what was sent, and keep its word until it is noted: half an hour at most, in a session that lives no longer."""
    open_session(request, reference)
    until = timezone.now().timestamp() + TOLD_SECONDS
    request.session[SENT] = {"reference": reference, "until": until, **told}
    request.session[SHORT] = TOLD_SECONDS
    if once := request.POST.get("once"):
        cache.set(f"pressed {once}", request.session.session_key, PRESSED_SECONDS)


def forget_told_long_ago(session) -> None:
    if SENT in session and session[SENT].get("until", 0) < timezone.now().timestamp():
        forget_told(session)


def forget_told(session) -> None:
    for key in (SENT, WORD, SHORT):
        session.pop(key, None)


def pressed_again(request):
    """A second press comes under the name that the session had before the first: it goes on under the new one."""
    if now := cache.get(f"pressed {request.POST.get('once')}"):
        request.session = SessionStore(now)
        request.session.modified = True
    return redirect("portal:sent")


def refuse_too_much(request, what: str) -> None:
    """Nobody fills the office's desk by a script (`VISITOR_LIMITS` in the settings)."""
    if is_too_much(request, what):
        raise Refused(TOO_MUCH)


def is_taken(request, form, what: str) -> bool:
    """Whether the form is right and not one too many; what was typed stays in it."""
    if form.is_valid() and is_too_much(request, what):
        form.add_error(None, TOO_MUCH)
    return form.is_valid()


def close_session(request) -> None:
    """Forget everything that was written or opened here."""
    forget_told(request.session)
    for key in (DRAFT, WAS, OPEN):
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
