"""What v5's addresses share: one thing, or a list of things, that callers read and write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from django.db import transaction
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from packdex.api.v4.paging import V4Pagination
from packdex.api.v5.answers import Answer
from packdex.api.writing.again import once
from packdex.api.writing.caller import Caller, caller_of
from packdex.api.writing.etags import check_match, etag_of
from packdex.api.writing.fields import Wanted, wanted
from packdex.api.writing.view import WritingView
from packdex.catalog.actions.rows import one_importer
from packdex.catalog.origin import origin_of
from packdex.core.roles import RefusedError, Scope


class JsonAnswers(DefaultContentNegotiation):
    """Answers JSON whatever is asked for; bodies are what their headers say."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The JSON renderer."""
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class V5View(WritingView):
    """An address of v5.

    `shape` declares what is said of one thing. `personal`: what it shows is the caller's own.
    """

    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonAnswers
    personal = False
    shape: type[Serializer[Any]]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who is not signed in where all is somebody's own. Raises NotAuthenticated."""
        super().initial(request, *args, **kwargs)
        if not self.personal:
            return
        if self.actor.id is None:
            raise NotAuthenticated
        if self.actor.scopes is not None and Scope.READ not in self.actor.scopes:
            raise RefusedError(f"This token may not read: that takes the scope {Scope.READ}.")

    @property
    def origin(self) -> str:
        """What our links begin with."""
        return origin_of(self.request._request)

    def told(self, shape: type[Serializer[Any]], stands: Answer | None, *, whole: bool) -> Wanted:
        """What the body wants to have otherwise. Raises ValidationError."""
        return wanted(shape(), cast("Mapping[str, Any]", self.request.data), stands, whole=whole)


class ListView(V5View):
    """A list: GET reads a page of it."""

    def rows(self) -> Any:
        """What the list holds, sliceable, with `count` or a length. Raises Http404."""
        raise NotImplementedError

    def answer(self, row: Any) -> Answer:
        """What is said of one."""
        raise NotImplementedError

    def get(self, request: Request, **kwargs: Any) -> Response:
        """A page: count, next, previous, results; with `limit` and `offset`."""
        paging = V4Pagination()
        page = paging.paginate_queryset(self.rows(), request, self)
        return paging.get_paginated_response([self.answer(row) for row in page])


class GrowingView(ListView):
    """A list that callers add to: POST. `new` declares what is told of a new thing."""

    new: type[Serializer[Any]]

    def add(self, caller: Caller, told: Wanted) -> Any:
        """Add one; returns it. Raises as the actions do."""
        raise NotImplementedError

    def post(self, request: Request, **kwargs: Any) -> Response:
        """Add one; 201 with what it is now, and where."""
        return once(request, self.actor.id or 0, lambda: self._post(request))

    def _post(self, request: Request) -> Response:
        caller = caller_of(request)
        with transaction.atomic():
            one_importer()
            self.rows()
            told = self.told(self.new, None, whole=False)
            answer = self.answer(self.add(caller, told))
        headers = {"ETag": etag_of(answer), "Location": answer["url"]}
        return Response(answer, 201, headers=headers)


class ItemView(V5View):
    """One thing: GET reads it, PUT and PATCH change it, DELETE removes it."""

    def find(self) -> Any:
        """The thing as it stands. Raises Http404."""
        raise NotImplementedError

    def answer(self, row: Any) -> Answer:
        """What is said of it."""
        raise NotImplementedError

    def forms(self, row: Any) -> list[Answer]:
        """What an If-Match can be about: what is said of it, unless it is not there yet."""
        return [self.answer(row)]

    def change(self, caller: Caller, row: Any, told: Wanted) -> None:
        """Give it other values. Raises as the actions do."""
        raise NotImplementedError

    def remove(self, caller: Caller, row: Any) -> None:
        """Remove it. Raises as the actions do."""
        raise NotImplementedError

    def get(self, request: Request, **kwargs: Any) -> Response:
        """What it is."""
        return Response(self.answer(self.find()))

    def put(self, request: Request, **kwargs: Any) -> Response:
        """Give all that can be written of it these values."""
        return self._change(whole=True)

    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Change what is named."""
        return self._change(whole=False)

    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Remove it."""
        caller = caller_of(request)
        with self.held() as row:
            self.remove(caller, row)
        return Response(status=204)

    @contextmanager
    def held(self) -> Iterator[Any]:
        """The thing as it stands until the block ends. Raises StaleError, Http404."""
        with transaction.atomic():
            one_importer()
            row = self.find()
            check_match(self.request, *self.forms(row))
            yield row

    def _change(self, *, whole: bool) -> Response:
        caller = caller_of(self.request)
        with self.held() as row:
            told = self.told(self.shape, self.answer(row), whole=whole)
            if told:
                self.change(caller, row, told)
            try:
                answer = self.answer(self.find())
            except Http404:  # it went with what was changed
                return Response(status=204)
        return Response(answer, headers={"ETag": etag_of(answer)})
