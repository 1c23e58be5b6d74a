"""packdex audit."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, columns, database
from packdex.cli.exits import DONE, PARTLY, WRONG_CALL

if TYPE_CHECKING:
    from packdex.core.stack.dependency import Found
    from packdex.core.stack.report import Report
    from packdex.core.upgrade.target import Target


def _keys(_context: click.Context, _parameter: click.Parameter, value: str | None) -> list[str]:
    """The concerns that are named, parted by commas."""
    from packdex.core.stack.report import CONCERNS

    keys = [key for part in (value or "").split(",") if (key := part.strip())]
    if wrong := [key for key in keys if key not in CONCERNS]:
        raise click.BadParameter(f"{wrong[0]!r} is none of {', '.join(CONCERNS)}")
    return keys


@click.command(
    epilog="""\b
Exit codes:
  0  all was read, and nothing that --fail-on names was found
  1  something that --fail-on names was found, or part of a file could not be read
  2  the call or a file's name is wrong, or nothing in the files could be read
  3  it cannot work here (database, network)

\b
Examples:
  packdex audit requirements.txt
  packdex audit uv.lock --fail-on advisory,archived --sarif > packdex.sarif
  packdex audit pyproject.toml --instance https://packages.example.org
  packdex audit uv.lock --target django:6.0 --fail-on upgrade
""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON, times in UTC.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a table in Markdown.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print SARIF 2.1.0, for code scanning.")
@click.option(
    "--fail-on",
    metavar="KEY,...",
    callback=_keys,
    help="End with 1 where there is one of these: advisory, archived, dormant, unknown (nothing is"
    " known of it here), missing, yanked, blocked, upgrade (with --target: it cannot be moved), or"
    " another bad state of the verdict.",
)
@click.option(
    "--target",
    metavar="PRODUCT:VERSION",
    callback=arguments.target,
    help="Say of each whether it can be moved to this version, such as django:6.0 or python:3.14.",
)
@click.option(
    "--instance",
    metavar="URL",
    callback=arguments.utf8_or_none,
    help="Ask the Packdex at this address instead of the directory here. It is told names and"
    " versions, no more.",
)
@click.option(
    "--ask-registry",
    is_flag=True,
    help="Ask the registry, over the network, whether projects that are not known here exist.",
)
def command(  # noqa: PLR0913 - each is an option
    *,
    files: tuple[str, ...],
    as_json: bool,
    as_markdown: bool,
    as_sarif: bool,
    fail_on: list[str],
    target: Target | None,
    instance: str | None,
    ask_registry: bool,
) -> None:
    """Judge what a project depends on: verdicts, advisories, and what to do about them.

    Each FILE is a requirements file, pyproject.toml, a lock (uv, Poetry, PDM, Pipenv, pylock.toml),
    a conda environment, or a bill of materials (CycloneDX or SPDX in JSON); "-" is the standard
    input. Files that they name by -r and -c are read, too. Nothing is asked over the network
    without --instance or --ask-registry, and nothing is stored.
    """
    chosen = [form for form, on in zip(_FORMS, (as_json, as_markdown, as_sarif), strict=True) if on]
    if len(chosen) > 1:
        raise click.UsageError(f"One form at a time, not {' and '.join(chosen)}.")
    if instance is not None and ask_registry:
        raise click.UsageError("Either --instance or --ask-registry: the instance has its own.")
    from packdex.cli import audit_files

    found = audit_files.read(files)
    report = _report(found, instance, target, ask_registry=ask_registry)
    _tell_problems(report)
    if found.problems and not report.rows and not report.is_whole:
        sys.exit(WRONG_CALL)
    click.echo((_FORMS[chosen[0]] if chosen else _terminal)(report), nl=False)
    failed = [key for key in report.counts() if key in fail_on or _IMPLIED.get(key) in fail_on]
    if failed:
        click.echo(f"packdex: found what --fail-on names: {', '.join(failed)}", err=True)
    sys.exit(PARTLY if failed or not report.is_whole else DONE)


def _report(
    found: Found, instance: str | None, target: Target | None, *, ask_registry: bool
) -> Report:
    from packdex.core.stack.report import asked_of, report_of

    asked, label = asked_of(found), target.label if target else ""
    if instance is not None:
        from packdex.cli import audit_remote

        return report_of(found, *audit_remote.judge(asked, instance, target), target=label)
    database.ready()
    arguments.refuse_unknown(target)
    from packdex.catalog.stack.judging import judge_stack
    from packdex.refresh.context import registry_origin

    now = datetime.now(UTC)
    judged = judge_stack(asked, now, registry_origin(), target)
    if ask_registry:
        from packdex.cli import audit_registry

        judged = audit_registry.ask(judged, found.dependencies)
    return report_of(found, judged, now, target=label)


def _tell_problems(report: Report) -> None:
    from packdex.core.stack import words

    for line in words.problems(report):
        click.echo(f"packdex: {columns.printed(line)}", err=True)


_IMPLIED = {"missing": "unknown"}
"""What does not exist is not known either."""


# ---- forms


def _json(report: Report) -> str:
    from packdex.core.stack import export

    return json.dumps(export.as_json(report), indent=2, ensure_ascii=False) + "\n"


def _markdown(report: Report) -> str:
    from packdex.core.stack import export

    return export.as_markdown(report)


def _sarif(report: Report) -> str:
    from packdex.core.stack import sarif

    return json.dumps(sarif.as_sarif(report), indent=2, ensure_ascii=False) + "\n"


_FORMS: dict[str, Callable[[Report], str]] = {
    "--json": _json,
    "--markdown": _markdown,
    "--sarif": _sarif,
}


def _terminal(report: Report) -> str:
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    """A table of all, what to do about those that need it, and a sum."""
    from packdex.core.stack import words

    if report.rows:
        rows = (words.cells(row, report.target) for row in report.rows)
        table = [words.headings(report), *rows]
        yield from columns.blocks(table, shutil.get_terminal_size().columns)
        yield ""
    for row in report.rows:
        if advice := words.advice(row):
            yield columns.printed(row.name)
            yield from (f"  {columns.printed(one)}" for one in advice)
            yield ""
    yield words.summary(report)
