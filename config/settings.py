"""Every setting comes from the environment; docs/self-hosting.md lists them."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.secrets import key_from_environment_or_file

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("BOXHOLDER_DATA", BASE_DIR / "var")).resolve()


def is_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


DEBUG = is_on("BOXHOLDER_DEBUG")
DEMO = is_on("BOXHOLDER_DEMO")
BASE_URL = os.environ.get("BOXHOLDER_URL", "http://localhost:8000").rstrip("/")
SECRET_KEY = key_from_environment_or_file("BOXHOLDER_SECRET_KEY", DATA_DIR / "secret_key")
# The first key encrypts, all of them decrypt: that is how a key is rotated.
SECRETS_KEYS = key_from_environment_or_file("BOXHOLDER_SECRETS_KEYS", DATA_DIR / "secrets_key", fernet=True).split(",")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if urlsplit(BASE_URL).scheme == "https":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "csp",
    "boxholder.accounts",  # before allauth: its pages are drawn with our templates
    "allauth",
    "allauth.account",
    "boxholder.history",
    "boxholder.notifications",
    "boxholder.operators",
    "boxholder.mailboxes",
    "boxholder.billing",
    "boxholder.mail",
    "boxholder.web",
    "boxholder.operator_site",
    "boxholder.renter_site",
    "boxholder.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "boxholder.web.tenancy.PathMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "boxholder.web.tenancy.RoleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
OPERATOR_URLCONF = "config.operator_urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boxholder.web.context.stripe",
                "boxholder.web.context.brand",
                "boxholder.web.context.person",
                "boxholder.operator_site.frame.context",
                "boxholder.renter_site.frame.context",
            ],
        },
    }
]

# --- Database: SQLite by default, PostgreSQL 14+ when DATABASE_URL says so.
DATABASE_URL = os.environ.get("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
else:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "boxholder.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a power cut must not undo a payment row after Stripe has charged.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    }
if engine := os.environ.get("BOXHOLDER_DATABASE_ENGINE"):
    DATABASES["default"]["ENGINE"] = engine
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Log-in limits are counted here: per-process memory would count each worker apart.
# Past MAX_ENTRIES Django throws a third away, whatever it counts: far above what the limits ever need.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "boxholder.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "boxholder.accounts.forms.LoginForm",
    "reauthenticate": "boxholder.accounts.forms.ReauthenticateForm",
    "reset_password": "boxholder.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "boxholder.accounts.forms.ResetPasswordKeyForm",
    "change_password": "boxholder.accounts.forms.ChangePasswordForm",
    "set_password": "boxholder.accounts.forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# --- E-mail: the outbox delivers through this server unless one is entered under Settings.
EMAIL_CONFIG = os.environ.get("BOXHOLDER_SMTP_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("BOXHOLDER_MAIL_FROM", "Boxholder <mail@localhost>")
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = "boxholder.notifications.smtp.EmailBackend"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
elif EMAIL_CONFIG:
    _smtp = urlsplit(EMAIL_CONFIG)
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp.username or "", _smtp.password or ""
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"

# --- Stripe: where it is. Only a simulator or a test ever changes these.
STRIPE_SIMULATOR_URL = os.environ.get("STRIPE_SIMULATOR_URL", "").rstrip("/")
STRIPE_API_BASE = STRIPE_SIMULATOR_URL or "https://api.stripe.com"
STRIPE_JS_URL = f"{STRIPE_SIMULATOR_URL or 'https://js.stripe.com'}/endive/stripe.js"
STRIPE_DASHBOARD_URL = f"{STRIPE_SIMULATOR_URL}/dashboard" if STRIPE_SIMULATOR_URL else "https://dashboard.stripe.com"
STRIPE_SCRIPT_HOSTS = (
    [STRIPE_SIMULATOR_URL] if STRIPE_SIMULATOR_URL else ["https://js.stripe.com", "https://*.js.stripe.com"]
)
STRIPE_CONNECT_HOSTS = [STRIPE_SIMULATOR_URL] if STRIPE_SIMULATOR_URL else ["https://api.stripe.com"]
STRIPE_FRAME_HOSTS = (
    [STRIPE_SIMULATOR_URL]
    if STRIPE_SIMULATOR_URL
    else ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"]
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, *STRIPE_SCRIPT_HOSTS],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *STRIPE_CONNECT_HOSTS],
        "frame-src": STRIPE_FRAME_HOSTS,
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}

# --- Words, clocks, files
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "boxholder" / "locale"]
FORMAT_MODULE_PATH = "boxholder.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    # Photographs: never served as files, only by views that ask who is looking.
    "default": {
        "BACKEND": "boxholder.disk.SyncedFolder",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or is_on("BOXHOLDER_STATIC_UNHASHED")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or is_on("BOXHOLDER_STATIC_UNHASHED")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "boxholder.web.uploads.BoundedUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("BOXHOLDER_LOG_LEVEL", "WARNING")},
    # The SDK logs request bodies at debug level; they hold renters' names.
    "loggers": {"stripe": {"level": "WARNING"}, "boxholder": {"level": "INFO"}},
}
