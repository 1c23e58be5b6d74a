"""What holds for every page."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import make
from tests.lifecycles import NEWEST_PYTHON
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/packages/",
    "/packages/p/oak/",
    "/packages/p/oak/verdict/",
    "/methodology/",
    "/methodology/last_commit/",
    "/categories/",
    "/categories/apps/",
    "/grids/",
    "/grids/g/trees/",
    "/search/",
    "/events/",
    "/history/",
    "/grids/g/trees/history/",
    "/upgrade/",
    f"/upgrade/{NEWEST_PYTHON}/",
    "/grids/g/trees/upgrade/",
    "/freshness/",
    "/about/",
    "/api/",
    "/api/reference/",
    "/compare/",
)
WITH_SCRIPT = ("/grids/g/trees/", "/compare/?p=oak&p=elm")
"""Where there is htmx, pages that compare change in place; everything works without it."""


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    facts = {"stars": 5, "commits_over_52": [2] * 52, "participants": ["a"] * 40}
    make.grid("trees", make.package("oak", facts=facts), make.package("elm"))


@pytest.mark.parametrize("path", PAGES)
def test_it_says_what_it_is(read: Reader, path: str) -> None:
    source = read(path).source
    assert source.startswith('<!doctype html>\n<html lang="en">')
    assert source.count("<h1") == 1
    assert source.count("<main") == 1
    assert f'<link rel="canonical" href="http://testserver{path}">' in source
    assert '<a class="skip" href="#content">' in source
    ids = re.findall(r' id="([^"]*)"', source)
    assert len(ids) == len(set(ids))
    for names in re.findall(r'aria-labelledby="([^"]*)"', source):
        assert set(names.split()) <= set(ids)


@pytest.mark.parametrize("path", [*PAGES, "/compare/?p=oak&p=elm"])
def test_a_strict_content_policy_can_hold(client: Client, path: str) -> None:
    answer = client.get(path)
    source = answer.content.decode()
    scripts = re.findall(r"<script[^>]*>.*?</script>", source, re.DOTALL)
    assert len(scripts) == 1 + (path in WITH_SCRIPT)
    assert scripts[0].startswith('<script src="/static/web/suggest.js?v=')
    for script in scripts:  # a file of ours, that waits until the page is there; nothing inline
        assert re.fullmatch(r'<script src="/static/[^"]*\?v=[0-9a-f]{8}" defer></script>', script)
    assert "<style" not in source
    assert not re.search(r"<[^>]*\s(style|on[a-z]+|hx-on[^=]*|hx-vals|hx-vars)=", source)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_it_is_kept_by_visitors_and_asked_for_again(read: Reader, path: str) -> None:
    answer = read(path).response
    assert answer["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer
    assert "Cookie" in answer["Vary"]  # the menu says who is signed in
    read(path, 304, if_none_match=answer["ETag"])


@pytest.mark.parametrize("path", PAGES)
def test_no_time_is_told_as_an_age(read: Reader, path: str) -> None:
    assert not re.search(r"\b(ago|yesterday|today|just now)\b", read(path).text)


@pytest.mark.parametrize("path", PAGES)
def test_head_answers_without_a_body(client: Client, path: str) -> None:
    answer = client.head(path)
    assert answer.status_code == 200
    assert answer.content == b""


def test_every_link_leads_somewhere(read: Reader) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        accept = "application/json" if path.startswith("/api/v") else "text/html"
        if leads_to_sign_in(read.client, path):
            continue
        page = read(path, accept=accept)
        # Views of a comparison lead to more of them, without end.
        if not path.startswith(("/api/v", "/grids/g/trees/?", "/compare/?")):
            waiting += page.links
    assert set(PAGES) <= seen


def leads_to_sign_in(client: Client, path: str) -> bool:
    """Whether a stranger is asked to sign in first, and comes back afterwards."""
    answer = client.get(path)
    if answer.status_code != 302:
        return False
    assert answer["Location"] == f"/accounts/login/?{urlencode({'next': path})}"
    return True


def test_the_final_slash_is_added(client: Client) -> None:
    assert client.get("/packages/p/oak")["Location"] == "/packages/p/oak/"
