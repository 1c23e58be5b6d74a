"""Under which names somebody signed in at forges, and which services are none."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from packdex.accounts.forge_logins import forge_logins
from tests import make

pytestmark = pytest.mark.django_db


def app(id_: str, host: str) -> dict[str, Any]:
    return {"provider_id": id_, "settings": {"server_url": f"https://{host}"}}


@pytest.mark.parametrize(
    ("provider", "told", "expected"),
    [
        ("github", {"login": "Ada"}, ("github.com", "Ada")),
        ("gitlab", {"username": "ada"}, ("git.example.org", "ada")),
        ("codeberg", {"userinfo": {"preferred_username": "ada"}}, ("codeberg.org", "ada")),
        ("own", {"preferred_username": "ada"}, ("code.example.org", "ada")),
        ("company", {"preferred_username": "ada"}, None),
        ("gone", {"login": "ada"}, None),
        ("github", {"name": "Ada"}, None),
        ("github", {"login": ["ada"], "userinfo": "ada"}, None),
    ],
)
def test_a_login_counts_at_the_forge_where_it_was_used(
    settings: Any, provider: str, told: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    settings.PACKDEX_FORGES = {"code.example.org": "forgejo"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "gitlab": {"GITLAB_URL": "https://git.example.org"},
        "openid_connect": {
            "APPS": [
                app("codeberg", "codeberg.org"),
                app("own", "code.example.org"),
                app("company", "id.example.org"),
            ]
        },
    }
    user = make.user("ada")
    row = SocialAccount.objects.create(user=user, provider=provider, uid="1", extra_data=told)
    found = [(login.host, login.name) for login in forge_logins(user)]
    assert found == ([expected] if expected else [])
    assert all(login.seen_at == row.last_login for login in forge_logins(user))
