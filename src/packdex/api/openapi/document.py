"""Writes the OpenAPI document: `make docs` keeps it in openapi.json, which is what is served."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.validation import validate_schema

from packdex.api import urls
from packdex.api.openapi.operations import Operations
from packdex.api.openapi.plain import PATHS
from packdex.catalog.models import Flag

_ABOUT = """\
v5 is this directory's own. v4 and v3 are those of the directory that it took over; v3 is read only.

Reads need no key. Writes take a token (`Authorization: Bearer …`) or a session with its form proof.
Send the ETag that you read as If-Match, and an edit that somebody else was quicker with is refused.
"""

_SETTINGS = {
    "TITLE": "Packdex",
    "DESCRIPTION": _ABOUT,
    "VERSION": "5",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v[0-9]",
    "ENUM_NAME_OVERRIDES": {"FlagKind": Flag.Kind.choices, "FlagState": Flag.State.choices},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}


class _Generator(SchemaGenerator):
    """Has every view described by Operations.

    As the setting DEFAULT_SCHEMA_CLASS that class would be loaded, with its library, by whoever
    serves.
    """

    def create_view(self, callback: Any, method: str, request: Any = None) -> Any:
        """The view of an address, for one method."""
        view = super().create_view(callback, method, request)  # type: ignore[no-untyped-call]
        view.schema = Operations()
        view.schema.view = view
        return view


class IncompleteError(Exception):
    """Something of the API could not be described; what, has been printed."""


def document() -> dict[str, Any]:
    """The document.

    Raises ValidationError (jsonschema's) if it is none of OpenAPI 3.0, and IncompleteError.
    """
    reset_generator_stats()
    spectacular_settings.apply_patches(_SETTINGS)
    try:
        patterns = [path("api/", include(urls))]
        generator: Any = _Generator(patterns=patterns)  # type: ignore[no-untyped-call]
        made: dict[str, Any] = generator.get_schema(request=None, public=True)
    finally:
        spectacular_settings.clear_patches()
    if GENERATOR_STATS:
        raise IncompleteError
    made["paths"] = dict(sorted((made["paths"] | deepcopy(PATHS)).items()))
    _share_problems(made)
    validate_schema(made)
    return made


def text() -> str:
    """The document as it is kept."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _share_problems(made: dict[str, Any]) -> None:
    """Write each answer to what went wrong once, and refer to it from all operations."""
    shared: dict[str, Any] = {}
    for operations in made["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            for code in [code for code in answers if int(code) >= 400]:
                body = json.dumps(answers[code], sort_keys=True)
                name = next((n for n, known in shared.items() if known == body), "")
                if not name:
                    same = sum(known.startswith(f"Problem{code}") for known in shared)
                    name = f"Problem{code}" + (f"-{same + 1}" if same else "")
                    shared[name] = body
                answers[code] = {"$ref": f"#/components/responses/{name}"}
    made["components"]["responses"] = {n: json.loads(body) for n, body in sorted(shared.items())}
