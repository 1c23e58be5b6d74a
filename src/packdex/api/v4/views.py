"""v4's addresses, on REST framework.

The plain reads of anonymous callers are answered by the gate before they come here; the answers
are the same, byte for byte.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet

from packdex.api.v4 import serializers, write_categories, write_grids, write_packages
from packdex.api.v4.paging import V4Pagination
from packdex.api.v4.search import search_answers
from packdex.api.v4.writable import Writable, acts_of
from packdex.catalog import queries
from packdex.catalog.models import Category, Grid, Package
from packdex.core.roles import Act
from packdex.search.find import MAX_LENGTH

LARGEST_ID = 2**63 - 1
LONGEST_ID = 19  # digits

Row = TypeVar("Row", bound=Model)


class ByIdOrSlug(ReadOnlyModelViewSet[Row]):
    """Rows by id (a text of digits only) or by slug, and their list, newest id first."""

    pagination_class = V4Pagination

    def get_object(self) -> Row:
        """The row that the address names. Raises Http404 with the contract's words."""
        key = self.kwargs["pk"]
        rows = self.get_queryset()
        if key.isascii() and key.isdigit():
            id_ = int(key) if len(key) <= LONGEST_ID else LARGEST_ID + 1
            found = id_ <= LARGEST_ID
            row = (rows.filter(pk=id_).first() or self.moved(id=id_)) if found else None
        elif "\0" in key:  # which PostgreSQL cannot even be asked about
            row = None
        else:
            row = rows.filter(slug=key).first() or self.moved(slug=key)
        if row is None:
            raise Http404(f"No {rows.model._meta.object_name} matches the given query.")
        self.check_object_permissions(self.request, row)
        return row

    def moved(self, *, id: int | None = None, slug: str = "") -> Row | None:  # noqa: A002
        """The row that stands for one which was here under this id or slug. Mostly there is none.

        It is answered and not redirected to, because clients of this API follow no redirect.
        """
        return None

    def filter_queryset(self, queryset: QuerySet[Row, Any]) -> QuerySet[Row, Any]:
        """Only the rows with every word of `q` in their title, slug or description.

        More characters than a search takes are not looked at; SQLite refuses very long words.
        """
        text = self.request.query_params.get("q", "")[:MAX_LENGTH].replace("\0", "")
        for word in text.split()[:20]:
            queryset = queryset.filter(self.holding(word))
        return queryset.order_by("-pk")

    def holding(self, word: str) -> Q:
        """The condition that a row holds `word`."""
        return Q(title__icontains=word) | Q(slug__icontains=word) | Q(description__icontains=word)


class PackageViewSet(Writable[Package], ByIdOrSlug[Package]):
    """API endpoint that allows packages to be viewed or edited."""

    queryset = queries.all_packages_to_answer()
    serializer_class = serializers.PackageSerializer
    acts = acts_of(Act.ADD_PACKAGE, Act.EDIT_PACKAGE)
    writes = write_packages

    def moved(self, *, id: int | None = None, slug: str = "") -> Package | None:  # noqa: A002
        """The package that another, which had this id or slug, was merged into.

        It is read under these, but not written: whoever writes has to mean this very one.
        """
        if self.request.method not in SAFE_METHODS:
            return None
        merged = queries.merged_into(id=id, slug=slug)
        return self.get_queryset().filter(pk=merged.pk).first() if merged else None

    def holding(self, word: str) -> Q:
        """A package's description is the one of its repository."""
        return (
            Q(title__icontains=word)
            | Q(slug__icontains=word)
            | Q(facts__description__icontains=word)
        )


class GridViewSet(Writable[Grid], ByIdOrSlug[Grid]):
    """API endpoint that allows grids to be viewed or edited."""

    queryset = queries.all_grids_to_show()
    serializer_class = serializers.GridSerializer
    acts = acts_of(Act.ADD_GRID, Act.EDIT_GRID)
    writes = write_grids


class CategoryViewSet(Writable[Category], ByIdOrSlug[Category]):
    """API endpoint that allows categories to be viewed or edited."""

    queryset = Category.objects.all()
    serializer_class = serializers.CategorySerializer
    acts = acts_of(Act.EDIT_CATEGORY, Act.EDIT_CATEGORY)
    writes = write_categories


class SearchViewSet(ViewSet):
    """API endpoint that finds packages and grids by the words in `?q=`; at most 20, best first."""

    permission_classes = ()

    def list(self, request: Request, format: str | None = None) -> Response:  # noqa: A002
        """A bare array; empty when `q` is."""
        return Response(search_answers(request.query_params.get("q", "")))


class RootView(APIRootView):
    """The lists that this API has."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The address of each list."""
        links = serializers.links_for({"request": request, "format": kwargs.get("format")})
        tables = ("packages", "search", "grids", "categories")
        return Response({table: links.to(table) for table in tables})
