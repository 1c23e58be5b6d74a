"""packdex moderate: what an operator reads, hides and locks."""

from __future__ import annotations

import json

from tests.serving import run

SLUG = "django-invitations"


def test_reports_are_listed(starter_env: dict[str, str]) -> None:
    assert run(starter_env, "moderate", "flags").stdout == "No report is open.\n"
    assert json.loads(run(starter_env, "moderate", "flags", "--json").stdout) == []


def test_a_package_is_hidden_and_shown_again(starter_env: dict[str, str]) -> None:
    def hidden() -> bool:
        return json.loads(run(starter_env, "show", SLUG, "--json").stdout)["hidden"]

    assert not hidden()
    assert run(starter_env, "moderate", "hide", "package", SLUG).returncode == 2
    nothing = run(starter_env, "moderate", "hide", "package", SLUG, "--why", " ")
    assert (nothing.returncode, "--why: is empty" in nothing.stderr) == (2, True)
    done = run(starter_env, "moderate", "hide", "package", SLUG, "--why", "a test")
    assert done.stdout == f"{SLUG} is hidden now: only moderators see it.\n"
    assert hidden()
    assert run(starter_env, "moderate", "unhide", "package", SLUG).returncode == 0
    assert not hidden()


def test_what_is_not_there_is_said(starter_env: dict[str, str]) -> None:
    answer = run(starter_env, "moderate", "lock", "grid", "nothing-like-it")
    assert answer.returncode == 2
    assert "there is no grid with the slug 'nothing-like-it'" in answer.stderr
    assert run(starter_env, "moderate", "lock", "category", "apps").returncode == 2
