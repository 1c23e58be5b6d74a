"""The facts of a package: values, where and when each is from, and what went wrong since."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.safestring import SafeString

from packdex.catalog.freshness import reason_of
from packdex.catalog.models import Package, PackageFacts, SourceState
from packdex.core.counts import counted
from packdex.web.show import UNKNOWN, day, escaped, host, known, number, shortened
from packdex.web.words import MATTERS, OTHER_MATTER, SOURCES

REGISTRY, FORGE, GIT, IMPORT, DOWNLOADS = "registry", "forge", "git", "import", "downloads"
STATUS = "status"

TOPICS_SHOWN = 20

States = dict[str, SourceState]


def rows(package: Package, facts: PackageFacts, states: States) -> SafeString:
    """The rows of the list of facts. Those that few packages have are there where known."""
    registry = _registry(package, facts, states)
    # A version may also come with an import; whichever told last is where it is from.
    version = _told((REGISTRY, IMPORT), facts, states) if facts.registry_version else registry
    forge = _told((FORGE, IMPORT), facts, states)
    forge_alone = _told((FORGE,), facts, states)
    git = _told((GIT, IMPORT), facts, states)
    listed = [
        ("Latest release", known(facts.registry_version), version),
        ("Released", day(facts.released_at), version if facts.released_at else registry),
        _licence(facts, registry, forge_alone),
        ("Python", known(facts.requires_python), registry),
    ]
    if facts.project_status:
        status = _told((STATUS, IMPORT), facts, states)
        listed.append(("On the registry", known(facts.project_status), status))
    if facts.downloads is not None:
        downloads = _told((DOWNLOADS,), facts, states)
        listed.append(("Downloads", _last_month(facts.downloads), downloads))
    listed += [
        ("Last commit", day(facts.last_updated), _told((FORGE, GIT, IMPORT), facts, states)),
        ("Commits", _commit_sum(facts.commits_over_52), git),
        _people(facts, git, forge),
        ("Stars", number(facts.stars), forge),
        ("Forks", number(facts.forks), forge),
    ]
    if facts.open_issues is not None:
        listed.append(("Open issues", number(facts.open_issues), forge_alone))
    if facts.default_branch:
        listed.append(("Main branch", known(facts.default_branch), forge_alone))
    if facts.topics:
        listed.append(("Topics", _topics(facts.topics), forge_alone))
    return SafeString(  # values and sources are escaped, labels are ours
        "".join(
            f"<div><dt>{label}</dt><dd>{value}</dd>"
            f'<dd class="source">{source or _untold(value)}</dd></div>\n'
            for label, value, source in listed
        )
    )


def latest(states: States, among: Collection[str]) -> SourceState | None:
    """Which of the sources `among` told something last; None when none did."""
    told = [
        (state.succeeded_at, state.source)
        for state in states.values()
        if state.succeeded_at and state.source in among
    ]
    return states[max(told)[1]] if told else None


def troubles(states: States) -> list[SafeString]:
    """What is wrong with each source that fails, since when, and in its own words."""
    return [
        SafeString(  # escaped, dates, and our own words
            f"{escaped(name_of(state).capitalize())}: {_matter(state)} since {day(state.error_at)}"
            f"{_last_asked(state)}. {escaped(_sentence(state.error or 'No reason is given'))}"
            f"{_KEPT if state.succeeded_at else ''}"
        )
        for state in states.values()
        if state.error_at is not None
    ]


_KEPT = " What it told before keeps its own date."


def name_of(state: SourceState) -> str:
    """What a source is called."""
    return SOURCES.get(state.source, state.source)


def _last_asked(state: SourceState) -> str:
    asked = state.attempted_at
    if asked is None or state.error_at is None or asked.date() == state.error_at.date():
        return ""
    return f", last asked on {day(asked)}"


def _matter(state: SourceState) -> str:
    """What is the matter with a source that fails, to be followed by "since"."""
    return MATTERS.get(reason_of(state.error or ""), OTHER_MATTER)


def _sentence(text: str) -> str:
    text = shortened(text, 300)
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


# ---- where a fact is from


def _told(sources: Sequence[str], facts: PackageFacts, states: States) -> str:
    """Which of `sources` told last, and when; then which of them fail since. "" for none."""
    state = latest(states, sources)
    failing = "".join(
        f"; {'' if other is state else escaped(name_of(other)) + ' '}{_matter(other)}"
        f" since {day(other.error_at)}"
        for other in map(states.get, sources)
        if other is not None and other.error_at is not None
    )
    if state is not None:
        return f"{_origin(state)}, {day(state.succeeded_at)}{failing}"
    if failing or any(source in states for source in sources) or not facts.last_fetched:
        return failing.removeprefix("; ")
    return f"fetched {day(facts.last_fetched)}"


def _untold(value: SafeString) -> str:
    """What stands for the source of a value that none of the sources we know told."""
    return "not fetched yet" if value is UNKNOWN else "source not known"


def _origin(state: SourceState) -> str:
    name, place = name_of(state), host(state.origin)
    if state.source == IMPORT:
        return f"imported from {escaped(place)}" if place else "imported"
    return escaped(f"{name} {place}" if place else name)


def _registry(package: Package, facts: PackageFacts, states: States) -> str:
    state = states.get(REGISTRY)
    if state is not None and (state.succeeded_at or state.error_at):
        return _told((REGISTRY,), facts, states)
    return "" if package.pypi_url else "no registry project is named"


# ---- values


def _licence(facts: PackageFacts, registry: str, forge: str) -> tuple[str, SafeString, str]:
    if not facts.licence and facts.repository_licence:
        return ("Licence", known(facts.repository_licence), forge)
    return ("Licence", known(facts.licence), registry)


def _people(facts: PackageFacts, git: str, forge: str) -> tuple[str, SafeString, str]:
    if facts.contributor_count is not None:
        return ("Contributors", number(facts.contributor_count), git)
    # An empty list is what the API gives when nobody counted, so it does not mean none.
    return ("Contributors", number(len(facts.participants) or None), forge)


def _commit_sum(counts: Sequence[int]) -> SafeString:
    return SafeString(f"{sum(counts):,} in {len(counts)} weeks") if counts else UNKNOWN


def _last_month(downloads: int) -> SafeString:
    return SafeString(f"{downloads:,} in the last month told")  # digits


def _topics(topics: Sequence[object]) -> SafeString:
    names = [shortened(str(topic), 50) for topic in topics]
    more = len(names) - TOPICS_SHOWN
    rest = f" and {counted(more, 'other')}" if more > 0 else ""
    return SafeString(escaped(", ".join(names[:TOPICS_SHOWN])) + rest)
