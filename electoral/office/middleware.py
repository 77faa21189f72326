"""What stands before every view: nothing is kept by browsers, staff have a second factor, a refusal becomes a page."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from electoral.office.refusals import NotPermitted, Refused

OPEN_WITHOUT_SECOND_FACTOR = ("/account/", "/static/", "/health/")


class PrivatePageMiddleware:
    """A page that somebody signed in for is in nobody's cache (decision 31)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
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
