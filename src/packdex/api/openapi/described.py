"""What each view answers, where its class does not say so."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.fields import (
    CharField,
    DateTimeField,
    IntegerField,
    URLField,
)
from rest_framework.views import APIView

from packdex.api.openapi import shapes_v3 as v3
from packdex.api.v3 import views as v3_views
from packdex.api.v4 import views as v4_views
from packdex.api.v5.flags import Flags

Shape = serializers.Serializer[Any]


class Problem(Shape):
    """What went wrong."""

    detail = CharField()


WRONG_FIELDS = {
    "type": "object",
    "description": "For each wrong field what is wrong with it; `detail` where it is no field.",
    "additionalProperties": {
        "oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]
    },
}


class Root(Shape):
    """The lists that v4 has."""

    packages = URLField()
    search = URLField()
    grids = URLField()
    categories = URLField()


class Found(Shape):
    """A package or a grid that was found."""

    description = CharField()
    title = CharField()
    title_no_prefix = CharField()
    slug_no_prefix = CharField()
    clean_title = CharField()
    absolute_url = CharField()
    created = DateTimeField()
    modified = DateTimeField()
    weight = IntegerField(min_value=0, max_value=100)
    item_type = CharField(help_text="`package` or `grid`.")
    slug = CharField()
    category = CharField()
    repo_watchers = IntegerField()
    repo_forks = IntegerField()
    pypi_downloads = IntegerField()
    score = IntegerField()
    usage = IntegerField()
    participants = CharField()
    last_committed = DateTimeField(allow_null=True)
    last_released = DateTimeField(allow_null=True)


class V3PackageList(v3.Shape):
    """A page of packages, of one category or of all."""

    meta = v3.V3Meta()
    category = v3.V3Category(allow_null=True)
    objects = v3.V3Package(many=True)


class V3GridPackageList(v3.Shape):
    """A page of the packages of a grid."""

    meta = v3.V3Meta()
    grid = v3.V3Grid()
    objects = v3.V3Package(many=True)


ANSWERS: dict[type[APIView], Shape | type[Shape]] = {
    v3_views.IndexView: v3.V3Index,
    v3_views.PackagesView: V3PackageList,
    v3_views.PackageView: v3.V3Package,
    v3_views.GridsView: v3.v3_list(v3.V3Grid),
    v3_views.GridView: v3.V3Grid,
    v3_views.GridPackagesView: V3GridPackageList,
    v3_views.CategoriesView: v3.v3_list(v3.V3Category),
    v3_views.CategoryView: v3.V3Category,
    v3_views.UsersView: v3.v3_list(v3.V3User),
    v3_views.UserView: v3.V3User,
    v4_views.RootView: Root,
    v4_views.SearchViewSet: Found(many=True),
}

LEFT_OUT = (v3_views.NothingHere,)

QUERY: dict[type[APIView], dict[str, str]] = {
    v3_views.PackagesView: {"category": "The slug of a category: only its packages."},
    v3_views.UserView: {"list_packages": "Anything: with the packages that this person added."},
    v4_views.SearchViewSet: {"q": "Words, and operators of the search."},
    v4_views.PackageViewSet: {"q": "Words that title, slug or description hold."},
    v4_views.GridViewSet: {"q": "Words that title, slug or description hold."},
    Flags: {"state": "`open`, `accepted` or `dismissed`: only reports that are so."},
    v4_views.CategoryViewSet: {"q": "Words that title, slug or description hold."},
}
"""Parameters of GETs, by view."""
