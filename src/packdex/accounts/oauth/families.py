"""What was made of one consent: used once, or all of it ends (RFC 6749, 4.1.2; RFC 9700, 4.14.2).

A code is used once, and so is each refresh token: with it comes the next. Whoever uses one again
has stolen it, or was stolen from. Nobody can tell which, so every token of that consent ends. The
mark of its consent stands in the `data` of a token; what was used stays as a row of the type of
codes.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.idp.oidc.models import Token
from django.db import IntegrityError, transaction

from packdex.accounts.tokens import text

KEPT = timedelta(days=30)
"""How long what was used is known: as long as a refresh token lives."""

_MARK = "consent"

_log = logging.getLogger(__name__)


def begin() -> str:
    """The mark of a new consent."""
    return uuid4().hex


def of(row: Token | None) -> str:
    """The mark of the consent that a token stems from; a new one where it has none."""
    data: Any = row.data if row else None
    mark = data.get(_MARK) if isinstance(data, dict) else None
    return mark if isinstance(mark, str) else begin()


def spend(client_id: str, value: str, mark: str, now: datetime) -> bool:
    """Note that a code or refresh token of that client is used now; False: it was before."""
    try:
        with transaction.atomic():
            Token.objects.create(
                type=Token.Type.AUTHORIZATION_CODE,
                hash=_hash(client_id, value),
                client_id=client_id,
                data={_MARK: mark},
                expires_at=now + KEPT,
            )
    except IntegrityError:
        return False
    return True


def end_if_spent(client_id: str, value: str) -> bool:
    """End all tokens of the consent that `value` stems from, if it was used before; say whether."""
    spent = Token.objects.filter(
        type=Token.Type.AUTHORIZATION_CODE, hash=_hash(client_id, value)
    ).first()
    if spent is None:
        return False
    if end(client_id, of(spent)):
        _log.warning("a code or token of the application %s was used twice; all ended", client_id)
    return True


def end(client_id: str, mark: str) -> bool:
    """End all tokens of a consent; False where there was none any more."""
    gone, _ = _of(client_id, mark).delete()
    return bool(gone)


def note(client_id: str, values: list[str], mark: str) -> None:
    """Keep that these tokens, just given out, stem from that consent."""
    hashes = [text.digest(value) for value in values]
    for row in Token.objects.filter(client_id=client_id, hash__in=hashes):
        row.data = (row.data or {}) | {_MARK: mark}
        row.save(update_fields=["data"])


def forget_expired(client_id: str, now: datetime) -> None:
    """Remove the client's rows that have no meaning any more."""
    Token.objects.filter(client_id=client_id, expires_at__lt=now).delete()


def _of(client_id: str, mark: str) -> Any:
    kinds = [Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN]
    return Token.objects.filter(client_id=client_id, type__in=kinds, **{f"data__{_MARK}": mark})


def _hash(client_id: str, value: str) -> str:
    return text.digest(f"{client_id}:{value}")
