"""All settings, read from the environment; sections in the order of Django's documentation."""

import copy
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from electoral.logs import logging_from

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
OFFICE_VAR = Path(env("OFFICE_VAR", default=str(BASE_DIR / "var"))).resolve()
OFFICE_DEMO = env.bool("OFFICE_DEMO", default=False)  # shows the made-up people's sign-ins
OFFICE_REQUIRE_MFA = env.bool("OFFICE_REQUIRE_MFA", default=not OFFICE_DEMO)

# Core
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="only for development" if DEBUG else environ.Env.NOTSET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
INSTALLED_APPS = [
    "electoral.office",
    "electoral.jobs",
    "electoral.papers",
    "electoral.protected",
    "electoral.roll",
    "walks",
    "review",
    "registers",
    "payments",
    "electoral.demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "drf_spectacular",
    "import_export",
    "rest_framework",
]
MIDDLEWARE = [
    "electoral.office.middleware.VisitorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "electoral.office.middleware.BodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "electoral.office.middleware.PrivatePageMiddleware",
    "electoral.office.middleware.ZoneMiddleware",
    "electoral.office.middleware.SecondFactorMiddleware",
    "electoral.office.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "electoral.urls"
WSGI_APPLICATION = "electoral.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "electoral.office.faces.page",
                "electoral.demo.people.people",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database: DATABASE_URL is the owner, which migrates; DATABASE_APP_URL serves and owns nothing. With the first alone
# the second is the same login under the application's role (an injected RESET ROLE would undo it: demo and tests only).
APP_ROLE = "office_app"
DATABASE_OWNER = env.db("DATABASE_URL", default="postgres:///office")
if "DATABASE_APP_URL" in env:
    DATABASE_APP = env.db("DATABASE_APP_URL")
else:
    DATABASE_APP = copy.deepcopy(DATABASE_OWNER)
    DATABASE_APP.setdefault("OPTIONS", {})["options"] = f"-c role={APP_ROLE}"
AS_OWNER = env.bool("OFFICE_AS_OWNER", default=False)
DATABASES = {
    "default": {
        **(DATABASE_OWNER if AS_OWNER else DATABASE_APP),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
}

# What limits count lies in the database: the web's processes share it, and people sign in while the broker is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "office_remembered",
        "KEY_FUNCTION": "electoral.office.faces.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a division may tick 250 Walks and more in one form
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = env("UPLOAD_TEMP_FOLDER", default=None)
UPLOAD_LIMITS = {  # bytes of the file, by the name of the address; everywhere else a form alone is taken
    "payments:statement_new": 5 * 1024 * 1024,
    "portal:evidence": 10 * 1024 * 1024,
    "registers:evidence_add": 10 * 1024 * 1024,
    "roll:loads": 256 * 1024 * 1024,
}
# Releases; each has a thread of the web until its receiver has the file.
DOWNLOADS_AT_ONCE = env.int("DOWNLOADS_AT_ONCE", default=12)
FONTS_FOLDER = OFFICE_VAR / "fonts"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": OFFICE_VAR / "files"},
    },
    **{
        name: {"BACKEND": "electoral.papers.store.PaperStore", "OPTIONS": {"location": OFFICE_VAR / name}}
        for name in ("papers", "uploads")
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Languages and time: instants are UTC, a division's zone rules its dates
LANGUAGE_CODE = "en-au"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "electoral.formats"

# Logging
LOGGING = logging_from(env("LOG_LEVEL", default="INFO"))

# Mail
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("FROM_EMAIL", default="office@localhost")

# Payments by card: "office" (the demo's own provider, its address, the key we show it, the secret it signs with),
# "stripe", or nothing: then transfers, cheques and cash alone are taken
PAYMENT_PROVIDER = env("PAYMENT_PROVIDER", default="")
PAYMENT_PROVIDER_URL = env("PAYMENT_PROVIDER_URL", default="")
PAYMENT_PROVIDER_KEY = env("PAYMENT_PROVIDER_KEY", default="")
PAYMENT_PROVIDER_SECRET = env("PAYMENT_PROVIDER_SECRET", default="")
STRIPE_KEY = env("STRIPE_KEY", default="")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API = env("STRIPE_API", default="https://api.stripe.com")
if PAYMENT_PROVIDER == "office" and not (OFFICE_DEMO or DEBUG):
    raise ImproperlyConfigured("PAYMENT_PROVIDER: the demonstration's provider takes no money. Name stripe, or nobody.")  # fmt: skip
if PAYMENT_PROVIDER == "stripe" and not (STRIPE_KEY and STRIPE_WEBHOOK_SECRET):
    raise ImproperlyConfigured("PAYMENT_PROVIDER=stripe needs STRIPE_KEY and STRIPE_WEBHOOK_SECRET.")
# A form that leads to the page on which one pays is stopped by the browser unless its address is named here.
PAYMENT_PAGES = {"office": [PAYMENT_PROVIDER_URL], "stripe": ["https://checkout.stripe.com"]}.get(PAYMENT_PROVIDER, [])  # fmt: skip

# Security
SECURE_BROWSER_PLAIN = OFFICE_DEMO or DEBUG  # plain http only where nobody real is
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not SECURE_BROWSER_PLAIN
SESSION_COOKIE_NAME = "sessionid" if SECURE_BROWSER_PLAIN else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if SECURE_BROWSER_PLAIN else "__Host-csrftoken"
SESSION_ENGINE = "electoral.office.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 0 if SECURE_BROWSER_PLAIN else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not SECURE_BROWSER_PLAIN)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # the load balancer asks without TLS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# From where the proxy's connections come: what anybody else forwards is not believed.
PROXY_NETWORKS = env.list(
    "PROXY_NETWORKS",
    default=["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'", *PAYMENT_PAGES],
        "frame-ancestors": ["'none'"],
    }
}

# What one visitor's address may send (docs/operations.md): an office or a school may stand behind it.
VISITOR_LIMITS = {"requests": "30/h/ip", "questions": "30/h/ip", "visits": "15/h/ip", "evidence": "120/h/ip"}

# Accounts: made by an administrator, never by the visitor; five wrong passwords lock (axes)
AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "electoral.office.faces.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "electoral.office.faces.user_display"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_NOTIFICATIONS = not OFFICE_DEMO
ACCOUNT_SESSION_REMEMBER = False  # the office's computers are shared
ACCOUNT_PREVENT_ENUMERATION = True
# Wrong codes of the second factor are "login_failed"; wrong passwords by person and address are axes'.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "wrong_password": "30/m/ip", "login_failed": "20/m/ip,5/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Electoral Office"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "electoral.office.faces.name_typed"
AXES_CLIENT_IP_CALLABLE = "electoral.office.faces.visitor_of"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_ENABLED = env.bool("AXES_ENABLED", default=True)
SILENCED_SYSTEM_CHECKS = ["axes.W003", "auth.W004"]  # e-mail is unique by a constraint on its lower case

# Static files
STATIC_URL = "static/"
STATIC_ROOT = OFFICE_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", OFFICE_VAR / "vendor")]
WHITENOISE_MANIFEST_STRICT = True

# Celery: the row is the truth and the message a doorbell, so nothing is kept of a result and nothing acknowledged late
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "quick"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,  # a page does not wait for a broker that is away
}
CELERY_TASK_PUBLISH_RETRY = False  # a bell that does not ring at once is rung again by the sweeper
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
PROGRESS_SECONDS = 1  # how often a worker writes how far it is
LEASE_SECONDS = env.int("LEASE_SECONDS", default=45)
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=15)
CLOCK_SECONDS = 300  # how often a worker asks what is due and not done (registers/tasks.py)

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "electoral.office.faces.api_refusal",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Electoral Office",
    "DESCRIPTION": "Walks, residences, listings and requests of a division, under the same rules as the pages.",
    "VERSION": "1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "RequestStatus": "registers.states.RequestStatus",
        "ListingStatus": "walks.states.ListingStatus",
    },
}
