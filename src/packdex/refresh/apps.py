"""The refresh's Django app."""

from django.apps import AppConfig


class RefreshConfig(AppConfig):
    """Taking facts from sources."""

    name = "packdex.refresh"
    label = "refresh"
