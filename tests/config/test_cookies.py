"""Cookies of an instance that is reached by HTTPS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ASK = """
import json
from packdex.config import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,
    s.CSRF_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS, s.ACCOUNT_DEFAULT_HTTP_PROTOCOL]))
"""


def test_they_are_of_this_host_alone_and_never_sent_in_the_clear(tmp_path: Path) -> None:
    site = "https://packages.example.org"
    environment = os.environ | {"PACKDEX_DATA": str(tmp_path), "PACKDEX_SITE_URL": site}
    said = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(said.stdout) == [
        "__Host-sessionid",
        "__Host-csrftoken",
        True,
        True,
        [site],
        "https",
    ]
