"""Saving a form over what others may have changed since it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.http import QueryDict

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.rows import one_importer
from packdex.core.roles import RefusedError
from packdex.web.edit.form import Form, Readers

Changes = TypeVar("Changes", bound=Mapping[str, Any])


@dataclass(frozen=True)
class Thing(Generic[Changes]):
    """What a form edits.

    `stands` reads, as the form's fields hold them, the values that stand there now. `typed` makes
    of the fields that a person changed what `write` takes, beside the reason; `write` raises
    InvalidError and RefusedError. `readers` check single values as `write` does.
    """

    stands: Callable[[], Mapping[str, str]]
    typed: Callable[[dict[str, str]], Changes]
    write: Callable[[Changes, str], Any]
    readers: Readers


def save(form: Form, sent: QueryDict, thing: Thing[Any]) -> bool:
    """Save what the person changed; False: the form says what is wrong."""
    with transaction.atomic():
        one_importer()  # what is compared here must still hold when it is written
        now = thing.stands()
        form.take(sent, now)
        changes = form.changes(now)
        why = changes.pop("why", "")
        typed = attempt(form, lambda: thing.typed(changes))
        if typed is not None:
            form.check(typed, thing.readers)
        if not form.failed:
            attempt(form, lambda: thing.write(typed, why))
    return not form.failed


def attempt(form: Form, action: Callable[[], Any]) -> Any:
    """What `action` returns; None if it was refused, which the form then says."""
    try:
        return action()
    except InvalidError as error:
        form.refuse(error)
    except RefusedError as error:
        form.problem, form.status = str(error), 403
    return None
