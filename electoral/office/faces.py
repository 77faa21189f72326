"""What every page and answer shares: navigation, accounts, and refusals as the API gives them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.views import exception_handler

from electoral.office.models import Event, User
from electoral.office.refusals import Refused
from electoral.office.registry import NAVIGATION, VERBS
from electoral.office.roles import Permission

PAGE_SIZE = 50


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request):
        return False

    def populate_username(self, request, user):
        """There are no user names: the address of the person's e-mail is the account."""


def invite(request: HttpRequest, person: User) -> None:
    """Send the letter with which a person chooses a password."""
    form = ResetPasswordForm({"email": person.email})
    with request_context(request):
        if form.is_valid():
            form.save(request)


def user_display(user) -> str:
    return str(user)


def page(request: HttpRequest) -> dict:
    """Context of every page: where the person may go, and whether everybody here is made up."""
    context: dict = {"demo": settings.OFFICE_DEMO, "navigation": []}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        entries = [
            (e.label, reverse(e.url_name)) for e in sorted(NAVIGATION.values()) if user.may(e.permission)
        ]
        here = max((url for _, url in entries if request.path.startswith(url)), key=len, default="")
        context["navigation"] = [
            {"label": label, "url": url, "current": url == here} for label, url in entries
        ]
        context["roles"] = user.role_names
        context["places"] = ", ".join(dict.fromkeys(str(a.place) for a in user.appointments_in_force))
    return context


def paged(request: HttpRequest, rows, size: int = PAGE_SIZE):
    """The page of rows that the address asks for (`?page=2`); a wrong number gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def way_back(*places) -> list[dict]:
    """The places above a page, from the top: each a thing with a page of its own, or (label, address)."""
    pairs = (one if isinstance(one, tuple) else (str(one), one.get_absolute_url()) for one in places)
    return [{"label": label, "url": url} for label, url in pairs]


def told(events) -> list[dict]:
    """The trail as sentences: when, who, what."""
    rows = list(events)
    people = {person.pk: str(person) for person in User.objects.filter(pk__in={e.by for e in rows})}
    return [
        {
            "at": e.at,
            "by": people.get(e.by, "somebody"),
            "what": VERBS[e.verb],
            "detail": e.data.get("reason", ""),
        }
        for e in rows
    ]


def history_of(request, subject, permission: Permission = Permission.EVENT_VIEW) -> list[dict] | None:
    """The newest of the trail of a divisional subject; None for who may not read it, so that nobody is told that nothing happened."""
    if not request.user.may(permission, subject.division):
        return None
    return told(Event.objects.filter(division=subject.division).about(subject)[:50])


def api_refusal(exception, context):
    """A refusal as the API gives it: its status and one sentence; everything else as REST framework does."""
    if isinstance(exception, Refused):
        return Response({"detail": str(exception)}, status=exception.status_code)
    return exception_handler(exception, context)
