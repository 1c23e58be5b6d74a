"""Rooms stay small: a file is an idea, a function fits a screen, and public things say what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 60  # lines


def sources(folder: Path) -> Iterator[Path]:
    for room in ("src", "benchmarks"):
        for path in sorted((folder / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_no_file_is_too_long(project_folder: Path) -> None:
    long = {
        str(path.relative_to(project_folder)): lines
        for path in sources(project_folder)
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_too_long(project_folder: Path) -> None:
    long = {}
    for path in sources(project_folder):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long[f"{path.name}:{node.name}"] = lines
    assert long == {}


def test_the_environment_is_read_only_in_the_settings(project_folder: Path) -> None:
    allowed = {"config/settings.py", "config/environment.py"}
    readers = set()
    for path in sources(project_folder):
        if "src" not in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            reads = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            if reads and isinstance(node.value, ast.Name) and node.value.id == "os":
                readers.add(str(path.relative_to(project_folder / "src/packdex")))
    # These two only name the settings module, as every Django program does, or list names.
    readers -= {"cli/main.py", "config/application.py", "cli/check.py"}
    assert readers <= allowed
