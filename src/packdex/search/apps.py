"""The search's Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding packages and grids by words."""

    name = "packdex.search"
    label = "search"

    def ready(self) -> None:
        """Be told of all that changes."""
        from packdex.catalog import editions
        from packdex.search import fresh

        editions.follow(fresh.changed)
