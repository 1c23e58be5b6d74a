"""A report as JSON and as Markdown, for programs and for comments on changes."""

from __future__ import annotations

import re
from typing import Any

from packdex.core.stack import judgement, words
from packdex.core.stack.report import Report, Row

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")


def as_json(report: Report) -> dict[str, Any]:
    """All of it; times by ISO 8601, null is "not known"."""
    return {
        "judged_at": report.judged_at.isoformat(),
        "judged_by": report.judged_by or None,
        "counts": report.counts(),
        "target": report.target or None,
        "upgrades": report.moves() or None,
        "dependencies": [_dependency(row) for row in report.rows],
        "problems": [
            {
                "file": one.where.file,
                "line": one.where.line,
                "reason": one.reason,
                "left_out_on_purpose": not one.grave,
            }
            for one in report.problems
        ],
        "unnamed_problems": report.unnamed_problems,
    }


def as_asked(report: Report) -> dict[str, Any]:
    """What the report was made of, in its own form and without the judgements."""
    whole = as_json(report)
    told = ("name", "specifier", "pinned", "extras", "markers", "groups", "source", "where")
    asked = [{key: one[key] for key in told} for one in whole["dependencies"]]
    return {key: whole[key] for key in ("judged_at", "problems")} | {"dependencies": asked}


def as_markdown(report: Report) -> str:
    """A table, with what to do below it."""
    lines = [words.summary(report), ""]
    heads = words.headings(report)
    lines += [_line(heads), _line(["---"] * len(heads), plain=True)]
    lines += [_line(words.cells(row, report.target)) for row in report.rows]
    for row in report.rows:
        if advice := words.advice(row):
            lines += ["", f"**{_escaped(row.name)}**", ""]
            lines += [f"- {_escaped(one)}" for one in advice]
    if told := words.problems(report):
        lines += ["", "**What could not be read**", ""]
        lines += [f"- {_escaped(one)}" for one in told]
    return "\n".join(lines) + "\n"


def _dependency(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "specifier": row.asked.specifier,
        "pinned": row.asked.version,
        "extras": list(row.extras),
        "markers": list(row.markers),
        "groups": list(row.groups),
        "source": row.source or "registry",
        "where": [{"file": one.file, "line": one.line} for one in row.wheres],
        "concerns": [
            {"key": one.key, "level": one.level, "text": one.text} for one in row.concerns
        ],
        **judgement.as_json(row.judgement),
    }


def _line(cells: list[str] | tuple[str, ...], *, plain: bool = False) -> str:
    return f"| {' | '.join(one if plain else _escaped(one) for one in cells)} |"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
