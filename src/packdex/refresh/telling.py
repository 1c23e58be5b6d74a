"""Telling maintainers by mail what others changed of what they maintain, many changes at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import groupby

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from packdex.accounts import letters, unsubscribing
from packdex.accounts.mail import MailError
from packdex.catalog.actions.verbs import said
from packdex.catalog.maintainers import changes_by_others
from packdex.catalog.models import Maintainer, Revision

MOST = 30
"""Changes that one mail names; of others it says how many."""

_log = logging.getLogger(__name__)


def tell() -> int:
    """Send each maintainer who is told by mail what they were not told yet; returns how many were.

    Without PACKDEX_SITE_URL, which links in mail begin with, nobody is. Several of these at once
    send nobody a mail twice; what could not be sent is sent by the next one.
    """
    site: str = settings.PACKDEX_SITE_URL
    if not site:
        return 0
    last = Revision.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    rows = _waiting().order_by("person_id", "id")
    people = groupby(rows, key=lambda row: row.person_id)
    return sum(_tell_one(person, list(theirs), last, site) for person, theirs in people)


def _waiting() -> QuerySet[Maintainer]:
    """Of what others changed since its maintainer was told last."""
    news = Revision.objects.filter(id__gt=OuterRef("told_up_to")).exclude(by=OuterRef("person"))
    changed = Q(Exists(news.filter(package_id=OuterRef("package_id"))))
    changed |= Q(Exists(news.filter(grid_id=OuterRef("grid_id"))))
    rows = Maintainer.objects.filter(changed, person__is_active=True, person__told_by_mail=True)
    shown = rows.exclude(package__hidden=True).exclude(grid__hidden=True)
    return shown.select_related("person", "package", "grid")


def _tell_one(person: int, rows: Sequence[Maintainer], last: int, site: str) -> int:
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    address = addresses.order_by("-primary", "id").values_list("email", flat=True).first()
    if address is None:
        return 0
    # Whoever moves the mark tells of what lay before it.
    mine = [
        row
        for row in rows
        if Maintainer.objects.filter(pk=row.pk, told_up_to=row.told_up_to).update(told_up_to=last)
    ]
    changes = [
        change
        for row in mine
        for change in changes_by_others([row], person, MOST, since=row.told_up_to)
        if change.pk <= last
    ]
    if not changes:
        return 0
    try:
        _send(address, person, changes, site)
    except MailError:  # the log has it
        for row in mine:
            Maintainer.objects.filter(pk=row.pk, told_up_to=last).update(told_up_to=row.told_up_to)
        return 0
    return 1


def _send(address: str, person: int, changes: Sequence[Revision], site: str) -> None:
    newest = sorted({change.pk: change for change in changes}.values(), key=lambda one: -one.pk)
    leave = site + unsubscribing.path_of(person)
    content = {
        "count": len(newest),
        "lines": [_line(change, site) for change in newest[:MOST]],
        "more": max(0, len(newest) - MOST),
        "page": f"{site}/accounts/maintained/",
        "leave": leave,
    }
    letters.send(
        "letters/changes.txt",
        address,
        content,
        List_Unsubscribe=f"<{leave}>",
        List_Unsubscribe_Post="List-Unsubscribe=One-Click",
    )


def _line(change: Revision, site: str) -> tuple[str, str]:
    """What was changed by whom, on one line, and the page of that change."""
    who = getattr(change.by, "account", "") or "somebody"
    why = f" ({change.why})" if change.why else ""
    told = f"{change.at:%Y-%m-%d} {who} {said(change.verb)} {change.about}{why}"
    return " ".join(told.split()), f"{site}/history/{change.pk}/"
