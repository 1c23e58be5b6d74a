"""What is refused to programs is logged: so much of each address, and no secrets."""

from __future__ import annotations

import pytest
from django.test import Client

from packdex.accounts import refusals
from packdex.accounts.tokens import text
from tests import make
from tests.accounts.applications import App, app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> None:
    refusals.forget()


@pytest.fixture
def ships() -> App:
    return app(make.user("ada"), signed_in=make.user("bob"))


def test_a_wrong_secret_is_logged_without_it(ships: App, caplog: pytest.LogCaptureFixture) -> None:
    wrong = text.new(text.SECRET)
    ships.token("client_credentials", client_secret=wrong)
    (line,) = caplog.messages
    assert line == (
        f"refused to 127.0.0.1: invalid_client to the application {ships.row.pk}"
        " (/identity/o/api/token)"
    )
    assert wrong not in caplog.text


def test_a_code_used_twice_is_logged(ships: App, caplog: pytest.LogCaptureFixture) -> None:
    code = ships.code()
    ships.for_code(code)
    ships.for_code(code)
    assert "used twice; all ended" in caplog.messages[0]
    assert "invalid_grant" in caplog.messages[1]
    assert code not in caplog.text


def test_a_token_that_has_ended_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    token = text.new(text.PERSONAL)
    Client().get("/api/v4/packages/", headers={"Authorization": f"Bearer {token}"})
    (line,) = [line for line in caplog.messages if line.startswith("refused")]
    assert line.endswith("a token that is none, or has ended (/api/v4/packages/)")
    assert token not in caplog.text


def test_a_line_has_no_others_in_it(ships: App, caplog: pytest.LogCaptureFixture) -> None:
    ships.token("client_credentials", client_id="a\nroot: all is well")
    (line,) = caplog.messages
    assert "\n" not in line
    assert "application ? " in line


def test_nobody_fills_the_disk(ships: App, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(refusals.MOST_A_MINUTE + 5):
        ships.token("client_credentials", client_secret="x")
    assert len(caplog.messages) == refusals.MOST_A_MINUTE
