"""Reads of what happened in the whole directory, newest first. Nothing of hidden packages."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from packdex.catalog.models import Event, Package


def newest(kind: str = "", before: int = 0, limit: int = 50) -> tuple[list[Event], bool]:
    """Up to `limit` events by time, each with its package, and whether there are older ones.

    With `kind` only those; with `before` (an event's id) those that stand after it in the list. An
    id that is no event's counts as not given. One query, and a small one for `before`. How far down
    the list it is makes no difference.
    """
    events = _events().order_by("-at", "-id")
    if kind:
        events = events.filter(kind=kind)
    anchor = (
        Event.objects.filter(pk=before).values_list("at", flat=True).first() if before else None
    )
    if anchor:
        # The first part is for the index, the second for events of the same moment.
        events = events.filter(Q(at__lte=anchor), Q(at__lt=anchor) | Q(id__lt=before))
    found = list(events[: limit + 1])
    return found[:limit], len(found) > limit


def last_seen(limit: int) -> list[Event]:
    """The `limit` events that were recorded last, each with its package. One query.

    What happened long ago and was seen just now comes first, or readers of feeds would miss it.
    """
    return list(_events().order_by("-id")[:limit])


def newest_of(package_id: int, limit: int) -> list[Event]:
    """The `limit` newest events of one package. One query."""
    return list(_events().filter(package_id=package_id).order_by("-at", "-id")[:limit])


def package_of_feed(slug: str) -> Package | None:
    """The package with that slug. One query."""
    return Package.shown.filter(slug=slug).only("id", "slug", "title", "created").first()


def _events() -> QuerySet[Event]:
    events = Event.objects.filter(package__hidden=False).select_related("package")
    return events.only(
        "kind", "at", "seen_at", "source", "evidence", "package__slug", "package__title"
    )
