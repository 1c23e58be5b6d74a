"""packdex show prints what is known, and says what is not."""

import json
import subprocess
from pathlib import Path
from subprocess import PIPE

import pytest

from packdex.cli.show import _clean
from tests.exchange.objects import package, write_lines
from tests.serving import PACKDEX, run

pytestmark = pytest.mark.loopback


def test_a_package_is_shown(starter_env: dict[str, str]) -> None:
    shown = run(starter_env, "show", "django-invitations")
    assert shown.returncode == 0, shown.stderr
    assert "django-invitations" in shown.stdout
    assert "2024-08-13" in shown.stdout
    assert "not known" in shown.stdout  # its licence, before any refresh


def test_as_json(starter_env: dict[str, str]) -> None:
    known = json.loads(run(starter_env, "show", "django-invitations", "--json").stdout)
    assert known["id"] == 2674
    assert known["version"] == "2.1.0"
    assert known["licence"] is None
    assert known["last_commit"] == "2024-08-13T17:34:06Z"
    assert len(known["commits_over_52"]) == 52
    assert len(known["grids"]) == 3


def test_an_unknown_slug_is_said(starter_env: dict[str, str]) -> None:
    shown = run(starter_env, "show", "nothing")
    assert shown.returncode == 2
    assert "no package with the slug 'nothing'" in shown.stderr


def test_a_terminal_with_few_letters_is_written_to(
    starter_env: dict[str, str], tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "a.ndjson", package(9001, title="P\xe2quet \N{SNOWMAN}"))
    assert run(starter_env, "import", str(source)).returncode == 0
    few = starter_env | {"PYTHONIOENCODING": "latin-1:strict"}
    shown = subprocess.run([PACKDEX, "show", "package-9001"], env=few, stdout=PIPE, check=True)
    assert b"P\xe2quet \\u2603" in shown.stdout


def test_foreign_text_cannot_rewrite_the_terminal() -> None:
    assert _clean("a\x1b[2Jb\r\nc\u202e") == "a [2Jb  c"
