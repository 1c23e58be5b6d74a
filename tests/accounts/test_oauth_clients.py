"""A client library of others, authlib, goes through each flow against a running server."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet
from requests import Response, Session

from tests.make import PASSWORD
from tests.serving import PACKDEX, instance, serving

pytestmark = pytest.mark.loopback

BACK = "http://127.0.0.1:1/back"  # nobody listens there, and nobody has to
VERIFIER = "v" * 60
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class Person:
    """Somebody with a browser."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.browser = Session()
        self.browser.trust_env = False

    def reads(self, path: str) -> str:
        return self.browser.get(self.origin + path).text

    def sends(self, path: str, page: str, **fields: Any) -> Response:
        """The answer to a form that was found on `page`."""
        form = page[page.index("<main") :]
        fields["csrfmiddlewaretoken"] = value_of(form, "csrfmiddlewaretoken")
        answer = self.browser.post(self.origin + path, fields, allow_redirects=False)
        assert answer.status_code in {200, 302}, answer.text
        return answer

    def fills_in(self, path: str, **fields: Any) -> Response:
        return self.sends(path, self.reads(path), **fields)

    def registers(self, kind: str) -> tuple[str, str]:
        """The id and the secret of an application, "" where it has none."""
        sent = {"name": "Ships", "kind": kind, "addresses": BACK, "scope": ["read", "grids:write"]}
        answer = self.fills_in("/accounts/applications/add/", **sent)
        if answer.status_code == 302:
            answer = self.fills_in(answer.headers["Location"], password=PASSWORD)
        shown = re.findall(
            r'<code class="secret">([^<]+)</code>', answer.text.partition("</dl>")[0]
        )
        return shown[0], shown[1] if len(shown) > 1 else ""

    def answers(self, address: str, action: str) -> str:
        """Where the application's user is led back to."""
        page = self.reads(address.removeprefix(self.origin))
        scopes = re.findall(r'name="scopes" value="([^"]+)"', page)
        sent = {"request": value_of(page, "request"), "scopes": scopes, "action": action}
        return self.sends("/identity/o/authorize", page, **sent).headers["Location"]


def value_of(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]+)"', page)
    assert found, page
    return unescape(found[1])


@pytest.fixture(scope="module")
def ada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with instance(tmp_path_factory.mktemp("oauth"), "tables") as env:
        subprocess.run(
            [PACKDEX, "user", "add", "ada"], env=env, input=PASSWORD, text=True, check=True
        )
        with serving(env) as origin:
            person = Person(origin)
            person.fills_in("/accounts/login/", login="ada", password=PASSWORD)
            yield person


@pytest.fixture(scope="module")
def ships(ada: Person) -> tuple[str, str]:
    return ada.registers("confidential")


@pytest.fixture(scope="module")
def places(ada: Person) -> dict[str, str]:
    told: dict[str, str] = ada.browser.get(f"{ada.origin}/.well-known/openid-configuration").json()
    return told


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def client(key: str, secret: str, scope: str = "openid profile read") -> OAuth2Session:
    made = OAuth2Session(
        key,
        secret or None,
        scope=scope,
        redirect_uri=BACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
    )
    made.trust_env = False
    return made


def with_code(app: OAuth2Session, ada: Person, places: dict[str, str]) -> dict[str, Any]:
    address, _ = app.create_authorization_url(
        places["authorization_endpoint"], code_verifier=VERIFIER, nonce="n1"
    )
    told: dict[str, Any] = app.fetch_token(
        places["token_endpoint"],
        authorization_response=ada.answers(address, "grant"),
        code_verifier=VERIFIER,
    )
    return told


@pytest.mark.parametrize("kind", ["confidential", "public"])
def test_a_code_with_pkce(
    ada: Person, places: dict[str, str], ships: tuple[str, str], kind: str
) -> None:
    key, secret = ships if kind == "confidential" else ada.registers(kind)
    app = client(key, secret)
    told = with_code(app, ada, places)
    keys = KeySet.import_key_set(app.get(places["jwks_uri"], withhold_token=True).json())
    claims = jwt.decode(told["id_token"], keys).claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": places["issuer"]},
        aud={"essential": True, "value": key},
        nonce={"essential": True, "value": "n1"},
    ).validate(claims)
    known = app.get(places["userinfo_endpoint"]).json()
    assert known == {"sub": claims["sub"], "preferred_username": "ada"}
    assert app.get(f"{ada.origin}/api/v4/packages/").status_code == 200


def test_refreshing_asking_and_ending(
    ada: Person, places: dict[str, str], ships: tuple[str, str]
) -> None:
    app = client(*ships)
    first = dict(with_code(app, ada, places))
    second = dict(app.refresh_token(places["token_endpoint"]))
    assert second["refresh_token"] != first["refresh_token"]
    asked = places["introspection_endpoint"]
    known = app.introspect_token(asked, token=second["access_token"]).json()
    assert (known["active"], known["client_id"]) == (True, ships[0])
    app.revoke_token(places["revocation_endpoint"], token=second["refresh_token"])
    for token in (second["access_token"], second["refresh_token"]):
        assert app.introspect_token(asked, token=token).json() == {"active": False}
    refused = app.get(f"{ada.origin}/api/v4/packages/")
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]


def test_an_application_by_itself(
    ada: Person, places: dict[str, str], ships: tuple[str, str]
) -> None:
    app = client(*ships, scope="read")
    told = app.fetch_token(places["token_endpoint"], grant_type="client_credentials")
    assert told["scope"] == "read"
    assert app.get(f"{ada.origin}/api/v4/packages/").status_code == 200
    refused = app.post(f"{ada.origin}/api/v4/grids/", json={"title": "Trees"})
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]


def test_a_device_without_a_browser(ada: Person, places: dict[str, str]) -> None:
    key, _ = ada.registers("public")
    app = client(key, "")
    sent = {"client_id": key, "scope": "read"}
    told = app.post(places["device_authorization_endpoint"], sent, withhold_token=True).json()
    path = told["verification_uri_complete"].removeprefix(ada.origin)
    ada.fills_in(path, action="confirm")
    given = app.fetch_token(
        places["token_endpoint"], grant_type=DEVICE, device_code=told["device_code"]
    )
    assert given["scope"] == "read"
    assert app.get(f"{ada.origin}/api/v4/packages/").status_code == 200


def test_who_does_not_allow_it_is_led_back_with_nothing(
    ada: Person, places: dict[str, str], ships: tuple[str, str]
) -> None:
    app = client(*ships)
    address, state = app.create_authorization_url(
        places["authorization_endpoint"], code_verifier=VERIFIER
    )
    back = urlsplit(ada.answers(address, "cancel"))
    assert dict(parse_qsl(back.query)) == {"error": "access_denied", "state": state}


def test_a_program_signs_in_by_rest(ada: Person) -> None:
    program = Session()
    program.trust_env = False
    root = f"{ada.origin}/_allauth/app/v1"
    told = program.post(f"{root}/auth/login", json={"username": "ada", "password": PASSWORD})
    program.headers["X-Session-Token"] = told.json()["meta"]["session_token"]
    assert program.get(f"{root}/account/profile").json()["data"]["account"] == "ada"
    assert program.get(f"{ada.origin}/api/v5/favorites/").json()["count"] == 0
    assert program.delete(f"{root}/auth/session").status_code == 401
    assert program.get(f"{ada.origin}/api/v5/favorites/").status_code == 401
    assert not program.cookies
