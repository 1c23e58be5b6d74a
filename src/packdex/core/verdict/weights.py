"""The weights and thresholds of the verdict: read from one file, and checked.

weights.toml comes with the software and holds all of them. An instance may name a file (TOML, or
JSON of the same form) that holds only what differs; it then has a `version` of its own.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

LONGEST_VERSION = 40


class WeightsError(ValueError):
    """A file of weights is wrong. The message names the key, the value, and what would be right."""


class Scale(NamedTuple):
    """How a signal's value becomes points: `full` gives 100, `none` 0, evenly between.

    `weight` is its part of the dimension.
    """

    weight: float
    full: float
    none: float

    def points(self, amount: float) -> float:
        """0 to 100 for an amount in the signal's unit."""
        part = (amount - self.none) / (self.full - self.none)
        return 100 * min(1.0, max(0.0, part))


@dataclass(frozen=True, slots=True)
class Outlook:
    """The regression behind the chance of a silent year; outlook.py says how it is computed.

    `tuned_on` holds marks of the repositories that it was fitted on (`backtest.split.mark`).
    """

    half_life_days: float
    constant: float
    recent: float
    longest_break: float
    tuned_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights and thresholds. weights.toml says what each means; `scales` are by signal."""

    version: str
    changelog: tuple[tuple[str, str, str], ...]
    least_coverage: float
    active_days: float
    dormant_days: float
    silent_share: float
    settled_days: float
    used_downloads: float
    used_stars: float
    scales: Mapping[str, Scale]
    outlook: Outlook


@cache
def default() -> Weights:
    """Those that come with the software."""
    return _weights(_own())


def overridden(text: str) -> Weights:
    """Those that come with the software, with what a file of an instance says instead.

    `text` is TOML or JSON. Raises WeightsError where it is neither, names what does not exist,
    turns a scale round, or names no version of its own.
    """
    told = _parsed(text)
    version = told.get("version")
    if version in {None, default().version}:
        raise WeightsError(
            f'version is {version!r}: name one of your own, such as "{default().version}-ours", so'
            " that results show which weights they were made with"
        )
    return _weights(_merged(_own(), told, ""))


def _own() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("weights.toml").read_text("utf-8")
    return tomllib.loads(text)


def _parsed(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise WeightsError(f"it is neither TOML nor JSON: {error}") from None
    return dict(told)


def _merged(own: Mapping[str, Any], told: Mapping[str, Any], where: str) -> dict[str, Any]:
    result = dict(own)
    for key, value in told.items():
        name = f"{where}{key}"
        if key not in own:
            raise WeightsError(f"{name} is not known; there are {', '.join(own)}")
        if key == "changelog":
            result[key] = [*_entries(value), *own[key]]
        elif isinstance(own[key], Mapping):
            if not isinstance(value, Mapping):
                raise WeightsError(f"{name} is {value!r}: write a table")
            result[key] = _merged(own[key], value, f"{name}.")
        else:
            result[key] = value
    return result


def _entries(value: Any) -> list[Any]:
    keys = {"version", "date", "change"}
    if isinstance(value, list) and all(isinstance(v, Mapping) and set(v) == keys for v in value):
        return value
    raise WeightsError("changelog: write tables with version, date and change")


def _weights(told: Mapping[str, Any]) -> Weights:
    scales = {key: _scale(key, told["signals"][key], own) for key, own in _own_scales()}
    return Weights(
        version=_version(told["version"]),
        changelog=tuple(
            (str(one["version"]), str(one["date"]), str(one["change"])) for one in told["changelog"]
        ),
        least_coverage=_number(told, "scores", "least_coverage", most=1),
        active_days=_number(told, "lifecycle", "active_days", least=1),
        dormant_days=_number(
            told, "lifecycle", "dormant_days", least=told["lifecycle"]["active_days"]
        ),
        silent_share=_number(told, "lifecycle", "silent_share", most=1),
        settled_days=_number(told, "currency", "settled_days"),
        used_downloads=_number(told, "twelve", "downloads"),
        used_stars=_number(told, "twelve", "stars"),
        scales=scales,
        outlook=_outlook(told),
    )


def _own_scales() -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from _own()["signals"].items()


def _version(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_VERSION:
        raise WeightsError(f"version is {value!r}: write a text of 1 to {LONGEST_VERSION} letters")
    return value


def _scale(key: str, told: Mapping[str, Any], own: Mapping[str, Any]) -> Scale:
    table = {"signals": told}
    weight, full, none = (
        _number(table, "signals", name, shown=f"signals.{key}.{name}")
        for name in ("weight", "full", "none")
    )
    if (full > none) != (own["full"] > own["none"]) or full == none:
        wanted = "above" if own["full"] > own["none"] else "below"
        raise WeightsError(f"signals.{key}.full is {full:g}: it has to be {wanted} none, {none:g}")
    return Scale(weight, full, none)


def _outlook(told: Mapping[str, Any]) -> Outlook:
    any_number = -math.inf
    marks = told["outlook"]["tuned_on"]
    if not isinstance(marks, list):
        raise WeightsError(f"outlook.tuned_on is {marks!r}: write a list of texts")
    return Outlook(
        half_life_days=_number(told, "outlook", "half_life_days", least=1),
        constant=_number(told, "outlook", "constant", least=any_number),
        recent=_number(told, "outlook", "recent", least=any_number),
        longest_break=_number(told, "outlook", "longest_break", least=any_number),
        tuned_on=frozenset(map(str, marks)),
    )


def _number(
    told: Mapping[str, Any],
    table: str,
    key: str,
    *,
    least: float = 0,
    most: float = math.inf,
    shown: str = "",
) -> float:
    value, shown = told[table][key], shown or f"{table}.{key}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WeightsError(f"{shown} is {value!r}: write a number")
    if not least <= value <= most:
        limit = f"from {least:g}" + (f" to {most:g}" if math.isfinite(most) else " on")
        raise WeightsError(f"{shown} is {value:g}: write a number {limit}")
    return float(value)
