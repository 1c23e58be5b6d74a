"""Passkeys, codes of an app and recovery codes: what allauth is told about them."""

from __future__ import annotations

import base64
import hashlib
import logging
import os
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from packdex.accounts.models import User

_log = logging.getLogger(__name__)


class TwoSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """How accounts are called in apps and devices; and secrets are stored encrypted."""

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """What a new passkey is called unless its person calls it something else."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom passkeys are for: the host that people know this directory by."""
        site = urlsplit(settings.PACKDEX_SITE_URL).hostname
        return {
            "id": site or context.request.get_host().partition(":")[0],
            "name": settings.SITE_NAME,
        }

    def encrypt(self, text: str) -> str:
        """`text` as it is stored: a copy of the database alone gives no codes."""
        return _key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given; where the secret key is another now, one that nobody knows.

        So no code fits. "" would be a secret, too, and one that everybody knows.
        """
        try:
            return _key().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            _log.error("the secret key changed: codes of apps that were set up before do not work")
            return base64.b32encode(os.urandom(20)).decode()


def _key() -> Fernet:
    secret = hashlib.sha256(b"packdex two steps " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))
