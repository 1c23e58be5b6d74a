"""A report as SARIF: the "Static Analysis Results Interchange Format" 2.1.0 of OASIS."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from packdex import __version__
from packdex.core.stack.dependency import Where
from packdex.core.stack.report import CONCERNS, NOTE, WARNING, Concern, Report, Row

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Report) -> dict[str, Any]:
    """A log with one run: a result for each concern, a notification for what was not read."""
    used = [key for key in CONCERNS if key in report.counts()]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "packdex",
                        "version": __version__,
                        "rules": [_rule(key) for key in used],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "endTimeUtc": report.judged_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                        "toolExecutionNotifications": [
                            {
                                "level": WARNING if one.grave else NOTE,
                                "message": {"text": one.reason},
                                "locations": [_location(one.where)],
                            }
                            for one in report.problems
                        ],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(row, concern, used.index(concern.key))
                    for row in report.rows
                    for concern in row.concerns
                ],
            }
        ],
    }


def _rule(key: str) -> dict[str, Any]:
    level, means = CONCERNS[key]
    return {
        "id": key,
        "shortDescription": {"text": means},
        "defaultConfiguration": {"level": level},
    }


def _result(row: Row, concern: Concern, index: int) -> dict[str, Any]:
    return {
        "ruleId": concern.key,
        "ruleIndex": index,
        "level": concern.level,
        "message": {"text": concern.text},
        "locations": [_location(where) for where in row.wheres],
        "partialFingerprints": {"dependency/v1": f"{row.asked.project}/{concern.key}"},
    }


def _location(where: Where) -> dict[str, Any]:
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(where.file.encode("utf-8", "surrogateescape"))}
    }
    if where.line is not None:
        place["region"] = {"startLine": where.line}
    return {"physicalLocation": place}
