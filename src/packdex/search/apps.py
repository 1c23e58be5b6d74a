"""The search's Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding packages and grids by words."""

    name = "packdex.search"
    label = "search"
