"""PACKDEX_VERDICT_WEIGHTS names a file of an instance's own weights, which is checked at once."""

from pathlib import Path
from typing import Any

import pytest

from packdex.catalog import judged
from packdex.config import readers
from packdex.core.verdict.weights import default


def test_no_file_leaves_those_of_the_software() -> None:
    assert readers.verdict_weights("") is None


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text('version = "ours"\n[lifecycle]\nactive_days = 200\n')
    ours = readers.verdict_weights(str(path))
    assert ours is not None
    assert (ours.version, ours.active_days) == ("ours", 200)
    assert ours.dormant_days == default().dormant_days


def test_what_is_wrong_with_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    with pytest.raises(ValueError, match="can be read"):
        readers.verdict_weights(str(path))
    path.write_text('{"version": "ours", "lifecycle": {"active_days": "many"}}')
    with pytest.raises(ValueError, match="active_days is 'many': write a number"):
        readers.verdict_weights(str(path))


def test_verdicts_are_made_with_them(tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "weights.toml"
    path.write_text('version = "ours"\n')
    settings.PACKDEX_VERDICT_WEIGHTS = readers.verdict_weights(str(path))
    assert judged.method().formula_version.endswith("/ours")
