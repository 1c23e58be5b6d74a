"""packdex history and packdex undo."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.serving import run

CHANGES = """
import django; django.setup()
from django.utils import timezone
from packdex.accounts import people
from packdex.catalog.actions.grids.edit_grid import edit_grid
from packdex.catalog.models import Grid
from packdex.core.roles import Role
ada = people.add("ada", "correct horse 7", Role.MODERATOR).actor
grid = Grid.objects.order_by("slug").first()
print(grid.slug)
for text in ("first", "second", "third\\x1b[2J"[:5]):
    edit_grid(ada, grid.pk, {"description": text}, timezone.now(), why=f"because {text}")
"""


def test_changes_are_listed_and_taken_back(starter_env: dict[str, str]) -> None:
    env = starter_env
    assert "Nobody has changed anything" in run(env, "history").stdout
    made = subprocess.run(
        [sys.executable, "-c", CHANGES],
        env=env | {"DJANGO_SETTINGS_MODULE": "packdex.config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    slug = made.stdout.strip()
    listed = run(env, "history", "grid", slug).stdout
    assert "ada edited the grid" in listed
    assert "Description: 'second' -> 'third'" in listed
    assert "why: because third" in listed
    told = json.loads(run(env, "history", "--by", "ada", "--json").stdout)["changes"]
    assert [one["verb"] for one in told] == ["edit-grid"] * 3
    assert told[0]["differences"][0] == {
        "label": "Description",
        "before": "second",
        "after": "third",
    }
    oldest, newest = told[-1]["id"], told[0]["id"]

    refused = run(env, "undo", str(oldest))
    assert refused.returncode == 1
    assert f"See {oldest + 1}, {newest}, or use --later." in refused.stderr
    done = run(env, "undo", str(newest), str(oldest + 1), "--why", "wrong")
    assert done.returncode == 0
    assert f"{newest} was taken back, by {newest + 1}.\n" in done.stdout
    done = run(env, "undo", str(oldest), "--later", "--json")
    assert json.loads(done.stdout)["done"] == [{"undone": oldest, "by": newest + 3}]
    assert f"(taken back by {newest + 3})" in run(env, "history").stdout


def test_wrong_calls_say_what_is_wrong(starter_env: dict[str, str]) -> None:
    for arguments, words in (
        (["history", "grid"], "which grid?"),
        (["history", "grid", "nothing"], "no grid with the slug"),
        (["history", "--by", "nobody"], "no account 'nobody'"),
        (["history", "tree", "x"], "Invalid value"),
        (["undo", "99999"], "no change 99999"),
        (["undo", "x"], "not a valid integer range"),
        (["undo", "0"], "not in the range"),
    ):
        answer = run(starter_env, *arguments)
        assert answer.returncode == 2
        assert words in answer.stderr
