"""Under which names somebody signed in at forges: accounts of other services, read as such."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from allauth.socialaccount import app_settings
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from packdex.accounts.models import User
from packdex.core.repository import KINDS

HOSTS = {"github": "github.com", "gitlab": "gitlab.com"}
"""Where the providers of these names sign in, unless the settings name another host."""

_NAMES = ("login", "username", "preferred_username")
"""Where GitHub, GitLab and OpenID Connect tell the login."""


class ForgeLogin(NamedTuple):
    """An account on a forge: its host, the login there, and when its person last signed in."""

    host: str
    name: str
    seen_at: datetime | None


def forge_logins(user: User) -> list[ForgeLogin]:
    """The accounts on forges with which `user` signed in here. One query."""
    found = []
    for row in SocialAccount.objects.filter(user=user):
        host, name = _host_of(row.provider), _name_in(row.extra_data)
        if host and name:
            found.append(ForgeLogin(host, name, row.last_login))
    return found


def _host_of(provider: str) -> str:
    """The forge that a provider signs in at; "" where it is none that repositories lie on."""
    told = app_settings.PROVIDERS
    if provider in HOSTS:
        # One of these may be an instance of one's own, and is then no word about the public one.
        own = told.get(provider, {}).get(f"{provider.upper()}_URL", "")
        return urlsplit(own).hostname or HOSTS[provider]
    for app in told.get("openid_connect", {}).get("APPS", ()):
        if app.get("provider_id") == provider:
            host = urlsplit(app.get("settings", {}).get("server_url", "")).hostname or ""
            return host if host in KINDS or host in settings.PACKDEX_FORGES else ""
    return ""


def _name_in(told: Mapping[str, Any]) -> str:
    """The login in what a provider told; OpenID Connect has it below `userinfo`."""
    userinfo = told.get("userinfo")
    parts = [told, userinfo if isinstance(userinfo, Mapping) else {}]
    names = (part.get(name) for part in parts for name in _NAMES)
    return next((name for name in names if isinstance(name, str) and name), "")
