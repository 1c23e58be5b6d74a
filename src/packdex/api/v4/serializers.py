"""v4's answers as REST framework's serialisers, for its views and browsable pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.fields import (
    BooleanField,
    CharField,
    DateTimeField,
    IntegerField,
    ListField,
    URLField,
)

from packdex.api.links import Links
from packdex.api.v4 import answers
from packdex.catalog.models import Category, Grid, Package
from packdex.catalog.origin import origin_of


def links_for(context: Mapping[str, Any]) -> Links:
    """The links for an answer in `context`, a view's serialiser context.

    The format asked for, by suffix or by `?format=`, is carried into them, unless the context
    has `links` of its own.
    """
    if "links" in context:
        links: Links = context["links"]
        return links
    request = context["request"]
    return Links(
        origin_of(request._request),
        suffix=context.get("format") or "",
        query=request.query_params.get("format", ""),
    )


class AnswerSerializer(serializers.Serializer[Any]):
    """A row's fields as callers see and write them, in the contract's order.

    What is answered is written by one function of answers.py, and what is sent is checked by the
    actions: the fields here say which there are, which can be written, and of what kind each is.
    """

    def _links(self) -> Links:
        return links_for(self.context)


class PackageSerializer(AnswerSerializer):
    """A package."""

    category = URLField(help_text="Its category: a link; an id or a slug is taken, too.")
    grids = ListField(
        child=URLField(),
        required=False,
        help_text="The grids that it is in: links; ids and slugs are taken, too.",
    )
    id = IntegerField(read_only=True)
    title = CharField(max_length=200)
    slug = CharField(
        max_length=50,
        required=False,
        help_text="Follows the title unless it is given; later only moderators change it.",
    )
    last_updated = DateTimeField(
        read_only=True, allow_null=True, help_text="When the tip of its branch was committed."
    )
    last_fetched = DateTimeField(
        read_only=True, allow_null=True, help_text="When its facts were last taken."
    )
    repo_url = CharField(
        max_length=1000, required=False, allow_blank=True, help_text="Its repository, as entered."
    )
    pypi_version = CharField(read_only=True, allow_null=True)
    created = DateTimeField(read_only=True)
    modified = DateTimeField(read_only=True, help_text="When somebody last edited it.")
    repo_forks = IntegerField(read_only=True)
    repo_description = CharField(read_only=True)
    pypi_url = CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        help_text='Its page on the registry, as entered; "" where there is none.',
    )
    documentation_url = CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text='"" where there is none, null where nobody said.',
    )
    repo_watchers = IntegerField(read_only=True, help_text="Stars.")
    commits_over_52 = ListField(
        child=IntegerField(), read_only=True, help_text="Commits a week, oldest first; [] if none."
    )
    participants = ListField(child=CharField(), read_only=True, help_text="Logins on its forge.")

    def to_representation(self, instance: Package) -> answers.Answer:
        """The contract's keys."""
        return answers.package(instance, self._links())


class GridSerializer(AnswerSerializer):
    """A grid."""

    first_fields = ("slug",)

    id = IntegerField(read_only=True)
    title = CharField(max_length=200)
    slug = CharField(read_only=True, help_text="Made of the title, unless told with a new one.")
    description = CharField(max_length=5_000, required=False, allow_blank=True)
    is_locked = BooleanField(
        required=False, help_text="Whether only editors change it; moderators say so."
    )
    packages = ListField(
        child=URLField(),
        required=False,
        help_text="Its packages by title: links; ids and slugs are taken, too.",
    )
    header = BooleanField(
        required=False, help_text="Whether it stands in the site's header; moderators say so."
    )
    created = DateTimeField(read_only=True)
    modified = DateTimeField(read_only=True)

    def to_representation(self, instance: Grid) -> answers.Answer:
        """The contract's keys."""
        return answers.grid(instance, self._links())


class CategorySerializer(AnswerSerializer):
    """A category."""

    first_fields = ("slug",)

    id = IntegerField(read_only=True)
    title = CharField(max_length=100)
    slug = CharField(read_only=True, help_text="Made of the title, unless told with a new one.")
    description = CharField(max_length=5_000, required=False, allow_blank=True)
    title_plural = CharField(max_length=100, required=False, allow_blank=True)
    show_pypi = BooleanField(
        required=False, help_text="Whether its packages are looked for on the registry."
    )
    created = DateTimeField(read_only=True)
    modified = DateTimeField(read_only=True)

    def to_representation(self, instance: Category) -> answers.Answer:
        """The contract's keys."""
        return answers.category(instance, self._links())
