"""Sessions in the database; one that holds what is told once is short."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

SHORT = "lives_seconds"  # a session in which this stands ends so many seconds after it was last written


class SessionStore(DatabaseStore):
    def get_session_cookie_age(self) -> int:
        """Not `set_expiry`: with it the browser would keep the session after it was closed."""
        return min(self.get(SHORT, settings.SESSION_COOKIE_AGE), settings.SESSION_COOKIE_AGE)
