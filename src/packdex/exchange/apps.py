"""The exchange's Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What comes in and goes out in bulk."""

    name = "packdex.exchange"
    label = "exchange"
