"""How old the facts are, what is due, and what went wrong: reads for the freshness page.

Every query is counted, bounded, and led by an index, so that the page may be made at each request.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from packdex.catalog.models import Host, Package, PackageFacts, SourceState
from packdex.core.schedule import SHORTEST

OVERDUE_AFTER = SHORTEST
"""What is due for longer than the shortest span between two questions has missed a turn."""

HOSTS_SHOWN, PACKAGES_SHOWN, SHOWN_IN_ALL = 25, 12, 500


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    """How the facts of one source stand.

    `packages` is how many it is asked about, `never` how many of them it told nothing of so far.
    Half of the others are younger than `half`, 95 % younger than `most` (None: there are none).
    `due` counts those whose turn has come, `overdue` those among them that have missed a turn.
    """

    source: str
    packages: int
    never: int
    half: timedelta | None
    most: timedelta | None
    due: int
    overdue: int
    in_hand: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Packages whose source at `host` fails for the same kind of reason: how many, and the first.

    `reason` is a key of REASONS.
    """

    host: str
    reason: str
    packages: int
    first: list[SourceState]


@dataclass(frozen=True, slots=True)
class Troubles:
    """All that fails: how many packages, the hosts with the most of them, and how many more hosts.

    Each host comes with its troubles, those of most packages first.
    """

    packages: int
    hosts: list[tuple[str, list[Trouble]]]
    more_hosts: int


# What the reasons that sources give have in common: a key, and words of which one is in the text.
# Capitals do not count, and the first that fits does. The texts are those of the sources' errors
# and of the refresh.
REASONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("not found", ("not found", "no such project", "no such repository", "status 404", "http 404")),
    ("moved", ("under another",)),
    ("busy", ("no further question", "status 429", "too many questions")),
    ("no answer", ("connection", "no answer in time", "cannot be resolved", "has no address")),
    ("not proven", ("certificate",)),
    ("broken", ("with status 5",)),
    ("refused", ("with status 4",)),
    ("not asked", ("not an address", "is no address", "redirect", "never sent", "not the name of")),
    ("not understood", ("documented", "expected", "not json", "larger than", "gzip", "too large")),
)
OTHER = "other"


def reason_of(error: str) -> str:
    """The key of the first of REASONS that fits the text of a failure, or OTHER."""
    error = error.lower()
    for key, words in REASONS:
        if any(word in error for word in words):
            return key
    return OTHER


def sources(now: datetime) -> list[SourceFreshness]:
    """How each source stands at `now`, most packages first.

    Three queries, and two small ones for each source of which something is known.
    """
    states = SourceState.objects.order_by()
    told = states.values_list("source").annotate(size=Count("id"), told=Count("succeeded_at"))
    due = {
        source: (waiting, overdue)
        for source, waiting, overdue in states.filter(due_at__lte=now)
        .values_list("source")
        .annotate(size=Count("id"), overdue=Count("id", filter=Q(due_at__lte=now - OVERDUE_AFTER)))
    }
    held = states.filter(lease_until__gt=now).values_list("source").annotate(size=Count("id"))
    in_hand = dict(held)
    return [
        SourceFreshness(
            source,
            packages,
            packages - known,
            _age(source, 50, known, now),
            _age(source, 95, known, now),
            *due.get(source, (0, 0)),
            in_hand.get(source, 0),
        )
        for source, packages, known in sorted(told, key=lambda row: (-row[1], row[0]))
    ]


def _age(source: str, percent: int, known: int, now: datetime) -> timedelta | None:
    """The age that `percent` of the `known` facts of a source do not exceed (nearest rank)."""
    if not known:
        return None
    rank = -(-known * percent // 100)  # counted from 1, youngest first
    moments = SourceState.objects.filter(source=source, succeeded_at__isnull=False)
    moment = moments.order_by("-succeeded_at").values_list("succeeded_at", flat=True)[
        rank - 1 : rank
    ]
    return next((max(now - at, timedelta()) for at in moment if at), None)


def never_taken() -> tuple[int, int]:
    """Of how many packages no fact was ever taken, and how many packages there are.

    Those that are hidden are not counted. Two queries.
    """
    packages = Package.shown.count()
    taken = PackageFacts.objects.filter(package__hidden=False).exclude(last_fetched=None)
    return packages - taken.count(), packages


def troubles() -> Troubles:
    """What fails, by host and reason. Four queries; counts are exact, lists of packages are cut."""
    failing = SourceState.objects.filter(error_at__isnull=False, package__hidden=False).order_by()
    counted = failing.annotate(reason=_reason()).values_list("host", "reason")
    groups = list(counted.annotate(Count("package", distinct=True)))
    sizes: dict[str, int] = defaultdict(int)
    for host, _, size in groups:
        sizes[host] += size
    shown = sorted(sizes, key=lambda host: (-sizes[host], host))[:HOSTS_SHOWN]
    first = _first_of_each(failing.filter(host__in=shown))
    by_host: dict[str, list[Trouble]] = {host: [] for host in shown}
    for host, reason, size in sorted(groups, key=lambda group: (-group[2], group[1])):
        if host in by_host:
            by_host[host].append(Trouble(host, reason, size, first.get((host, reason), [])))
    packages = failing.aggregate(size=Count("package", distinct=True))["size"]
    return Troubles(packages, list(by_host.items()), len(sizes) - len(shown))


def _first_of_each(failing: QuerySet[SourceState]) -> dict[tuple[str, str], list[SourceState]]:
    """The latest failures of each host and reason, with slug and title of their packages."""
    place = Window(
        RowNumber(), partition_by=[F("host"), F("reason")], order_by=[F("error_at").desc(), F("id")]
    )
    ranked = failing.annotate(reason=_reason()).annotate(place=place)
    wanted = ranked.filter(place__lte=PACKAGES_SHOWN).order_by("place", "host", "reason")
    reasons = dict(wanted.values_list("id", "reason")[:SHOWN_IN_ALL])
    states = SourceState.objects.select_related("package").only(
        "source", "host", "error", "error_at", "succeeded_at", "package__slug", "package__title"
    )
    found = states.in_bulk(list(reasons))
    groups: dict[tuple[str, str], list[SourceState]] = defaultdict(list)
    for id_, reason in reasons.items():
        if id_ in found:
            groups[found[id_].host, reason].append(found[id_])
    return groups


def _reason() -> Case:
    """`reason_of` as the database does it."""
    cases = []
    for key, words in REASONS:
        any_word = Q()
        for word in words:
            any_word |= Q(error__icontains=word)
        cases.append(When(any_word, then=Value(key)))
    return Case(*cases, default=Value(OTHER), output_field=CharField())


def left_alone(now: datetime) -> tuple[list[Host], int]:
    """The hosts that nothing is asked at for now, longest first, and how many more. Two queries."""
    hosts = Host.objects.filter(not_before__gt=now)
    shown = list(hosts.order_by("-not_before", "name")[:HOSTS_SHOWN])
    return shown, max(0, hosts.count() - HOSTS_SHOWN)
