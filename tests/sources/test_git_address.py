"""Which addresses git is given, and that it goes nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from packdex.sources.errors import RefusedError
from packdex.sources.git import Git, GitRef, fetch
from packdex.sources.git.address import destination
from packdex.sources.guard import Guard
from packdex.sources.outcome import Failed, Fetched
from tests.sources.git_door import ClosedDoor
from tests.standins.git_http import GitServer, git_daemon
from tests.standins.repositories import Commit, Repository

PUBLIC = Guard(resolve=lambda host, port: ["9.9.9.9", "2620:fe::fe"])


@pytest.mark.parametrize(
    ("url", "given", "pinned"),
    [
        ("https://example.org/a/b.git", "https://example.org/a/b.git", "example.org:443:"),
        ("https://EXAMPLE.org:443/a/", "https://example.org/a", "example.org:443:"),
        ("http://example.org:8080/~a/b", "http://example.org:8080/~a/b", "example.org:8080:"),
        (
            "https://bücher.example/a",
            "https://xn--bcher-kva.example/a",
            "xn--bcher-kva.example:443:",
        ),
    ],
)
def test_a_name_is_pinned_to_what_was_checked(url: str, given: str, pinned: str) -> None:
    to = destination(url, PUBLIC)
    assert to.url == given
    assert to.settings == {"http.curloptResolve": f"{pinned}9.9.9.9,[2620:fe::fe]"}


def test_a_daemon_is_asked_at_its_address_by_its_name() -> None:
    to = destination("git://example.org:9999/a/b.git", PUBLIC)
    assert to.url == "git://9.9.9.9:9999/a/b.git"
    assert to.variables == {"GIT_OVERRIDE_VIRTUAL_HOST": "example.org:9999"}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "name",
        "/etc/passwd",
        "file:///etc/passwd",
        "ssh://git@example.org/a",
        "git@example.org:a/b",
        "ext::sh -c true",
        "ftp://example.org/a",
        "--upload-pack=touch x",
        "-c",
        "https://example.org/a?b=c",
        "https://example.org/a#b",
        "https://user:secret@example.org/a",
        "https://user@example.org/a",
        "https://example.org./a",
        "https://example.org/a\nb",
        "https://example.org\n/a",
        "https://example.org\\@evil.example/a",
        "https://-oProxyCommand=x/a",
        "https:///a",
        "https://" + "a" * 5000,
        "git://example.org/",
        "git://example.org",
        "git://user@example.org/a",
        "git://example.org/a%0ab",
        "git://example.org/a\nb",
        "git://example.org/a b",
        "git://example.org/a?b",
        "git://example.org:99999999/a",
        "git://-x/a",
        "git://--upload-pack=x/a",
        "git://[::1/a",
    ],
)
def test_what_is_never_given_to_git(url: str) -> None:
    with pytest.raises(RefusedError):
        destination(url, PUBLIC)
    outcome = fetch(GitRef(url), Git("tests", PUBLIC), ClosedDoor())
    assert isinstance(outcome, Failed)
    assert outcome.permanent


@pytest.mark.parametrize("scheme", ["https", "http", "git"])
def test_private_addresses_are_refused(scheme: str) -> None:
    for found in (["10.0.0.1"], ["9.9.9.9", "::1"]):
        with pytest.raises(RefusedError, match="not an address of the public internet"):
            destination(f"{scheme}://example.org/a", Guard(resolve=lambda host, port: found))  # noqa: B023


@pytest.fixture
def served(tmp_path: Path) -> Path:
    made = Repository.create(tmp_path / "name.git")
    made.grow([Commit(1, 1_767_225_600, 1_767_225_600, "Ann", "ann@example.com")])
    return tmp_path


@pytest.mark.loopback
@pytest.mark.parametrize("protocol", ["http", "git"])
def test_a_name_is_looked_up_once_and_git_goes_to_that_address(served: Path, protocol: str) -> None:
    """The name exists nowhere: only where it is pinned can git reach it."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with GitServer(served) as server, git_daemon(served) as daemon:
        origin = {"http": server.origin, "git": daemon}[protocol]
        url = f"{origin.replace('127.0.0.1', 'code.invalid')}/name.git"
        git = Git("tests", Guard(allow_private=True, resolve=resolve), timeout_s=10)
        outcome = fetch(GitRef(url), git, ClosedDoor())
        assert isinstance(outcome, Fetched), outcome
        assert asked == ["code.invalid"]
        if protocol == "http":
            port = server.origin.rpartition(":")[2]
            assert {r.headers["host"] for r in server.requests} == {f"code.invalid:{port}"}
