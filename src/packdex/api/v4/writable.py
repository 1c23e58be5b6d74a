"""v4's writes: POST, PUT, PATCH and DELETE for those who may, by the same actions as the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Generic, TypeVar, cast

from django.db import transaction
from django.db.models import Model
from django.http import Http404
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from packdex.api.links import Links
from packdex.api.v4.serializers import links_for
from packdex.api.writing.again import once
from packdex.api.writing.caller import caller_of
from packdex.api.writing.etags import check_match, etag_of
from packdex.api.writing.fields import Wanted, wanted
from packdex.api.writing.view import ForWritersOnly
from packdex.catalog.actions.rows import one_importer
from packdex.catalog.models import Grid, Package
from packdex.catalog.origin import origin_of
from packdex.core.roles import Act

Row = TypeVar("Row", bound=Model)


def acts_of(add: Act, edit: Act) -> Mapping[str, tuple[Act, ...]]:
    """What each method does with rows of one table."""
    return {"POST": (add,), "PUT": (edit,), "PATCH": (edit,), "DELETE": (edit, Act.DELETE)}


class Writable(ForWritersOnly, GenericAPIView[Row], Generic[Row]):
    """Rows that are written as they are read.

    `writes` is the module that adds, changes and removes them: add(caller, told) gives the new id,
    change(caller, row, told) and remove(caller, row) nothing.
    """

    writes: ModuleType

    def get_object(self) -> Row:
        """The row that the address names; from then on `Allow` is what the caller may do to it."""
        row = super().get_object()
        if isinstance(row, Package | Grid):
            self.about(row)
        return row

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the row that somebody asks what they may do to."""
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS" and "pk" in self.kwargs:
            self.get_object()

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add a row."""
        return once(request, self.actor.id or 0, lambda: self._create(request))

    def _create(self, request: Request) -> Response:
        caller = caller_of(request)
        told = self._told(None)
        with transaction.atomic():
            one_importer()
            id_ = self.writes.add(caller, told)
            answer = self._answer(self._now(id_))
        table = str(self.get_queryset().model._meta.verbose_name_plural)
        location = links_for(self.get_serializer_context()).to(table, id_)
        return Response(answer, 201, headers=self._headers(answer) | {"Location": location})

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give all that can be written of a row these values."""
        return self._change(request, whole=True)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change some fields of a row."""
        return self._change(request, whole=False)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a row."""
        caller = caller_of(request)
        with self._held(request) as row:
            self.writes.remove(caller, row)
        return Response(status=204)

    def _change(self, request: Request, *, whole: bool) -> Response:
        caller = caller_of(request)
        with self._held(request) as row:
            told = self._told(row, whole=whole)
            if told:
                self.writes.change(caller, row, told)
            answer = self._answer(self._now(row.pk))
        return Response(answer, headers=self._headers(answer))

    def _told(self, row: Row | None, *, whole: bool = False) -> Wanted:
        shape = cast("Serializer[Any]", self.get_serializer())
        data = cast("Mapping[str, Any]", self.request.data)
        return wanted(shape, data, None if row is None else self._answer(row), whole=whole)

    @contextmanager
    def _held(self, request: Request) -> Iterator[Row]:
        """The row as it is now, and stays until the block ends. Raises StaleError, Http404."""
        with transaction.atomic():
            one_importer()
            id_ = self.get_object().pk
            # Facts come without the importers' lock, but not without the row's.
            rows = self.get_queryset().model._default_manager
            rows.select_for_update(of=("self",)).filter(pk=id_).first()
            row = self._now(id_)
            check_match(request, self._answer(row), self._answer(row, plain=True))
            yield row

    def _now(self, id_: int) -> Row:
        row = self.get_queryset().filter(pk=id_).first()
        if row is None:
            raise Http404
        return row

    def _answer(self, row: Row, *, plain: bool = False) -> Any:
        """What a GET answers; `plain`: to who asks for no format."""
        context = dict(self.get_serializer_context())
        if plain:
            context["links"] = Links(origin_of(self.request._request))
        return self.get_serializer(row, context=context).data

    def _headers(self, answer: Any) -> dict[str, str]:
        # A browsable page, or JSON with white space, is other bytes than those that the tag is of.
        plain = self.request.accepted_media_type == "application/json"
        return {"ETag": etag_of(answer)} if plain else {}
