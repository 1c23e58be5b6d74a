"""packdex serve answers, starts fast again, and says what is in its way."""

import socket
import time
import urllib.request
from pathlib import Path

import pytest

from tests.serving import run, serving

pytestmark = pytest.mark.loopback


def test_a_first_start_prepares_all_and_serves_the_seeds(env: dict[str, str]) -> None:
    with serving(env, "--prepare") as origin:
        for slug in (
            "django-invitations",
            "django-oauth-toolkit",
            "django-rest-registration",
            "django-rest-framework-social-oauth2",
            "django-shop",
        ):
            with urllib.request.urlopen(f"{origin}/packages/p/{slug}/") as page:
                assert page.status == 200
    with serving(env, "--prepare") as origin, urllib.request.urlopen(f"{origin}/") as page:
        assert page.status == 200


def test_a_database_that_is_not_ready_is_said(env: dict[str, str]) -> None:
    done = run(env, "serve", "--port", "1")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["", "a b", "nosuch.invalid"])
def test_a_host_that_is_none_is_a_wrong_call(host: str, env: dict[str, str]) -> None:
    done = run(env, "serve", "--host", host)
    assert done.returncode == 2
    assert "is no address of this machine" in done.stderr


def test_a_port_in_use_is_said_with_what_to_do(env: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(env, "serve", "--prepare", "--port", str(port))
    assert done.returncode == 3
    assert f"port {port} on 127.0.0.1 is in use" in done.stderr
    assert f"PORT={port + 1}" in done.stderr
    assert not (Path(env["PACKDEX_DATA"]) / "packdex.sqlite3").exists()


def test_an_import_shows_in_the_next_answer_of_a_running_server(
    starter_env: dict[str, str], tmp_path: Path
) -> None:
    changed = tmp_path / "changed.ndjson"
    with serving(starter_env) as origin:
        address = f"{origin}/api/v4/packages/django-invitations/"
        with urllib.request.urlopen(address) as answer:
            body = answer.read()
        changed.write_bytes(body.replace(b'"repo_watchers":598', b'"repo_watchers":599'))
        assert b'"repo_watchers":598' in body
        time.sleep(0.1)
        done = run(starter_env, "import", str(changed))
        assert done.returncode == 0, done.stderr
        with urllib.request.urlopen(address) as answer:
            assert b'"repo_watchers":599' in answer.read()
