"""One file of a repository, asked of each kind of forge in its own way."""

from __future__ import annotations

import pytest

from packdex.core.repository import BITBUCKET, FORGEJO, GITHUB, GITLAB
from packdex.sources import bitbucket, forgejo, github, gitlab, repository_file
from packdex.sources.errors import TooLargeError
from packdex.sources.forge import ForgeRef
from packdex.sources.outcome import Failed, Fetched, Gone, RateLimited
from tests.sources.scripted import ScriptedDoor

FILE = ".well-known/packdex"
FORGES = [
    (
        GITHUB,
        github.ref_to("a/b"),
        "https://api.github.com/repos/a/b/contents/.well-known/packdex",
    ),
    (
        GITLAB,
        gitlab.ref_to("a/b/c", "https://git.example.org"),
        (
            "https://git.example.org/api/v4/projects/a%2Fb%2Fc/repository/files"
            "/.well-known%2Fpackdex/raw?ref=HEAD"
        ),
    ),
    (
        FORGEJO,
        forgejo.ref_to("a/b", "https://code.example.org"),
        "https://code.example.org/api/v1/repos/a/b/raw/.well-known/packdex",
    ),
    (
        BITBUCKET,
        bitbucket.ref_to("a/b"),
        "https://api.bitbucket.org/2.0/repositories/a/b/src/HEAD/.well-known/packdex",
    ),
]


@pytest.mark.parametrize(("kind", "ref", "url"), FORGES)
def test_a_file_is_read_as_text_and_no_further_than_needed(
    kind: str, ref: ForgeRef, url: str
) -> None:
    door = ScriptedDoor()
    door.tell(url, body=b"code \xff" + b"x" * 20_000)
    told = repository_file.fetch(kind, ref, FILE, door, "secret")
    assert isinstance(told, Fetched)
    assert told.facts.startswith("code \ufffd")
    assert len(told.facts) == repository_file.LONGEST
    sent = door.asked[0][1].get("Authorization")
    assert sent == ("Bearer secret" if kind == GITHUB else None)


def test_what_brings_nothing_says_why() -> None:
    kind, ref, url = FORGES[0]
    door = ScriptedDoor()
    door.tell(url, 404)
    door.tell(url, 429)
    door.tell(url, 500)
    door.fail(url, TooLargeError("api.github.com: too large"))
    kinds = [type(repository_file.fetch(kind, ref, FILE, door)) for _ in range(4)]
    assert kinds == [Gone, RateLimited, Failed, Failed]
    nowhere = ForgeRef("a/../b", ref.web, ref.api)
    assert isinstance(repository_file.fetch(kind, nowhere, FILE, door), Failed)
    with pytest.raises(ValueError, match="no such kind"):
        repository_file.fetch("sourcehut", ref, FILE, door)
