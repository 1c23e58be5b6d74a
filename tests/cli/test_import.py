"""packdex import: what it prints, and the exit code that says how it went."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.objects import category, grid, package, write_lines
from tests.serving import PACKDEX, instance, run
from tests.standins.registry import Reply
from tests.standins.v4 import V4Service, status


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One instance for all of these tests; each imports other objects."""
    with instance(tmp_path_factory.mktemp("instance"), "tables") as env:
        yield env


def test_it_says_what_it_did_and_when_nothing_changed(tmp_path: Path, env: dict[str, str]) -> None:
    path = write_lines(tmp_path / "a.ndjson", category(1), grid(5), package(1, grids=[5]))
    first = run(env, "import", str(path))
    assert first.returncode == 0
    assert first.stdout.splitlines() == [
        "categories: 1 created, 0 changed, 0 unchanged, 0 refused",
        "grids: 1 created, 0 changed, 0 unchanged, 0 refused",
        "packages: 1 created, 0 changed, 0 unchanged, 0 refused",
    ]
    assert first.stderr == ""
    second = run(env, "import", str(path))
    assert second.returncode == 0
    assert second.stdout.splitlines()[-1] == "Nothing changed."


def test_it_says_what_it_left_out_and_exits_1(tmp_path: Path, env: dict[str, str]) -> None:
    path = write_lines(tmp_path / "a.ndjson", package(21), "broken", package(22, slug="No"))
    done = run(env, "import", str(path))
    assert done.returncode == 1
    assert "packages: 1 created, 0 changed, 0 unchanged, 1 refused" in done.stdout
    lines = done.stderr.splitlines()
    assert lines[0].startswith("a.ndjson: 2: no JSON")
    assert lines[1].startswith("a.ndjson: 3: slug: 'No' is not accepted; expected 1 to 50")
    assert lines[2] == "2 objects were left out."


def test_it_prints_the_first_problems_and_counts_all(tmp_path: Path, env: dict[str, str]) -> None:
    path = write_lines(tmp_path / "a.ndjson", *["broken"] * 250)
    done = run(env, "import", str(path))
    assert len(done.stderr.splitlines()) == 101
    assert done.stderr.splitlines()[-1] == "250 objects were left out."


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_source_of_which_nothing_is_right_exits_2(
    tmp_path: Path, env: dict[str, str], form: list[str]
) -> None:
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run(env, "import", str(tmp_path / "picture.json"), *form)
    assert done.returncode == 2
    assert "picture.json: 1: " in done.stderr
    assert form or done.stderr.endswith("\n1 object was left out.\n")


def test_strict_keeps_nothing_and_says_so(tmp_path: Path, env: dict[str, str]) -> None:
    path = write_lines(tmp_path / "a.ndjson", package(31), "broken")
    done = run(env, "import", str(path), "--strict")
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1] == "Nothing was kept, because of --strict."
    good = write_lines(tmp_path / "b.ndjson", package(31))
    assert "1 created" in run(env, "import", str(good), "--strict").stdout


def test_json_tells_the_same(tmp_path: Path, env: dict[str, str]) -> None:
    path = write_lines(tmp_path / "a.ndjson", package(41), package(42, id=0))
    done = run(env, "import", str(path), "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["source"] == str(path)
    assert told["packages"] == {"created": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert told["grids"] == {"created": 0, "changed": 0, "unchanged": 0, "refused": 0}
    assert told["errors"] == [
        {
            "file": "a.ndjson",
            "line": 2,
            "field": "id",
            "reason": f"0 is not accepted; expected a whole number from 1 to {2**62}",
        }
    ]
    assert (told["error_count"], told["kept"], told["resumed"]) == (1, True, False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.ndjson"], "does not exist; expected a file, a folder, or an address"),
        (["ftp://packages.example/"], "expected one such as https://"),
        ([], "Name a SOURCE, or say --starter"),
        (["a.ndjson", "--starter"], "Name a SOURCE, or say --starter"),
        ([""], "Name a SOURCE, or say --starter"),
        (["a.ndjson", "--pause", "-1"], "--pause"),
        (["a.ndjson", "--pause", "nan"], "--pause"),
    ],
)
def test_a_wrong_call_exits_2_with_what_is_right(
    env: dict[str, str], arguments: list[str], words: str
) -> None:
    done = run(env, "import", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_files_exits_2(tmp_path: Path, env: dict[str, str]) -> None:
    done = run(env, "import", str(tmp_path))
    assert done.returncode == 2
    assert "expected names that end in .ndjson" in done.stderr


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("reply", "code"),
    [(status(404), 2), (status(200, b"{}"), 2), (status(503, retry_after="3600"), 3)],
)
def test_what_is_no_service_exits_2_and_one_out_of_reach_3(
    env: dict[str, str], reply: Reply, code: int
) -> None:
    with V4Service() as service:
        service.disturb("", 0, reply)
        done = run(env, "import", service.origin, "--json")
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.endswith("Nothing was kept.\n")


def test_a_database_that_was_never_made_exits_3(tmp_path: Path) -> None:
    with instance(tmp_path / "empty") as env:
        done = run(env, "import", "--starter")
    assert done.returncode == 3
    assert "Run: packdex migrate" in done.stderr


def test_the_starter_catalogue_may_be_imported(env: dict[str, str]) -> None:
    done = run(env, "import", "--starter")
    assert done.returncode == 0
    assert "packages: 114 created" in done.stdout
    assert done.stderr == "Filled the comparisons of 6 grids\n"
    assert run(env, "import", "--starter").stderr == ""


@pytest.mark.loopback
def test_ctrl_c_ends_it_tidily_and_the_next_run_continues(tmp_path: Path) -> None:
    packages = [package(n) for n in range(1, 251)]
    with (
        V4Service(categories=[category(1)], packages=packages) as service,
        instance(tmp_path / "data", "tables") as env,
    ):
        processes: list[subprocess.Popen[str]] = []
        service.when("packages", 100, lambda: processes[0].send_signal(signal.SIGINT))
        # A child inherits that a signal is ignored, as it is in a run of tests in the background.
        former = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            processes.append(
                subprocess.Popen(
                    [PACKDEX, "import", service.origin], env=env, stderr=subprocess.PIPE, text=True
                )
            )
        finally:
            signal.signal(signal.SIGINT, former)
        _, errors = processes[0].communicate(timeout=60)
        assert processes[0].returncode == 1
        assert errors == (
            "packdex: interrupted. What was stored is kept; run it again to continue.\n"
        )
        done = run(env, "import", service.origin)
        assert "Continued where the last import was interrupted" in done.stdout
        assert "packages: 250 created" in done.stdout
