"""How a verdict comes about: the rules, the weights, how well it works, and a page for each check.

Every number comes from the weights of this instance and from the published backtest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.catalog.judged import method
from packdex.core.backtest import published
from packdex.core.backtest.chart import svg
from packdex.core.backtest.report import HELD_OUT
from packdex.core.backtest.tables import Table, tables
from packdex.core.verdict import maintenance
from packdex.core.verdict.lifecycle import RULES
from packdex.core.verdict.signals import CHECKS, DIMENSIONS, Check, threshold
from packdex.core.verdict.weights import Scale
from packdex.core.verdict.wellmaintained import QUESTIONS
from packdex.web import answers
from packdex.web.render import Head, page
from packdex.web.show import plain_day
from packdex.web.verdict.shown import TONES, amount

_BY_KEY = {check.key: check for check in CHECKS}
_COUNTED = frozenset({"people", "owners", "versions behind", "current versions", "advisories"})
"""Units of which there are whole ones only."""


class Told(NamedTuple):
    """A check as the pages tell of it."""

    key: str
    label: str
    dimension: str
    weight: str
    threshold: str
    why: str
    advice: str


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The method."""
    return answers.send(request, answers.kept("methodology", write))


@require_safe
def check(request: HttpRequest, key: str) -> HttpResponse:
    """One check: why it matters, how it is measured, how to mend it. Raises Http404."""
    found = _BY_KEY.get(key)
    if found is None:
        raise Http404("no such check")
    return answers.send(request, answers.kept(f"check {key}", lambda: write_check(found)))


def write() -> bytes:
    """The page of the method, with ORIGIN in absolute links. No query."""
    report = published.read()
    return page(
        "verdict/methodology.html",
        Head(
            title="Methodology",
            path="/methodology/",
            description="How a verdict comes about, with every rule, weight and threshold, and"
            " how well it works.",
            here="about",
        ),
        formula=method().formula_version,
        weights=method().weights,
        rules=[(rule, TONES[rule.good]) for rule in RULES],
        groups=[
            (name, [_told(check) for check in CHECKS if check.dimension == name])
            for name in DIMENSIONS
        ],
        questions=[question.text for question in QUESTIONS],
        outlook=method().weights.outlook,
        short=list(in_short(report)),
        tables=list(_tables(report)),
        chart=SafeString(svg(report)),  # drawn by us, of numbers
    )


def write_check(check: Check) -> bytes:
    """The page of one check. No query."""
    told, scale = _told(check), method().weights.scales[check.key]
    place = CHECKS.index(check)
    return page(
        f"verdict/checks/{check.key}.html",
        Head(
            title=check.label,
            path=f"/methodology/{check.key}/",
            description=check.why,
            here="about",
        ),
        check=told,
        steps=_steps(check, scale),
        weights=method().weights,
        looked_up=plain_day(method().products.updated),
        maintenance=maintenance,
        before=_told(CHECKS[place - 1]) if place else None,
        after=_told(CHECKS[place + 1]) if place + 1 < len(CHECKS) else None,
    )


def _told(check: Check) -> Told:
    scale = method().weights.scales[check.key]
    limits = threshold(scale, check.unit)
    weight = f"{scale.weight:g}"
    return Told(check.key, check.label, check.dimension, weight, limits, check.why, check.advice)


def _steps(check: Check, scale: Scale) -> list[tuple[int, str]]:
    """Points, and a value that gives them, most points first."""
    if check.unit in _COUNTED:
        ends = sorted((int(scale.full), int(scale.none)))
        values: list[float] = list(range(ends[0], min(ends[1], ends[0] + 20) + 1))
    else:
        values = [scale.none + (scale.full - scale.none) * share / 4 for share in range(5)]
    values.sort(key=scale.points, reverse=True)
    return [(round(scale.points(value)), amount(round(value, 2), check.unit)) for value in values]


def in_short(report: Mapping[str, Any]) -> Iterator[str]:
    """The figures of a backtest that matter, in sentences that hide nothing.

    `report` is in the form of `report.as_json`. Nothing where the part that matters is missing.
    """
    part = next(
        (one for one in report["parts"] if (one["part"], one["population"]) == (HELD_OUT, "alive")),
        None,
    )
    if part is None:
        return
    outlook, days = part["rankings"][:2]
    yield (
        f"Asked of {part['samples']} past moments of {part['repositories']} repositories that were"
        f" not used for tuning, and in which a person had committed within the year before: of two"
        f" of them, one that fell silent and one that did not, the outlook puts the right one first"
        f" in {outlook['auc']:.1%} of all cases (AUC {outlook['auc']:.3f},"
        f" {_interval(outlook['auc_interval'])})."
    )
    proven = report["reached"]["better"]
    yield (
        f"The days since the last commit alone reach {days['auc']:.3f}. The outlook is better by"
        f" {days['better_by']:.3f} ({_interval(days['better_interval'])}): "
        + (
            "the interval lies above nought."
            if proven
            else "the interval holds nought, so it is not shown to be better."
        )
    )
    yield (
        "Between the chance that it gives and the share that it was lie, on average, "
        f"{part['calibration_error']:.1%} (calibration error {part['calibration_error']:.3f},"
        f" {_interval(part['calibration_interval'])})."
    )


def _interval(found: tuple[float, float]) -> str:
    low, high = (f"{value:.3f}".replace("-", "\N{MINUS SIGN}") for value in found)
    return f"95% interval {low} to {high}"


def _tables(report: Mapping[str, Any]) -> Iterator[tuple[int, Table]]:
    """The published tables, with a number for each."""
    yield from enumerate(tables(report), 1)
