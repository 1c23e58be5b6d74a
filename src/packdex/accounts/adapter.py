"""What allauth is told about our accounts."""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import get_random_string

from packdex.accounts import names, public
from packdex.accounts.asker import address_of
from packdex.accounts.invitations import is_invited
from packdex.accounts.mail import MailError, note_new
from packdex.accounts.models import User

WAIT_S = 300
"""How long whoever typed too many wrong passwords waits at most; as allauth's limits say."""

_WRONG = "The name or address and the password do not belong together."

_log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Who may sign up, what names there are, how mail is sent, what too many attempts get."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether somebody may make an account by themselves."""
        if settings.PACKDEX_SIGN_UP == "invited":
            return is_invited(request)
        return bool(settings.PACKDEX_SIGN_UP == "open")

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002
        """The name, if it may be taken. Raises ValidationError."""
        names.check(username)
        if names.is_reserved(username):
            raise ValidationError(f"{username} cannot be the name of an account here.")
        if not shallow and public.is_taken(username):
            raise ValidationError(f"Another account is called {username} already, or nearly so.")
        return username

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002
    ) -> User:
        """The new account; it goes again should the first mail to it not be sent.

        Where somebody else took the name since it was looked at, the form is made anew.
        """
        with transaction.atomic():
            public.one_name_at_a_time()
            if public.is_taken(form.cleaned_data["username"]):
                raise ImmediateHttpResponse(HttpResponseRedirect(request.get_full_path()))
            saved: User = super().save_user(request, user, form, commit)
        note_new(request, saved)
        return saved

    def respond_email_verification_sent(
        self, request: HttpRequest, user: User | None
    ) -> HttpResponseBase:
        """What whoever signed up is answered, and whoever took an address that is taken, too."""
        if user is None:
            make_password(get_random_string(20))  # what the other case takes its time for
        answer: HttpResponseBase = super().respond_email_verification_sent(request, user)
        return answer

    def get_login_stages(self) -> list[str]:
        """What stands between the right password and being signed in, in order."""
        stages: list[str] = super().get_login_stages()
        place = stages.index("allauth.account.stages.EmailVerificationStage")
        stages[place] = "packdex.accounts.stages.ConfirmAddress"
        return stages

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom attempts are counted against. Raises PermissionDenied where nobody can tell."""
        return address_of(request) or str(super().get_client_ip(request))

    # ---- mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it. Raises MailError, having written to the log what was wrong."""
        try:
            super().send_mail(template_prefix, email, context | _site())
        except (OSError, smtplib.SMTPException) as error:
            _log.error("mail was not sent: %s: %s", type(error).__name__, error)
            # So that another attempt is not taken for one too many.
            ratelimit.clear(self.request, action="confirm_email", key=email.lower())
            raise MailError from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell somebody what was done to the account. It stays done should that fail."""
        with suppress(MailError):  # the log has it
            super().send_notification_mail(*args, **kwargs)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link that confirms an address."""
        return _at_our_site(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link under which a new password is chosen."""
        return _at_our_site(super().get_reset_password_from_key_url(key))

    # ---- limits

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What a form says. Too many attempts are no matter of one form: they are answered 429."""
        if code in {"too_many_login_attempts", "rate_limited"}:
            request = context.request
            request.wait_s = WAIT_S
            answer = ratelimit.respond_429(request)
            answer.headers["Retry-After"] = str(WAIT_S)
            raise ImmediateHttpResponse(answer)
        error: ValidationError = super().validation_error(code, *args)
        return error


def _site() -> dict[str, str]:
    return {"site_name": settings.SITE_NAME, "site_url": _at_our_site(_here())}


def _here() -> str:
    address: str = context.request.build_absolute_uri("/")
    return address.rstrip("/")


def _at_our_site(address: str) -> str:
    """A link of a mail, to the host that the settings name, not to the one that a request did."""
    host = urlsplit(address).netloc
    if not settings.PACKDEX_SITE_URL or host != context.request.get_host():
        return address
    return f"{settings.PACKDEX_SITE_URL}{address.partition(host)[2]}"
