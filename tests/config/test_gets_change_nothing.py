"""No GET changes anything: of any address, for nobody and for somebody who may do everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django.utils.regex_helper import normalize

from packdex.accounts.models import User
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.models import Example, Feature, Flag, Revision
from packdex.core.roles import Role
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

DERIVED = {
    "catalog_packageanswers",
    "catalog_gridanswers",
    "catalog_categoryanswers",
    "catalog_packagepage",
    "catalog_packagelisting",
    "catalog_gridlisting",
    "catalog_verdictanswers",
    "catalog_packageverdict",
    "catalog_readiness",
    "search_",
}
"""What was made of other rows and is kept so that it need not be made again; search's tables."""

OF_VISITS = {"django_session", "usersessions_usersession", "accounts_counted"}
"""What an instance remembers of a visit: its session, and how often something was tried."""

_WRITE = re.compile(
    r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE
)


def keys() -> dict[str, Any]:
    """A little of everything: by what an address calls it, or by what stands before it."""
    admin = make.user("ada", Role.ADMIN)
    oak = make.package("oak", facts={"stars": 3, "commits_over_52": [1] * 52})
    trees = make.grid("trees", oak, make.package("elm"))
    leaves = Feature.objects.create(grid=trees, title="Leaves", position=0)
    now = timezone.now()
    edit_package(admin.actor, oak.pk, {"title": "Oak"}, expected=None, at=now)
    flag = Flag.objects.create(package=oak, kind="spam", reason="x", created=now, by=admin)
    site = Example.objects.create(
        package=oak, title="x", url="https://x.example", created=now, shown=True
    )
    return {
        "packages": oak.slug,
        "p": oak.slug,
        "package": oak.slug,
        "grids": trees.slug,
        "g": trees.slug,
        "grid": trees.slug,
        "categories": oak.category.slug,
        "account": admin.username,
        "features": leaves.pk,
        "elements": leaves.pk,
        "feature": leaves.pk,
        "flags": flag.pk,
        "example": site.pk,
        "history": Revision.objects.get().pk,
        "methodology": "last_commit",
        "product": "python",
        "version": "3.13",
        "upgrade": "python-3.13",
        "format": "json",
        "name": "packages",
        "number": 1,
        "rest": "nothing",
    }


def addresses(known: dict[str, Any]) -> Iterator[str]:
    """Every address, with what there is in the place of each parameter; else with "1-1"."""

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for each in patterns:
            path = before + normalize(each.pattern.regex.pattern)[0][0]
            if isinstance(each, URLPattern):
                yield filled(path, known)
            else:
                yield from walk(each.url_patterns, path)

    yield from sorted(set(walk(get_resolver(settings.ACCOUNTS_URLCONF).url_patterns, "/")))


def filled(path: str, known: dict[str, Any]) -> str:
    while found := re.search(r"%\((\w+)\)s", path):
        before = path[: found.start()].rstrip("/").rsplit("/")[-1]
        value = known.get(before, known.get(found[1], "1-1"))
        path = path[: found.start()] + str(value) + path[found.end() :]
    return path


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_address_changes_anything_when_it_is_read(signed_in: bool) -> None:
    known = keys()
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(User.objects.get())
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        table = _WRITE.match(sql)
        if table and not table[1].startswith(tuple(DERIVED | OF_VISITS)):
            written.append(sql[:200])
        return execute(sql, params, many, context)

    there = 0
    with connection.execute_wrapper(watch):
        for address in addresses(known):
            for headers in ({}, {"accept": "text/html"}) if "/api/v4" in address else ({},):
                answer = client.get(address, headers=headers)
                assert answer.status_code < 500, address
                there += answer.status_code == 200
                assert not written, address
    assert there > (140 if signed_in else 80), "it hardly asked for anything that is there"
