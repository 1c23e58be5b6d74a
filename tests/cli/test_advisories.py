"""packdex advisories takes a dump, from its argument or from the settings."""

import json
from pathlib import Path

import pytest

from tests.serving import run

pytestmark = pytest.mark.loopback


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    advisory = {
        "id": "GHSA-1",
        "modified": "2026-01-02T03:04:05Z",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "django-invitations"},
                "versions": ["2.1.0"],
            }
        ],
    }
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "GHSA-1.json").write_text(json.dumps(advisory), "utf-8")
    return folder


def test_a_dump_is_taken_and_shown(starter_env: dict[str, str], dump: Path) -> None:
    known = json.loads(run(starter_env, "show", "django-invitations", "--json").stdout)
    assert known["advisories"] is None
    told = json.loads(run(starter_env, "advisories", str(dump), "--json").stdout)
    assert (told["told"], told["added"], told["skipped"]) == (1, 1, 0)
    again = run(starter_env | {"PACKDEX_ADVISORIES": str(dump)}, "advisories")
    assert again.stdout == (
        "Of 1 advisory, 1 is about packages here: 0 new, 0 changed, 0 removed.\n"
    )
    assert "advisories       1\n" in run(starter_env, "show", "django-invitations").stdout


def test_what_is_wrong_is_said(starter_env: dict[str, str], dump: Path) -> None:
    assert "PACKDEX_ADVISORIES" in run(starter_env, "advisories").stderr
    (dump / "bad.json").write_text("{", "utf-8")
    done = run(starter_env, "advisories", str(dump))
    assert done.returncode == 1
    assert "bad.json" in done.stderr
    assert done.stderr.endswith("\n1 entry could not be read.\n")
    (dump / "GHSA-1.json").unlink()
    assert run(starter_env, "advisories", str(dump)).returncode == 2
    done = run(starter_env | {"PACKDEX_ADVISORIES": str(dump)}, "advisories", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "What was known is kept." in done.stderr
    assert run(starter_env, "advisories", str(dump / "none")).returncode == 2
