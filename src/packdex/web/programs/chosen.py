"""The boxes that say what a token or an application may be used for."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from packdex.accounts.models import User
from packdex.accounts.tokens.words import MEANING
from packdex.core.roles import Scope, scopes_of


def offered(user: User, ticked: Collection[Scope]) -> list[tuple[Scope, str, bool]]:
    """A box each: its scope, what it means, and whether it is ticked; those of the user's role."""
    able = scopes_of(user.actor)
    return [(scope, words, scope in ticked) for scope, words in MEANING.items() if scope in able]


def chosen(request: HttpRequest) -> frozenset[Scope]:
    """The scopes whose boxes were ticked; what is none of ours is not looked at."""
    names = request.POST.getlist("scope")
    return frozenset(scope for scope in Scope if scope in names)
