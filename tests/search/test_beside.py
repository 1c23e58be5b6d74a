"""A second process makes the entries of a large directory: the same ones, and it may die."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

import psutil
import pytest

from packdex.cli import search as search_command
from packdex.cli import search_index
from packdex.cli.exits import PARTLY
from packdex.search import beside, fresh, index, rebuild
from packdex.search.engines.tables import execute, table
from packdex.search.find import search
from packdex.search.models import IndexState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def several_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries are made in rounds of two, more than are made ahead."""
    monkeypatch.setattr(rebuild, "_WRITTEN", 2)
    monkeypatch.setattr(rebuild, "_READ", 1)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few entries, a second process makes them."""
    monkeypatch.setattr(beside, "FEW", 0)
    monkeypatch.setattr(beside, "cores", lambda: 2)


def helpers() -> list[psutil.Process]:
    """The processes that make entries for this one."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):  # it ended
            found += [child] if "packdex.search.beside" in child.cmdline() else []
    return found


def directory() -> None:
    for number in range(7):
        facts: dict[str, Any] = {"stars": number * 100, "description": f"alphabet {number}"}
        row = make.package(f"alpha-{number}", facts=facts)
    row.past_slugs.create(slug="former-thing", until=make.NOON)
    make.grid("alphas", row)


def tables() -> dict[str, list[tuple[Any, ...]]]:
    generation = index.state().generation
    assert generation is not None
    return {
        part: execute(f"SELECT * FROM {table(part, generation)} ORDER BY 1")
        for part in ("entry", "traits", "word", "typo")
    }


@pytest.mark.usefixtures("several_rounds")
def test_two_processes_make_the_index_that_one_makes(request: pytest.FixtureRequest) -> None:
    directory()
    assert rebuild.rebuild(lambda *told: assert_none()) == 8
    alone = tables()
    request.getfixturevalue("two")
    seen: list[int] = []
    assert rebuild.rebuild(lambda *told: seen.append(len(helpers()))) == 8
    assert seen[0] == 1
    assert tables() == alone
    assert helpers() == []


def assert_none() -> None:
    assert helpers() == []


@pytest.mark.usefixtures("several_rounds", "two")
def test_where_the_second_process_dies_the_old_index_stays() -> None:
    directory()
    search("alpha")
    former = index.state().generation

    def meanwhile(stage: str, done: int, total: int | None) -> None:
        for child in helpers():
            child.kill()

    with pytest.raises(beside.Died, match="-9"):
        rebuild.rebuild(meanwhile)
    assert index.state().generation == former
    assert IndexState.objects.get().building_until is None
    assert search("alpha").total == 8
    assert rebuild.rebuild() == 8


@pytest.mark.usefixtures("two")
def test_where_there_can_be_no_second_process_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    directory()
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(beside.Died):
        rebuild.rebuild()


@pytest.mark.usefixtures("several_rounds", "two")
def test_where_the_first_process_fails_the_second_one_ends() -> None:
    directory()

    def meanwhile(stage: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild.rebuild(meanwhile)
    assert helpers() == []
    assert IndexState.objects.get().building_until is None


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second process of each rebuild dies."""

    def rebuild_(report: object = None) -> int:
        raise beside.Died("it ended (-9)")

    monkeypatch.setattr(rebuild, "rebuild", rebuild_)


@pytest.mark.usefixtures("dying")
def test_commands_say_in_a_line_that_the_index_was_not_made(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as ended:
        search_command._rebuild(as_json=False)
    assert ended.value.code == PARTLY
    monkeypatch.setattr(index, "is_there", lambda: False)
    search_index.make_if_missing()
    lines = capsys.readouterr().err.splitlines()
    assert ["it ended (-9)" in line for line in lines] == [True, True]


@pytest.mark.usefixtures("dying")
def test_a_bulk_that_cannot_be_worked_off_at_once_is_by_searches(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "MANY", 0)
    with fresh.later():
        make.package("alpha")
    fresh.catch_up()
    assert "it ended (-9)" in caplog.text
    assert search("alpha").total == 1


def test_the_second_process_ends_with_the_first() -> None:
    command = [sys.executable, "-P", "-m", "packdex.search.beside"]
    done = subprocess.run(command, input=b"", capture_output=True, check=True, timeout=30)
    assert (done.stdout, done.stderr) == (b"", b"")
