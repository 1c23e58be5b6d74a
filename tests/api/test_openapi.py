"""The OpenAPI document: complete, and served without the library that made it.

That it is current and valid is found where all generated pages are (tests/architecture).
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import yaml
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.regex_helper import normalize

from packdex.api.openapi import views

DOCUMENT: dict[str, Any] = json.loads(views.document())
NOT_DESCRIBED = {"/api/", "/api/reference/", "/api/v4/", "/api/v5/"}
"""Pages, and addresses at which there is nothing or only a list of the others."""


def test_it_is_served_as_json_and_yaml(client: Client) -> None:
    answer = client.get("/api/schema/")
    assert answer["Content-Type"] == views.JSON
    assert answer.json() == DOCUMENT
    for asked in ({"accept": "application/yaml"}, {"accept": "application/vnd.oai.openapi"}):
        answer = client.get("/api/schema/", headers=asked)
        assert yaml.safe_load(answer.content) == DOCUMENT
    assert yaml.safe_load(client.get("/api/schema/?format=yaml").content) == DOCUMENT
    assert client.post("/api/schema/").status_code == 405


def test_every_address_of_the_api_is_described() -> None:
    described = {path.split("{")[0] for path in DOCUMENT["paths"]}
    for path in addresses():
        assert path.split("%(")[0] in described | NOT_DESCRIBED, path


def addresses() -> list[str]:
    """All paths below /api/ but those of nothing and of formats."""
    found: list[str] = []

    def walk(patterns: Any, prefix: str) -> None:
        for each in patterns:
            path = prefix + normalize(each.pattern.regex.pattern)[0][0]
            if not isinstance(each, URLPattern):
                walk(each.url_patterns, path)
            elif "rest" not in path and "format" not in path:
                found.append(path)

    walk(get_resolver().url_patterns, "/")
    return sorted({path for path in found if path.startswith("/api/") and "/v1/" not in path})


def test_writes_say_who_may_send_them_and_how() -> None:
    assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    change = DOCUMENT["paths"]["/api/v4/packages/{id}/"]["patch"]
    assert {each["name"] for each in change["parameters"]} == {"id", "why", "If-Match"}
    assert {"200", "400", "401", "403", "404", "409", "412", "429"} <= change["responses"].keys()
    sent = DOCUMENT["components"]["schemas"]["PackageRequest"]
    assert set(sent["properties"]) == {
        "category",
        "grids",
        "title",
        "slug",
        "repo_url",
        "pypi_url",
        "documentation_url",
    }
    assert set(sent["required"]) == {"category", "title"}


def test_a_serving_process_does_without_the_library() -> None:
    program = (
        "import sys; from packdex.config import wsgi; from django.urls import get_resolver;"
        "get_resolver().url_patterns; import packdex.api.urls;"
        "print([name for name in sys.modules if 'spectacular' in name])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"
