"""What can be asked about a package, read off its addresses."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from packdex.catalog.actions.facts.plan import Question, plan, unplanned
from packdex.catalog.actions.facts.states import FORGE, GIT, REGISTRY, STATUS
from packdex.catalog.actions.facts.status import LEAST, ROUND
from packdex.catalog.models import Package
from packdex.core.registry import project_of
from packdex.core.repository import parse
from packdex.refresh.context import Context
from packdex.refresh.forges import forge_of


def plan_packages(packages: Sequence[Package], context: Context) -> int:
    """Plan the sources of `packages` anew; returns how many rows are new."""
    now = context.now()
    # The status of many is not asked for at once, nor is all of it overdue until it was.
    spread = ROUND if len(packages) > LEAST else timedelta(0)
    questions = [
        question
        for package in packages
        for question in _questions(package, context, now + spread * random.random())  # noqa: S311
    ]
    return plan(questions, [package.pk for package in packages], now)


def plan_new(context: Context) -> int:
    """Plan the sources of all packages that have none yet; returns how many rows are new."""
    new, after = 0, 0
    while packages := unplanned(after):
        new += plan_packages(packages, context)
        after = packages[-1].pk
    return new


def _questions(package: Package, context: Context, status_at: datetime) -> Iterator[Question]:
    """What can be asked about `package`; its status first at `status_at`."""
    if project_of(package.pypi_url, context.registry):
        host = urlsplit(context.registry).netloc
        yield Question(package.pk, REGISTRY, host)
        yield Question(package.pk, STATUS, host, status_at)
    repository = parse(package.repo_url)
    if repository:
        yield Question(package.pk, GIT, repository.host)
        if forge_of(repository, context):
            yield Question(package.pk, FORGE, repository.host)
