"""The figures of a backtest: how well the outlook did, beside what is simpler than it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from packdex.core.backtest import measures, split, tuning
from packdex.core.backtest.measures import Bin, Pair
from packdex.core.backtest.samples import Sample
from packdex.core.verdict.outlook import extrapolated
from packdex.core.verdict.weights import Outlook, Weights

ROUNDS = 1000
"""Of the bootstrap."""

WANTED_AUC, WANTED_ERROR = 0.80, 0.05
"""What was asked of the outlook on repositories that it was not tuned on, beside that it is better
than the days alone with an interval that excludes nought."""

HELD_OUT, TUNING, FOLDED = "held out", "tuning", "folds"


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well one number ranks those that went silent before the others.

    `precision` and `recall` are those of calling it silent: for the outlook from its limit on, for
    a baseline where as many are called. `better_by` is how much higher the outlook's AUC is on the
    same samples. Intervals are of 95 %, by repository.
    """

    by: str
    samples: int
    auc: float | None
    auc_interval: tuple[float, float] | None
    called: int
    precision: float | None
    recall: float | None
    better_by: float | None = None
    better_interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of some samples: which (`population`, `part`), how many, and what came of them.

    `population` is "alive", those with a commit of a person in the year before, or "all". `brier`,
    `calibration_error` and `bins` are None where the outlook is no forecast: it was fitted on those
    that were alive.
    """

    population: str
    part: str
    samples: int
    repositories: int
    silent: int
    base_rate: float | None
    rankings: list[Ranking]
    brier: float | None = None
    brier_of_base_rate: float | None = None
    calibration_error: float | None = None
    calibration_interval: tuple[float, float] | None = None
    bins: list[Bin] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole backtest, with which weights it was made, and whether it got what was asked."""

    weights: str
    cuts: list[str]
    repositories: int
    rounds: int
    limit: float
    parts: list[Part]
    reached: dict[str, bool | None]


def report(samples: Sequence[Sample], weights: Weights, rounds: int = ROUNDS) -> Report:
    """The figures of all parts. Takes some seconds for a thousand samples."""
    parts = list(_parts(samples, weights, rounds))
    return Report(
        weights=weights.version,
        cuts=sorted({sample.cut.isoformat() for sample in samples}),
        repositories=len({sample.name for sample in samples}),
        rounds=rounds,
        limit=weights.silent_share,
        parts=parts,
        reached=_reached(parts),
    )


def as_json(made: Report) -> dict[str, Any]:
    """The report as JSON has it; shares and differences are fractions of 1."""
    told: dict[str, Any] = _rounded(asdict(made))
    return told


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


def _parts(samples: Sequence[Sample], weights: Weights, rounds: int) -> Iterator[Part]:
    outlook, tuned = weights.outlook, weights.outlook.tuned_on
    alive = [sample for sample in samples if sample.alive]
    for population, theirs in (("alive", alive), ("all", list(samples))):
        halves = {
            HELD_OUT: [sample for sample in theirs if split.mark(sample.name) not in tuned],
            TUNING: [sample for sample in theirs if split.mark(sample.name) in tuned],
        }
        for part, some in halves.items():
            if some:
                chances = [extrapolated(one.known, outlook) or 0.0 for one in some]
                yield _part(population, part, some, chances, weights, rounds)
    if folded := _folded(alive, outlook):
        yield _part("alive", FOLDED, alive, folded, weights, rounds)


def _folded(alive: Sequence[Sample], outlook: Outlook) -> list[float]:
    """The chance of each sample by a regression fitted on the other folds of repositories.

    None of them where a fold leaves nothing to fit on.
    """
    folds = [split.fold(sample.name) for sample in alive]
    fitted = {}
    for number in set(folds):
        others = [one for one, theirs in zip(alive, folds, strict=True) if theirs != number]
        try:
            fitted[number] = tuning.fit(others, outlook.half_life_days)
        except ValueError:
            return []
    return [
        extrapolated(one.known, fitted[number]) or 0.0
        for one, number in zip(alive, folds, strict=True)
    ]


def _part(
    population: str,
    part: str,
    samples: Sequence[Sample],
    chances: Sequence[float],
    weights: Weights,
    rounds: int,
) -> Part:
    silent = [sample.silent for sample in samples]
    groups = list(split.groups([sample.name for sample in samples]).values())
    share = sum(silent) / len(silent)
    made = Part(
        population=population,
        part=part,
        samples=len(samples),
        repositories=len(groups),
        silent=sum(silent),
        base_rate=share,
        rankings=list(_rankings(samples, chances, weights.silent_share, rounds)),
    )
    if population != "alive":
        return made
    pairs = list(zip(chances, silent, strict=True))
    return _with_forecast(made, pairs, groups, rounds)


def _with_forecast(
    part: Part, pairs: Sequence[Pair], groups: Sequence[Sequence[int]], rounds: int
) -> Part:
    share = part.base_rate or 0.0
    return replace(
        part,
        brier=measures.brier(pairs),
        brier_of_base_rate=share * (1 - share),
        calibration_error=measures.calibration_error(pairs),
        calibration_interval=measures.interval(
            groups,
            lambda places: measures.calibration_error([pairs[i] for i in places]),
            rounds,
        ),
        bins=measures.bins(pairs),
    )


def _rankings(
    samples: Sequence[Sample], chances: Sequence[float], limit: float, rounds: int
) -> Iterator[Ranking]:
    called = sum(chance >= limit for chance in chances)
    everyone = list(range(len(samples)))
    yield _ranking("outlook", samples, chances, everyone, called, rounds)
    ages = [sample.age_days for sample in samples]
    yield _compared(
        "days since the last commit", samples, (ages, chances), everyone, called, rounds
    )
    starred = [place for place in everyone if samples[place].stars is not None]
    if starred:
        few = [-float(sample.stars or 0) for sample in samples]
        among = sum(chances[place] >= limit for place in starred)
        yield _compared(
            "stars, the fewer the rather", samples, (few, chances), starred, among, rounds
        )


def _ranking(
    by: str,
    samples: Sequence[Sample],
    numbers: Sequence[float],
    places: Sequence[int],
    called: int,
    rounds: int,
) -> Ranking:
    pairs = {place: (numbers[place], samples[place].silent) for place in places}
    falling = sorted((number for number, _ in pairs.values()), reverse=True)
    limit = falling[called - 1] if called else float("inf")
    came = measures.called(list(pairs.values()), limit)
    return Ranking(
        by,
        len(pairs),
        measures.auc(list(pairs.values())),
        measures.interval(
            _groups(samples, places), lambda some: measures.auc([pairs[i] for i in some]), rounds
        ),
        came.called,
        came.precision,
        came.recall,
    )


def _compared(
    by: str,
    samples: Sequence[Sample],
    numbers: tuple[Sequence[float], Sequence[float]],
    places: Sequence[int],
    called: int,
    rounds: int,
) -> Ranking:
    """The ranking by the first numbers, and how much better the second ones rank."""
    plain = _ranking(by, samples, numbers[0], places, called, rounds)

    def gain(some: Sequence[int]) -> float | None:
        theirs, ours = (
            measures.auc([(column[i], samples[i].silent) for i in some]) for column in numbers
        )
        return None if theirs is None or ours is None else ours - theirs

    return replace(
        plain,
        better_by=gain(places),
        better_interval=measures.interval(_groups(samples, places), gain, rounds),
    )


def _groups(samples: Sequence[Sample], places: Sequence[int]) -> list[list[int]]:
    found = split.groups([samples[place].name for place in places])
    return [[places[i] for i in group] for group in found.values()]


def _reached(parts: Sequence[Part]) -> dict[str, bool | None]:
    """Of what was asked for, what was reached; None where it could not be measured."""
    wanted = [p for p in parts if (p.population, p.part) == ("alive", HELD_OUT)]
    if not wanted:
        return dict.fromkeys(("auc", "better", "calibration"))
    (part,) = wanted
    ours, days, *_ = part.rankings
    error, gained = part.calibration_error, days.better_interval
    return {
        "auc": None if ours.auc is None else ours.auc >= WANTED_AUC,
        "better": None if gained is None else gained[0] > 0,
        "calibration": None if error is None else error <= WANTED_ERROR,
    }
