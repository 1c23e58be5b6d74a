"""packdex user: accounts and roles."""

from __future__ import annotations

import json
import subprocess

from tests.serving import PACKDEX, run


def add(env: dict[str, str], *arguments: str, password: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PACKDEX, "user", "add", *arguments],
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
    assert run(env, "user", "role", "ada", "moderator").stdout == "ada is moderator now.\n"
    assert run(env, "user", "role", "eve", "moderator").returncode == 2
    listed = json.loads(run(env, "user", "list", "--json").stdout)
    assert [(one["username"], one["role"]) for one in listed] == [("ada", "moderator")]
