"""The documents say what the code does."""

import re
from pathlib import Path

from tests.reference import stale


def test_the_generated_pages_are_current() -> None:
    assert stale() == [], "run: make docs"


def test_every_path_that_the_architecture_names_exists(project_folder: Path) -> None:
    text = (project_folder / "docs/ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(r"`((?:src|tests|docs|benchmarks)/[\w./-]+)`", text))
    named |= {
        f"src/packdex/{path}"
        for path in re.findall(r"`((?:\w+/)+\w+\.py)`", text)
        if not path.startswith(("src/", "tests/", "benchmarks/"))
    }
    missing = [path for path in sorted(named) if not (project_folder / path).exists()]
    assert missing == []


def test_every_room_is_described(project_folder: Path) -> None:
    text = (project_folder / "docs/ARCHITECTURE.md").read_text("utf-8")
    rooms = [
        path.name
        for path in (project_folder / "src/packdex").iterdir()
        if path.is_dir() and not path.name.startswith("__")
    ]
    assert [room for room in rooms if f"{room}/" not in text] == []
