"""What callers say of packages: that they use one, and that they like one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from packdex.api.v5 import answers, keys, shapes
from packdex.api.v5.crud import ItemView, ListView
from packdex.api.writing.caller import Caller, caller_of
from packdex.api.writing.etags import etag_of
from packdex.catalog.actions.people import favorites, usage
from packdex.catalog.models import Favorite, Package, Usage
from packdex.core.roles import Act


class Used(ListView):
    """The packages that the caller uses, last said first."""

    personal = True
    shape = shapes.MarkShape
    table: type[Usage] | type[Favorite] = Usage

    def rows(self) -> Any:
        """The caller's own."""
        rows = self.table.objects.filter(by=self.actor.id, package__hidden=False)
        return rows.order_by("-created", "-id")

    def answer(self, row: Usage | Favorite) -> answers.Answer:
        """v5's keys."""
        return answers.mark(row, self.origin)


class Liked(Used):
    """The packages that the caller likes, last said first."""

    table = Favorite


class Use(ItemView):
    """Whether the caller uses a package: PUT says so, DELETE takes it back; twice is once."""

    http_method_names = ["get", "put", "delete", "head", "options"]
    personal = True
    acts = {"PUT": (Act.USE,), "DELETE": (Act.USE,)}
    shape = shapes.MarkShape
    table: type[Usage] | type[Favorite] = Usage

    def package(self) -> Package:
        """The package that the address names. Raises Http404."""
        return keys.row_of(Package.shown.all(), self.kwargs["key"])

    def find(self) -> Usage | Favorite:
        """What the caller said of it. Raises Http404 where it is nothing."""
        row = self.table.objects.filter(by=self.actor.id, package=self.package()).first()
        if row is None:
            raise Http404("You have not said so.")
        return row

    def answer(self, row: Usage | Favorite) -> answers.Answer:
        """v5's keys."""
        return answers.mark(row, self.origin)

    def put(self, request: Request, **kwargs: Any) -> Response:
        """Say so; a body is not needed."""
        caller = caller_of(request)
        with transaction.atomic():
            self.told(self.shape, None, whole=False)
            self.say(caller, self.package().pk)
            answer = self.answer(self.find())
        return Response(answer, headers={"ETag": etag_of(answer)})

    def say(self, caller: Caller, package_id: int) -> None:
        """Say so. Raises as the action does."""
        usage.use(caller.actor, package_id, caller.at)

    def remove(self, caller: Caller, row: Usage | Favorite) -> None:
        """Take it back."""
        usage.stop_using(caller.actor, row.package_id)


class Like(Use):
    """Whether the caller likes a package: PUT says so, DELETE takes it back; twice is once."""

    table = Favorite

    def say(self, caller: Caller, package_id: int) -> None:
        """Say so. Raises as the action does."""
        favorites.mark(caller.actor, package_id, caller.at)

    def remove(self, caller: Caller, row: Usage | Favorite) -> None:
        """Take it back."""
        favorites.unmark(caller.actor, row.package_id)
