"""The catalogue that is searched: the starter catalogue, and generated packages around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from benchmarks.generate import Catalogue
from tests.search import relevance


@pytest.fixture(scope="module")
def searched(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """A database with the starter catalogue among generated packages; gives the starter's slugs."""
    from packdex.catalog.models import Package
    from packdex.exchange import starter
    from packdex.search import rebuild

    with django_db_blocker.unblock(), suppress(_Over), transaction.atomic():
        starter.load_if_empty(lambda line: None)
        slugs = list(Package.objects.order_by("id").values_list("slug", flat=True))
        _add_noise()
        rebuild.rebuild()
        yield slugs
        raise _Over


class _Over(Exception):  # noqa: N818
    """The tests of a module are done; nothing they wrote stays."""


def _add_noise() -> None:
    """The generated packages, behind the ids of the real ones."""
    from packdex.catalog.models import Category, Package, PackageFacts
    from packdex.core.titles import sort_key

    category = Category.objects.get(slug="apps")
    catalogue = Catalogue(relevance.NOISE)
    rows = []
    for number in range(relevance.NOISE):
        item = catalogue.package(number)
        package = Package(
            id=1_000_000 + number,
            slug=item["slug"],
            title=item["title"],
            sort_title=sort_key(item["title"]),
            category=category,
            repo_url=item["repo_url"],
            pypi_url=item["pypi_url"],
            created=item["created"],
            modified=item["modified"],
        )
        facts = PackageFacts(
            package=package,
            description=item["repo_description"],
            stars=item["repo_watchers"],
            last_updated=item["last_updated"],
            participants=item["participants"],
        )
        rows.append((package, facts))
    Package.objects.bulk_create([package for package, _ in rows])
    PackageFacts.objects.bulk_create([facts for _, facts in rows])
