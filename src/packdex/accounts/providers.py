"""Other services that people may sign in with, as the settings name them."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings


class Way(NamedTuple):
    """A service: what allauth calls it, what people do, and where signing in with it begins."""

    id: str
    name: str
    path: str


def configured() -> list[Way]:
    """The services of this directory, in the order of the settings."""
    return [Way(*way) for way in settings.PACKDEX_SIGN_IN_WAYS]
