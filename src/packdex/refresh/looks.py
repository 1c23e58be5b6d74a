"""Looks that people have: so many an hour, and kept until what they showed is added."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from packdex.core.pasted import Page, Pasted, Project, Repository, read
from packdex.core.roles import Act, Actor, RefusedError, require
from packdex.refresh import kept
from packdex.refresh.context import Context
from packdex.refresh.look import look
from packdex.refresh.models import Look
from packdex.refresh.preview import Preview

AN_HOUR = 30
"""Looks that a person may have within an hour: each asks other people's servers."""

KEPT_FOR = timedelta(hours=1)
"""How long a look can be added: its facts are to be those of now."""

AT_ONCE = 4
"""Looks that one process has at once: each keeps a thread of the server waiting."""

_turns = BoundedSemaphore(AT_ONCE)


class TooManyError(RefusedError):
    """Not now. The message says when."""


def have_look(actor: Actor, text: str, context: Context) -> str:
    """Ask the sources about what `text` names, and keep what they told; returns the look's key.

    Raises RefusedError, TooManyError, and NotUnderstoodError, for which nobody was asked.
    """
    require(actor, Act.ADD_PACKAGE)
    if actor.id is None:
        raise RefusedError("Looks are kept for people; commands have theirs by look.py.")
    pasted = read(text, registry=context.registry, forges=context.forges)
    if not _turns.acquire(timeout=2):
        raise TooManyError("Others are looking things up at the moment. Try again in some seconds.")
    try:
        row = _begin(actor.id, pasted, context.now())
        preview = look(pasted, context)
    finally:
        _turns.release()
    row.preview = json.dumps(kept.written(preview))
    row.save(update_fields=["preview"])
    return row.key


def preview_of(actor: Actor, key: str, now: datetime) -> Preview | None:
    """What `actor` saw under `key`; None where that was nothing, another's, or too long ago."""
    rows = Look.objects.filter(key=key, by_id=actor.id, at__gt=now - KEPT_FOR)
    row = rows.exclude(preview=None).first() if actor.id is not None else None
    if row is None or row.preview is None:
        return None
    try:
        return kept.read(Preview, json.loads(row.preview))
    except (KeyError, TypeError, ValueError):  # written before an update of this software
        return None


def name_of(pasted: Pasted) -> str:
    """What was pasted, in one short form, without credentials."""
    match pasted:
        case Repository(ref=ref):
            return ref.url
        case Project(name=name):
            return name
        case Page(address=address):
            return address


def _begin(person: int, pasted: Pasted, now: datetime) -> Look:
    """Note the look before it is had, so that any number of them at once are counted."""
    Look.objects.filter(at__lt=now - KEPT_FOR).delete()
    row = Look.objects.create(
        key=secrets.token_urlsafe(16), by_id=person, at=now, pasted=name_of(pasted)[:2000]
    )
    if Look.objects.filter(by_id=person, at__gt=now - timedelta(hours=1)).count() > AN_HOUR:
        row.delete()
        raise TooManyError(f"You looked up {AN_HOUR} things within an hour. Go on a little later.")
    return row
