"""The catalogue's Django app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What the directory knows: curated, observed and derived."""

    name = "packdex.catalog"
    label = "catalog"
