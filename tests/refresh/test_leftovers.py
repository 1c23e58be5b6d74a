"""Copies of repositories that no package needs are removed, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from packdex.catalog.models import Package, SourceState
from packdex.refresh.context import Context
from packdex.refresh.leftovers import remove_leftovers
from packdex.refresh.watch import watch
from packdex.sources.git.copy import locked
from packdex.sources.http import Door
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "repositories").mkdir()
    return tmp_path / "repositories"


def copied(folder: Path, name: object) -> Path:
    """A copy as git makes it, with the lock beside it."""
    path = folder / str(name)
    (path / "objects" / "pack").mkdir(parents=True)
    (path / "HEAD").write_text("ref: refs/heads/none\n")
    (folder / f"{name}.lock").touch()
    return path


def asked(slug: str, **state: object) -> Package:
    package = make.package(slug)
    SourceState.objects.create(package=package, source="git", **{"due_at": NOW} | state)
    return package


def test_the_copy_of_a_package_that_is_gone_is_removed_with_its_lock(folder: Path) -> None:
    kept, gone = asked("kept"), asked("gone")
    copies = [copied(folder, package.pk) for package in (kept, gone)]
    gone.delete()
    assert remove_leftovers(folder, NOW) == 1
    assert sorted(path.name for path in folder.iterdir()) == [str(kept.pk), f"{kept.pk}.lock"]
    assert copies[0].is_dir()


def test_the_copy_of_a_repository_that_nobody_names_any_more_is_removed(folder: Path) -> None:
    without = copied(folder, asked("without", due_at=None).pk)
    unplanned = copied(folder, make.package("unplanned").pk)
    assert remove_leftovers(folder, NOW) == 1
    assert not without.exists()
    assert unplanned.exists()


def test_what_is_being_read_stays(folder: Path) -> None:
    leased = asked("leased", due_at=None, lease_until=NOW + timedelta(minutes=5))
    copied(folder, leased.pk)
    with locked(copied(folder, 999_999)):
        assert remove_leftovers(folder, NOW) == 0
    assert remove_leftovers(folder, NOW) == 1


def test_what_is_not_ours_stays(folder: Path, tmp_path: Path) -> None:
    elsewhere = copied(tmp_path, "elsewhere")
    (folder / "999").symlink_to(elsewhere)
    (folder / "998").mkdir()
    (folder / "997").write_text("a file")
    for name in ("0998", "998.git", "notes", "-1", "٣"):
        copied(folder, name)
    before = sorted(path.name for path in folder.iterdir())
    assert remove_leftovers(folder, NOW) == 0
    assert sorted(path.name for path in folder.iterdir()) == before
    assert (elsewhere / "HEAD").exists()


def test_without_a_folder_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert remove_leftovers(tmp_path / "none", NOW) == 0


def test_the_watch_removes_them(folder: Path) -> None:
    copy, looks = copied(folder, 999_999), iter([False, True, True])
    with Door("packdex-tests") as door:
        context = Context(door=door, registry="https://registry.example.org", repositories=folder)
        watch(context, ["git"], 1, lambda report: None, lambda: next(looks), pause_s=0.01)
    assert not copy.exists()
