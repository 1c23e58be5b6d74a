"""Giving each row a slug that no other row of its table has."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils.text import slugify

from packdex.catalog.models import MovedSlug, Package, PastSlug
from packdex.catalog.models.versioned import SLUG_LENGTH


def conflicts(
    model: type[models.Model], wanted: Mapping[int, str], stored: Mapping[int, Any]
) -> dict[int, int]:
    """Who cannot have the slug it wants: its id, and the id of the row that holds that slug.

    Rows of `wanted` may take slugs that others of them give up, even in a circle. `stored` are
    the stored rows among `wanted`. Call `give_way` before.
    """
    others = dict(
        model._default_manager.filter(slug__in=set(wanted.values()))
        .exclude(pk__in=wanted)
        .values_list("slug", "pk")
    )
    refused: dict[int, int] = {}
    while True:
        # A refused row keeps the slug it has, which may be the one that another was to take.
        holders = others | {stored[id_].slug: id_ for id_ in refused if id_ in stored}
        found = _collisions(
            {id_: slug for id_, slug in wanted.items() if id_ not in refused}, holders
        )
        if not found:
            return refused
        refused |= found


def _collisions(wanted: Mapping[int, str], holders: dict[str, int]) -> dict[int, int]:
    found = {}
    for id_, slug in wanted.items():
        holder = holders.setdefault(slug, id_)
        if holder != id_:
            found[id_] = holder
    return found


def give_way(model: type[models.Model], wanted: Mapping[int, str], stem: str) -> set[int]:
    """Rename the placeholders whose made-up slug a real row wants; returns their ids."""
    renamed = {}
    holders = model._default_manager.filter(slug__in=set(wanted.values()), placeholder=True)
    for row in holders.exclude(pk__in=wanted):
        slug = free(model, [row.pk], stem, taken=wanted.values())[row.pk]
        model._default_manager.filter(pk=row.pk).update(slug=slug)
        renamed[row.pk] = slug
    return set(renamed)


def free(
    model: type[models.Model], ids: Collection[int], stem: str, taken: Iterable[str] = ()
) -> dict[int, str]:
    """A free slug for each id: "grid-245" for the stem "grid", or "grid-245-2" and so on.

    `taken` are slugs that are about to be used. One query unless a slug is in use.
    """
    made: dict[int, str] = {}
    used = set(taken)
    number = 1
    while missing := [id_ for id_ in ids if id_ not in made]:
        ending = "" if number == 1 else f"-{number}"
        candidates = {f"{stem}-{id_}{ending}": id_ for id_ in missing}
        rows = model._default_manager.filter(slug__in=candidates)
        used |= set(rows.values_list("slug", flat=True))
        made |= {id_: slug for slug, id_ in candidates.items() if slug not in used}
        number += 1
    return made


def of_title(model: type[models.Model], title: str, stem: str) -> str:
    """A free slug made of a title: "forms", or "forms-2" and so on; of `stem` without any letter.

    Slugs that lead to a package because it had them are not free. Call it inside a transaction
    that is alone (`rows.one_importer`).
    """
    wanted = slugify(title)[:SLUG_LENGTH].strip("-_") or stem
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        slug = wanted[: SLUG_LENGTH - len(ending)] + ending
        if not is_taken(model, slug):
            return slug
        number += 1


def is_taken(model: type[models.Model], slug: str) -> bool:
    """Whether a row has the slug, or it leads to a package that had it. Three queries at most."""
    if model._default_manager.filter(slug=slug).exists():
        return True
    return model is Package and any(
        past._default_manager.filter(slug=slug).exists() for past in (MovedSlug, PastSlug)
    )


def vacate(model: type[models.Model], wanted: Mapping[int, str], stored: Mapping[int, Any]) -> None:
    """Take slugs away from rows that change theirs to let another row of `wanted` have it.

    Databases check uniqueness row by row, so two rows cannot change places in one statement.
    """
    takers = {slug: id_ for id_, slug in wanted.items()}
    leaving = [
        id_
        for id_, row in stored.items()
        if id_ in wanted and row.slug != wanted[id_] and takers.get(row.slug, id_) != id_
    ]
    if leaving:
        mark = f"-{secrets.token_hex(8)}-"
        assert len(mark) + 19 <= SLUG_LENGTH  # noqa: S101 - 19 digits have the highest id
        model._default_manager.filter(pk__in=leaving).update(
            slug=Concat(Value(mark), Cast("pk", models.CharField()))
        )
