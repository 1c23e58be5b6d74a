"""Settings of signing in, as a process reads them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

COOKIES = """
import json
from packdex.config import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,
    s.CSRF_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS, s.ACCOUNT_DEFAULT_HTTP_PROTOCOL]))
"""


SERVICES = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "packdex.config.settings"
django.setup()
from django.urls import resolve
print(resolve("/accounts/oidc/my-company/login/", urlconf="packdex.config.accounts_urls").url_name)
print(resolve("/accounts/gitlab/login/", urlconf="packdex.config.accounts_urls").url_name)
"""


def ask(program: str, tmp_path: Path, **settings: str) -> str:
    environment = os.environ | {"PACKDEX_DATA": str(tmp_path)} | settings
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_services_that_are_set_have_addresses(tmp_path: Path) -> None:
    told = ask(
        SERVICES,
        tmp_path,
        PACKDEX_SIGN_IN_GITLAB="id:secret",
        PACKDEX_SIGN_IN_OIDC="My_company=https://id.example.org id:secret",
    )
    assert told.split() == ["openid_connect_login", "gitlab_login"]


def test_cookies_are_of_this_host_alone_and_never_sent_in_the_clear(tmp_path: Path) -> None:
    site = "https://packages.example.org"
    told = ask(COOKIES, tmp_path, PACKDEX_SITE_URL=site)
    assert json.loads(told) == [
        "__Host-sessionid",
        "__Host-csrftoken",
        True,
        True,
        [site],
        "https",
    ]
