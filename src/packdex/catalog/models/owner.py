"""The key of a row that stands beside another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _OneToOne = models.OneToOneField[Any, Any]
else:
    _OneToOne = models.OneToOneField


class OwnerKey(_OneToOne):
    """The primary key of a row about one other row: that row's own key. It goes with its owner.

    SQLite finds a row by its key in the table itself only if the column is an `integer`. Django
    makes the column of a relation a `bigint`, for which SQLite keeps an index beside the table:
    every look-up goes through two trees, and reading a list of answers costs a third more.
    """

    def __init__(self, to: Any, on_delete: Any = models.CASCADE, **options: Any) -> None:
        super().__init__(to, on_delete, **(options | {"primary_key": True}))

    def deconstruct(self) -> Any:
        """As migrations write it: without what every one has."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["primary_key"]
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """The column's type in the database of `connection`."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
