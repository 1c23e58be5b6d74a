"""How much one caller may ask of the API, and what it is told of that.

Prepared answers (gate.py) cost less than counting them and are not limited. All other reads are
counted in the process, writes in the database, which all processes share. Beside this the catalogue
has its own pace: changes, reports and so on an hour (core/roles.py), by page and API together.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from rest_framework.throttling import BaseThrottle

from packdex.accounts.asker import address_of
from packdex.api.models import Spent
from packdex.core.allowance import Allowance, key_of

if TYPE_CHECKING:  # its views read the settings, which name the class below
    from rest_framework.request import Request
    from rest_framework.views import APIView

MINUTE, DAY = 60, 86_400  # seconds

READS = 1_200
"""Reads that REST framework answers, a minute, for an account or an address, in each process."""

WRITES = {"person": 120, "token": 60}
"""Writes a minute, whatever comes of them."""

_reads = Allowance(READS, MINUTE)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a limit: so many, until the count begins anew after `seconds`."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """The fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-10)."""
        return {
            "RateLimit-Policy": f'"writes";q={self.limit};w={MINUTE}',
            "RateLimit": f'"writes";r={max(self.left, 0)};t={self.seconds}',
        }


class Reads(BaseThrottle):
    """Lets READS a minute; a write is none."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether it may be answered."""
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return True
        person = request.user.pk
        key = f"person {person}" if person else key_of(address_of(request._request))
        self._wait = _reads.take(key, 1, time.monotonic())
        return not self._wait

    def wait(self) -> float:
        """Seconds until the next may be."""
        return self._wait + 1


def forget() -> None:
    """Forget who read how much."""
    _reads.forget()


def spend(person: int, token: str, now: float) -> Left:
    """Count a write; returns what is left of the limit that has least. A query for each.

    `token` names the token that it came with, "" for none; `now` is in seconds since 1970.
    """
    began = int(now) // MINUTE * MINUTE
    seconds = began + MINUTE - int(now)
    counted = [
        Left(WRITES[kind], WRITES[kind] - _count(key, began), seconds)
        for kind, key in _keys(person, token)
    ]
    return min(counted, key=lambda each: each.left)


def _keys(person: int, token: str) -> Iterator[tuple[str, str]]:
    yield "person", f"person {person}"
    if token:
        yield "token", f"token {token}"


def _count(key: str, began: int) -> int:
    """One more since `began`; how many there are. In one statement, so that none is lost.

    Whoever begins a new minute clears away what was counted the day before.
    """
    table = Spent._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, began, count) VALUES (%s, %s, 1)"  # noqa: S608
            f" ON CONFLICT (key) DO UPDATE SET began = excluded.began, count = CASE"
            f" WHEN {table}.began = excluded.began THEN {table}.count + 1 ELSE 1 END"
            " RETURNING count",
            [key[:80], began],
        )
        (count,) = cursor.fetchone()
    if count == 1:
        Spent.objects.filter(began__lt=began - DAY).delete()
    return int(count)
