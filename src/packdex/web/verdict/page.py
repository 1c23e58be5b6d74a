"""The page of the verdict on one package, made from the row and the verdict beside it. No query."""

from __future__ import annotations

from typing import NamedTuple

from packdex.catalog.documents import ORIGIN
from packdex.catalog.judged import explained
from packdex.catalog.models import Package
from packdex.core.verdict.signals import DIMENSIONS
from packdex.core.verdict.verdict import Verdict
from packdex.web.render import Head, page
from packdex.web.show import moment, one_line
from packdex.web.verdict import shown
from packdex.web.words import kinds


class Group(NamedTuple):
    """A dimension with the lines of its signals."""

    dimension: shown.Dimension
    lines: list[shown.Line]


def write(package: Package) -> bytes:
    """The page, of a package as `documents.VERDICT` loads it; ORIGIN in absolute links."""
    _, verdict = explained(package.verdict)
    short = shown.short(verdict)
    title = one_line(package.title)
    path = f"/packages/p/{package.slug}/verdict/"
    answers = [shown.question(answer) for answer in verdict.questions]
    return page(
        "verdict/page.html",
        Head(
            title=f"{title}: {short.state.label.lower()}",
            path=path,
            description=f"{title}: {short.state.label}. {short.state.means}",
            here="packages",
        ),
        package=package,
        title=title,
        kinds=kinds(package.category),
        short=short,
        groups=_groups(verdict, short),
        answers=answers,
        answered=_answered(answers),
        judged=moment(verdict.judged_at),
        formula=verdict.formula_version,
        snippets=_snippets(package.slug),
    )


def _groups(verdict: Verdict, short: shown.Short) -> list[Group]:
    lines = {name: [one for one in verdict.signals if one.dimension == name] for name in DIMENSIONS}
    return [
        Group(dimension, [shown.line(one) for one in found])
        for dimension, found in zip(short.dimensions, lines.values(), strict=True)
    ]


def _answered(answers: list[shown.Question]) -> str:
    """How many are answered how, in words; it is no score."""
    counts = {word: sum(one.answer == word for one in answers) for word in ("yes", "no")}
    rest = len(answers) - sum(counts.values())
    return f"{counts['yes']} yes, {counts['no']} no, {rest} not known"


def _snippets(slug: str) -> list[tuple[str, str]]:
    """What shows the badge elsewhere: the language, and the lines."""
    badge = f"{ORIGIN}/packages/p/{slug}/badge.svg"
    verdict = f"{ORIGIN}/packages/p/{slug}/verdict/"
    return [
        ("Markdown", f"[![Verdict on {slug}]({badge})]({verdict})"),
        (
            "reStructuredText",
            f".. image:: {badge}\n   :target: {verdict}\n   :alt: Verdict on {slug}",
        ),
    ]
