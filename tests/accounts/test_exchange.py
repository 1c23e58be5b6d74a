"""A token of GitHub, GitLab or an OpenID Connect service for one of ours; of others, nothing."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.github.provider import GitHubProvider
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from allauth.socialaccount.providers.gitlab.provider import GitLabProvider
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from packdex.accounts import outbound
from packdex.accounts.models import User
from packdex.accounts.oauth.exchange import GRANT
from packdex.accounts.oauth.services import ACCESS, IDENTITY
from packdex.accounts.tokens.bearer import bearer_of
from packdex.core.roles import Role
from tests import make
from tests.accounts.applications import App, app
from tests.standins.registry import Reply, status
from tests.standins.server import Request, Server, document

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

OURS, SECRET = "our-client", "our-secret"
GOOD = "a-good-token"


class Service(Server):
    """A forge and an OpenID Connect service, that knows one token of one person, whose id is 7."""

    key = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})

    def __init__(self) -> None:
        super().__init__()
        self.client = OURS
        self.keys_at = f"{self.origin}/jwks"

    def reply_to(self, request: Request) -> Reply:
        by = request.headers.get("authorization")
        if request.path == "/.well-known/openid-configuration":
            return document({"issuer": self.origin, "jwks_uri": self.keys_at})
        if request.path == "/jwks":
            return document({"keys": [self.key.as_dict(private=False)]})
        if request.path == "/oauth/token/info" and by == f"Bearer {GOOD}":
            return document({"resource_owner_id": 7, "application": {"uid": self.client}})
        ours = "Basic " + base64.b64encode(f"{OURS}:{SECRET}".encode()).decode()
        asked = (request.method, request.path, by)
        if asked == ("POST", f"/applications/{OURS}/token", ours):
            if json.loads(request.body) == {"access_token": GOOD}:
                return document({"user": {"id": 7}, "app": {"client_id": self.client}})
            return status(404)
        return status(401)


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as running:
        yield running


@pytest.fixture(autouse=True)
def _services(service: Service, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = {"client_id": OURS, "secret": SECRET}
    at = {"settings": {"server_url": service.origin}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "github": {"APPS": [client]},
        "gitlab": {"APPS": [client | {"settings": {"gitlab_url": service.origin}}]},
        "openid_connect": {"APPS": [client | {"provider_id": "work", "name": "Work"} | at]},
    }
    for provider in (GitHubProvider, GitLabProvider, OpenIDConnectProvider):
        monkeypatch.setitem(registry.provider_map, provider.id, provider)
    monkeypatch.setattr(GitHubOAuth2Adapter, "profile_url", f"{service.origin}/user")


@pytest.fixture
def bob() -> User:
    person = make.user("bob")
    for provider in ("github", "gitlab", "work"):
        SocialAccount.objects.create(user=person, provider=provider, uid="7")
    return person


@pytest.fixture
def ships(bob: User) -> App:
    return app(make.user("admin", Role.ADMIN))


def id_token(origin: str, key: Any = None, alg: str = "RS256", **changed: Any) -> str:
    claims = {"iss": origin, "aud": OURS, "sub": "7", "exp": int(time.time()) + 60} | changed
    header = {"alg": alg, "kid": "k1"}
    return jwt.encode(header, claims, key or Service.key, algorithms=[alg])


def exchange(ships: App, token: str = GOOD, of: str = "github", **changed: str) -> Any:
    kind = IDENTITY if of == "work" else ACCESS
    fields = {"subject_token": token, "subject_token_type": kind, "subject_issuer": of}
    return ships.token(GRANT, **(fields | changed))


def check_refused(answer: Any, error: str = "invalid_request", says: str = "") -> None:
    assert (answer.status_code // 100, answer.json()["error"]) == (4, error)
    assert says in answer.json()["error_description"]


@pytest.mark.parametrize("of", ["github", "gitlab", "work"])
def test_a_token_of_a_service_is_exchanged(ships: App, service: Service, of: str) -> None:
    token = id_token(service.origin) if of == "work" else GOOD
    answer = exchange(ships, token, of, scope="grids:write")
    told = answer.json()
    bearer = bearer_of(told.pop("access_token"), timezone.now())
    assert bearer is not None
    assert (bearer.user.username, set(bearer.scopes)) == ("bob", {"grids:write"})
    assert told == {
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "grids:write",
    }
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_a_token_that_is_for_another_site_is_none(ships: App, service: Service, of: str) -> None:
    check_refused(exchange(ships, "made-up", of))
    service.client = "somebody-else"
    check_refused(exchange(ships, GOOD, of), says="not for this directory")


@pytest.mark.parametrize("of", ["github", "gitlab"])
@pytest.mark.parametrize("reply", [b"", b"[]", b"null", b'{"user": 7}', b"[" * 9_000, b"\xff"])
def test_a_service_that_talks_nonsense_proves_nothing(
    ships: App, service: Service, of: str, reply: bytes
) -> None:
    service.trouble(status(200, reply))
    check_refused(exchange(ships, GOOD, of))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "somebody-else"},
        {"aud": ["somebody-else", OURS]},
        {"aud": [OURS, "somebody-else"], "azp": "somebody-else"},
        {"aud": None},
        {"iss": "https://other.example"},
        {"exp": 1},
        {"exp": "soon"},
        {"sub": "8"},
        {"sub": None},
        {"alg": "HS256", "key": OctKey.import_key("x" * 64)},
        {"key": RSAKey.generate_key(2048, {"kid": "k1"})},
    ],
)
def test_an_id_token_that_is_not_for_us_is_none(
    ships: App, service: Service, changed: dict[str, Any]
) -> None:
    check_refused(exchange(ships, id_token(service.origin, **changed), "work"))


def test_an_id_token_is_used_once_if_it_says_so(ships: App, service: Service) -> None:
    token = id_token(service.origin, jti="one")
    assert exchange(ships, token, "work").status_code == 200
    check_refused(exchange(ships, token, "work"))


def unsigned(header: str) -> str:
    begun = base64.urlsafe_b64encode(header.encode()).decode().rstrip("=")
    return f"{begun}.e30."


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a.b.c",
        "é.é.é",
        unsigned('{"alg": "none"}'),
        unsigned('{"alg": "RS256"}'),
        unsigned('{"alg": "RS256", "kid": "k9"}'),
        unsigned("[" * 5000),
        unsigned("null"),
    ],
)
def test_what_is_no_id_token_is_none(ships: App, token: str) -> None:
    check_refused(exchange(ships, token, "work"))


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"subject_issuer": ""}, "invalid_request"),
        ({"subject_issuer": "google"}, "invalid_request"),
        ({"subject_issuer": "openid_connect"}, "invalid_request"),
        ({"subject_issuer": "a\nb"}, "invalid_request"),
        ({"subject_token": ""}, "invalid_request"),
        ({"subject_token_type": ""}, "invalid_request"),
        ({"subject_token_type": IDENTITY}, "invalid_request"),
        ({"requested_token_type": IDENTITY}, "invalid_request"),
        ({"actor_token": "x"}, "invalid_request"),
        ({"audience": "https://other.example"}, "invalid_target"),
        ({"resource": "https://other.example"}, "invalid_target"),
        ({"scope": "moderate"}, "invalid_scope"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
    ],
)
def test_a_wrong_request_asks_nobody(
    ships: App, service: Service, changed: dict[str, str], error: str
) -> None:
    check_refused(exchange(ships, **changed), error)
    assert service.count == 0


def test_who_has_no_account_here_gets_nothing(ships: App, bob: User) -> None:
    bob.is_active = False
    bob.save()
    check_refused(exchange(ships), says="not connected")
    bob.delete()
    check_refused(exchange(ships), says="not connected")


def test_a_second_step_is_not_passed_by(ships: App, bob: User) -> None:
    Authenticator.objects.create(user=bob, type=Authenticator.Type.TOTP, data={})
    check_refused(exchange(ships), says="second step")


def test_an_application_of_anybody_exchanges_tokens_of_its_owner_alone(bob: User) -> None:
    assert exchange(app(bob)).status_code == 200
    assert exchange(app(bob, public=True)).status_code == 200
    moderator = make.user("eve", Role.MODERATOR)
    check_refused(exchange(app(moderator)), "unauthorized_client")


def test_a_service_does_not_lead_to_neighbours(ships: App, service: Service, settings: Any) -> None:
    settings.SOCIALACCOUNT_ADAPTER = "packdex.accounts.services.Services"
    service.keys_at = service.keys_at.replace("127.0.0.1", "localhost")
    check_refused(exchange(ships, id_token(service.origin), "work"))
    assert [asked.path for asked in service.requests] == ["/.well-known/openid-configuration"]
    settings.PACKDEX_ALLOW_PRIVATE_HOSTS = True
    assert exchange(ships, id_token(service.origin), "work").status_code == 200


def test_a_service_has_seconds(service: Service) -> None:
    assert outbound.TIMEOUT_S == 5
    with outbound.session() as asked:
        assert not asked.trust_env
        assert asked.get(f"{service.origin}/jwks").status_code == 200
