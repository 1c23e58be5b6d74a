"""What other services people may sign in with, as settings say it."""

from __future__ import annotations

import pytest

from packdex.config.environment import SettingsError, read_settings
from packdex.config.sign_in import Named, Service, named_services, service, settings_of


def test_a_service_is_an_id_and_a_secret() -> None:
    assert service("") is None
    assert service("1a:s:t") == Service("", "1a", "s:t")
    assert service("https://git.example.org/ 1a:s") == Service("https://git.example.org", "1a", "s")


@pytest.mark.parametrize(
    "value", ["1a", "1a:", ":s", "ftp://x a:b", "https:// a:b", "a b c:d", "x a:b"]
)
def test_what_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^use "):
        service(value)


def test_others_have_names() -> None:
    value = "My_company=https://id.example.org/realms/x a:b Other=https://o.example c:d"
    first, second = named_services(value)
    assert (first.id, first.name) == ("my-company", "My company")
    assert first.service == Service("https://id.example.org/realms/x", "a", "b")
    assert second == Named("Other", Service("https://o.example", "c", "d"))


@pytest.mark.parametrize(
    "value",
    [
        "https://o.example c:d",
        "Other=https://o.example",
        "Other= c:d",
        "=https://o.example c:d",
        "Other=o.example c:d",
        "A=https://o.example c:d a=https://p.example c:d",
        "Codeberg=https://o.example c:d",
    ],
)
def test_without_a_name_they_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^use "):
        named_services(value)


def test_a_secret_is_never_printed() -> None:
    for name in ("GITHUB", "OIDC"):
        with pytest.raises(SettingsError) as error:
            read_settings({f"PACKDEX_SIGN_IN_{name}": "oops-s3cr3t"})
        assert "s3cr3t," not in str(error.value)
        assert "oops" not in str(error.value)


def test_codeberg_is_asked_by_openid_connect() -> None:
    providers, ways = settings_of(None, None, Service("", "a", "b"), [])
    (app,) = providers["openid_connect"]["APPS"]
    assert app["settings"] == {"server_url": "https://codeberg.org"}
    assert ways == [("codeberg", "Codeberg", "/accounts/oidc/codeberg/login/")]


def test_nothing_is_loaded_for_none() -> None:
    assert settings_of(None, None, None, []) == ({}, [])
