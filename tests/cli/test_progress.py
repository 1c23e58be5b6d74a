"""Progress is for people: only a terminal shows it, and messages stand above it."""

from __future__ import annotations

import io
import sys

import pytest

from packdex.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def as_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    bar.show("Working", 1, 2)
    bar.close()
    assert capsys.readouterr() == ("", "")


def test_a_bar_fills_up(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_terminal(monkeypatch)
    bar = Bar()
    for done in range(3):
        bar.show("Working", done, 2)
    bar.close()
    assert "Working  [------------------------------]   0%" in terminal.getvalue()
    assert terminal.getvalue().endswith("Working  [##############################] 100%\n")


def test_without_a_total_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_terminal(monkeypatch)
    bar = Bar()
    bar.show("Preparing", 1200, None)
    bar.close()
    assert terminal.getvalue().endswith("Preparing  1,200\n")


def test_each_stage_has_a_line_and_messages_stand_above(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_terminal(monkeypatch)
    bar = Bar()
    bar.show("first", 1, 2)
    bar.say("a message")
    bar.show("second", 1, 2)
    bar.close()
    lines = terminal.getvalue().split("\n")
    assert lines[0].endswith("\r\033[Ka message")
    assert "second" in lines[2]
