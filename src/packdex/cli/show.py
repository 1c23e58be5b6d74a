"""packdex show."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from packdex.cli import arguments, database
from packdex.cli.exits import WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.catalog.models import Package

NEWEST_RELEASES = 5


@click.command(epilog="Example: packdex show django-invitations --json")
@click.argument("slug", metavar="SLUG", callback=arguments.utf8)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON, times in UTC.")
def command(*, slug: str, as_json: bool) -> None:
    """Print what is known of one package: what people wrote, and each source's facts."""
    database.ready()
    from packdex.catalog.queries import all_packages_to_show

    package = all_packages_to_show().filter(slug=slug).first()
    if package is None:
        end(f"there is no package with the slug {slug!r}", WRONG_CALL)
    known = _known(package)
    if as_json:
        click.echo(json.dumps(known, indent=2, ensure_ascii=False, default=_written))
    else:
        _print(known)


def _known(package: Package) -> dict[str, Any]:
    from packdex.catalog.queries import advisories_of, facts_of

    facts, advisories = facts_of(package), advisories_of(package.pk)
    return {
        "title": package.title,
        "slug": package.slug,
        "id": package.pk,
        "category": package.category.title,
        "grids": [place.grid.title for place in package.grid_packages.all()],
        "repository": package.repo_url or None,
        "registry_link": package.pypi_url or None,
        "documentation": package.documentation_url,
        "created": package.created,
        "modified": package.modified,
        "deprecated": package.deprecated_at is not None,
        "locked": package.is_locked,
        "hidden": package.hidden,
        "users": package.usage_count,
        "version": facts.registry_version,
        "released": facts.released_at,
        "licence": facts.licence,
        "requires_python": facts.requires_python,
        "advisories": None if advisories is None else len(advisories),
        "stars": facts.stars,
        "forks": facts.forks,
        "last_commit": facts.last_updated,
        "commits_over_52": facts.commits_over_52,
        "contributors": facts.participants,
        "facts_taken": facts.last_fetched,
        "sources": [
            {
                "source": state.source,
                "origin": state.origin,
                "succeeded": state.succeeded_at,
                "error": state.error,
                "error_at": state.error_at,
            }
            for state in package.sources.all()
        ],
        "releases": [
            {"version": r.version, "uploaded": r.uploaded_at, "yanked": r.yanked}
            for r in sorted(
                package.releases.all(),
                key=lambda r: r.uploaded_at.timestamp() if r.uploaded_at else 0,
                reverse=True,
            )
        ],
    }


def _print(known: dict[str, Any]) -> None:
    sources, releases = known.pop("sources"), known.pop("releases")
    known["commits_over_52"] = sum(known["commits_over_52"]) if known["commits_over_52"] else None
    known["contributors"] = len(known["contributors"]) or None
    for key, value in known.items():
        click.echo(f"{key.replace('_', ' '):16} {_line(value)}")
    for release in releases[:NEWEST_RELEASES]:
        yanked = ", yanked" if release["yanked"] else ""
        click.echo(f"{'release':16} {release['version']} ({_line(release['uploaded'])}{yanked})")
    for state in sources:
        origin = f" {state['origin']}" if state["origin"] else ""
        click.echo(f"{'source':16} {state['source']}{origin}: taken {_line(state['succeeded'])}")
        if state["error"]:
            click.echo(f"{'':16} failed {_line(state['error_at'])}: {_clean(state['error'])}")


def _line(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, list):
        return ", ".join(map(_clean, value)) or "none"
    return _clean(str(value)) or "none"


def _clean(text: str) -> str:
    """`text` on one line, without the control characters that could rewrite a terminal."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"cannot write a {type(value).__name__}")
