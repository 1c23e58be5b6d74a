"""The APIs' Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What programs ask."""

    name = "packdex.api"
    label = "api"
