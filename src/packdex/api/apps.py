"""The APIs' Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What programs ask."""

    name = "packdex.api"
    label = "api"

    def ready(self) -> None:
        """Say how the stored answers of v3, v4 and v5 are written."""
        from packdex.api import prepared

        prepared.register()
