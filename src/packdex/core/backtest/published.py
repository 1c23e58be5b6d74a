"""The backtest whose figures the directory shows: written by `packdex backtest --write`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("published.json")


def read() -> dict[str, Any]:
    """The report, in the form of `report.as_json`."""
    told: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    return told


def write(report: Mapping[str, Any]) -> None:
    """Make this report the one that is shown. Raises OSError where it cannot be written."""
    PATH.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
