"""packdex verdict says what to think of one package, for people and for programs."""

import json

import pytest

from packdex.core.verdict.reading import FORMULAS
from packdex.core.verdict.signals import CHECKS
from tests.serving import run

pytestmark = pytest.mark.loopback


def test_for_people(starter_env: dict[str, str]) -> None:
    done = run(starter_env, "verdict", "django-sesame")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("django-sesame: ")
    for check in CHECKS:
        assert any(f" {check.label}: " in line for line in lines), check.key
    assert "Maintenance: " in done.stdout
    assert "The Well-Maintained Test:" in lines
    assert lines[-1].startswith(f"Formula {FORMULAS}/1")


def test_as_json_with_its_inputs(starter_env: dict[str, str]) -> None:
    told = json.loads(run(starter_env, "verdict", "Django-Sesame", "--json").stdout)
    assert told["slug"] == "django-sesame"
    assert told["lifecycle"]["key"]
    assert [one["key"] for one in told["signals"]] == [check.key for check in CHECKS]
    assert told["inputs"]["in_registry"]["source"] == "people"


def test_a_slug_that_names_nothing(starter_env: dict[str, str]) -> None:
    done = run(starter_env, "verdict", "nothing-of-the-kind")
    assert done.returncode == 2
    assert "there is no package" in done.stderr
