"""Sites that use a package: people suggest them, moderators let them in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions import typed
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people.saying import AlreadyError, keep_pace, one_at_a_time, seen_by
from packdex.catalog.models import Example, Package
from packdex.core.roles import REPORTS_AN_HOUR, Act, Actor, may, require

LONGEST_TITLE = 100


@transaction.atomic
def suggest(actor: Actor, package_id: int, title: str, url: str, at: datetime) -> Example:
    """Suggest a site that uses the package; what moderators suggest is shown at once.

    Raises RefusedError, InvalidError, and AlreadyError where the site was suggested before.
    """
    require(actor, Act.SUGGEST_EXAMPLE)
    person = one_at_a_time(actor)
    package = seen_by(actor, Package, package_id)
    title = typed.line("title", title, longest=LONGEST_TITLE, needed=True)
    url = typed.address("url", url)
    if not url:
        raise InvalidError("url", "is empty; the address of the site is needed.")
    there = Example.objects.filter(package=package, url=url).first()
    if there is not None:
        raise AlreadyError(
            f"{there.title} is listed already."
            if there.shown
            else "This site was suggested before; a moderator will look at it."
        )
    keep_pace(Example, actor, at, REPORTS_AN_HOUR[actor.is_new(at)])
    shown = may(actor, Act.MODERATE)
    example = Example.objects.create(
        package=package, title=title, url=url, shown=shown, created=at, by_id=person
    )
    if shown:
        editions.touch(packages=[package.pk])
    return example


@transaction.atomic
def let_in(actor: Actor, example_id: int) -> None:
    """Show the site on the package's page. Raises RefusedError and InvalidError."""
    example = _example(actor, example_id)
    example.shown = True
    example.save(update_fields=["shown"])
    editions.touch(packages=[example.package_id])


@transaction.atomic
def remove(actor: Actor, example_id: int) -> None:
    """Take the site away, whether it was shown or not. Raises RefusedError and InvalidError."""
    example = _example(actor, example_id)
    example.delete()
    if example.shown:
        editions.touch(packages=[example.package_id])


def _example(actor: Actor, example_id: int) -> Example:
    require(actor, Act.MODERATE)
    rows = Example.objects.select_for_update(of=("self",))
    example = rows.filter(pk=example_id).first()
    if example is None:
        raise InvalidError(
            "example", f"there is no site {example_id!r}; it may be removed already."
        )
    return example
