"""Text as it is looked up: spellings of one name, or of one address, are the same here."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Func

LENGTH = 300
"""Characters that are compared. An index of PostgreSQL holds no row of more than 2,700 bytes."""

_DROPPED = str.maketrans("", "", "-_.")
"""Registries and people take these for one another."""


class Plain(Func):
    """The database's way to `plain_text`, for an index and for whoever looks into it.

    Its constants are written out and not parameters, or SQLite would not know the index again.
    PostgreSQL compares by code point here, as SQLite does, so that all texts with one beginning
    are a range.
    """

    output_field = models.TextField()
    arity = 1
    template = (
        "substr(replace(replace(replace(lower(%(expressions)s), '-', ''), '_', ''), '.', ''),"
        f" 1, {LENGTH})"
    )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same with the order of code points."""
        return super().as_sql(compiler, connection, template=f'({self.template} COLLATE "C")')


def plain_text(text: str) -> str:
    """`text` in lower case, without hyphens, underscores and dots, and cut to LENGTH."""
    return text.lower().translate(_DROPPED)[:LENGTH]
