"""The examples of docs/API.md, run in their order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from packdex.accounts.tokens import personal
from packdex.catalog.models import Element, Feature, Revision
from packdex.core.roles import Scope
from tests import make

EXAMPLE = re.compile(r"^(curl .*?)\n# (\d+)$", re.MULTILINE | re.DOTALL)


@pytest.mark.django_db
def test_every_example_does_what_it_says(project_folder: Path, client: Client) -> None:
    make.package("oak")
    scopes = [Scope.PACKAGES_WRITE, Scope.GRIDS_WRITE]
    token = personal.make(make.user("ada"), "guide", scopes, 1, timezone.now())[1]
    examples = EXAMPLE.findall((project_folder / "docs" / "API.md").read_text("utf-8"))
    known = {"HOST": "http://testserver", "TOKEN": token}
    for text, status in examples:
        if "$FEATURE" in text:
            known["FEATURE"] = str(Feature.objects.get().pk)
        answer = run(client, text, known)
        assert answer.status_code == int(status), (text, answer.content)
        known.setdefault("ETAG", answer.headers.get("ETag", "").replace('"', '\\"'))
    assert len(examples) == 6
    assert Element.objects.get().note == "in spring"
    assert "What it is for" in Revision.objects.values_list("why", flat=True)


def run(client: Client, command: str, known: dict[str, str]) -> HttpResponse:
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    method, address, body, headers = "GET", "", "", {}
    words = iter(shlex.split(command.replace("\\\n", ""))[1:])
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            address = word.removeprefix("http://testserver")
    kind = headers.pop("Content-Type")
    answer: HttpResponse = client.generic(method, address, body, kind, headers=headers)
    return answer
