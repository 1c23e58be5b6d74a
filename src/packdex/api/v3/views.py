"""v3's addresses, on REST framework: slugs only, read only, always JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from packdex.accounts.models import User
from packdex.api.links import V3
from packdex.api.paging import Page, read_limit, read_offset
from packdex.api.v3 import answers
from packdex.catalog import queries
from packdex.catalog.models import Category, Package

Row = TypeVar("Row", bound=Model)


class AlwaysJson(BaseContentNegotiation):
    """v3 answers JSON whatever is asked for: its clients never say what they accept."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        """The first parser."""
        return next(iter(parsers))

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """The JSON renderer."""
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


def v3_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Errors as `{"error": status, "message": text}`."""
    response = exception_handler(error, context)
    if response is not None:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        response.data = {"error": response.status_code, "message": str(detail)}
    return response


class V3View(APIView):
    """What all of v3 shares."""

    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse addresses with U+0000, about which PostgreSQL cannot even be asked."""
        super().initial(request, *args, **kwargs)
        if "\0" in request.path + request.query_params.get("category", ""):
            raise Http404("There is nothing at this address.")

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        """Errors in v3's shape."""
        return v3_error

    def list_of(
        self,
        rows: QuerySet[Any],
        write: Callable[[Any], answers.Answer],
        between: answers.Answer | None = None,
    ) -> Response:
        """A page of `rows`, each written by `write`; `between` stands after `meta`."""
        request = self.request._request
        page = Page(
            read_limit(request.GET.get("limit"), least=0),
            read_offset(request.GET.get("offset")),
            rows.count(),
        )
        shown = rows[page.offset : page.offset + page.limit] if page.offset < page.count else []
        return Response(
            {
                "meta": meta(page, request.get_full_path()),
                **(between or {}),
                "objects": [write(row) for row in shown],
            }
        )


def meta(page: Page, address: str) -> answers.Answer:
    """The `meta` of a list. `address` is the path that was asked for, with its parameters."""
    return {
        "limit": page.limit,
        "next": page.next(address),
        "offset": page.offset,
        "previous": page.previous(address),
        "total_count": page.count,
    }


def row_or_404(rows: QuerySet[Row], **condition: str) -> Row:
    """The one row that fulfils `condition`. Raises Http404 with the contract's words."""
    row = rows.filter(**condition).first()
    if row is None:
        raise Http404(f"No {rows.model._meta.object_name} matches the given query.")
    return row


class IndexView(V3View):
    """The lists that v3 has."""

    def get(self, request: Request) -> Response:
        """The path of each list."""
        return Response(
            {table: f"{V3}{table}/" for table in ("categories", "grids", "packages", "users")}
        )


class PackagesView(V3View):
    """All packages, or with `?category=` those of one category."""

    def get(self, request: Request) -> Response:
        """A page of packages, by title."""
        rows = queries.all_packages_to_answer().order_by("sort_title", "id")
        category = None
        if slug := request.query_params.get("category", ""):
            found = row_or_404(Category.objects.all(), slug=slug)
            rows, category = rows.filter(category=found), answers.category(found)
        return self.list_of(rows, answers.package, {"category": category})


class PackageView(V3View):
    """One package."""

    def get(self, request: Request, slug: str) -> Response:
        """The package, also under the slug of one that was merged into it."""
        rows = queries.all_packages_to_answer()
        row = rows.filter(slug=slug).first()
        if row is None and (merged := queries.merged_into(slug=slug)):
            slug = merged.slug
        return Response(answers.package(row or row_or_404(rows, slug=slug)))


class GridsView(V3View):
    """All grids."""

    def get(self, request: Request) -> Response:
        """A page of grids, by title."""
        return self.list_of(queries.all_grids_to_show().order_by("sort_title", "id"), answers.grid)


class GridView(V3View):
    """One grid."""

    def get(self, request: Request, slug: str) -> Response:
        """The grid."""
        return Response(answers.grid(row_or_404(queries.all_grids_to_show(), slug=slug)))


class GridPackagesView(V3View):
    """The packages of one grid."""

    def get(self, request: Request, slug: str) -> Response:
        """A page of the grid's packages, by title."""
        grid = row_or_404(queries.all_grids_to_show(), slug=slug)
        rows = queries.all_packages_to_answer().filter(grids=grid).order_by("sort_title", "id")
        return self.list_of(rows, answers.package, {"grid": answers.grid(grid)})


class CategoriesView(V3View):
    """All categories."""

    def get(self, request: Request) -> Response:
        """A page of categories, by title."""
        return self.list_of(Category.objects.order_by("title", "id"), answers.category)


class CategoryView(V3View):
    """One category."""

    def get(self, request: Request, slug: str) -> Response:
        """The category."""
        return Response(answers.category(row_or_404(Category.objects.all(), slug=slug)))


class SignedInView(V3View):
    """Answers people who are signed in, and nobody else."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse callers who are not signed in."""
        super().initial(request, *args, **kwargs)
        if not request.user.is_authenticated:
            raise exceptions.PermissionDenied("Accounts are shown to people who are signed in.")


class UsersView(SignedInView):
    """All accounts."""

    def get(self, request: Request) -> Response:
        """A page of accounts, by name."""
        return self.list_of(User.objects.filter(is_active=True).order_by("username"), answers.user)


class UserView(SignedInView):
    """One account."""

    def get(self, request: Request, account: str) -> Response:
        """The account, and with `?list_packages=1` the packages that this person added."""
        rows = User.objects.filter(is_active=True)
        user = rows.filter(github_account=account).first() or row_or_404(rows, username=account)
        answer = answers.user(user)
        if request.query_params.get("list_packages"):
            added = Package.shown.filter(created_by=user).order_by("sort_title", "id")
            slugs = added.values_list("slug", flat=True)
            answer["packages"] = [f"{V3}packages/{slug}/" for slug in slugs]
        return Response(answer)


class NothingHere(V3View):
    """Any other address below v3."""

    def get(self, request: Request, rest: str) -> Response:
        """Never anything: 404."""
        raise Http404("There is nothing at this address.")
