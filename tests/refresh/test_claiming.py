"""Who may speak for a package: what its repository, registry or forge shows, and no less."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from packdex.catalog.actions.facts.states import REGISTRY
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.models import Claim, Host, Maintainer, Package, SourceState
from packdex.core.registry import public_origin
from packdex.core.roles import Role
from packdex.refresh.claiming import FILE, Login, claim, code_of, offered
from packdex.refresh.context import Context
from packdex.sources.errors import TimedOutError
from tests import make
from tests.sources.scripted import ScriptedDoor

pytestmark = pytest.mark.django_db

NOW = make.NOON
REPOSITORY = "https://github.com/Ada/tool"
API = "https://api.github.com/repos/Ada/tool"
RAW = f"{API}/contents/{quote(FILE)}"


class Tried:
    """A package at REPOSITORY, who claims it, and a door to what is said there."""

    def __init__(self, **fields: Any) -> None:
        self.package = make.package("tool", **{"repo_url": REPOSITORY} | fields)
        self.user = make.user("ada")
        self.door = ScriptedDoor()
        door: Any = self.door
        self.context = Context(door=door, registry=public_origin(), now=lambda: NOW)

    @property
    def code(self) -> str:
        return code_of(self.user.pk, self.package.pk)

    def __call__(self, how: str, *logins: Login, context: Context | None = None) -> Claim:
        package = Package.objects.get(pk=self.package.pk)
        return claim(self.user.actor, package, how, logins, context or self.context)

    def refused(self, how: str, *logins: Login) -> str:
        row = self(how, *logins)
        assert row.outcome == "refused"
        assert not Maintainer.objects.exists()
        return Claim.objects.get(pk=row.pk).reason

    def proved(self, how: str, *logins: Login) -> Maintainer:
        assert self(how, *logins).outcome == "proved"
        return Maintainer.objects.get(person=self.user, package=self.package)


def github(*topics: str, name: str = "Ada/tool") -> bytes:
    return json.dumps({"full_name": name, "topics": list(topics)}).encode()


@pytest.fixture
def tried() -> Tried:
    return Tried()


def test_a_file_with_the_code_proves_it(tried: Tried) -> None:
    tried.door.tell(RAW, body=f"# for Packdex\n{tried.code}\n".encode())
    row = tried.proved("file")
    assert row.how == "file"
    assert row.evidence == f"{REPOSITORY} ({FILE})"


def test_a_code_is_for_one_person_and_one_package(tried: Tried) -> None:
    other = make.user("bo")
    codes = {
        code_of(person, package) for person in (tried.user.pk, other.pk) for package in (1, 2, 12)
    }
    assert len(codes) == 6
    foreign = code_of(other.pk, tried.package.pk)
    tried.door.tell(RAW, body=foreign.encode())
    assert "does not hold" in tried.refused("file")
    tried.door.tell(RAW, body=f"{tried.code}0".encode())
    assert "does not hold" in tried.refused("file")


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "There is not the file"), (500, "could not be asked"), (429, "left alone")],
)
def test_what_cannot_be_seen_proves_nothing(tried: Tried, status: int, said: str) -> None:
    tried.door.tell(RAW, status)
    assert said in tried.refused("file")


def test_a_forge_that_is_silent_or_wants_no_questions_is_not_waited_for(tried: Tried) -> None:
    tried.door.fail(RAW, TimedOutError("github.com: no answer in time"))
    assert "could not be asked" in tried.refused("file")
    Host.objects.create(name="github.com", not_before=NOW + timedelta(minutes=5))
    assert "left alone" in tried.refused("topic")


def test_a_topic_with_the_code_proves_it(tried: Tried) -> None:
    tried.door.tell(API, body=github("django", "packdex"))
    assert "does not have the topic" in tried.refused("topic")
    tried.door.tell(API, body=github("django", tried.code))
    assert tried.proved("topic").evidence == REPOSITORY


@pytest.mark.parametrize(
    ("login", "said"),
    [
        (None, "not signed in"),
        (Login("gitlab.com", "Ada", NOW), "not signed in"),
        (Login("github.com", "Ada", None), "once more"),
        (Login("github.com", "Ada", NOW - timedelta(days=2)), "once more"),
        (Login("github.com", "Adа", NOW), "belongs to Ada"),  # noqa: RUF001 - a Cyrillic letter
        (Login("github.com", "bo", NOW), "belongs to Ada there, and you are bo"),
    ],
)
def test_only_the_owner_of_the_repository_needs_no_code(
    tried: Tried, login: Login | None, said: str
) -> None:
    assert said in tried.refused("forge", *([login] if login else []))
    tried.proved("forge", Login("github.com", "ada", NOW - timedelta(hours=1)))


def test_who_led_a_package_to_their_own_repository_does_not_get_it_by_that() -> None:
    tried = Tried(repo_url="https://github.com/real/tool")
    taken = {"repo_url": REPOSITORY}
    edit_package(tried.user.actor, tried.package.pk, taken, expected=None, at=NOW)
    tried.door.tell(RAW, body=tried.code.encode())
    assert "You changed its address" in tried.refused("file")


def test_an_address_that_somebody_just_changed_proves_nothing_yet() -> None:
    tried = Tried(repo_url="https://github.com/real/tool")
    taken, friend = {"repo_url": REPOSITORY}, make.user("friend").actor
    edit_package(friend, tried.package.pk, taken, expected=None, at=NOW)
    edit_package(friend, tried.package.pk, {"title": "Tool"}, expected=None, at=NOW)
    owner = Login("github.com", "Ada", NOW)
    assert "too short ago" in tried.refused("forge", owner)
    later = NOW + timedelta(days=31)
    context = replace(tried.context, now=lambda: later)
    owner = replace(owner, seen_at=later)
    assert tried("forge", owner, context=context).outcome == "proved"


def test_a_repository_counts_only_if_the_project_on_the_registry_leads_there() -> None:
    tried = Tried(pypi_url=f"{public_origin()}/project/tool/")
    owner = Login("github.com", "Ada", NOW)
    assert "was not asked yet" in tried.refused("forge", owner)
    SourceState.objects.create(package=tried.package, source=REGISTRY, succeeded_at=NOW)
    tried.package.facts.links = [["Source", "https://github.com/real/tool"]]
    tried.package.facts.save()
    assert "do not lead to this repository" in tried.refused("forge", owner)
    tried.package.facts.links = [["Source", f"{REPOSITORY}/issues"]]
    tried.package.facts.save()
    tried.proved("forge", owner)


def project(*links: str, owners: bool = True) -> bytes:
    told: dict[str, Any] = {
        "info": {
            "name": "tool",
            "version": "1",
            "project_urls": {f"Link {number}": link for number, link in enumerate(links)},
        },
        "releases": {},
    }
    if owners:
        roles = [{"role": "Owner", "user": "ada"}]
        told["ownership"] = {"organization": None, "roles": roles}
    return json.dumps(told).encode()


def test_a_link_of_the_project_proves_it_where_the_registry_tells_its_owners() -> None:
    tried = Tried(pypi_url=f"{public_origin()}/project/tool/", facts={"owners": ["ada"]})
    document = f"{public_origin()}/pypi/tool/json"
    link = f"https://packages.example.org/packages/p/tool/?{tried.code}"
    assert "registry" in offered(tried.package)
    tried.door.tell(document, body=project("https://example.org/"))
    assert "No link of the project" in tried.refused("registry")
    tried.door.tell(document, body=project(link, owners=False))
    assert "does not tell who owns" in tried.refused("registry")
    tried.door.tell(document, body=project(link))
    tried.proved("registry")


def test_what_cannot_be_shown_is_not_offered() -> None:
    assert not offered(make.package("bare"))
    assert "registry" not in offered(make.package("p", pypi_url=f"{public_origin()}/project/p/"))


def test_a_mistake_of_ours_leaves_a_refused_claim(tried: Tried) -> None:
    broken = replace(tried.context, registry="nowhere")
    Package.objects.update(pypi_url="https://x.example/project/tool/")
    with pytest.raises(ValueError, match="nowhere"):
        tried("registry", context=broken)
    assert Claim.objects.get().outcome == "refused"
    assert tried.user.role == Role.MEMBER
