"""The pages of maintainers: the list, claiming, the status, and putting somebody out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.actions.people import maintaining
from packdex.catalog.models import Claim, How, Maintainer, Package
from packdex.core.roles import Role
from packdex.refresh import claiming, context
from tests import make
from tests.sources.scripted import ScriptedDoor
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

PAGE = "/packages/p/tool/"
REPOSITORY = "https://github.com/ada/tool"


@pytest.fixture
def tool() -> Package:
    return make.package("tool", title="Tool", repo_url=REPOSITORY)


def sign_in(client: Client, name: str, role: Role = Role.MEMBER) -> User:
    user = make.user(name, role)
    client.force_login(user)
    return user


def maintainer(client: Client, row: Any, name: str = "ada") -> User:
    user = sign_in(client, name)
    maintaining.become(user.pk, row, How.FILE, REPOSITORY, make.NOON)
    return user


class Opened(ScriptedDoor):
    """A door that the page may open and close."""

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Opened:
    opened = Opened()
    monkeypatch.setattr(context, "Door", lambda *_, **__: opened)
    return opened


def test_a_claim_is_shown_refused_and_proved(
    client: Client, read: Reader, tool: Package, door: Opened
) -> None:
    assert "Claim it" in read(f"{PAGE}maintainers/").text
    assert client.get(f"{PAGE}claim/").status_code == 302
    user = sign_in(client, "bo")
    code = claiming.code_of(user.pk, tool.pk)
    seen = read(f"{PAGE}claim/").text
    assert code in seen
    assert "A link of the project" not in seen
    address = "https://api.github.com/repos/ada/tool"
    door.tell(address, body=json.dumps({"full_name": "ada/tool", "topics": []}).encode())
    response = client.post(f"{PAGE}claim/", {"how": "topic"})
    assert response.status_code == 422
    assert f"does not have the topic {code}" in response.content.decode()
    assert "topic" in read(f"{PAGE}claim/").text.split("So far")[1]
    door.tell(address, body=json.dumps({"full_name": "ada/tool", "topics": [code]}).encode())
    response = client.post(f"{PAGE}claim/", {"how": "topic"})
    assert response.headers["Location"] == f"{PAGE}maintainers/"
    assert "bo since" in " ".join(read(f"{PAGE}maintainers/").text.split())
    assert client.post(f"{PAGE}claim/", {"how": "king"}).status_code == 302  # is one already


def test_signing_in_at_the_forge_as_the_owner_is_enough(
    client: Client, tool: Package, door: Opened
) -> None:
    user = sign_in(client, "bo")
    assert client.post(f"{PAGE}claim/", {"how": "forge"}).status_code == 422
    told = {"login": "Ada", "name": "tool"}
    SocialAccount.objects.create(user=user, provider="github", uid="7", extra_data=told)
    SocialAccount.objects.create(user=user, provider="elsewhere", uid="8", extra_data=told)
    assert client.post(f"{PAGE}claim/", {"how": "forge"}).status_code == 302
    assert Maintainer.objects.get().evidence == REPOSITORY


@pytest.mark.parametrize("how", ["king", "", "invited", "x" * 5000])
def test_there_are_no_other_ways(client: Client, tool: Package, door: Opened, how: str) -> None:
    sign_in(client, "bo")
    assert client.post(f"{PAGE}claim/", {"how": how}).status_code == 400
    assert not Claim.objects.exists()


def test_a_status_is_said_by_maintainers_and_shown_with_their_name(
    client: Client, read: Reader, tool: Package
) -> None:
    sign_in(client, "stranger")
    assert client.get(f"{PAGE}status/").status_code == 403
    maintainer(client, tool)
    response = client.post(f"{PAGE}status/", {"status": "needs-help", "reason": "No time <b>"})
    assert response.headers["Location"] == PAGE
    client.logout()
    seen = read(PAGE)
    assert "needs help" in seen.text
    assert "No time <b>" in seen.text
    assert "/profiles/ada/" in seen.links
    assert f"{PAGE}maintainers/" in seen.links


def test_a_wrong_status_is_said_and_nothing_saved(client: Client, tool: Package) -> None:
    maintainer(client, tool)
    for sent in ({"status": "great"}, {"status": "finished", "reason": "x" * 501}):
        assert client.post(f"{PAGE}status/", sent).status_code == 400
    assert Package.objects.get().declared == ""


def test_a_moderator_puts_somebody_out_and_says_why(
    client: Client, read: Reader, tool: Package
) -> None:
    maintainer(client, tool)
    row = Maintainer.objects.get()
    stranger = Client()
    stranger.force_login(make.user("bo"))
    sent = {"do": "remove", "id": str(row.pk), "why": "It was another's."}
    assert stranger.post(f"{PAGE}maintainers/", sent).status_code == 403
    assert Client().post(f"{PAGE}maintainers/", sent).status_code == 302
    sign_in(client, "mo", Role.MODERATOR)
    assert client.post(f"{PAGE}maintainers/", sent | {"why": " "}).status_code == 400
    make.package("other")
    assert client.post("/packages/p/other/maintainers/", sent).status_code == 400
    assert Maintainer.objects.exists()
    assert client.post(f"{PAGE}maintainers/", sent).status_code == 302
    assert not Maintainer.objects.exists()
    assert "withdrawn" in read(f"{PAGE}maintainers/").text
    client.logout()
    assert "withdrawn" not in read(f"{PAGE}maintainers/").text


def test_a_maintainer_of_a_grid_invites_and_leaves(client: Client, read: Reader) -> None:
    grid = make.grid("tools")
    ada = maintainer(client, grid)
    assert "None yet" in read("/accounts/invitations/").text
    page = "/grids/g/tools/maintainers/"
    assert "/accounts/invited/" in client.post(page, {"do": "invite"}).content.decode()
    sent = {"do": "leave", "id": str(Maintainer.objects.get(person=ada).pk)}
    assert client.post(page, sent).status_code == 302
    assert "Nobody yet" in read(page).text
    assert client.post(page, {"do": "invite"}).status_code == 403
    assert client.post(page, {"do": "reign"}).status_code == 400


def test_what_is_hidden_has_no_maintainers_for_others(client: Client) -> None:
    make.package("tool", hidden=True)
    sign_in(client, "bo")
    for page in ("maintainers", "claim", "status"):
        assert client.get(f"{PAGE}{page}/").status_code == 404
