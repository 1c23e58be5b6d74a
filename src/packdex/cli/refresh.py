"""packdex refresh."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, database
from packdex.cli.exits import PARTLY, UNUSABLE, WRONG_CALL, end
from packdex.cli.progress import Bar
from packdex.core.counts import counted

if TYPE_CHECKING:
    from packdex.catalog.models import Package
    from packdex.refresh.outcomes import Report
    from packdex.refresh.worker import Wish

# As refresh/outcomes.py has them, which is loaded only when there is work.
LATER, NOT_HERE = "left for later", "not possible here"
SOURCES = ("registry", "status", "forge", "git")


@click.command(
    epilog="""\b
Examples:
  packdex refresh django-invitations django-oauth-toolkit
  packdex refresh --due --workers 4
  packdex refresh --due --source registry --limit 100 --json
  packdex refresh --due --watch
""",
)
@click.argument("slugs", metavar="[SLUG]...", nargs=-1, callback=arguments.utf8)
@click.option("--due", is_flag=True, help="Refresh all that is due.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(SOURCES),
    help="Ask this source only; may be given again. All by default.",
)
@click.option("--limit", type=click.IntRange(1), help="Ask at most so many questions a source.")
@click.option("--watch", is_flag=True, help="With --due: go on for ever, and do each day's chores.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def command(
    *,
    slugs: tuple[str, ...],
    due: bool,
    watch: bool,
    sources: tuple[str, ...],
    limit: int | None,
    workers: int,
    as_json: bool,
) -> None:
    """Take the facts of packages from their sources and record them.

    Name packages by their slugs, or ask for all that is due. Where a source cannot be reached, the
    facts that are known stay, with their old date. The exit code is 1 when there is a package of
    which no source told anything, or none with one of the slugs, and 3 when this machine could not
    ask a source: a full disk, a folder that cannot be written, no git.
    """
    if bool(slugs) == due:
        raise click.UsageError("Name packages by SLUG, or say --due.")
    if watch and (not due or limit or as_json):
        raise click.UsageError("--watch goes with --due, and with neither --limit nor --json.")
    database.ready()
    if watch:
        _watch(sources or SOURCES, workers)
        return
    from packdex.refresh.worker import Wish

    packages, missing = _find(slugs)
    asked = None if due else [package.pk for package in packages]
    reports = _refresh(packages, Wish(sources or SOURCES, asked, limit), workers)
    for slug in missing:
        click.echo(f"packdex: there is no package with the slug {slug!r}", err=True)
    if as_json:
        click.echo(json.dumps({"reports": [asdict(r) for r in reports], "unknown": missing}))
    else:
        _print(reports, each=not due)
    if missing and not packages:
        sys.exit(WRONG_CALL)
    if hindrances := sorted({r.message for r in reports if r.result == NOT_HERE}):
        end(" ".join([*hindrances, "What was not asked waits."]), UNUSABLE)
    if missing or _untold(reports):
        sys.exit(PARTLY)


def _untold(reports: list[Report]) -> set[str]:
    """The packages of which no source told anything, though one was asked."""
    asked = {report.slug for report in reports if report.result in {"failed", LATER, NOT_HERE}}
    told = {report.slug for report in reports if report.result in {"fetched", "unchanged"}}
    return asked - told


def _find(slugs: tuple[str, ...]) -> tuple[list[Package], list[str]]:
    from packdex.catalog.models import Package

    wanted = list(dict.fromkeys(slugs))
    found = {package.slug: package for package in Package.objects.filter(slug__in=wanted)}
    return [found[s] for s in wanted if s in found], [s for s in wanted if s not in found]


def _refresh(packages: list[Package], wish: Wish, workers: int) -> list[Report]:
    from packdex.refresh.context import open_context
    from packdex.refresh.outcomes import NOTHING_TO_ASK, Report
    from packdex.refresh.planning import plan_new, plan_packages
    from packdex.refresh.worker import waiting, work

    context = open_context()
    reports: list[Report] = []
    bar = Bar()
    with context.door, closing(bar):
        if wish.packages is None:
            plan_new(context)
        else:
            plan_packages(packages, context)
        total = waiting(wish, context.now())

        def note(report: Report) -> None:
            reports.append(report)
            bar.show("Refreshing", len(reports), max(total, len(reports)))

        work(wish, context, note, workers)
    answered = {report.slug for report in reports}
    reports += [
        Report(package.slug, "", NOTHING_TO_ASK, "No source that could be asked has it.")
        for package in packages
        if package.slug not in answered
    ]
    return reports


def _watch(sources: tuple[str, ...], workers: int) -> None:
    """Refresh until interrupted, or until the process that started this one is gone."""
    from packdex.refresh.context import open_context
    from packdex.refresh.watch import watch

    parent = os.getppid()

    said = ""

    def note(report: Report) -> None:
        nonlocal said
        if report.result == "failed":
            click.echo(f"{report.slug}: {report.result} ({report.source}). {report.message}")
        elif report.result == NOT_HERE and report.message != said:
            # Once: it is found again every half minute, until somebody makes room.
            said = report.message
            click.echo(f"packdex: {said} It waits until that is possible.", err=True)
        elif report.source == "git" and report.result != NOT_HERE:
            said = ""

    context = open_context()
    with context.door, suppress(KeyboardInterrupt):
        watch(context, sources, workers, note, lambda: os.getppid() != parent)


def _print(reports: list[Report], *, each: bool) -> None:
    """A line for every package, or for `each` False one for every failure, and a summary."""
    for report in reports:
        if each or report.result == "failed":
            source = f" ({report.source})" if report.source else ""
            click.echo(f"{report.slug}: {report.result}{source}. {report.message}")
    if not each:
        results = [report.result for report in reports]
        told = ", ".join(f"{results.count(name)} {name}" for name in dict.fromkeys(results))
        asked = counted(len(reports), "question")
        click.echo(f"Asked {asked}: {told}." if reports else "Nothing is due.")
