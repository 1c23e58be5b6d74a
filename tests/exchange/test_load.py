"""An import keeps what is good, says what is not, and changes nothing the second time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from packdex.catalog import documents, editions
from packdex.catalog.actions.imports import facts as imported_facts
from packdex.catalog.models import Category, Grid, Package
from packdex.exchange import items
from packdex.exchange.files import Files
from packdex.exchange.items import Problem
from packdex.exchange.load import Summary, load
from packdex.exchange.models import ImportRun
from tests.exchange.objects import category, grid, package, write_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the usual steps, so that a few objects take several."""
    monkeypatch.setattr(items, "MAX_STEP_ITEMS", items.MAX_STEP_ITEMS // 10)


class Listener:
    def __init__(self) -> None:
        self.problems: list[str] = []
        self.stages: list[tuple[str, int, int | None]] = []

    def progress(self, stage: str, done: int, total: int | None) -> None:
        self.stages.append((stage, done, total))

    def problem(self, problem: Problem) -> None:
        self.problems.append(str(problem))


def counts(summary: Summary, kind: str = "packages") -> list[int]:
    return list(summary.counts[kind].values())


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.ndjson", category(1), grid(5), package(1, grids=[5]))
    first = load(Files(path))
    assert [counts(first, kind) for kind in first.counts] == [[1, 0, 0, 0]] * 3
    assert first.changed_anything
    marks = editions.marks()
    second = load(Files(path))
    assert [counts(second, kind) for kind in second.counts] == [[0, 0, 1, 0]] * 3
    assert not second.changed_anything
    assert editions.marks() == marks


def test_broken_lines_are_reported_by_file_line_and_field(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.ndjson",
        package(1),
        package(2, slug="Not A Slug"),
        '{"id": 3, ',
        package(4, slug="package-1"),
        package(5),
    )
    listener = Listener()
    summary = load(Files(path), report=listener)
    assert counts(summary) == [2, 0, 0, 2]
    assert summary.problem_count == 3
    slug, line, taken = sorted(listener.problems)
    assert slug.startswith("a.ndjson: 2: slug: 'Not A Slug'")
    assert line.startswith("a.ndjson: 3: no JSON")
    assert taken.startswith("a.ndjson: 4: slug: 'package-1' is the slug of package 1")
    assert set(Package.objects.values_list("pk", flat=True)) == {1, 5}
    assert summary.problems[0]["field"] == "slug"


def test_strict_keeps_nothing_when_one_object_is_left_out(tmp_path: Path) -> None:
    objects = [package(n) for n in range(1, 70)]
    path = write_lines(tmp_path / "a.ndjson", *objects, package(70, id="x"))
    summary = load(Files(path), strict=True)
    assert (summary.kept, summary.problem_count) == (False, 1)
    assert not Package.objects.exists()
    assert not Category.objects.exists()
    assert not ImportRun.objects.exists()


def test_strict_keeps_all_when_all_is_good(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.ndjson", package(1))
    assert load(Files(path), strict=True).kept
    assert Package.objects.count() == 1


def test_objects_may_come_in_any_order(tmp_path: Path) -> None:
    objects = [package(n, grids=[5]) for n in range(1, 61)]
    load(Files(write_lines(tmp_path / "a.ndjson", *objects, grid(5), category(1))))
    assert not Grid.objects.get().placeholder
    assert not Category.objects.get().placeholder
    assert Grid.objects.get().packages.count() == 60


def test_only_the_first_problems_are_kept(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.ndjson", *["broken"] * 1200)
    listener = Listener()
    summary = load(Files(path), report=listener)
    assert (summary.problem_count, len(summary.problems)) == (1200, 100)
    assert len(listener.problems) == 1200


def test_every_answer_is_prepared_at_the_end(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.ndjson", category(1), grid(5), package(1, grids=[5, 6]))
    load(Files(path))
    for kind in (
        documents.PACKAGE,
        documents.PACKAGE_PAGE,
        documents.GRID,
        documents.CATEGORY,
    ):
        assert documents.stale_ids(kind) == []


def test_progress_goes_to_the_end_of_each_file(tmp_path: Path) -> None:
    objects = [package(n) for n in range(1, 110)]
    path = write_lines(tmp_path / "a.ndjson", *objects)
    listener = Listener()
    load(Files(path), report=listener)
    stages = [stage for stage in listener.stages if stage[0] == "a.ndjson"]
    assert len(stages) == 3
    assert stages[-1] == ("a.ndjson", path.stat().st_size, path.stat().st_size)
    assert [done for _, done, _ in stages] == sorted(done for _, done, _ in stages)


class StopError(Exception):
    pass


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_interrupted_import_is_continued(tmp_path: Path, after: int) -> None:
    path = write_lines(tmp_path / "a.ndjson", *[package(n) for n in range(1, 121)])
    with interrupted_after(after), pytest.raises(StopError):
        load(Files(path))
    assert Package.objects.count() == 50 * after
    summary = load(Files(path))
    assert counts(summary) == [120, 0, 0, 0]
    assert summary.resumed == (after > 0)
    again = load(Files(path))
    assert counts(again) == [0, 0, 120, 0]
    assert not again.resumed


def test_another_file_in_its_place_is_read_from_the_start(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.ndjson", *[package(n) for n in range(1, 121)])
    with interrupted_after(1), pytest.raises(StopError):
        load(Files(path))
    write_lines(path, *[package(n) for n in range(201, 211)])
    summary = load(Files(path))
    assert counts(summary) == [10, 0, 0, 0]


def test_restart_and_strict_begin_from_the_start(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.ndjson", *[package(n) for n in range(1, 121)])
    for options in ({"restart": True}, {"strict": True}):
        with interrupted_after(1), pytest.raises(StopError):
            load(Files(path))
        summary = load(Files(path), **options)
        assert sum(counts(summary)) == 120
        assert not summary.resumed
        assert not ImportRun.objects.filter(finished_at=None).exists()


@contextmanager
def interrupted_after(steps: int) -> Iterator[None]:
    left = [steps]
    store = imported_facts.store_facts

    def store_or_fail(entries: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise StopError
        return store(entries)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imported_facts, "store_facts", store_or_fail)
        yield
