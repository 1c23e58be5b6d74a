"""What tests of pages share: a reader that knows a page as its visitors do."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client


@dataclass(frozen=True)
class Seen:
    """A page as it was answered."""

    response: HttpResponse
    source: str

    @property
    def text(self) -> str:
        """What a reader sees of the main part: no tags, single blanks."""
        main = self.source.split('<main id="content"', 1)[-1].split("</main>")[0]
        bare = re.sub(r"<[^>]*>", " ", main.split(">", 1)[-1])
        return " ".join(html.unescape(bare).split())

    @property
    def title(self) -> str:
        return html.unescape(re.findall(r"<title>(.*?)</title>", self.source)[0])

    @property
    def links(self) -> list[str]:
        return [html.unescape(link) for link in re.findall(r'<a [^>]*?href="([^"]*)"', self.source)]

    def headwords(self) -> list[str]:
        """The titles of the entries that a list shows, in order."""
        found = re.findall(r'<a class="headword"[^>]*>(.*?)</a>', self.source)
        return [html.unescape(title) for title in found]


class Reader:
    """Asks for pages; each has to be answered with 200 unless another status is expected."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, path: str, status: int = 200, **headers: str) -> Seen:
        response = self.client.get(path, headers=headers)
        assert response.status_code == status, response.content[:500]
        return Seen(response, response.content.decode())


@pytest.fixture
def read(client: Client) -> Reader:
    return Reader(client)
