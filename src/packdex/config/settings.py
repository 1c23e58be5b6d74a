"""Django's settings, made from the environment (environment.py says which variables there are)."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from packdex.config import sign_in
from packdex.config.environment import (
    SETTINGS,
    prepare_data_folder,
    read_settings,
    secret_key,
)
from packdex.core.proxies import Proxies
from packdex.core.verdict.weights import Weights

_values = read_settings(os.environ)

SETTING_NAMES = [setting.name for setting in SETTINGS]
PACKDEX_DATA: Path = _values["PACKDEX_DATA"]
PACKDEX_SITE_URL: str = _values["PACKDEX_SITE_URL"]
PACKDEX_PROXIES: Proxies = _values["PACKDEX_PROXIES"]
PACKDEX_PAGE_SIZE: int = _values["PACKDEX_PAGE_SIZE"]
PACKDEX_REGISTRY_URL: str = _values["PACKDEX_REGISTRY_URL"]
PACKDEX_REFRESH: bool = _values["PACKDEX_REFRESH"]
PACKDEX_GITHUB_TOKEN: str = _values["PACKDEX_GITHUB_TOKEN"]
PACKDEX_GITHUB_API: str = _values["PACKDEX_GITHUB_API"]
PACKDEX_FORGES: dict[str, str] = _values["PACKDEX_FORGES"]
PACKDEX_MAX_REPOSITORY_MB: int = _values["PACKDEX_MAX_REPOSITORY_MB"]
PACKDEX_ADVISORIES: Path | None = _values["PACKDEX_ADVISORIES"]
PACKDEX_VERDICT_WEIGHTS: Weights | None = _values["PACKDEX_VERDICT_WEIGHTS"]
PACKDEX_LIFECYCLES_URL: str = _values["PACKDEX_LIFECYCLES_URL"]
PACKDEX_FETCH_TIMEOUT: float = _values["PACKDEX_FETCH_TIMEOUT"]
PACKDEX_ALLOW_PRIVATE_HOSTS: bool = _values["PACKDEX_ALLOW_PRIVATE_HOSTS"]

PACKDEX_SIGN_UP: str = _values["PACKDEX_SIGN_UP"]

prepare_data_folder(PACKDEX_DATA)

SECRET_KEY = _values["PACKDEX_SECRET_KEY"] or secret_key(PACKDEX_DATA)
DEBUG: bool = _values["PACKDEX_DEBUG"]
ALLOWED_HOSTS: list[str] = [*_values["PACKDEX_ALLOWED_HOSTS"]]
if PACKDEX_SITE_URL:
    ALLOWED_HOSTS.append(urlsplit(PACKDEX_SITE_URL).hostname or "")

TIME_ZONE: str = _values["PACKDEX_TIME_ZONE"]
USE_TZ = True
LANGUAGE_CODE = "en"
USE_I18N = False

SITE_NAME = "Packdex"

for _name, _value in _values["PACKDEX_MAIL_URL"].items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _values["PACKDEX_MAIL_FROM"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "simple_history",
    "packdex.accounts",
    "packdex.catalog",
    "packdex.exchange",
    "packdex.refresh",
    "packdex.search",
    "packdex.api",
    "packdex.web",
    # After our own apps, so that our template stands before its browsable page's.
    "rest_framework",
    "django_htmx",
    # After ours, too: the pages of signing in are our templates.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "allauth.idp.oidc",
]

# The gate comes first: it answers the plain API reads from prepared bytes. All else passes on.
MIDDLEWARE = [
    "packdex.api.gate.Gate",
    "packdex.api.cors.Cors",
    "packdex.accounts.routes.Routes",
    "packdex.api.personal.Personal",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "packdex.accounts.mail.Unsent",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "packdex.config.urls"
ACCOUNTS_URLCONF = "packdex.config.accounts_urls"
WSGI_APPLICATION = "packdex.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "packdex.web.context.frame",
            ]
        },
    },
]


def _databases(config: dict[str, Any], folder: Path) -> dict[str, Any]:
    config = config or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "packdex.sqlite3"),
    }
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            # A write takes its lock at its start, or two writers that both read first would fail.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # No mmap_size: it made reads no faster, and every mapped page counts as memory.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-28000;"
                " PRAGMA temp_store=MEMORY"
            ),
        } | config.get("OPTIONS", {})
    config["CONN_MAX_AGE"] = None
    return {"default": config}


DATABASES = _databases(_values["PACKDEX_DATABASE_URL"], PACKDEX_DATA)
# In the cache stand the counts of attempts to sign in and the like, which all processes share. What
# is kept for speed is kept elsewhere.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counted",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["packdex.accounts.backend.Backend"]
ACCOUNT_ADAPTER = "packdex.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "packdex.accounts.forms.LoginForm",
    "signup": "packdex.accounts.forms.SignupForm",
    "add_email": "packdex.accounts.forms.AddEmailForm",
    "change_password": "packdex.accounts.forms.ChangePasswordForm",
    "set_password": "packdex.accounts.forms.SetPasswordForm",
    "reset_password": "packdex.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "packdex.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "packdex.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USERNAME_VALIDATORS = "packdex.accounts.names.VALIDATORS"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Only in the browser that signed up: a link of a mail alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PACKDEX_SITE_URL.startswith("https://") else "http"
HEADLESS_CLIENTS = ("app",)
IDP_OIDC_ADAPTER = "packdex.accounts.oauth.adapter.Provider"
# After a month in which a program did not ask for another, its person is asked again.
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 30 * 24 * 3600  # seconds
SOCIALACCOUNT_ADAPTER = "packdex.accounts.services.Services"
SOCIALACCOUNT_FORMS = {"signup": "packdex.accounts.services.SignupForm"}
SOCIALACCOUNT_PROVIDERS, PACKDEX_SIGN_IN_WAYS = sign_in.settings_of(
    _values["PACKDEX_SIGN_IN_GITHUB"],
    _values["PACKDEX_SIGN_IN_GITLAB"],
    _values["PACKDEX_SIGN_IN_CODEBERG"],
    _values["PACKDEX_SIGN_IN_OIDC"],
)
# Only those that are set: each takes memory.
INSTALLED_APPS += [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS]
# Everybody chooses a name. And no service's word leads into an account that it did not make.
SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
MFA_ADAPTER = "packdex.accounts.two_steps.TwoSteps"
MFA_FORMS = {
    "authenticate": "packdex.accounts.two_step_forms.AuthenticateForm",
    "reauthenticate": "packdex.accounts.two_step_forms.ReauthenticateForm",
    "activate_totp": "packdex.accounts.two_step_forms.ActivateTOTPForm",
    "authenticate_webauthn": "packdex.accounts.two_step_forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "packdex.accounts.two_step_forms.ReauthenticateWebAuthnForm",
    "login_webauthn": "packdex.accounts.two_step_forms.LoginWebAuthnForm",
    "add_webauthn": "packdex.accounts.two_step_forms.AddWebAuthnForm",
    "edit_webauthn": "packdex.accounts.two_step_forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Whoever is signed in has a confirmed address, or an account that the operator made.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers make passkeys over HTTPS only, and on their own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PACKDEX_SITE_URL.startswith("https://")
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

STATIC_URL = "/static/"
# Files are found in the packages themselves, so that serving needs no collecting step before it.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

_secure = PACKDEX_SITE_URL.startswith("https://")
# Browsers take a cookie of such a name only from this host itself, over HTTPS.
_host = "__Host-" if _secure else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_host}sessionid", f"{_host}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
# Not even read by scripts: forms hold what proves them.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# A session has to be known to who comes back from another sign-in service, from an application that
# asks for access, or by a link in a mail. Forms are sent from our own pages only.
SESSION_COOKIE_SAMESITE, CSRF_COOKIE_SAMESITE = "Lax", "Strict"
# What a browser says that a form comes from, where a proxy in front of us speaks HTTPS.
CSRF_TRUSTED_ORIGINS = [PACKDEX_SITE_URL] if PACKDEX_SITE_URL else []
CSRF_FAILURE_VIEW = "packdex.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

REST_FRAMEWORK = {
    # The first says what an answer 401 asks for.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "packdex.api.authentication.TokenAuthentication",
        "packdex.api.authentication.SessionTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "EXCEPTION_HANDLER": "packdex.api.errors.answer",
    # Who may write is asked of the table of rights (api/writing/view.py).
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["packdex.api.limits.Reads"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Each retry of a request would be a warning; what came of it in the end is recorded anyway.
    "loggers": {
        "stamina": {"level": "ERROR"},
        # Anybody can send a wrong Host, too many parameters, a form without proof or an address
        # where nothing is, as often as they like; it is answered with 4xx. Our errors are logged.
        "django.security": {"level": "CRITICAL"},
        "django.request": {"level": "ERROR"},
        # Who gave which role to whom: seldom, and asked about when something went wrong.
        "packdex.accounts.people": {"level": "INFO"},
    },
}
