"""packdex user: accounts and roles."""

from __future__ import annotations

import json
import subprocess

from tests.serving import PACKDEX, run


def add(
    env: dict[str, str], *arguments: str, password: str, what: str = "add"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PACKDEX, "user", what, *arguments],
        env=env,
        input=password + "\n",
        capture_output=True,
        text=True,
        check=False,
    )


def test_accounts_are_made_listed_and_given_roles(env: dict[str, str]) -> None:
    assert run(env, "migrate").returncode == 0
    assert "no account yet" in run(env, "user", "list").stdout
    made = add(env, "ada", "--role", "editor", "--json", password="correct horse 7")
    assert json.loads(made.stdout)["role"] == "editor"
    assert add(env, "ada", password="correct horse 7").returncode == 2
    weak = add(env, "bob", password="bob")
    assert weak.returncode == 2
    assert "too short" in weak.stderr
    changed = add(env, "ada", "--drop-steps", password="battery staple 8", what="password")
    assert changed.stdout == "ada may sign in with it now.\n"
    assert run(env, "user", "role", "ada", "moderator").stdout == "ada is moderator now.\n"
    assert run(env, "user", "role", "eve", "moderator").returncode == 2
    listed = json.loads(run(env, "user", "list", "--json").stdout)
    assert [(one["username"], one["role"]) for one in listed] == [("ada", "moderator")]


def test_somebody_is_invited_by_link_or_mail(env: dict[str, str]) -> None:
    assert run(env, "migrate").returncode == 0
    assert "set PACKDEX_SITE_URL" in run(env, "user", "invite").stderr
    env = env | {"PACKDEX_SITE_URL": "https://packages.example.org"}
    told = json.loads(run(env, "user", "invite", "--role", "editor", "--json").stdout)
    assert told["link"].startswith("https://packages.example.org/accounts/invited/")
    mailed = run(env, "user", "invite", "bo@example.org").stdout
    assert "To: bo@example.org" in mailed  # mail is printed where no server is set
    assert mailed.endswith("Sent to bo@example.org.\n")
    assert run(env, "user", "tell").stdout == "Sent 0 mails.\n"
    for wrong in (["bo"], ["bo@example.org"], ["--days", "0"], ["--role", "admin"]):
        assert run(env, "user", "invite", *wrong).returncode == 2
