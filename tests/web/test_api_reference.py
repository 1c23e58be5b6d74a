"""The page that shows the OpenAPI document."""

from __future__ import annotations

import json

import pytest

from packdex.api.openapi import views
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


def test_every_operation_is_on_the_page(read: Reader) -> None:
    page = read("/api/reference/")
    document = json.loads(views.document())
    for path, operations in document["paths"].items():
        assert f"<h3><code>{path}</code></h3>" in page.source
        for operation in operations.values():
            for each in operation.get("parameters", ()):
                assert each["name"] in page.text
    assert "commits_over_52" in page.text
    assert "412" in page.text
    assert "$ref" not in page.source
    assert "`" not in page.text
    for link in ("/api/schema/", "/_allauth/openapi.json"):
        assert link in page.links
        assert read(link, accept="application/json").response["Content-Type"].endswith("json")
