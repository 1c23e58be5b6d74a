"""The OpenAPI document at /api/schema/, as it was written when this release was made."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

JSON = "application/vnd.oai.openapi+json"
YAML = "application/vnd.oai.openapi"
"""As YAML it is registered without a suffix."""


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The document as JSON, or as YAML where `?format=` or `Accept` ask for that."""
    wanted = request.GET.get("format") or request.headers.get("Accept", "")
    if "yaml" in wanted or wanted == YAML:
        return HttpResponse(_yaml(), content_type=f"{YAML}; charset=utf-8")
    return HttpResponse(document(), content_type=JSON)


def document() -> bytes:
    """The document, as JSON."""
    return resources.files(__package__).joinpath("openapi.json").read_bytes()


@cache
def _yaml() -> bytes:
    import yaml

    return yaml.safe_dump(json.loads(document()), allow_unicode=True, sort_keys=False).encode()
