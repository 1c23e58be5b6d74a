"""The backtest on nine small histories: what is known on a day, what is held out, what is told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from packdex.core.backtest import chart, published, split, tables, tuning
from packdex.core.backtest.histories import HistoriesError, Repository, read
from packdex.core.backtest.report import FOLDED, HELD_OUT, TUNING, as_json, report
from packdex.core.backtest.samples import CUTS, Sample, samples
from packdex.core.verdict.weights import default

HISTORIES = Path(__file__).with_name("histories")
CUT = date(2020, 2, 15)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def sample(*commits: tuple[str, str]) -> Sample | None:
    told = tuple((at(committed), at(written)) for committed, written in commits)
    return next(samples([Repository("example/a", 1, told)], 120, [CUT]), None)


def one(day: str) -> tuple[str, str]:
    return day, day


@pytest.fixture(scope="module")
def taken() -> list[Sample]:
    return list(samples(read(HISTORIES), default().outlook.half_life_days))


def test_cuts_are_every_15_february_from_2013_to_2025() -> None:
    assert (CUTS[0], CUTS[-1], len(CUTS)) == (date(2013, 2, 15), date(2025, 2, 15), 13)


def test_programs_are_left_out() -> None:
    lines = (HISTORIES / "9.csv").read_text("utf-8").splitlines()[1:]
    people = [line for line in lines if line.split(",")[3] == "0"]
    found = {repository.name: repository for repository in read(HISTORIES)}
    assert len(found["example/i"].commits) == len(people) < len(lines)


@pytest.mark.parametrize(
    ("after", "silent"),
    [("2020-02-15", False), ("2021-02-13", False), ("2021-02-14", True), ("2020-02-14", True)],
)
def test_silent_is_a_year_of_365_days_from_the_cut_on(after: str, silent: bool) -> None:
    found = sample(one("2019-12-01"), one(after))
    assert found is not None
    assert found.silent is silent


@pytest.mark.parametrize(("last", "alive"), [("2019-02-15", True), ("2019-02-14", False)])
def test_alive_is_a_commit_in_the_year_before(last: str, alive: bool) -> None:
    found = sample(one(last))
    assert found is not None
    assert found.alive is alive


def test_what_was_committed_later_was_not_known_however_early_it_was_written() -> None:
    found = sample(one("2019-06-01"), ("2020-03-01", "2020-01-01"))
    assert found is not None
    assert found.known.last == date(2019, 6, 1)
    assert not found.silent


def test_before_the_first_commit_there_is_no_sample() -> None:
    assert sample(one("2020-02-15")) is None


def test_the_split_goes_by_the_name_alone() -> None:
    assert split.mark("Example/A") == split.mark("example/a")
    names = [f"example/{number}" for number in range(2000)]
    assert 900 < sum(map(split.is_for_tuning, names)) < 1100
    assert {split.fold(name) for name in names} == set(range(split.FOLDS))


def test_what_the_regression_was_fitted_on_is_of_the_tuning_half() -> None:
    marks = default().outlook.tuned_on
    assert marks
    assert all(int(mark[:2], 16) % 2 == 0 for mark in marks)


def test_what_was_tuned_on_is_told_apart(taken: list[Sample]) -> None:
    outlook = replace(default().outlook, tuned_on=frozenset({split.mark("example/f")}))
    made = report(taken, replace(default(), outlook=outlook), rounds=40)
    parts = {(part.population, part.part): part for part in made.parts}
    assert parts["all", TUNING].repositories == 1
    assert parts["all", HELD_OUT].repositories == 8
    assert parts["all", HELD_OUT].samples + parts["all", TUNING].samples == len(taken)


def test_the_report_says_what_it_found(taken: list[Sample]) -> None:
    made = as_json(report(taken, default(), rounds=40))
    again = as_json(report(taken, default(), rounds=40))
    assert made == again  # the draws are seeded
    (part,) = (p for p in made["parts"] if (p["population"], p["part"]) == ("alive", HELD_OUT))
    alive = [s for s in taken if s.alive]
    assert (part["samples"], part["silent"]) == (len(alive), sum(s.silent for s in alive))
    outlook, days, stars = part["rankings"]
    assert days["better_by"] == pytest.approx(outlook["auc"] - days["auc"], abs=2e-4)
    assert stars["samples"] < days["samples"]  # of one, nobody told the stars
    assert sum(one["size"] for one in part["bins"]) == part["samples"]
    assert made["reached"].keys() == {"auc", "better", "calibration"}


def test_its_tables_and_chart(taken: list[Sample]) -> None:
    made = as_json(report(taken, default(), rounds=40))
    for table in tables.tables(made):
        assert {len(row) for row in table.rows} == {len(table.heads)}
    assert f"| outlook | {made['parts'][0]['samples']} |" in tables.as_markdown(made)
    drawn = chart.svg(made)
    folds = sum(part["part"] in {HELD_OUT, FOLDED} for part in made["parts"] if part["bins"])
    assert drawn.count("<circle") == 5 * folds
    assert "style" not in drawn
    assert chart.svg({"parts": []}) == ""


def test_what_is_fitted_can_be_written_as_weights(taken: list[Sample]) -> None:
    fitted = tuning.fit(taken, 120)
    assert fitted.tuned_on == {split.mark(s.name) for s in taken}
    assert f"recent = {fitted.recent:.4f}\n" in tuning.as_toml(fitted)


def test_without_anything_that_fell_silent_nothing_is_fitted(taken: list[Sample]) -> None:
    with pytest.raises(ValueError, match="needs samples"):
        tuning.fit([s for s in taken if not s.silent], 120)


def test_the_published_figures_are_of_these_weights() -> None:
    told = published.read()
    assert told["weights"] == default().version
    assert (told["repositories"], told["rounds"]) == (66, 1000)  # of 67, one is too young


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("repos.json", "{}", "expected an array"),
        ("repos.json", "[", "cannot be read"),
        ("repos.json", '[{"id": 1}]', "needs id and repo"),
        ("repos.json", '[{"id": 77, "repo": "a/b"}]', "77.csv cannot be read"),
        ("repos.json", '[{"id": 1, "repo": "a/b", "stars": "many"}]', "stars of a/b"),
        ("1.csv", "", "lacks committer_unix, author_unix, is_bot"),
        ("1.csv", "committer_unix,author_unix,is_bot\n1,x,0\n", "line 2: expected numbers"),
        ("1.csv", "committer_unix,author_unix,is_bot\n1\n", "line 2: expected numbers"),
    ],
)
def test_bad_histories_are_named(tmp_path: Path, name: str, content: str, named: str) -> None:
    folder = tmp_path / "histories"
    shutil.copytree(HISTORIES, folder)
    (folder / name).write_text(content)
    with pytest.raises(HistoriesError, match=named):
        read(folder)


def test_published_figures_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "PATH", tmp_path / "published.json")
    published.write({"parts": []})
    assert published.read() == {"parts": []}
    assert json.loads((tmp_path / "published.json").read_text()) == {"parts": []}
