"""Every setting of the portal: Django, then database and tasks, then packages, then the portal's own."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

# ---------------------------------------------------------------------------------------------------- Django

LOCAL_RUN = env.bool("PORTAL_LOCAL", default=False)  # `make run` and the tests: this machine only
DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="only-for-a-local-run" if LOCAL_RUN else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text. Every variable is listed in .env.example.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if LOCAL_RUN else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "collab_portal.urls"
WSGI_APPLICATION = "collab_portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = None

INSTALLED_APPS = [
    "collab_portal",
    "collab_portal.accounts",
    "collab_portal.mail",
    "collab_portal.audit",
    "collab_portal.files",
    "collab_portal.reference",
    "enterprises",
    "procurement",
    "socialvalue",
    "socialvalue.practice",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_filters",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "collab_portal.middleware.RequestLog",
    "collab_portal.middleware.NotKept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "collab_portal.accounts.middleware.SessionLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "collab_portal.accounts.middleware.SecondFactorMiddleware",
    "collab_portal.audit.middleware.HistoryMiddleware",
    "collab_portal.files.middleware.UploadLimit",
    "collab_portal.middleware.NothingWithNul",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "collab_portal.templatetags.components",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collab_portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does; remove it then

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "collab_portal" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = "collab_portal.formats"  # the day before the month

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static" / "build", ("images", BASE_DIR / "static" / "images")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "collab_portal.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "collab_portal.accounts.passwords.NotCommon"},
    {"NAME": "collab_portal.accounts.passwords.NotLikeThePerson"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:desk"
LOGOUT_REDIRECT_URL = "home"

SECURE_SSL_REDIRECT = not LOCAL_RUN
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 0 if LOCAL_RUN else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL_RUN
SECURE_REFERRER_POLICY = "same-origin"  # addresses hold tokens: no other site hears of them
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL_RUN
SESSION_COOKIE_NAME = "portal_session" if LOCAL_RUN else "__Host-session"
CSRF_COOKIE_NAME = "portal_csrf" if LOCAL_RUN else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "collab_portal.views.stale_form"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
X_FRAME_OPTIONS = "DENY"

# ---------------------------------------------------------------------------------------- database and tasks

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASE_OWNER = env.db("DATABASE_OWNER_URL", default=env("DATABASE_URL"))  # migrates; owns every table
DATABASE_BACKUP = env.db("DATABASE_BACKUP_URL", default=env("DATABASE_OWNER_URL", default=env("DATABASE_URL")))
POSTGRES_PROGRAMS = env("POSTGRES_PROGRAMS", default="")  # a folder with pg_dump and psql; empty for those we brought
DATABASE_WEB_ROLE = env("DATABASE_WEB_ROLE", default=DATABASES["default"]["USER"])  # owns none
DATABASES["default"].setdefault("OPTIONS", {})
if Path(sys.argv[0]).name == "gunicorn" or env.bool("DATABASE_POOL", default=False):
    # Only the web process: Celery closes Django's pool after every task.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    # Nobody waits longer for a page; a statement that would go on gives its connection back.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c statement_timeout=15000")
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # nobody gets an error because the database was restarted before

REDIS_URL = env("REDIS_URL")
# Celery names a unix socket differently from everybody else.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CACHES = {"default": {"BACKEND": "collab_portal.cache.ForgivingRedisCache", "LOCATION": REDIS_URL}}
CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 0.5, "socket_timeout": 1}
CLOCK_SECONDS = 15  # between two looks at what is due
TASK_TIME_LIMIT = 300  # seconds, after which the worker kills a task that hangs
SHEET_LEASE_SECONDS = 600  # longer than any task: then another worker goes on with a sheet that was begun

# Mail goes to an SMTP server. A local run without one writes it into a folder, which /dev/mail/ shows.
MAIL_FOLDER = LOCAL_DIR / "mail"
MAIL_SERVER = (
    None if LOCAL_RUN and not env("EMAIL_URL", default="") else env.email_url("EMAIL_URL", default="smtp://localhost")
)
EMAIL_BACKEND = "collab_portal.mail.backend.OutboxBackend"  # what Django and packages send is durable too
MAIL_THROUGH = env("MAIL_THROUGH", default="smtp")  # or "notify": GOV.UK Notify, which is free for councils
if MAIL_THROUGH not in ("smtp", "notify"):
    raise ImproperlyConfigured("MAIL_THROUGH is smtp or notify.")
NOTIFY_URL = env("NOTIFY_URL", default="https://api.notifications.service.gov.uk").rstrip("/")
NOTIFY_API_KEY = env("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE_ID = env("NOTIFY_TEMPLATE_ID", default="")  # its subject is ((subject)), its message is ((body))
NOTIFY_REPLY_TO_ID = env("NOTIFY_REPLY_TO_ID", default="")  # of an address kept there; empty for the service's own
if MAIL_THROUGH == "notify" and not (NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID):
    raise ImproperlyConfigured("Set NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID, or send by MAIL_THROUGH=smtp.")
NOTIFY_TIMEOUT = 30
NOTIFY_PER_SECOND = 45  # from one sender; it takes 3,000 a minute from all of them
MAIL_LEASE_SECONDS = 240  # how long a sender may hold a message: longer than any conversation
MAIL_SMTP_TIMEOUT = 30
MAIL_SMTP_PATIENCE = 120  # for the answer to a whole message (RFC 5321, 4.5.3.2.6)
MAIL_DRAIN_SECONDS = 20  # before a sender makes room for other tasks
MAIL_BACKOFF_SECONDS = (30, 3600)  # doubled from the first to the second
MAIL_GIVE_UP_SECONDS = 72 * 3600
MAIL_KEEP_DAYS = 30  # after that the address of a settled message is blanked

# ------------------------------------------------------------------------------------------------- packages

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "collab_portal.accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # people learn by e-mail that their sign-in was changed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the e-mail address changes (ASVS 5.0, 7.5.1)
_FORMS = "collab_portal.accounts.sign_in_forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "signup": f"{_FORMS}.SignupForm",
    "add_email": f"{_FORMS}.AddEmailForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.SecondStepForm",
    "reauthenticate": f"{_FORMS}.SecondStepAgainForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.RenamePasskeyForm",
    "login_webauthn": f"{_FORMS}.PasskeySignInForm",
    "authenticate_webauthn": f"{_FORMS}.PasskeyStepForm",
    "reauthenticate_webauthn": f"{_FORMS}.PasskeyStepAgainForm",
}
MFA_ADAPTER = "collab_portal.accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = env("PORTAL_NAME_EN", default="Collaboration Portal")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL_RUN
# Nobody signs in before confirming an address, so all this lets through is changing one's address with a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True

SECOND_FACTOR_IN_LOCAL_RUN = False  # the tests of the second factor set it
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "forms"
CRISPY_FAIL_SILENTLY = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# ----------------------------------------------------------------------------------------------- the portal

PORTAL_NAME_EN = env("PORTAL_NAME_EN", default="Collaboration Portal")
PORTAL_NAME_CY = env("PORTAL_NAME_CY", default="Porth Cydweithio")
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000" if LOCAL_RUN else "").rstrip("/")  # for links in mails
OCID_PREFIX = env("OCID_PREFIX", default="ocds-local")  # register a prefix of your own before you publish open data
MAIL_DOMAIN = env("MAIL_DOMAIN", default=urlsplit(PORTAL_URL).hostname or "localhost")  # in every Message-ID
MAIL_FROM = DEFAULT_FROM_EMAIL = env("MAIL_FROM", default=f"no-reply@{MAIL_DOMAIN}")  # the name is the portal's
CONTACT_ADDRESS = env("CONTACT_ADDRESS", default=f"contact@{MAIL_DOMAIN}")  # of those who run the portal
MAIL_BOUNCE_ADDRESS = env("MAIL_BOUNCE_ADDRESS", default=MAIL_FROM)  # its mailbox feeds `manage.py process_bounce`
SEARCH_LIMIT_EXEMPT = frozenset()  # addresses; `make bench` searches from one, nobody else does
UPLOAD_MAX_BYTES = 100_000_000  # of one request; more is not even read
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DOCUMENT_MAX_BYTES = 10_000_000
PICTURE_MAX_BYTES = 10_000_000
PICTURE_MAX_PIXELS = 30_000_000  # decoded, four bytes each
MAIL_BOUNCE_TOKEN = env(
    "MAIL_BOUNCE_TOKEN", default=""
)  # lets a mail provider report at /mail/bounces/; empty closes it
TRAIL_SEAL_ADDRESS = env("TRAIL_SEAL_ADDRESS", default="")  # who keeps the seal of each day; empty: only the log does
VOLUME_ALLOWED = env.bool("VOLUME_ALLOWED", default=False)  # marks a database for `manage.py seed_volume`
DEMO_DOMAIN = "demo.example"  # people of the demo world; they cannot sign in outside a local run
NOTICE_SOURCES = {  # where `manage.py fetch_notices` reads; other hosts are refused
    "fts": "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages",
    "sell2wales": "https://api.sell2wales.gov.wales/v1/Notices",
    "contracts-finder": "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search",
}
NOTICES_BY_NIGHT = env.list("NOTICES_BY_NIGHT", default=[])  # which of them the clock reads, once each was begun

# Logs are data, one line each, and hold no personal data; tracebacks name code, not what people wrote.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # what was not found is in the request log
        "django.security.csrf": {"level": "ERROR"},  # and so is what was forged; a path can hold a token
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.dev.ConsoleRenderer(colors=False) if LOCAL_RUN else structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(20),
    cache_logger_on_first_use=True,
)
