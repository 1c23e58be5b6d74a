"""What can be asked about a package, read off its addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from packdex.catalog.actions.plan import Question, plan, unplanned
from packdex.catalog.actions.states import FORGE, GIT, REGISTRY
from packdex.catalog.models import Package
from packdex.core.registry import project_of
from packdex.core.repository import parse
from packdex.refresh.context import Context
from packdex.refresh.forges import forge_of


def plan_packages(packages: Sequence[Package], context: Context) -> int:
    """Plan the sources of `packages` anew; returns how many rows are new."""
    questions = [question for package in packages for question in _questions(package, context)]
    return plan(questions, [package.pk for package in packages], context.now())


def plan_new(context: Context) -> int:
    """Plan the sources of all packages that have none yet; returns how many rows are new."""
    new, after = 0, 0
    while packages := unplanned(after):
        new += plan_packages(packages, context)
        after = packages[-1].pk
    return new


def _questions(package: Package, context: Context) -> Iterator[Question]:
    if project_of(package.pypi_url, context.registry):
        yield Question(package.pk, REGISTRY, urlsplit(context.registry).netloc)
    repository = parse(package.repo_url)
    if repository:
        yield Question(package.pk, GIT, repository.host)
        if forge_of(repository, context):
            yield Question(package.pk, FORGE, repository.host)
