"""The page of one package, made from the row and what hangs on it. No query, no request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from packdex.catalog.models import Grid, Package, PackageFacts, Release, SourceState
from packdex.catalog.queries import facts_of
from packdex.web import sparkline
from packdex.web.render import Head, page
from packdex.web.show import (
    UNKNOWN,
    day,
    host,
    known,
    lines,
    link,
    number,
    one_line,
    shortened,
)
from packdex.web.words import description_of, kind, kinds

REGISTRY = "registry"

# Contributors and releases beyond these are folded; older releases than the last are only counted.
PEOPLE_SHOWN = 24
RELEASES_SHOWN, RELEASES_FOLDED = 8, 60


class Fact(NamedTuple):
    """A row of the page's facts: escaped HTML of the value, and of where and when it is from."""

    label: str
    value: SafeString
    source: SafeString


def write(package: Package) -> bytes:
    """The page of `package`, loaded as `documents.PACKAGE` does, with ORIGIN in absolute links."""
    facts = facts_of(package)
    states = {state.source: state for state in package.sources.all()}
    title = one_line(package.title)
    description = lines(description_of(facts))
    head = Head(
        title=title,
        path=f"/packages/p/{package.slug}/",
        description=shortened(description) or f"{title}: facts, links and comparisons.",
        here="packages",
    )
    return page(
        "package.html",
        head,
        package=package,
        title=title,
        description=description,
        kind=kind(package.category),
        kinds=kinds(package.category),
        version=one_line(facts.registry_version or ""),
        facts=_facts(package, facts, states),
        trouble=_trouble(states),
        commits=_commits(facts, states),
        people=_people(facts.participants),
        releases=_releases(list(package.releases.all())),
        links=_links(package),
        more_links=_more_links(package, facts),
        grids=[_grid(entry.grid) for entry in package.grid_packages.all()],
        created=day(package.created),
        modified=day(package.modified),
        updated=day(facts.last_updated),
    )


# ---- facts


def _facts(package: Package, facts: PackageFacts, states: dict[str, SourceState]) -> list[Fact]:
    forge = _told(_latest(states.values(), without=REGISTRY), facts)
    registry = states.get(REGISTRY)
    answered = registry is not None and registry.succeeded_at is not None
    never = _never_told(package, registry)
    # A version may also come with an import; whichever told last is where it is from.
    version = _told(_latest(states.values()), facts)
    return [
        Fact(
            "Latest release",
            known(facts.registry_version),
            version if answered or facts.registry_version else never,
        ),
        Fact("Released", day(facts.released_at), version if facts.released_at else never),
        Fact("Licence", known(facts.licence), _told(registry, facts) if answered else never),
        Fact("Python", known(facts.requires_python), _told(registry, facts) if answered else never),
        Fact("Last commit", day(facts.last_updated), forge),
        Fact("Commits", _commit_sum(facts.commits_over_52), forge),
        Fact("Contributors", _people_count(facts.participants), forge),
        Fact("Stars", number(facts.stars), forge),
        Fact("Forks", number(facts.forks), forge),
    ]


def _latest(states: Iterable[SourceState], without: str = "") -> SourceState | None:
    """The source that told something last; None when none did."""
    told = {
        (state.succeeded_at, state.source): state
        for state in states
        if state.succeeded_at and state.source != without
    }
    return told[max(told)] if told else None


def _told(state: SourceState | None, facts: PackageFacts) -> SafeString:
    """Where a fact is from and of which day it is."""
    if state is not None:
        name = host(state.origin) or state.source
        return SafeString(f"{escape(one_line(name))}, {day(state.succeeded_at)}")
    if facts.last_fetched is not None:
        return SafeString(f"fetched {day(facts.last_fetched)}")
    return _NOT_FETCHED


_NOT_FETCHED = SafeString("not fetched yet")
_NO_PROJECT = SafeString("no registry project is named")


def _never_told(package: Package, registry: SourceState | None) -> SafeString:
    if registry is not None and registry.succeeded_at is not None:
        return _told(registry, PackageFacts())
    if not package.pypi_url:
        return _NO_PROJECT
    if registry is not None and registry.error_at is not None:
        return SafeString("asked in vain so far")
    return _NOT_FETCHED


def _trouble(states: dict[str, SourceState]) -> list[SafeString]:
    """What went wrong, for each source whose last question failed."""
    return [
        SafeString(
            f"The {escape(one_line(state.source))} was asked on {day(state.error_at)} without"
            f" success. {escape(_sentence(state.error or 'No reason is given'))}"
            f"{_KEPT if state.succeeded_at else ''}"
        )
        for state in states.values()
        if state.error_at is not None
    ]


_KEPT = " What it told before keeps its own date."


def _sentence(text: str) -> str:
    text = shortened(text, 300)
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def _commit_sum(counts: Sequence[int]) -> SafeString:
    return SafeString(f"{sum(counts):,} in {len(counts)} weeks") if counts else UNKNOWN


def _people_count(people: Sequence[str]) -> SafeString:
    # An empty list is what the API gives when nobody counted, so it does not mean none.
    return number(len(people) or None)


# ---- sections


class Commits(NamedTuple):
    """What the section on commits shows; `chart` and `table` are "" where there is nothing."""

    text: str
    chart: SafeString | str = ""
    table: SafeString | str = ""
    first: str = ""
    last: str = ""


def _commits(facts: PackageFacts, states: dict[str, SourceState]) -> Commits:
    counts = facts.commits_over_52
    if not counts:
        return Commits("")
    state = _latest(states.values(), without=REGISTRY)
    end = _last_week_end(state.succeeded_at if state else facts.last_fetched)
    text = sparkline.told(counts, end)
    if not any(counts):
        return Commits(text)
    first, last = sparkline.axis(counts, end) if end else ("", "")
    return Commits(text, sparkline.chart(counts, end), sparkline.table(counts, end), first, last)


def _last_week_end(fetched: datetime | None) -> date | None:
    """Weeks end at 00:00 UTC of the day of the fetch (API-CONTRACT, "What the facts mean")."""
    return fetched.astimezone(UTC).date() if fetched else None


class Folded(NamedTuple):
    """The part that is shown, the part behind a fold, and how many items the fold has."""

    shown: SafeString
    folded: SafeString
    more: int


def _people(people: Sequence[str]) -> Folded:
    names = [one_line(str(name)) for name in people]
    shown, rest = names[:PEOPLE_SHOWN], names[PEOPLE_SHOWN:]
    return Folded(escape(", ".join(shown)), escape(", ".join(rest)), len(rest))


class Releases(NamedTuple):
    """Rows of the releases table as HTML: newest, folded, and how many older ones there are."""

    shown: SafeString
    folded: SafeString
    more: int
    older: int


def _releases(releases: list[Release]) -> Releases:
    dated = sorted(
        (release for release in releases if release.uploaded_at is not None),
        key=lambda release: (release.uploaded_at, release.pk or 0),
        reverse=True,
    )
    ordered = dated + [release for release in releases if release.uploaded_at is None]
    last = RELEASES_SHOWN + RELEASES_FOLDED
    folded = ordered[RELEASES_SHOWN:last]
    return Releases(
        _release_rows(ordered[:RELEASES_SHOWN]),
        _release_rows(folded),
        len(folded),
        len(ordered[last:]),
    )


def _release_rows(releases: Sequence[Release]) -> SafeString:
    return SafeString("".join(map(_release_row, releases)))  # escaped there


def _release_row(release: Release) -> str:
    reason = one_line(release.yanked_reason or "")
    yanked = f"yanked: {reason}" if reason else "yanked" if release.yanked else ""
    python = one_line(release.requires_python or "")
    return (
        f'<tr><th scope="row">{escape(one_line(release.version))}</th>'
        f"<td>{day(release.uploaded_at)}</td>"
        f"<td>{f'Python {escape(python)}' if python else ''}</td>"
        f"<td>{escape(yanked) if release.yanked else ''}</td></tr>"
    )


def _links(package: Package) -> list[tuple[str, SafeString]]:
    """Pairs of a label and the link, for the addresses that people entered."""
    entered = [
        ("Repository", package.repo_url),
        ("Registry", package.pypi_url),
        ("Documentation", package.documentation_url or ""),
    ]
    return [(label, link(url, _short(url))) for label, url in entered if url]


def _more_links(package: Package, facts: PackageFacts) -> list[SafeString]:
    """The links that the registry lists, without those that people entered."""
    entered = (package.repo_url, package.pypi_url, package.documentation_url or "")
    seen = {url.rstrip("/") for url in entered}
    return [link(url, label) for label, url in facts.links if url.rstrip("/") not in seen]


def _short(url: str) -> str:
    """An address as text: without the scheme and a final slash."""
    return shortened(url.split("://", 1)[-1].removeprefix("www.").rstrip("/"), 60)


def _grid(grid: Grid) -> tuple[str, str]:
    """A grid's slug and title."""
    return grid.slug, one_line(grid.title)
