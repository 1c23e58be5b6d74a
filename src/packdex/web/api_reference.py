"""The page that shows the OpenAPI document: every operation, what it takes and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.web import answers
from packdex.web.render import Head, page, static_address

METHODS = ("get", "post", "put", "patch", "delete")
_TITLES = {"v5": "Version 5", "v4": "Version 4", "v3": "Version 3", "schema": "This document"}


class Row(NamedTuple):
    """A field, a parameter or an answer: what it is called, of what kind it is, what it means."""

    name: str
    kind: str
    text: str
    needed: bool = False


class Operation(NamedTuple):
    """What can be done at an address."""

    method: str
    text: str
    takes: list[Row]
    sends: list[Row]
    answers: list[Row]


class Address(NamedTuple):
    """An address and what can be done at it."""

    path: str
    operations: list[Operation]


def reference(load: Callable[[], bytes]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the document that `load` gives (OpenAPI 3.0, as JSON)."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        """Every operation of the API."""
        return answers.send(request, answers.kept("api-reference", lambda: _write(load())))

    return view


def _write(text: bytes) -> bytes:
    document = json.loads(text.replace(b"`", b""))
    head = Head(
        title="API reference",
        path="/api/reference/",
        description="Every operation of the API: what it takes, and what it answers.",
        here="api",
    )
    return page(
        "api_reference.html",
        head,
        api_style=static_address("web/api.css"),
        parts=[(_TITLES[tag], addresses) for tag, addresses in _parts(document)],
        shapes=_shapes(document),
    )


def _parts(document: dict[str, Any]) -> list[tuple[str, list[Address]]]:
    """The addresses of each version, the newest first."""
    found = [
        (
            next(iter(operations.values()))["tags"][0],
            Address(path, _operations(document, operations)),
        )
        for path, operations in document["paths"].items()
    ]
    order = list(_TITLES)
    found.sort(key=lambda each: (order.index(each[0]), each[1].path))
    return [
        (tag, [address for _, address in each]) for tag, each in groupby(found, lambda one: one[0])
    ]


def _operations(document: dict[str, Any], told: dict[str, Any]) -> list[Operation]:
    return [
        Operation(
            method.upper(),
            told[method]["description"],
            [_parameter(each) for each in told[method].get("parameters", [])],
            _sends(document, told[method]),
            [_answer(document, code, each) for code, each in told[method]["responses"].items()],
        )
        for method in METHODS
        if method in told
    ]


def _parameter(told: dict[str, Any]) -> Row:
    where = {"path": "in the path", "query": "in the query", "header": "header"}[told["in"]]
    return Row(told["name"], where, told.get("description", ""), told.get("required", False))


def _sends(document: dict[str, Any], told: dict[str, Any]) -> list[Row]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _fields(document, content.get("schema", {}))


def _answer(document: dict[str, Any], code: str, told: dict[str, Any]) -> Row:
    told = _at(document, told)
    kind = ""
    for content in told.get("content", {}).values() if int(code) < 300 else ():
        kind = _kind(document, content["schema"])
    return Row(code, kind, told["description"])


def _shapes(document: dict[str, Any]) -> list[tuple[str, str, list[Row]]]:
    """What answers are made of: name, meaning and fields; what is sent stands with who sends it."""
    return [
        (name, told.get("description", ""), _fields(document, told))
        for name, told in document["components"]["schemas"].items()
        if "properties" in told and not name.endswith("Request")
    ]


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> list[Row]:
    schema = _at(document, schema)
    needed = schema.get("required", [])
    return [
        Row(name, _kind(document, told), told.get("description", ""), name in needed)
        for name, told in schema.get("properties", {}).items()
    ]


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """A few words: "text", "list of Package", "yes, no" for what is one of several."""
    if "$ref" in schema:
        found = _at(document, schema)
        return _kind(document, found) if "enum" in found else schema["$ref"].rsplit("/", 1)[-1]
    several = schema.get("allOf") or schema.get("oneOf")
    if several:
        return _kind(document, several[0])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    kind = str(schema.get("format") or schema.get("type") or "")
    if kind == "array":
        kind = f"list of {_kind(document, schema['items'])}"
    words = {"string": "text", "date-time": "time", "uri": "link", "boolean": "true or false"}
    return words.get(kind, kind) + (" or null" if schema.get("nullable") else "")


def _at(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What `told` refers to; itself if it does not refer to anything."""
    if "$ref" not in told:
        return told
    found: Any = document
    for part in told["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    referred: dict[str, Any] = found
    return referred
