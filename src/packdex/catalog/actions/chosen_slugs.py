"""Slugs that somebody chooses, instead of having them made of a title."""

from __future__ import annotations

from django.db import models

from packdex.catalog.actions import slugs, typed
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.models.versioned import SLUG_LENGTH, validate_slug


def read(value: object) -> str:
    """A slug; raises InvalidError for what is none."""
    slug = typed.line("slug", value, longest=SLUG_LENGTH, needed=True)
    if not validate_slug.regex.fullmatch(slug):  # type: ignore[union-attr]
        raise InvalidError(
            "slug", f"{slug!r} is none: lower-case letters, digits, hyphens and underscores are."
        )
    return slug


def first(model: type[models.Model], wanted: object, title: str) -> str:
    """The slug of a new row: the one that is wanted, or where none is ("") one of its title.

    Raises InvalidError for what is no slug, and for one that is, or was, another row's. Call it
    inside a transaction that is alone (`rows.one_importer`).
    """
    name = str(model._meta.verbose_name)
    if wanted == "":
        return slugs.of_title(model, title, name)
    slug = read(wanted)
    if slugs.is_taken(model, slug):
        raise InvalidError(
            "slug", f"{slug!r} is, or was, the slug of another {name}; take a free one."
        )
    return slug
