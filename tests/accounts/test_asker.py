"""Attempts to sign in are counted against who asks, also where proxies stand before us."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.test import RequestFactory
from pytest_django import Settings  # type: ignore[attr-defined]

from packdex.core.proxies import Proxies


def test_the_address_of_who_signs_in_is_told_by_our_proxies_alone(settings: Settings) -> None:
    asked = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})
    assert get_adapter(asked).get_client_ip(asked) == "127.0.0.1"
    settings.PACKDEX_PROXIES = Proxies(count=1)
    assert get_adapter(asked).get_client_ip(asked) == "198.51.100.7"
