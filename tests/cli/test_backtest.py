"""packdex backtest checks the verdict on complete histories, and needs no database."""

import json
from pathlib import Path

from tests.serving import run

HISTORIES = str(Path(__file__).parent.parent / "core" / "backtest" / "histories")


def test_tables(env: dict[str, str]) -> None:
    done = run(env, "backtest", "--histories", HISTORIES, "--rounds", "40")
    assert done.returncode == 0, done.stderr
    assert "| ranked by | samples | AUC |" in done.stdout
    assert "**Calibration: " in done.stdout


def test_as_json(env: dict[str, str]) -> None:
    told = json.loads(run(env, "backtest", "--data", HISTORIES, "--rounds", "40", "--json").stdout)
    assert told["repositories"] == 9
    assert {part["population"] for part in told["parts"]} == {"alive", "all"}


def test_what_is_fitted_is_printed_as_weights_have_it(env: dict[str, str]) -> None:
    told = run(env, "backtest", "--histories", HISTORIES, "--fit").stdout
    assert told.startswith("[outlook]\nhalf_life_days = 120\n")


def test_a_folder_without_histories_is_named(env: dict[str, str], tmp_path: Path) -> None:
    done = run(env, "backtest", "--histories", str(tmp_path))
    assert done.returncode == 2
    assert "repos.json cannot be read" in done.stderr


def test_a_folder_that_is_not_there(env: dict[str, str], tmp_path: Path) -> None:
    done = run(env, "backtest", "--histories", str(tmp_path / "none"))
    assert done.returncode == 2
    assert "does not exist" in done.stderr
