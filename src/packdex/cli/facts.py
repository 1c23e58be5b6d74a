"""packdex facts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import click

from packdex.cli import database
from packdex.cli.exits import UNUSABLE, WRONG_CALL, end
from packdex.core.history import History
from packdex.core.repository import RepositoryRef, parse
from packdex.core.weeks import commits_over_52
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, Outcome, RateLimited

MAX_MOVES = 5
SHOWN = 10  # contributors and tags in the short form


def _repository(_context: click.Context, _parameter: click.Parameter, value: str) -> RepositoryRef:
    """The repository at an address in any form in which people write it."""
    ref = parse(value)
    if ref is None:
        raise click.BadParameter(
            f"{value!r} is not the address of a repository; expected one such as"
            " https://example.org/owner/name.git"
        )
    return ref


def _moment(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> datetime | None:
    """A time by ISO 8601, in UTC; it is taken to be in UTC when it names no zone."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{value!r} is not a time; expected one such as 2026-02-15T14:23:25-05:00"
        ) from None


@click.command(
    epilog="""\b
Examples:
  packdex facts https://example.org/owner/name.git
  packdex facts https://example.org/owner/name --at 2026-02-15T14:23:25-05:00 --json
""",
)
@click.argument("repository", metavar="URL", callback=_repository)
@click.option(
    "--at",
    callback=_moment,
    metavar="TIME",
    help="The facts of that moment, by ISO 8601; in UTC if it names no zone. Now by default.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON, times in UTC.")
def command(*, repository: RepositoryRef, at: datetime | None, as_json: bool) -> None:
    """Print what git alone says of a repository, wherever it is.

    Nothing is stored. Needs no database, but a connection to the repository's host.
    """
    database.start()
    asked, outcome = _ask(repository, at)
    if not isinstance(outcome, Fetched):
        end(f"{asked.url}: {_why(outcome)}", _code(outcome))
    facts = _facts(asked, outcome.facts, at or outcome.taken_at)
    if as_json:
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        _print(facts)


def _ask(repository: RepositoryRef, at: datetime | None) -> tuple[RepositoryRef, Outcome[History]]:
    """What the repository's host says, and where it was asked in the end."""
    from packdex.refresh.context import open_context
    from packdex.refresh.repositories import open_git
    from packdex.sources.git import GitRef, fetch

    context = open_context()
    git = open_git(context)
    with context.door as door:
        for _ in range(1 + MAX_MOVES):
            outcome = fetch(GitRef(repository.clone_url, at=at), git, door)
            following = parse(outcome.to) if isinstance(outcome, Moved) else None
            if following is None:
                break
            click.echo(f"packdex: {repository.url} moved to {following.url}", err=True)
            repository = following
    return repository, outcome


def _why(outcome: Outcome[History]) -> str:
    match outcome:
        case Gone():
            return "there is no such repository"
        case Moved():
            return f"it moved more than {MAX_MOVES} times"
        case RateLimited():
            return "its host wants no more questions for now"
        case _:
            return getattr(outcome, "why", "nothing was learnt")


def _code(outcome: Outcome[History]) -> int:
    """Whether it is the address that is wrong, or the way to it that does not work now."""
    wrong = isinstance(outcome, Gone) or (isinstance(outcome, Failed) and outcome.permanent)
    return WRONG_CALL if wrong else UNUSABLE


def _facts(ref: RepositoryRef, history: History, at: datetime) -> dict[str, Any]:
    return {
        "url": ref.url,
        "at": _written(at),
        "head": history.head,
        "default_branch": history.default_branch,
        "last_updated": _written(history.last_updated),
        "commits": history.commits,
        "commits_over_52": list(commits_over_52(history.days, at)),
        "contributor_count": history.contributor_count,
        "contributors": [
            {
                "name": c.name,
                "commits": c.commits,
                "is_bot": c.is_bot,
                "last": c.last.isoformat() if c.last else None,
            }
            for c in history.contributors
        ],
        "bot_commits": history.bot_commits,
        "tags": [{"name": tag.name, "at": _written(tag.at)} for tag in history.tags],
        "has_tests": history.presence.has_tests,
        "has_ci": history.presence.has_ci,
        "has_changelog": history.presence.has_changelog,
        "has_licence_file": history.presence.has_licence_file,
    }


def _written(moment: datetime | None) -> str | None:
    """A time to the second, as JSON has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _print(facts: dict[str, Any]) -> None:
    """A line for each fact, the long ones shortened."""
    shown = facts | {
        "commits_over_52": sum(facts["commits_over_52"]),
        "contributors": _some(
            f"{c['name']} ({c['commits']}{', bot' if c['is_bot'] else ''})"
            for c in facts["contributors"]
        ),
        "tags": _some(tag["name"] for tag in facts["tags"]),
    }
    for name, value in shown.items():
        click.echo(f"{name.replace('_', ' '):18} {_line(value)}")


def _line(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    # Names come from anywhere; control characters could rewrite a terminal.
    return "".join(c if c.isprintable() else " " for c in str(value)) or "none"


def _some(names: Iterable[str]) -> str:
    first = list(islice(names, SHOWN + 1))
    return ", ".join([*first[:SHOWN], "…"] if len(first) > SHOWN else first)
