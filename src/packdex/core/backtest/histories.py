"""Complete histories from a folder.

The form: `repos.json`, an array of objects with `id`, `repo` (owner/name) and `stars` (or null);
for each `<id>.csv` with the columns committer_unix, author_unix, author_id, is_bot, is_merge, one
line a commit of the default branch; and `<id>.tags.csv`, which is not needed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLUMNS = ("committer_unix", "author_unix", "is_bot")


class HistoriesError(ValueError):
    """A folder of histories is not what it should be. The message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository by its name, with the commits of people.

    `commits` are (committed, written), seconds since 1970, in any order; those of programs are left
    out. `stars` are today's, None where nobody told.
    """

    name: str
    stars: int | None
    commits: tuple[tuple[int, int], ...]


def read(folder: Path) -> list[Repository]:
    """The repositories of a folder, by name.

    Raises HistoriesError for what is missing or malformed.
    """
    index = folder / "repos.json"
    try:
        listed = json.loads(index.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise HistoriesError(f"{index} cannot be read: {error}") from None
    if not isinstance(listed, list) or not listed:
        raise HistoriesError(f"{index}: expected an array of repositories")
    return sorted((_repository(folder, index, told) for told in listed), key=lambda r: r.name)


def _repository(folder: Path, index: Path, told: Any) -> Repository:
    try:
        number, name, stars = int(told["id"]), str(told["repo"]), told.get("stars")
    except (AttributeError, KeyError, TypeError, ValueError):
        raise HistoriesError(f"{index}: a repository needs id and repo, not {told!r}") from None
    if stars is not None and not isinstance(stars, int):
        raise HistoriesError(f"{index}: stars of {name} are {stars!r}, expected a number or null")
    return Repository(name, stars, tuple(_commits(folder / f"{number}.csv")))


def _commits(path: Path) -> Iterator[tuple[int, int]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            columns = next(lines, [])
            missing = [column for column in COLUMNS if column not in columns]
            if missing:
                raise HistoriesError(f"{path}: the first line lacks {', '.join(missing)}")
            places = [columns.index(column) for column in COLUMNS]
            for line in lines:
                committed, written, is_bot = _numbers(path, lines.line_num, line, places)
                if not is_bot:
                    yield committed, written
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise HistoriesError(f"{path} cannot be read: {error}") from None


def _numbers(path: Path, number: int, line: list[str], places: list[int]) -> list[int]:
    try:
        return [int(line[place]) for place in places]
    except (IndexError, ValueError):
        raise HistoriesError(f"{path}, line {number}: expected numbers, not {line!r}") from None
