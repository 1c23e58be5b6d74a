"""What is wrong with this machine is said, and held against no host and no package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from packdex.catalog.models import Host, Package, SourceState
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_packages
from packdex.refresh.stages import git
from packdex.refresh.worker import Wish, work
from packdex.sources.git import hindrance
from packdex.sources.http import Door
from packdex.sources.outcome import Failed
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NOWHERE = "http://127.0.0.1:9"
"""Nothing listens there; a copy's place is looked for before anything is asked."""


@pytest.fixture
def packages() -> list[Package]:
    return [make.package(f"p{n}", repo_url=f"{NOWHERE}/owner/p{n}") for n in range(4)]


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as opened:
        yield opened


def asked(packages: list[Package], door: Door, folder: Path, workers: int = 1) -> list[Report]:
    context = Context(
        door=door,
        registry="https://registry.example.org",
        repositories=folder,
        allow_private=True,
    )
    plan_packages(packages, context)
    reports: list[Report] = []
    work(Wish(["git"]), context, reports.append, workers)
    return reports


def unwritable(tmp_path: Path) -> Path:
    """A folder that nobody can make, whatever the rights of the user who runs the tests."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "repositories"


def test_a_folder_that_cannot_be_written_ends_the_stage(
    packages: list[Package], door: Door, tmp_path: Path
) -> None:
    folder = unwritable(tmp_path)
    (report,) = asked(packages, door, folder)
    assert report.result == "not possible here"
    assert report.message == (
        f"Git cannot work here: nothing can be written to {folder} (Not a directory)."
    )


def test_nothing_is_held_against_hosts_and_packages(
    packages: list[Package], door: Door, tmp_path: Path
) -> None:
    asked(packages, door, unwritable(tmp_path))
    assert not Host.objects.exists()
    for state in SourceState.objects.filter(source="git"):
        assert (state.failures, state.error, state.attempted_at) == (0, None, None)
        assert (state.lease_until, state.lease_owner) == (None, "")


def test_when_there_is_room_again_all_are_asked(
    packages: list[Package], door: Door, tmp_path: Path
) -> None:
    asked(packages, door, unwritable(tmp_path))
    reports = asked(packages, door, tmp_path / "repositories")
    assert [report.result for report in reports][:3] == ["failed"] * 3  # nobody listens there


def test_trouble_with_one_copy_is_that_packages_alone(
    packages: list[Package], door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> Failed:
        return Failed("copy: a bad object", permanent=False, ours=True)

    monkeypatch.setattr(git, "fetch", fetch)
    reports = asked(packages, door, tmp_path)
    assert [report.result for report in reports] == ["failed"] * 4
    assert not Host.objects.exists()


def test_a_folder_that_can_be_written_is_no_hindrance(tmp_path: Path) -> None:
    assert hindrance(tmp_path / "new") is None


def test_a_machine_without_git_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hindrance(tmp_path) == "the program git is not installed on this machine"
