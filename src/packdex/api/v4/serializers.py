"""v4's answers as REST framework's serialisers, for its views and browsable pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from packdex.api.links import Links
from packdex.api.v4 import answers
from packdex.catalog.models import Category, Grid, Package
from packdex.catalog.origin import origin_of


def links_for(context: Mapping[str, Any]) -> Links:
    """The links for an answer in `context`, a view's serialiser context.

    The format asked for, by suffix or by `?format=`, is carried into them.
    """
    request = context["request"]
    return Links(
        origin_of(request._request),
        suffix=context.get("format") or "",
        query=request.query_params.get("format", ""),
    )


class AnswerSerializer(serializers.BaseSerializer[Any]):
    """Writes a row by one function of answers.py."""

    def _links(self) -> Links:
        return links_for(self.context)


class PackageSerializer(AnswerSerializer):
    """A package."""

    def to_representation(self, instance: Package) -> answers.Answer:
        """The contract's keys."""
        return answers.package(instance, self._links())


class GridSerializer(AnswerSerializer):
    """A grid."""

    def to_representation(self, instance: Grid) -> answers.Answer:
        """The contract's keys."""
        return answers.grid(instance, self._links())


class CategorySerializer(AnswerSerializer):
    """A category."""

    def to_representation(self, instance: Category) -> answers.Answer:
        """The contract's keys."""
        return answers.category(instance, self._links())
