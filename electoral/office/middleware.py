"""What stands before every view: who asks from where, how much may be sent, nothing is kept by browsers, staff have a
second factor, a refusal becomes a page."""

import ipaddress

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from electoral.office.refusals import NotPermitted, Refused

OPEN_WITHOUT_SECOND_FACTOR = ("/account/", "/static/", "/health/")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


class VisitorMiddleware:
    """REMOTE_ADDR is the visitor's address for every limit and every trail: by the word of our own proxy, and nobody else's.

    A proxy adds the address that it saw at the end of X-Forwarded-For; what stands before it was written by the visitor.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.BEHIND_PROXY or not is_our_proxy(request.META.get("REMOTE_ADDR", "")):
            for name in FORWARDED:
                request.META.pop(name, None)
        chain = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if visitor := read_address(chain.rpartition(",")[2]):
            request.META["REMOTE_ADDR"] = visitor
        return self.get_response(request)


def is_our_proxy(address: str) -> bool:
    """Whether a connection from there is the proxy's; a socket of the machine itself has no address."""
    if not address:
        return True
    networks = (ipaddress.ip_network(network) for network in settings.PROXY_NETWORKS)
    known = read_address(address)
    return bool(known) and any(ipaddress.ip_address(known) in network for network in networks)


def read_address(text: str) -> str:
    """An address as everybody writes it, or nothing: a limit must not be escaped by writing it another way."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


class BodyMiddleware:
    """Refuse what is larger than its place takes before a byte of it is read (413).

    Stands before the check of forms, which reads them. The server itself reads no more than what was announced, so what
    is sent without its length is refused as well (411). A file of which a part came is gone when the request is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.content_type == "multipart/form-data":
            for handler in request.upload_handlers:
                handler.upload_interrupted()  # Django leaves what broke off to the collector of garbage
        return response

    def process_view(self, request, view, args, kwargs):
        form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        place = request.resolver_match
        file = settings.UPLOAD_LIMITS.get(place.view_name, 0)
        said = request.META.get("CONTENT_LENGTH") or ""
        size = int(said) if said.isdecimal() else 0
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return told_off(
                request, 411, "What you sent did not say how large it is. Send it from the page of this site."
            )
        if size > file + form:
            return told_off(request, 413, too_large(size, file or form))
        if size > form and place.app_name != "portal" and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return None


def too_large(size: int, most: int) -> str:
    return f"What you sent is {filesizeformat(size)}. At most {filesizeformat(most)} can be sent here. Make it smaller, or send it in parts."


def told_off(request, status: int, reason: str):
    """The page of a refusal that no action raised; a program gets JSON."""
    where = request.resolver_match
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": reason}, status=status)
    page = "portal/refused.html" if where.app_name == "portal" else "refused.html"
    context = {"reason": reason, "title": "This was not taken", "back_url": request.path}
    return render(request, page, context, status=status)


class PrivatePageMiddleware:
    """A page that somebody signed in for is in nobody's cache (decision 31), nor is any of the portal, whose visitors do not sign in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated or getattr(request.resolver_match, "app_name", "") == "portal":
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class ZoneMiddleware:
    """Times are shown in the zone of the place where the person serves (decision 18)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        places = request.user.appointments_in_force if request.user.is_authenticated else []
        with timezone.override(places[0].zone if places else None):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Confines a staff session to enrolling a second factor until it has one (decision 37)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.OFFICE_REQUIRE_MFA and self.is_confined(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_confined(self, request) -> bool:
        if not request.user.is_authenticated or request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return False
        return bool(request.user.appointments_in_force) and not is_mfa_enabled(request.user)


class RefusalMiddleware:
    """Turn a refusal raised by an action into the page that a person should see."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        context = {"reason": str(exception), "subject": exception.subject}
        where = request.resolver_match
        if where and where.app_name == "portal":  # people outside have no desk to go back to
            return render(request, "portal/refused.html", context, status=exception.status_code)
        if isinstance(exception, NotPermitted):
            return render(request, "403.html", context, status=403)
        if hasattr(exception.subject, "get_absolute_url"):
            messages.error(request, str(exception))
            return redirect(exception.subject)
        return render(request, "refused.html", context, status=409)
