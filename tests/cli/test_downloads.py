"""packdex downloads says what it took, and what it could not read."""

import json
from pathlib import Path

import pytest

from tests.serving import run

pytestmark = pytest.mark.loopback


def test_totals_are_taken(starter_env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text("project,download_count\nDjango_Invitations,4321\n", "utf-8")
    told = json.loads(run(starter_env, "downloads", str(path), "--json").stdout)
    assert (told["found"], told["changed"], told["skipped"]) == (1, 1, 0)
    again = run(starter_env, "downloads", str(path))
    assert (again.returncode, again.stdout.split("; ")[1]) == (0, "0 changed.\n")


def test_what_is_wrong_is_said(starter_env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text("project,download_count\nalpha,-1\n", "utf-8")
    done = run(starter_env, "downloads", str(path))
    assert done.returncode == 1
    assert "row 1: download_count" in done.stderr
    assert done.stderr.endswith("\n1 row could not be read.\n")
    path.write_text("name,count\n", "utf-8")
    done = run(starter_env, "downloads", str(path), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nothing was recorded" in done.stderr
    assert run(starter_env, "downloads", str(tmp_path / "none.csv")).returncode == 2
