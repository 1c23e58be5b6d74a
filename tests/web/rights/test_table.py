"""Every role against every action, on page and API alike: what is done is what core/roles.py says.

Each try is one request by one caller, taken back afterwards. A try of an act that core/roles.py
lets the caller do has to succeed, and any other has to be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from packdex.accounts.models import User
from packdex.accounts.tokens import personal
from packdex.api.json import dumps
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.actions.people import flags, maintaining
from packdex.catalog.models import How, Maintainer, Revision
from packdex.core.roles import NOBODY, SYSTEM, Act, Actor, Role, Scope, may
from packdex.refresh import looks
from packdex.refresh.preview import Preview
from tests import make

pytestmark = pytest.mark.django_db

NOTHING = Preview("T", "", "", "", None, "", "", "", None, None, None, None, ())


@dataclass(frozen=True)
class Caller:
    """Somebody who asks: how they are let in, and who they are for core/roles.py."""

    name: str
    client: Client
    actor: Actor
    owns: bool = False


@dataclass(frozen=True)
class Try:
    """One request. `locked` and `owned` are what its thing is.

    `also` is what else the address takes, `reads` says that a token needs the scope for reading,
    too, where the answer is about the caller alone.
    """

    act: Act
    path: str
    sent: dict[str, Any] = field(default_factory=dict)
    method: str = "post"
    locked: bool = False
    owned: bool = True
    also: tuple[Act, ...] = ()
    reads: bool = False


@dataclass
class World:
    """Who asks, and the ids of what they ask about."""

    people: list[Caller]
    programs: list[Caller]
    ids: dict[str, int]
    own: dict[str, int]

    def filled(self, one: Try, caller: Caller) -> Try:
        """The try with ids and the caller's own things in it."""
        known = self.ids | {"own": self.own.get(caller.name, self.ids["theirs"])}
        sent = {name: _filled(value, known) for name, value in one.sent.items()}
        return replace(one, path=one.path.format(**known), sent=sent)


def _filled(value: Any, known: dict[str, int]) -> Any:
    return value.format(**known) if isinstance(value, str) else value


PAGES = [
    Try(Act.ADD_PACKAGE, "/packages/add/", {"what": "https://github.com/a/b"}, owned=False),
    Try(Act.EDIT_PACKAGE, "/packages/p/oak/edit/", {"title": "New"}),
    Try(Act.EDIT_PACKAGE, "/packages/p/elm/edit/", {"title": "New"}, owned=False),
    Try(Act.EDIT_LOCKED, "/packages/p/yew/edit/", {"title": "New"}, locked=True),
    Try(Act.EDIT_LOCKED, "/packages/p/box/edit/", {"title": "New"}, locked=True, owned=False),
    Try(Act.EDIT_LOCKED, "/grids/g/shut/edit/about/", {"title": "New"}, locked=True),
    Try(Act.DEPRECATE_PACKAGE, "/packages/p/oak/deprecate/", {"reason": "Old."}),
    Try(Act.DEPRECATE_PACKAGE, "/packages/p/elm/deprecate/", {"reason": "Old."}, owned=False),
    Try(Act.ADD_GRID, "/grids/add/", {"title": "New"}, owned=False),
    Try(Act.EDIT_GRID, "/grids/g/trees/edit/about/", {"title": "New"}),
    Try(Act.FLAG, "/packages/p/oak/report/", {"kind": "spam", "reason": "It is."}),
    Try(Act.USE, "/packages/p/oak/use/", {"do": "yes"}),
    Try(Act.USE, "/packages/p/oak/favorite/", {"do": "yes"}),
    Try(
        Act.SUGGEST_EXAMPLE, "/packages/p/oak/suggest/", {"title": "S", "url": "https://s.example/"}
    ),
    Try(Act.UNDO_OWN, "/history/{own}/undo/", owned=False),
    Try(Act.UNDO_ANY, "/history/{theirs}/undo/", owned=False),
    Try(Act.EDIT_CATEGORY, "/moderation/add-category/", {"title": "New"}),
    Try(Act.EDIT_CATEGORY, "/categories/apps/edit/", {"title": "New"}),
    Try(Act.LOCK, "/packages/p/oak/moderate/", {"do": "lock"}),
    Try(Act.LOCK, "/grids/g/trees/moderate/", {"do": "lock"}),
    Try(Act.HIDE, "/packages/p/oak/moderate/", {"do": "hide", "why": "Spam."}),
    Try(Act.MERGE, "/packages/p/elm/merge/", {"into": "oak", "sure": "yes"}, owned=False),
    Try(Act.MODERATE, "/moderation/", {"do": "dismiss", "id": "{flag}"}),
    Try(Act.CLAIM, "/packages/p/elm/claim/", {"how": "forge"}, owned=False),
    Try(Act.DECLARE, "/packages/p/oak/status/", {"status": "finished"}),
    Try(Act.DECLARE, "/packages/p/elm/status/", {"status": "finished"}, owned=False),
    Try(Act.ANSWER_FLAG, "/accounts/maintained/", {"do": "reply", "id": "{flag}", "reply": "So."}),
    Try(Act.INVITE_MAINTAINER, "/packages/p/oak/maintainers/", {"do": "invite"}),
    Try(Act.INVITE_MAINTAINER, "/packages/p/elm/maintainers/", {"do": "invite"}, owned=False),
    Try(Act.INVITE_MAINTAINER, "/grids/g/trees/maintainers/", {"do": "invite"}),
    Try(
        Act.REMOVE_MAINTAINER,
        "/packages/p/oak/maintainers/",
        {"do": "remove", "id": "{mate}", "why": "So."},
    ),
    Try(Act.INVITE, "/accounts/invitations/", {"do": "invite", "role": "member"}),
    Try(Act.MANAGE_PEOPLE, "/accounts/people/", {"do": "role", "id": "{other}", "role": "editor"}),
    Try(Act.MANAGE_PEOPLE, "/accounts/invitations/", {"do": "invite", "role": "editor"}),
]

V4, V5 = "/api/v4", "/api/v5"
CATEGORY = f"{V4}/categories/apps/"
API = [
    Try(Act.ADD_PACKAGE, f"{V4}/packages/", {"title": "N", "category": CATEGORY}, owned=False),
    Try(Act.EDIT_PACKAGE, f"{V4}/packages/oak/", {"title": "New"}, "patch"),
    Try(Act.EDIT_PACKAGE, f"{V4}/packages/elm/", {"title": "New"}, "patch", owned=False),
    Try(Act.EDIT_LOCKED, f"{V4}/packages/yew/", {"title": "New"}, "patch", locked=True),
    Try(
        Act.EDIT_LOCKED, f"{V4}/packages/box/", {"title": "New"}, "patch", locked=True, owned=False
    ),
    Try(Act.EDIT_LOCKED, f"{V4}/grids/shut/", {"title": "New"}, "patch", locked=True),
    Try(Act.EDIT_LOCKED, f"{V5}/grids/shut/features/", {"title": "New"}, locked=True),
    Try(Act.ADD_GRID, f"{V4}/grids/", {"title": "New"}, owned=False),
    Try(Act.EDIT_GRID, f"{V4}/grids/trees/", {"title": "New"}, "patch"),
    Try(Act.EDIT_GRID, f"{V5}/grids/trees/features/", {"title": "New"}),
    Try(
        Act.DELETE,
        f"{V4}/packages/elm/",
        method="delete",
        owned=False,
        also=(Act.EDIT_PACKAGE,),
    ),
    Try(Act.DELETE, f"{V4}/grids/trees/", method="delete", also=(Act.EDIT_GRID,)),
    Try(Act.EDIT_CATEGORY, f"{V4}/categories/", {"title": "New"}),
    Try(Act.EDIT_CATEGORY, CATEGORY, {"title": "New"}, "patch"),
    Try(Act.LOCK, f"{V4}/grids/trees/", {"is_locked": True}, "patch", also=(Act.EDIT_GRID,)),
    Try(Act.USE, f"{V5}/packages/oak/usage/", method="put", reads=True),
    Try(Act.USE, f"{V5}/packages/oak/favorite/", method="put", reads=True),
    Try(
        Act.FLAG,
        f"{V5}/flags/",
        {"package": "oak", "kind": "spam", "reason": "It is."},
        reads=True,
    ),
    Try(Act.MODERATE, f"{V5}/flags/{{flag}}/", {"state": "dismissed"}, "patch", reads=True),
]

PAGE_ONLY = {
    *(Act.SUGGEST_EXAMPLE, Act.UNDO_OWN, Act.UNDO_ANY, Act.HIDE, Act.MERGE, Act.DEPRECATE_PACKAGE),
    *(Act.CLAIM, Act.DECLARE, Act.ANSWER_FLAG, Act.INVITE, Act.INVITE_MAINTAINER),
    *(Act.REMOVE_MAINTAINER, Act.MANAGE_PEOPLE),
}
"""What has no address in the API."""

API_ONLY = {Act.DELETE}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(looks, "look", lambda *_: NOTHING)
    roles = {role.name.lower(): role for role in Role}
    users = {name: make.user(name, role) for name, role in roles.items()}
    users["maintainer"] = make.user("maintainer")
    users["deactivated"] = make.user("deactivated", Role.ADMIN, is_active=False)
    people = [Caller("anonymous", Client(), NOBODY)]
    people += [_signed_in(name, user) for name, user in users.items()]
    alone = [frozenset({scope}) for scope in Scope]
    programs = [
        _by_token(users[name], scopes)
        for name in ("admin", "maintainer")
        for scopes in (*alone, frozenset(Scope))
    ]
    ids = _things(users)
    own = {name: _changed_by(user, f"own-{name}") for name, user in users.items()}
    ids["theirs"] = _changed_by(User.objects.get(username="other"), "theirs")
    return World(people, programs, ids, own)


def _things(users: dict[str, User]) -> dict[str, int]:
    repository = "https://github.com/owner/name"
    oak = make.package("oak")
    make.package("elm", repo_url=repository)
    yew, trees = make.package("yew", is_locked=True), make.grid("trees", oak)
    make.package("box", is_locked=True)
    shut = make.grid("shut", is_locked=True)
    other = make.user("other")
    for row in (oak, yew, trees, shut):
        maintaining.become(users["maintainer"].pk, row, How.FILE, "", make.NOON)
    maintaining.become(other.pk, oak, How.FILE, "", make.NOON)
    for user in users.values():
        told = {"login": "owner"}
        SocialAccount.objects.create(user=user, provider="github", uid=user.pk, extra_data=told)
    thing = flags.Thing(flags.Reported.PACKAGE, oak.pk)
    flag = flags.report(other.actor, thing, "wrong", "It is.", timezone.now())
    mate = Maintainer.objects.get(person=other)
    return {"flag": flag.pk, "mate": mate.pk, "other": other.pk}


def _changed_by(user: User, slug: str) -> int:
    """A change of a package, as if this person had made it."""
    package = make.package(slug)
    edit_package(SYSTEM, package.pk, {"title": "T"}, expected=None, at=timezone.now())
    made = Revision.objects.latest("id")
    Revision.objects.filter(pk=made.pk).update(by=user)
    return made.pk


def _signed_in(name: str, user: User) -> Caller:
    client = Client()
    client.force_login(user)
    return Caller(name, client, user.actor, owns=name == "maintainer")


def _by_token(user: User, scopes: frozenset[Scope]) -> Caller:
    row, token = personal.make(user, "T", [Scope.READ], 9, timezone.now())
    row.scope = " ".join(sorted(scopes))  # also what a person of this role is not offered
    row.save()
    client = Client(headers={"Authorization": f"Bearer {token}"})
    held = replace(user.actor, scopes=scopes)
    return Caller(f"{user.username} with {row.scope}", client, held, user.username == "maintainer")


def page(caller: Caller, one: Try) -> HttpResponse:
    answer: HttpResponse = caller.client.post(one.path, one.sent)
    return answer


def api(caller: Caller, one: Try) -> HttpResponse:
    body = dumps(one.sent) if one.sent else b""
    answer: HttpResponse = caller.client.generic(
        one.method.upper(), one.path, body, content_type="application/json"
    )
    return answer


def outcome(answer: HttpResponse) -> str:
    """What came of a request: "done", "refused", or whatever else, which is wrong."""
    to = answer.headers.get("Location", "")
    if answer.status_code in {401, 403, 405} or to.startswith("/accounts/login/"):
        return "refused"
    if answer.status_code in {200, 201, 204, 302, 303}:
        return "done"
    return f"{answer.status_code} {answer.content[:300]!r}"


def expected(caller: Caller, one: Try) -> str:
    owns, scopes = caller.owns and one.owned, caller.actor.scopes
    act = one.act
    if act is Act.EDIT_LOCKED:  # it is part of another act, which is what is asked
        act = Act.EDIT_GRID if "/grids/" in one.path else Act.EDIT_PACKAGE
    reads = not one.reads or scopes is None or Scope.READ in scopes
    acts = (act, *one.also)
    done = reads and all(may(caller.actor, a, locked=one.locked, owns=owns) for a in acts)
    return "done" if done else "refused"


def wrong(
    world: World,
    callers: list[Caller],
    tries: list[Try],
    send: Callable[[Caller, Try], HttpResponse],
) -> list[str]:
    """What did not go as core/roles.py says."""
    found = []
    for one in tries:
        for caller in callers:
            asked = world.filled(one, caller)
            with transaction.atomic():
                came = outcome(send(caller, asked))
                transaction.set_rollback(True)
            if came != (right := expected(caller, one)):
                found.append(f"{caller.name}: {one.act.name} {asked.path}: {came}, not {right}")
    return found


def test_pages_let_everybody_do_what_the_table_says(world: World) -> None:
    found = wrong(world, world.people, PAGES, page)
    assert not found, "\n".join(found)


def test_the_api_lets_everybody_do_what_the_table_says(world: World) -> None:
    found = wrong(world, world.people + world.programs, API, api)
    assert not found, "\n".join(found)


def test_a_token_opens_no_page(world: World) -> None:
    for one in PAGES:
        asked = world.filled(one, world.programs[0])
        for caller in world.programs:
            if caller.name.startswith("admin"):
                assert outcome(page(caller, asked)) == "refused", (caller.name, asked.path)


def test_nothing_in_the_table_is_left_untried() -> None:
    pages, by_api = {one.act for one in PAGES}, {one.act for one in API}
    assert pages | API_ONLY == set(Act)
    assert by_api | PAGE_ONLY == set(Act)
    assert not by_api & PAGE_ONLY
    assert not pages & API_ONLY
