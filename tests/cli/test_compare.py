"""packdex compare prints packages side by side, for people and for programs."""

import csv
import io
import json

import pytest

from tests.serving import run

pytestmark = pytest.mark.loopback

PAIR = ("django-sesame", "django-invitations")


def test_packages_stand_side_by_side(starter_env: dict[str, str]) -> None:
    done = run(starter_env | {"COLUMNS": "200"}, "compare", *PAIR)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["django-sesame", "django-invitations"]
    assert any(line.startswith("Latest release") for line in lines)
    assert max(map(len, lines)) <= 200
    assert "Not known of any: State, " in done.stdout


def test_as_json(starter_env: dict[str, str]) -> None:
    told = json.loads(run(starter_env, "compare", *PAIR, "--json").stdout)
    assert [one["slug"] for one in told["packages"]] == list(PAIR)
    rows = {row["key"]: row for row in told["rows"]}
    assert rows["release"]["cells"][1]["value"]["version"] == "2.1.0"
    assert rows["licence"]["cells"] == [None, None]


def test_as_markdown_and_csv(starter_env: dict[str, str]) -> None:
    shown = run(starter_env, "compare", *PAIR, "--markdown").stdout
    assert shown.startswith("|  | django-sesame | django-invitations |\n| --- | --- | --- |\n")
    written = run(starter_env, "compare", *PAIR, "--csv").stdout
    lines = list(csv.reader(io.StringIO(written)))
    assert lines[0] == ["", *PAIR]
    assert len(lines) == len(shown.splitlines()) - 1


def test_only_what_differs(starter_env: dict[str, str]) -> None:
    told = json.loads(run(starter_env, "compare", *PAIR, "--diff", "--json").stdout)
    assert told["rows"]
    assert all(row["differs"] for row in told["rows"])


def test_a_whole_grid(starter_env: dict[str, str]) -> None:
    told = json.loads(run(starter_env, "compare", "--grid", "authentication", "--json").stdout)
    assert len(told["packages"]) > 2
    assert any(row["written_by"] == "people" for row in told["rows"])
    shown = run(starter_env, "compare", "--grid", "authentication")
    assert shown.returncode == 0
    assert max(map(len, shown.stdout.splitlines()[:-1])) <= 80  # the last names unknown rows


def test_what_is_not_there_is_named_with_what_is_near(starter_env: dict[str, str]) -> None:
    done = run(starter_env, "compare", "django-invitation", "django-sesame", "zzz")
    assert done.returncode == 2
    assert "'django-invitation' (near: django-invitations" in done.stderr
    assert "'zzz'" in done.stderr
    assert done.stdout == ""
    done = run(starter_env, "compare", "--grid", "autentication")
    assert done.returncode == 2
    assert "no grid with the slug 'autentication' (near: authentication" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name packages to compare"),
        ((*PAIR, "--grid", "authentication"), "Name packages to compare"),
        (("django-sesame",), "2 to 25 different packages, not 1"),
        (("django-sesame", "Django-Sesame"), "2 to 25 different packages, not 1"),
        (tuple(f"p{n}" for n in range(26)), "2 to 25 different packages, not 26"),
        ((*PAIR, "--json", "--csv"), "One form at a time, not --json and --csv"),
    ],
)
def test_a_wrong_call_is_explained(
    starter_env: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    done = run(starter_env, "compare", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
