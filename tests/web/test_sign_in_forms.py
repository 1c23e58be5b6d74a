"""The forms for signing in are written as all others are."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from packdex.accounts.forms import in_sentence_case
from tests import make

pytestmark = pytest.mark.django_db


def _labels(source: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", label).strip()
        for label in re.findall(r"<label[^>]*>(.*?)</label>", source, re.DOTALL)
    ]


def test_labels_have_one_capital_and_fields_no_examples() -> None:
    client = Client()
    form = client.get("/accounts/login/").content.decode().split("<main")[1]
    assert _labels(form) == ["Name or e-mail", "Password", "Remember me"]
    assert "placeholder" not in form
    ada = make.user("ada")
    ada.set_password("correct horse 7")
    ada.save()
    client.force_login(ada)
    form = client.get("/accounts/password/change/").content.decode().split("<main")[1]
    assert _labels(form) == ["Current password", "New password", "New password (again)"]
    assert "placeholder" not in form


def test_short_names_keep_their_capitals() -> None:
    assert in_sentence_case("Current TOTP Code") == "Current TOTP code"
