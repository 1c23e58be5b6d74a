"""Addresses that are not REST framework's views, as OpenAPI has them."""

from __future__ import annotations

from typing import Any

_JSON = "application/json"


def _answer(text: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": text, "content": {_JSON: {"schema": schema or {"type": "object"}}}}


def _problem(text: str) -> dict[str, Any]:
    return _answer(text, {"$ref": "#/components/schemas/Problem"})


_DEPENDENCY = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "description": "The project's name on the registry."},
        "version": {"type": "string", "nullable": True, "description": "As locked (PEP 440)."},
        "specifier": {"type": "string", "nullable": True, "description": "A range (PEP 440)."},
    },
    "required": ["name"],
    "additionalProperties": False,
}

_STACK = {
    "type": "object",
    "properties": {
        "dependencies": {"type": "array", "maxItems": 500, "items": _DEPENDENCY},
        "target": {
            "type": "object",
            "nullable": True,
            "description": "A version that one wants to move to.",
            "properties": {"product": {"type": "string"}, "version": {"type": "string"}},
        },
    },
    "required": ["dependencies"],
}


def _in_path(name: str, text: str, pattern: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"in": "path", "name": name, "required": True, "description": text, "schema": schema}


def _in_query(name: str, text: str, kind: str = "string") -> dict[str, Any]:
    return {"in": "query", "name": name, "description": text, "schema": {"type": kind}}


PATHS: dict[str, Any] = {
    "/api/v5/upgrade/": {
        "get": {
            "operationId": "v5_upgrade_list",
            "description": "Versions of Python and Django, and how many packages run with each.",
            "tags": ["v5"],
            "responses": {"200": _answer("Every version that is supported.")},
        }
    },
    "/api/v5/upgrade/{product}/{version}/": {
        "get": {
            "operationId": "v5_upgrade_read",
            "description": "Which packages can be moved to a version.",
            "tags": ["v5"],
            "parameters": [
                _in_path("product", "Such as `django`.", "^[a-z]+$"),
                _in_path("version", "Such as `6.0`.", "^[0-9.]+$"),
                _in_query("answer", "Only packages with this answer; else `yes`."),
                _in_query("limit", "Rows of a page, at most 1000.", "integer"),
                _in_query("offset", "The first row.", "integer"),
            ],
            "responses": {
                "200": _answer("How many have which answer, and a page of the packages."),
                "400": _problem("There is no such answer."),
                "404": _problem("There is no such version."),
            },
        }
    },
    "/api/v5/packages/{key}/verdict/": {
        "get": {
            "operationId": "v5_verdict",
            "description": "The verdict on a package, with every signal and its reason.",
            "tags": ["v5"],
            "parameters": [
                _in_path("key", "An id or a slug.", "^[-a-zA-Z0-9_]+$"),
            ],
            "responses": {
                "200": _answer("The verdict."),
                "404": _problem("There is no such package, or no verdict on it yet."),
            },
        }
    },
    "/api/v5/stack/": {
        "post": {
            "operationId": "v5_stack",
            "description": "What to think of what somebody depends on. Nothing is kept.",
            "tags": ["v5"],
            "requestBody": {"required": True, "content": {_JSON: {"schema": _STACK}}},
            "responses": {
                "200": _answer("A judgement for each, in the order of the question."),
                "400": _problem("It cannot be understood; which part of it, and why."),
                "411": _problem("It came without its length."),
                "413": _problem("It is too large."),
                "429": _problem("Too much in a short time; Retry-After says when to go on."),
            },
        }
    },
    "/api/schema/": {
        "get": {
            "operationId": "schema",
            "description": "This document.",
            "tags": ["schema"],
            "parameters": [
                {
                    "in": "query",
                    "name": "format",
                    "description": "As what it is wanted; else as `Accept` says, or JSON.",
                    "schema": {"type": "string", "enum": ["json", "yaml"]},
                }
            ],
            "responses": {
                "200": {
                    "description": "The document.",
                    "content": {
                        "application/vnd.oai.openapi+json": {"schema": {"type": "object"}},
                        "application/vnd.oai.openapi": {"schema": {"type": "object"}},
                    },
                }
            },
        }
    },
}
