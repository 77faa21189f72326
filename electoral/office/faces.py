"""What every page and answer shares: navigation, accounts, limits, and refusals as the API gives them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from allauth.core.internal import ratelimit
from axes.utils import reset
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from rest_framework.response import Response
from rest_framework.views import exception_handler

from electoral.office.models import Event, User
from electoral.office.refusals import Refused
from electoral.office.registry import NAVIGATION, VERBS
from electoral.office.roles import Permission

PAGE_SIZE = 50


def visitor_of(request: HttpRequest) -> str | None:
    """The visitor as limits count them: the address, of which the last half of a new one (IPv6) is theirs to choose."""
    return ratelimit.truncate_ip(request.META.get("REMOTE_ADDR", "")) or None


def name_typed(request: HttpRequest, credentials: dict | None = None) -> str:
    """Whose password is tried, for the lock: the e-mail in small letters, as typed or as the account has it."""
    given = credentials or {}
    typed = given.get("email") or given.get("login") or request.POST.get("login")
    return (typed or getattr(request.user, "email", None) or "").lower()[:255]


def hidden_key(key: str, prefix: str, version: int) -> str:
    """The name of a row of the cache: a keyed digest, because keys hold addresses of visitors and codes that were used."""
    return salted_hmac("office cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def is_too_much(request: HttpRequest, action: str) -> bool:
    """Count what a visitor sends (`VISITOR_LIMITS` in the settings); whether it is more than one address may send."""
    return not ratelimit.consume(request, app="office", action=action, config=settings.VISITOR_LIMITS)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    def get_client_ip(self, request):
        return visitor_of(request) or "this machine"  # over its own socket nobody else comes

    def pre_authenticate(self, request, **credentials):
        """One address may not try many names; who tries one name is axes' (a limit by name would let anybody lock everybody out)."""
        used = ratelimit.consume(request, app="allauth.account", action="wrong_password")
        self._login_failed_rl_usage = used  # given back when the password is right
        if not used:
            raise self.validation_error("too_many_login_attempts")

    def is_open_for_signup(self, request):
        return False

    def populate_username(self, request, user):
        """There are no user names: the address of the person's e-mail is the account."""


def unlock(request: HttpRequest, person: User) -> None:
    """Forget the person's wrong passwords and wrong codes, from wherever they came."""
    reset(username=person.email.lower())
    ratelimit.clear(request, app="allauth.account", action="login_failed", key=f"mfa-auth-user-{person.pk}")


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
