"""The fields of v3's answers, for the document alone: v3 is read only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.fields import (
    BooleanField,
    CharField,
    DateTimeField,
    IntegerField,
    ListField,
)

Shape = serializers.Serializer[Any]

_PATHS = "Site paths, without a host."


class V3Thing(Shape):
    """What v3 says of everything. Links are site paths; times are in UTC."""

    absolute_url = CharField(help_text="The path of its page.")
    resource_uri = CharField()
    created = DateTimeField()
    modified = DateTimeField()


class V3Titled(V3Thing):
    """Something with a name."""

    slug = CharField()
    title = CharField()


class V3Package(V3Titled):
    """A package."""

    category = CharField()
    commit_list = CharField(help_text="The 52 numbers, parted by commas.")
    commits_over_52 = CharField(help_text="The same.")
    created_by = CharField(allow_null=True)
    documentation_url = CharField(allow_null=True)
    grids = ListField(child=CharField(), help_text=_PATHS)
    last_fetched = DateTimeField(allow_null=True)
    last_modified_by = CharField(allow_null=True)
    participants = CharField(help_text="Logins, parted by commas.")
    pypi_url = CharField()
    pypi_version = CharField(allow_null=True)
    repo_description = CharField()
    repo_forks = IntegerField()
    repo_url = CharField()
    repo_watchers = IntegerField(help_text="Stars.")
    usage_count = IntegerField()


class V3Grid(V3Titled):
    """A grid."""

    description = CharField()
    is_locked = BooleanField()
    header = BooleanField()
    packages = ListField(child=CharField(), help_text=_PATHS)


class V3Category(V3Titled):
    """A category."""

    description = CharField()
    show_pypi = BooleanField()
    title_plural = CharField()


class V3User(V3Thing):
    """An account."""

    github_account = CharField()
    username = CharField()
    date_joined = DateTimeField()
    last_login = DateTimeField(allow_null=True)
    bitbucket_url = CharField()
    gitlab_url = CharField()
    packages = ListField(
        child=CharField(), required=False, help_text="With `?list_packages=1`: what they added."
    )


class V3Index(Shape):
    """The lists that v3 has."""

    categories = CharField()
    grids = CharField()
    packages = CharField()
    users = CharField()


class V3Meta(Shape):
    """Which part of a list this is."""

    limit = IntegerField()
    next = CharField(allow_null=True)
    offset = IntegerField()
    previous = CharField(allow_null=True)
    total_count = IntegerField()


class V3Problem(Shape):
    """What went wrong."""

    error = IntegerField(help_text="The status.")
    message = CharField()


def v3_list(one: type[Shape], **between: Shape) -> type[Shape]:
    """A page of v3: `meta`, what stands between, `objects`."""
    fields = {"meta": V3Meta(), **between, "objects": one(many=True)}
    return type(f"{one.__name__}List", (Shape,), {"__doc__": "A page of a list.", **fields})
