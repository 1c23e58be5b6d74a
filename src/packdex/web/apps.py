"""The pages' Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for people."""

    name = "packdex.web"
    label = "web"
