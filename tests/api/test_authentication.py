"""Tokens in the Authorization header: whom they stand for, and what wrong ones are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as Application
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from packdex.accounts.models import User
from packdex.accounts.tokens import personal, text
from packdex.api.callers import actor_of
from packdex.core.roles import Act, Role, Scope, require
from tests import make

pytestmark = pytest.mark.django_db

ALL = frozenset(Scope)
HOUR = timedelta(hours=1)


class Edit(APIView):
    """Something that takes a right and a scope."""

    def post(self, request: Request) -> Response:
        """Who it was."""
        require(actor_of(request), Act.EDIT_GRID)
        return Response({"who": actor_of(request).name})


@pytest.fixture
def ada() -> User:
    return make.user("ada")


def token_of(user: User, *scopes: Scope) -> str:
    return personal.make(user, "CI", scopes, 30, timezone.now())[1]


def post(authorization: str = "") -> Any:
    headers = {"Authorization": authorization} if authorization else {}
    return Edit.as_view()(APIRequestFactory().post("/", {}, headers=headers))


def access(
    user: User | None, owner: User, scopes: list[str], ends: datetime | None = None, **fields: Any
) -> str:
    """An access token as applications are given them."""
    application = Application.objects.create(name="App", owner=owner)
    row = Token(type=Token.Type.ACCESS_TOKEN, client=application, user=user, **fields)
    row.expires_at = ends or timezone.now() + HOUR
    token = text.new(text.ACCESS)
    row.set_value(token)
    row.set_scopes(scopes)
    row.save()
    return token


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Token", "BEARER "])
def test_a_personal_token_acts_for_its_person(ada: User, scheme: str) -> None:
    answer = post(f"{scheme} {token_of(ada, Scope.GRIDS_WRITE)}")
    assert (answer.status_code, answer.data) == (200, {"who": "ada"})


def test_a_token_without_the_scope_is_told_which(ada: User) -> None:
    answer = post(f"Bearer {token_of(ada, Scope.READ, Scope.PACKAGES_WRITE)}")
    assert answer.status_code == 403
    assert answer.data == {
        "detail": "This token may not edit grids: that takes the scope grids:write."
    }
    challenge = 'Bearer realm="api", error="insufficient_scope", scope="grids:write"'
    assert answer["WWW-Authenticate"] == challenge


def test_a_scope_does_not_lift_its_person(ada: User) -> None:
    token = token_of(ada, *ALL)
    ada.role = Role.READER.value
    ada.save()
    answer = post(f"Bearer {token}")
    assert answer.status_code == 403
    assert "WWW-Authenticate" not in answer
    assert "role of member" in answer.data["detail"]


def test_without_a_token_one_is_asked_for() -> None:
    for authorization in ("", "Basic YTpi", "Digest x"):
        answer = post(authorization)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
        assert answer.data == {"detail": "Sign in to edit grids."}


@pytest.mark.parametrize("token", ["", "x", "two words", "pdx_" + "0" * 36, "\xe4", "a" * 5000])
@pytest.mark.parametrize("path", ["/api/v4/packages/", "/api/v4/packages/oak/", "/api/v4/"])
def test_a_token_that_is_none_is_refused_on_reads_too(
    client: Client, token: str, path: str
) -> None:
    make.package("oak")
    answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid token."})
    assert answer["WWW-Authenticate"].startswith('Bearer realm="api", error="invalid_token", ')


def test_views_that_know_nobody_refuse_wrong_tokens_too(client: Client, ada: User) -> None:
    make.package("oak")
    wrong = {"Authorization": "Bearer x"}
    good = {"Authorization": f"Bearer {token_of(ada, Scope.READ)}"}
    for path in ("/api/v5/packages/oak/verdict/", "/api/v5/upgrade/", "/api/v3/packages/oak/"):
        answer = client.get(path, headers=wrong)
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]
        assert client.get(path, headers=good).content == client.get(path).content
    asked = {"dependencies": []}
    path = "/api/v5/stack/"
    assert client.post(path, asked, "application/json", headers=wrong).status_code == 401
    assert client.post(path, asked, "application/json", headers=good).status_code == 200
    assert client.get("/api/v5/upgrade/", headers={"X-Session-Token": "x"}).status_code == 401


def test_a_good_token_reads_what_everybody_reads(client: Client, ada: User) -> None:
    make.package("oak")
    for path in ("/api/v4/packages/", "/api/v4/packages/oak/", "/api/v3/packages/oak/"):
        token = token_of(ada, Scope.READ)
        answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.content) == (200, client.get(path).content)


def test_what_is_told_to_somebody_is_kept_by_nobody_between(client: Client, ada: User) -> None:
    make.package("oak")
    client.force_login(ada)
    stranger = Client()
    bearer = {"Authorization": f"Bearer {token_of(ada, Scope.READ)}"}
    session = {"X-Session-Token": client.session.session_key}
    for path in ("/api/v4/packages/oak/", "/api/v5/favorites/"):
        answers = [client.get(path), *(stranger.get(path, headers=h) for h in (bearer, session))]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert {answer["Cache-Control"] for answer in answers} == {"private"}
        assert "Cache-Control" not in stranger.get(path)


def test_an_application_acts_for_the_person_who_let_it(ada: User) -> None:
    owner = make.user("owner", Role.ADMIN)
    scopes = ["openid", "email", "grids:write"]
    answer = post(f"Bearer {access(ada, owner, scopes)}")
    assert (answer.status_code, answer.data) == (200, {"who": "ada"})


def test_an_application_by_itself_acts_for_its_owner(ada: User) -> None:
    answer = post(f"Bearer {access(None, ada, ['grids:write'])}")
    assert (answer.status_code, answer.data) == (200, {"who": "ada"})


def test_an_application_without_the_scope_is_told_which(ada: User) -> None:
    answer = post(f"Bearer {access(ada, ada, ['openid', 'read'])}")
    assert answer.status_code == 403
    assert 'scope="grids:write"' in answer["WWW-Authenticate"]


def test_an_access_token_ends(ada: User) -> None:
    answer = post(f"Bearer {access(ada, ada, ['grids:write'], timezone.now())}")
    assert answer.status_code == 401


def test_other_secrets_of_applications_are_no_access_tokens(ada: User) -> None:
    token = access(ada, ada, ["grids:write"])
    for kind in (Token.Type.REFRESH_TOKEN, Token.Type.INITIAL_ACCESS_TOKEN):
        Token.objects.update(type=kind)
        assert post(f"Bearer {token}").status_code == 401


def test_who_may_not_sign_in_acts_through_no_application(ada: User) -> None:
    token = access(ada, ada, ["grids:write"])
    ada.is_active = False
    ada.save()
    assert post(f"Bearer {token}").status_code == 401
    Token.objects.update(user=None)
    assert post(f"Bearer {token}").status_code == 401


def test_signed_in_by_page_a_form_needs_its_proof(ada: User) -> None:
    request = APIRequestFactory(enforce_csrf_checks=True).post("/", {})
    request.user = ada
    answer: Any = Edit.as_view()(request)
    assert answer.status_code == 403
    assert "CSRF" in answer.data["detail"]
