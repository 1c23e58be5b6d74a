"""How an operation of the API is described: by what its view declares, and described.py."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.fields import CharField, IntegerField
from rest_framework.generics import GenericAPIView

from packdex.api.openapi.described import ANSWERS, LEFT_OUT, QUERY, WRONG_FIELDS, Problem
from packdex.api.openapi.shapes_v3 import V3Problem
from packdex.api.v3.views import SignedInView, V3View
from packdex.api.v5.crud import ItemView, ListView
from packdex.api.writing.view import WritingView

_PROBLEMS = {
    400: "The body is not taken: what is wrong with each field.",
    401: "Sign in, or bring a token that is good.",
    403: "This caller may not do this; it says why.",
    404: "There is no such thing.",
    405: "Nobody does this here, or nobody who is not signed in.",
    409: "It cannot be done as things stand.",
    412: "It has changed since it was read: the ETag of If-Match is not its own.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The Idempotency-Key came with another request.",
    429: "Too much in a short time; Retry-After says when to go on.",
}
_VERBS = {"GET": "read", "POST": "add", "PUT": "replace", "PATCH": "change", "DELETE": "remove"}
_OF_WRITES = (400, 401, 403, 404, 405, 409, 412, 413, 415, 429)


class TokenScheme(OpenApiAuthenticationExtension):
    """A token in the Authorization header."""

    target_class = "packdex.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """As OpenAPI has it."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal access token, or an access token of OAuth2.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """The session of a program that signed in by REST."""

    target_class = "packdex.api.authentication.SessionTokenAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """As OpenAPI has it."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "What signing in by REST gives; /_allauth/openapi.json describes that.",
        }


class Operations(AutoSchema):
    """What REST framework calls the schema of each view."""

    def is_excluded(self) -> bool:
        """Whether the view is nothing that one would call."""
        return isinstance(self.view, LEFT_OUT)

    def get_operation_id(self) -> str:
        """Such as `v4_packages_list` and `v5_grids_features_change`."""
        parts = [part for part in self.path.split("/")[2:] if part and "{" not in part]
        one = self.path.endswith("}/") or isinstance(self.view, ItemView)
        verb = "list" if self.method == "GET" and not one else _VERBS[self.method]
        return "_".join([*parts, verb])

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """What a component is called: as the thing is."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Shape")

    def get_tags(self) -> list[str]:
        """The version."""
        return [self.path.split("/")[2]]

    def get_description(self) -> str:  # type: ignore[override]
        """What the method says of itself, or the view."""
        name = getattr(self.view, "action", self.method.lower()) if self.method != "GET" else ""
        told = getattr(getattr(self.view, name, None), "__doc__", None)
        return (told or self.view.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")

    def get_override_parameters(self) -> list[Any]:
        """Parameters that no class declares."""
        found = [
            OpenApiParameter(name, str, OpenApiParameter.QUERY, description=text)
            for view, given in QUERY.items()
            if isinstance(self.view, view) and self.method == "GET" and not self._names_one()
            for name, text in given.items()
        ]
        if isinstance(self.view, V3View | ListView) and self._is_list() and self.method == "GET":
            found += [
                OpenApiParameter("limit", int, description="Rows of a page, at most 1000."),
                OpenApiParameter("offset", int, description="The first row."),
            ]
        if self._writes():
            found.append(OpenApiParameter("why", str, description="Goes into the history."))
        if self._writes() and self.method in {"PUT", "PATCH", "DELETE"}:
            found.append(_header("If-Match", "The ETag that was read; 412 if it changed since."))
        if self._writes() and self.method == "POST":
            found.append(_header("Idempotency-Key", "Sent again with it, it is done once."))
        if isinstance(self.view, GenericAPIView) and self._names_one():
            found.append(
                OpenApiParameter("id", str, OpenApiParameter.PATH, description="An id or a slug.")
            )
        return found

    def get_request_serializer(self) -> Any:
        """What a body holds."""
        if isinstance(self.view, ListView):
            return getattr(self.view, "new", None)
        if isinstance(self.view, ItemView):
            return self.view.shape
        if isinstance(self.view, GenericAPIView):
            return super().get_request_serializer()
        return None

    def get_response_serializers(self) -> Any:
        """All answers, by status."""
        if isinstance(self.view, V3View):
            problems: dict[int, Any] = {404: OpenApiResponse(V3Problem, _PROBLEMS[404])}
            if isinstance(self.view, SignedInView):
                problems[403] = OpenApiResponse(V3Problem, _PROBLEMS[403])
            problems |= {code: OpenApiResponse(V3Problem, _PROBLEMS[code]) for code in (401, 429)}
            return {200: self._good()} | problems
        codes = _OF_WRITES + ((422,) if self.method == "POST" else ())
        if not self._writes():
            codes = (401, 404, 429)
            codes += (403,) if getattr(self.view, "personal", False) else ()
            codes += (406,) if isinstance(self.view, GenericAPIView) else ()
        answers: dict[int, Any] = {
            code: OpenApiResponse(
                WRONG_FIELDS if code == 400 else Problem, _PROBLEMS.get(code, "Not as asked for.")
            )
            for code in codes
        }
        if self.method == "DELETE":
            return {204: OpenApiResponse(None, "It is gone.")} | answers
        good = 201 if self.method == "POST" else 200
        return {good: self._good()} | answers

    def _good(self) -> Any:
        if answer := ANSWERS.get(type(self.view)):
            return answer
        if isinstance(self.view, ListView) and self.method == "GET":
            return _page(self.view.shape)
        if isinstance(self.view, ListView | ItemView):
            return self.view.shape
        return super().get_response_serializers()

    def _is_list_view(self, serializer: Any = None) -> bool:
        if isinstance(self.view, GenericAPIView):
            return super()._is_list_view(serializer)
        return False

    def _is_list(self) -> bool:
        return isinstance(self.view, ListView) or "objects" in getattr(
            ANSWERS.get(type(self.view)), "_declared_fields", {}
        )

    def _names_one(self) -> bool:
        return "{id}" in self.path

    def _writes(self) -> bool:
        return isinstance(self.view, WritingView) and self.method != "GET"


def _header(name: str, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=text)


@cache
def _page(one: type[serializers.Serializer[Any]]) -> Any:
    fields: dict[str, Any] = {
        "count": IntegerField(),
        "next": CharField(allow_null=True),
        "previous": CharField(allow_null=True),
        "results": one(many=True),
    }
    name = one.__name__.removesuffix("Shape")
    return type(f"{name}Page", (serializers.Serializer,), {"__doc__": "A page.", **fields})
