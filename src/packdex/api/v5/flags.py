"""Reports that something is wrong: people send them, moderators work through them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.exceptions import ValidationError

from packdex.api.v5 import answers, keys, shapes
from packdex.api.v5.crud import GrowingView, ItemView
from packdex.api.writing.caller import Caller
from packdex.api.writing.fields import Wanted
from packdex.api.writing.references import id_of
from packdex.catalog.actions import typed
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import flags as actions
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.models import Flag, Grid, Package
from packdex.core.roles import Act, Actor, may

LONGEST_KIND = 20


class Flags(GrowingView):
    """The caller's own reports, newest first; to moderators all of them. `?state=` parts them."""

    personal = True
    acts = {"POST": (Act.FLAG,)}
    shape, new = shapes.FlagShape, shapes.NewFlagShape

    def rows(self) -> Any:
        """Those that the caller sees."""
        rows = _seen_by(self.actor)
        state = self.request.query_params.get("state", "")
        if state in Flag.State.values:
            rows = rows.filter(state=state)
        return rows.order_by("-created", "-id")

    def answer(self, row: Flag) -> answers.Answer:
        """v5's keys."""
        return answers.flag(row, self.origin)

    def add(self, caller: Caller, told: Wanted) -> Flag:
        """Report something."""
        kind = typed.line("kind", told["kind"], longest=LONGEST_KIND)
        return actions.report(caller.actor, _thing(caller, told), kind, told["reason"], caller.at)


class OneFlag(ItemView):
    """A report. Moderators answer it, once: PATCH with `state`."""

    http_method_names = ["get", "patch", "head", "options"]
    personal = True
    acts = {"PATCH": (Act.MODERATE,)}
    shape = shapes.FlagShape

    def find(self) -> Flag:
        """The report, if the caller sees it. Raises Http404."""
        row: Flag | None = _seen_by(self.actor).filter(pk=keys.number(self.kwargs["id"])).first()
        if row is None:
            raise Http404("No Flag matches the given query.")
        return row

    def answer(self, row: Flag) -> answers.Answer:
        """v5's keys."""
        return answers.flag(row, self.origin)

    def change(self, caller: Caller, row: Flag, told: Wanted) -> None:
        """Accept it, with or without taking the thing away, or dismiss it."""
        state, answer = told.get("state"), told.get("answer", "")
        away = typed.flag("take_away", told.get("take_away", False))
        if state not in {Flag.State.ACCEPTED, Flag.State.DISMISSED}:
            raise InvalidError("state", "is to be accepted or dismissed.")
        if away and state == Flag.State.DISMISSED:
            raise InvalidError("take_away", "goes with accepted only.")
        if state == Flag.State.DISMISSED:
            actions.dismiss(caller.actor, row.pk, answer, caller.at)
        elif away:
            actions.accept_and_take_away(caller.actor, row.pk, answer, caller.at)
        else:
            actions.accept(caller.actor, row.pk, answer, caller.at)


def _seen_by(actor: Actor) -> Any:
    rows = Flag.objects.all()
    return rows if may(actor, Act.MODERATE) else rows.filter(by=actor.id)


def _thing(caller: Caller, told: Wanted) -> Thing:
    """The one thing that is reported. Raises ValidationError and InvalidError."""
    named = [table for table in Reported if table in told]
    if len(named) != 1:
        problem = "Name one thing: a package, a grid, a revision or an example."
        raise ValidationError({name: [problem] for name in named or [Reported.PACKAGE]})
    table, value = named[0], told[named[0]]
    if table is Reported.PACKAGE:
        return Thing(table, id_of(table, value, Package.objects.all(), caller.origin))
    if table is Reported.GRID:
        return Thing(table, id_of(table, value, Grid.objects.all(), caller.origin))
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= keys.LARGEST_ID:
        raise InvalidError(table, f"there is no {table} {str(value)[:40]!r}.")
    return Thing(table, value)
