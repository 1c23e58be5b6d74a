"""Pages of v4's lists, as REST framework's generic views use them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from packdex.api.paging import Page, read_limit, read_offset
from packdex.catalog.origin import origin_of


class V4Pagination(LimitOffsetPagination):
    """count, next, previous, results. Its arithmetic and addresses are those of paging.Page."""

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: APIView | None = None,
    ) -> list[Any]:
        """The rows of the page that `request` asks for; none when it begins past the end."""
        self.request = request
        self.asked = request._request
        self.limit = read_limit(request.query_params.get("limit"))
        self.offset = read_offset(request.query_params.get("offset"))
        self.count = self.get_count(queryset)
        self.page = Page(self.limit, self.offset, self.count)
        self.display_page_controls = self.count > self.limit
        if self.offset >= self.count:
            return []
        return list(queryset[self.offset : self.offset + self.limit])

    def get_next_link(self) -> str | None:
        """The address of the next page, in the instance's origin."""
        return self.page.next(self._address())

    def get_previous_link(self) -> str | None:
        """The address of the page before, in the instance's origin."""
        return self.page.previous(self._address())

    def get_paginated_response(self, data: Any) -> Response:
        """The envelope around `data`."""
        return Response(
            {
                "count": self.count,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )

    def _address(self) -> str:
        request = self.asked
        return origin_of(request) + request.get_full_path()
