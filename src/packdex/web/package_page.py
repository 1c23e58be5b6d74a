"""The page of one package, made from the row and what hangs on it. No query, no request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from packdex.catalog.models import Example, Grid, Package, PackageFacts, Release
from packdex.catalog.past import EVENTS_LOADED, Happened, Past
from packdex.catalog.queries import facts_of
from packdex.web import history_chart, package_facts, package_notes, sparkline
from packdex.web.happenings import bare_address, sentence, told_by
from packdex.web.people.names import profile_link
from packdex.web.render import Head, page
from packdex.web.show import (
    day,
    escape,
    escaped,
    lines,
    link,
    one_line,
    plain_day,
    shortened,
)
from packdex.web.verdict.shown import short_of
from packdex.web.words import description_of, kind, kinds

# Contributors and releases beyond these are folded; older releases than the last are only counted.
PEOPLE_SHOWN = 24
RELEASES_SHOWN, RELEASES_FOLDED = 8, 60
EVENTS_SHOWN = 8


def write(package: Package, *first: SafeString) -> bytes:
    """The page of `package`, loaded as `documents.PACKAGE_PAGE` does; ORIGIN in absolute links.

    `first` are notes on it that come before all others.
    """
    facts = facts_of(package)
    states = {state.source: state for state in package.sources.all()}
    past = package.past or Past()
    releases = list(package.releases.all())
    title = one_line(package.title)
    description = lines(description_of(facts))
    head = Head(
        title=title,
        path=f"/packages/p/{package.slug}/",
        description=shortened(description) or f"{title}: facts, links and comparisons.",
        here="packages",
        feed=f"/packages/p/{package.slug}/feed/",
    )
    return page(
        "package.html",
        head,
        package=package,
        title=title,
        description=description,
        kind=kind(package.category),
        kinds=kinds(package.category),
        short=short_of(package),
        version=one_line(facts.registry_version or ""),
        notes=[*first, *package_notes.notes(package, facts, past)],
        facts=package_facts.rows(package, facts, states),
        trouble=package_facts.troubles(states),
        commits=_commits(facts, states, past),
        people=_people(facts.participants),
        releases=_releases(releases),
        history=_history(past, releases),
        events=_events(past),
        links=_links(package),
        more_links=_more_links(package, facts),
        grids=[_grid(entry.grid) for entry in package.grid_packages.all()],
        sites=[_site(site) for site in package.examples.all()],
        users=_users(package.usage_count),
        maintainers=[profile_link(one.person) for one in package.maintainers.all()],
        created=day(package.created),
        created_by=profile_link(package.created_by),
        modified=day(package.modified),
        modified_by=profile_link(package.last_modified_by),
        updated=day(facts.last_updated),
    )


# ---- sections


class Commits(NamedTuple):
    """What the section on commits shows; `chart` and `table` are "" where there is nothing."""

    text: str
    chart: SafeString | str = ""
    table: SafeString | str = ""
    first: str = ""
    last: str = ""


def _commits(facts: PackageFacts, states: package_facts.States, past: Past) -> Commits:
    counts = facts.commits_over_52
    if not counts:
        return Commits("")
    state = package_facts.latest(states, {package_facts.GIT, package_facts.IMPORT})
    end = _last_week_end(state.succeeded_at if state else facts.last_fetched)
    if end and past.days and state and state.source == package_facts.GIT:
        # Counted anew from the stored history each day, just before the day's snapshot.
        end = max(end, past.days[-1].day)
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
    python, note = release.requires_python, ""
    if release.yanked:
        note = f"yanked: {release.yanked_reason}" if release.yanked_reason else "yanked"
    return (
        f'<tr><th scope="row">{escaped(release.version)}</th>'
        f"<td>{day(release.uploaded_at)}</td>"
        f"<td>{f'Python {escaped(python)}' if python else ''}</td>"
        f"<td>{escaped(note)}</td></tr>"
    )


class History(NamedTuple):
    """What the section on history shows; `chart` is "" before there are two days."""

    text: str
    chart: SafeString | str = ""
    table: SafeString | str = ""
    first: str = ""
    last: str = ""


def _history(past: Past, releases: Sequence[Release]) -> History:
    days = past.days
    if not days:
        return History("No history is kept yet: it begins with the first day's figures.")
    if len(days) < 2:
        return History(f"History is kept since {plain_day(days[0].day)}.")
    dates = sorted(r.uploaded_at.astimezone(UTC).date() for r in releases if r.uploaded_at)
    return History(
        history_chart.told(days, dates),
        history_chart.chart(days, dates),
        history_chart.table(days, dates),
        plain_day(days[0].day),
        plain_day(days[-1].day),
    )


class Events(NamedTuple):
    """Items of the list of events as HTML: newest, folded, and whether there are more."""

    shown: SafeString
    folded: SafeString
    more: int
    older: bool


def _events(past: Past) -> Events:
    last = EVENTS_LOADED - 1
    folded = past.events[EVENTS_SHOWN:last]
    return Events(
        _event_items(past.events[:EVENTS_SHOWN]),
        _event_items(folded),
        len(folded),
        len(past.events) > last,
    )


def _event_items(events: Sequence[Happened]) -> SafeString:
    return SafeString(  # escaped, and dates
        "".join(
            f"<li>{day(event.at)} <span>{escape(sentence(event.kind, event.evidence))}"
            f" <small>{escape(told_by(event.source))}</small></span></li>"
            for event in events
        )
    )


def _links(package: Package) -> list[tuple[str, SafeString]]:
    """Pairs of a label and the link, for the addresses that people entered."""
    entered = [
        ("Repository", package.repo_url),
        ("Registry", package.pypi_url),
        ("Documentation", package.documentation_url or ""),
    ]
    return [(label, link(url, bare_address(url))) for label, url in entered if url]


def _more_links(package: Package, facts: PackageFacts) -> list[SafeString]:
    """The links that the registry lists, without those that people entered."""
    entered = (package.repo_url, package.pypi_url, package.documentation_url or "")
    seen = {url.rstrip("/") for url in entered}
    return [link(url, label) for label, url in facts.links if url.rstrip("/") not in seen]


def _site(site: Example) -> tuple[int, SafeString]:
    """A site's id and the link to it."""
    return site.pk, link(site.url, site.title)


def _users(count: int) -> str:
    """How many people say that they use it; "" for none, which says nothing of the package."""
    return "" if not count else "used by 1 person" if count == 1 else f"used by {count:,} people"


def _grid(grid: Grid) -> tuple[str, str]:
    """A grid's slug and title."""
    return grid.slug, one_line(grid.title)
