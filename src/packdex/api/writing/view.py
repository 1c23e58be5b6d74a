"""Views that callers write by: each caller is told, and let, what it may do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from packdex.api import limits
from packdex.api.callers import actor_of
from packdex.api.writing import errors
from packdex.api.writing.body import JsonBody
from packdex.catalog.maintainers import may_for, require_for
from packdex.catalog.models import Grid, Package
from packdex.core.roles import NOBODY, Act, Actor, may, require


class WritingView(APIView):
    """Asks the table of rights before anything of a write is read.

    `acts` are what the methods do that change something. `row` is the package or grid that the
    address is about, once it was found: what may be done depends on its lock and its maintainers.
    """

    parser_classes = (JsonBody,)
    permission_classes = ()
    acts: Mapping[str, tuple[Act, ...]] = {}
    actor: Actor = NOBODY
    row: Package | Grid | None = None

    @property
    def allowed_methods(self) -> list[str]:
        """What this caller may do at this address; without a request, what there is to do."""
        there = super().allowed_methods
        return [each for each in there if not hasattr(self, "request") or self.lets(each)]

    def lets(self, method: str) -> bool:
        """Whether the caller may do what `method` does here."""
        acts = self.acts.get(method, ())
        if self.row is not None:
            return all(may_for(self.actor, act, self.row) for act in acts)
        return all(may(self.actor, act, owns=bool(self.kwargs)) for act in acts)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who may not do this at all, before its body is read."""
        super().initial(request, *args, **kwargs)
        self.actor = actor_of(request)
        self.tell_allowed()
        method = request.method or ""
        if method in self.acts and hasattr(self, method.lower()):
            if not self.lets(method):
                self.refuse(method)
            self._count_write(request)

    def _count_write(self, request: Request) -> None:
        """Tell the caller what is left of its limit. Raises TooMuch where nothing is."""
        if self.actor.id is None:
            return
        left = limits.spend(self.actor.id, getattr(request.auth, "key", ""), time.time())
        self.headers |= left.headers()
        if left.left < 0:
            raise errors.TooMuch("That were too many writes within a minute.", left.seconds)

    def tell_allowed(self) -> None:
        """Say in `Allow` what this caller may do, as far as is known now."""
        self.headers["Allow"] = ", ".join(self.allowed_methods)

    def refuse(self, method: str) -> None:
        """Raise why the caller may not do what `method` does."""
        for act in self.acts[method]:
            if self.row is None:
                require(self.actor, act, owns=bool(self.kwargs))
            else:
                require_for(self.actor, act, self.row)

    def about(self, row: Package | Grid) -> None:
        """Say that the address is about `row`, and raise if the caller may not write it so."""
        self.row = row
        self.tell_allowed()
        method = self.request.method or ""
        if not self.lets(method):
            self.refuse(method)

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        """What the actions refuse, in the API's words."""
        return errors.answer


class ForWritersOnly(WritingView):
    """Tells those who are not signed in no more than that writes are not allowed: the contract."""

    def refuse(self, method: str) -> None:
        """Raise why the caller may not do what `method` does."""
        if self.actor.id is None:
            raise MethodNotAllowed(method)
        super().refuse(method)
