"""A program ends within its limits, with all that it started."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from packdex.sources.errors import TimedOutError, TooLargeError
from packdex.sources.git.process import LAST_WORDS, MEMORY_BYTES, Limits, run, size_of
from packdex.sources.git.program import ProgramError, _program, version_of

SHELL = {"PATH": "/usr/bin:/bin"}


def sh(script: str, limits: Limits | None = None, given: bytes = b"") -> tuple[int, str, bytes]:
    printed = bytearray()
    limits = limits or Limits(time.monotonic() + 10, 1_000_000)
    ended = run(["/bin/sh", "-c", script], SHELL, limits, printed.extend, given)
    return ended.code, ended.errors, bytes(printed)


def test_output_errors_and_code_are_told() -> None:
    assert sh("cat; echo wrong >&2; exit 3", given=b"given") == (3, "wrong\n", b"given")


def test_only_the_given_environment_is_there() -> None:
    assert sh("env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD=")[2] == b"PATH=/usr/bin:/bin\n"


def test_only_the_last_errors_are_kept() -> None:
    _, errors, _ = sh("head -c 100000 /dev/zero | tr '\\0' x >&2; echo end >&2")
    assert len(errors) == LAST_WORDS
    assert errors.endswith("xend\n")


def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(TimedOutError):
        sh(
            f"(sleep 1; touch {tmp_path}/late) & sleep 60",
            Limits(time.monotonic() + 0.2, 1000),
        )
    assert time.monotonic() - begun < 2
    time.sleep(1.2)
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_stays_does_not_make_the_run_last() -> None:
    begun = time.monotonic()
    with pytest.raises(TimedOutError):
        sh("sleep 60 & exit 0", Limits(time.monotonic() + 0.3, 1000))
    assert time.monotonic() - begun < 2


def test_output_is_bounded() -> None:
    with pytest.raises(TooLargeError):
        sh("cat /dev/zero", Limits(time.monotonic() + 10, 100_000))


def test_files_are_bounded_while_they_grow(tmp_path: Path) -> None:
    limits = Limits(time.monotonic() + 10, 1000, tmp_path, 2_000_000)
    with pytest.raises(TooLargeError, match="more than 2 MB on disk"):
        sh(f"mkdir {tmp_path}/a; head -c 4000000 /dev/zero > {tmp_path}/a/x; sleep 60", limits)


def test_files_are_measured_at_the_end_too(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        sh(f"echo 12345 > {tmp_path}/x", Limits(time.monotonic() + 10, 1000, tmp_path, 5))


def test_a_folder_that_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert size_of(tmp_path / "nothing") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_memory_is_bounded() -> None:
    taking = f"x = bytearray({MEMORY_BYTES})"
    limits = Limits(time.monotonic() + 20, 1000)
    # The pause is what git takes anyway before it starts what unpacks.
    waiting = f"import time; time.sleep(0.3); {taking}"
    ended = run([sys.executable, "-S", "-c", waiting], SHELL, limits, lambda _: None)
    assert ended.code != 0
    assert "MemoryError" in ended.errors


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("git version 2.39.5 (Apple Git-154)\n", (2, 39)),
        ("git version 2.51.rc1", (2, 51)),
        ("", (0, 0)),
    ],
)
def test_the_version_of_git(said: str, version: tuple[int, int]) -> None:
    assert version_of(said) == version


def test_without_git_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    _program.cache_clear()
    try:
        with pytest.raises(ProgramError, match="not installed"):
            _program()
    finally:
        _program.cache_clear()


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nowhere/git"], SHELL, Limits(time.monotonic() + 1, 1), lambda _: None)
