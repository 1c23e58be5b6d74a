"""The fields of what callers write in v5: which there are, of what kind, and which are given."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.fields import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    IntegerField,
    URLField,
)

from packdex.catalog.models import Flag
from packdex.core.comparison.elements import LONGEST_NOTE, LONGEST_SOURCE, LONGEST_TEXT, Kind

Shape = serializers.Serializer[Any]

_NAMED = "A link; an id or a slug is taken, too."


class FeatureShape(Shape):
    """A feature: a row of a grid that people fill in."""

    url = URLField(read_only=True)
    id = IntegerField(read_only=True)
    grid = URLField(read_only=True)
    title = CharField(max_length=200)
    description = CharField(max_length=2_000, required=False, allow_blank=True)
    position = IntegerField(
        required=False, min_value=0, help_text="Its place in the grid, from 0; at first the last."
    )


class MemberShape(Shape):
    """A package's place in a grid."""

    url = URLField(read_only=True)
    grid = URLField(read_only=True)
    package = URLField(read_only=True)
    position = IntegerField(min_value=0, help_text="Its place in the grid, from 0.")


class NewMemberShape(Shape):
    """A package that is put into a grid."""

    package = URLField(help_text=_NAMED)
    position = IntegerField(
        required=False, min_value=0, help_text="Its place in the grid, from 0; else the last."
    )


class ElementShape(Shape):
    """A cell of a grid: what one package has of one feature."""

    url = URLField(read_only=True)
    grid = URLField(read_only=True)
    feature = URLField(read_only=True)
    package = URLField(read_only=True)
    text = CharField(max_length=LONGEST_TEXT, allow_blank=True)
    kind = ChoiceField(
        choices=[*Kind],
        required=False,
        allow_blank=True,
        help_text='What the text means; "" has it told by the text.',
    )
    note = CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    source_url = CharField(
        max_length=LONGEST_SOURCE, required=False, allow_blank=True, help_text="What shows it."
    )
    version = IntegerField(read_only=True, help_text="Grows with each change.")


class MarkShape(Shape):
    """That the caller uses a package, or likes it."""

    url = URLField(read_only=True)
    package = URLField(read_only=True)
    created = DateTimeField(read_only=True)


class FlagShape(Shape):
    """A report that something is wrong."""

    url = URLField(read_only=True)
    id = IntegerField(read_only=True)
    package = URLField(read_only=True, allow_null=True)
    grid = URLField(read_only=True, allow_null=True)
    revision = IntegerField(read_only=True, allow_null=True)
    example = IntegerField(read_only=True, allow_null=True)
    kind = ChoiceField(choices=Flag.Kind.choices, read_only=True)
    reason = CharField(read_only=True)
    created = DateTimeField(read_only=True)
    handled_at = DateTimeField(read_only=True, allow_null=True)
    state = ChoiceField(
        choices=Flag.State.choices, help_text="`accepted` or `dismissed`, once, by a moderator."
    )
    answer = CharField(max_length=1000, required=False, allow_blank=True)
    take_away = BooleanField(
        required=False,
        write_only=True,
        help_text="With `accepted`: hide the package or grid, or remove the example.",
    )


class NewFlagShape(Shape):
    """A new report: of a package, a grid, a revision or an example, exactly one."""

    package = URLField(required=False, help_text=_NAMED)
    grid = URLField(required=False, help_text=_NAMED)
    revision = IntegerField(required=False, help_text="The number of a change in the history.")
    example = IntegerField(required=False, help_text="The number of a site that uses a package.")
    kind = ChoiceField(choices=Flag.Kind.choices)
    reason = CharField(max_length=1000)
