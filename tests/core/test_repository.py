"""The forms in which people paste the address of a repository, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.repository import RepositoryRef, parse


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/Owner/name",
        "http://github.com/Owner/name",
        "https://www.github.com/Owner/name/",
        "https://GitHub.com/Owner/name.git",
        "https://github.com/Owner/name.git/",
        "https://github.com:443/Owner/name",
        "https://github.com/Owner/name/tree/main",
        "https://github.com/Owner/name/tree/main/docs/name.git",
        "https://github.com/Owner/name/blob/main/README.md#install",
        "https://github.com/Owner/name?tab=readme",
        "https://user:secret@github.com/Owner/name",
        "git://github.com/Owner/name.git",
        "git@github.com:Owner/name.git",
        "git@github.com:/Owner/name",
        "ssh://git@github.com/Owner/name.git",
        "ssh://git@github.com:22/Owner/name.git",
        "git+https://github.com/Owner/name.git",
        "git+ssh://git@github.com/Owner/name",
        "github.com/Owner/name",
        "  https://github.com/Owner/name \n",
    ],
)
def test_spellings_of_one_repository(text: str) -> None:
    assert parse(text) == RepositoryRef(
        host="github.com",
        path="Owner/name",
        url="https://github.com/Owner/name",
        clone_url="https://github.com/Owner/name.git",
    )


def test_capitals_part_no_repositories_of_public_forges() -> None:
    one, other = parse("https://github.com/A/B"), parse("https://github.com/a/b")
    assert one is not None
    assert other is not None
    assert one.key == other.key


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("https://gitlab.com/group/sub/group/name", "group/sub/group/name"),
        ("https://gitlab.com/group/sub/name/-/tree/main/docs", "group/sub/name"),
        ("https://gitlab.com/group/name/tree/main", "group/name"),
        ("git@gitlab.com:group/sub/name.git", "group/sub/name"),
    ],
)
def test_groups_below_groups(text: str, path: str) -> None:
    ref = parse(text)
    assert ref is not None
    assert (ref.path, ref.kind) == (path, "gitlab")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://bitbucket.org/owner/name/src/main/", "bitbucket"),
        ("https://codeberg.org/owner/name/src/branch/main", "forgejo"),
    ],
)
def test_the_kind_of_a_public_forge(text: str, kind: str) -> None:
    ref = parse(text)
    assert ref is not None
    assert (ref.path, ref.kind) == ("owner/name", kind)


@pytest.mark.parametrize(
    ("text", "host", "path", "clone_url"),
    [
        (
            "http://127.0.0.1:8080/some/name.git",
            "127.0.0.1:8080",
            "some/name",
            "http://127.0.0.1:8080/some/name.git",
        ),
        ("git://example.org/name.git", "example.org", "name", "git://example.org/name.git"),
        ("git://[2001:db8::1]:9/x", "[2001:db8::1]:9", "x", "git://[2001:db8::1]:9/x"),
        ("git@example.org:a/b.git", "example.org", "a/b", "https://example.org/a/b.git"),
        ("ssh://git@example.org:2222/a/b", "example.org", "a/b", "https://example.org/a/b"),
        (
            "https://example.org/~ann/name",
            "example.org",
            "~ann/name",
            "https://example.org/~ann/name",
        ),
        ("https://example.org/a/b/-/tree/main", "example.org", "a/b", "https://example.org/a/b"),
        ("https://www.example.org./a", "www.example.org", "a", "https://www.example.org/a"),
        ("https://example.org/a%20b/c", None, None, None),
        ("https://example.org/a/b.git?x=1#y", "example.org", "a/b", "https://example.org/a/b.git"),
    ],
)
def test_other_hosts_are_asked_as_given(
    text: str, host: str | None, path: str | None, clone_url: str | None
) -> None:
    ref = parse(text)
    if host is None:
        assert ref is None
    else:
        assert ref is not None
        assert (ref.host, ref.path, ref.clone_url, ref.kind) == (host, path, clone_url, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "owner/name",
        "example.org/owner/name",
        "https://github.com",
        "https://github.com/owner",
        "https://github.com/owner/.git",
        "https://gitlab.com/group",
        "https://example.org/",
        "https://example.org/.git",
        "ftp://example.org/a/b",
        "file:///etc/passwd",
        "/etc/passwd",
        "../name",
        "C:\\name",
        "ext::sh -c true",
        "ext::true",
        "--upload-pack=touch /tmp/x",
        "--upload-pack=x",
        "-u:x",
        "https://-x/a",
        "https://--upload-pack=x/a",
        "https://example.org/a/../b",
        "https://example.org/a/%2e%2e/b",
        "https://example.org/a%0a/b",
        "https://example.org/a\nb",
        "https://example.org/a b",
        "https://exa mple.org/a",
        "https://example.org:port/a",
        "https://[::1/a",
        "https://ex%61mple.org/a",
        "https://example.org\\@github.com/a/b",
        "https://" + "a" * 2000,
    ],
)
def test_what_names_no_repository(text: str) -> None:
    assert parse(text) is None


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    ref = parse(text)
    assert ref is None or parse(ref.url) is not None


@given(st.from_regex(r"(https|git|ssh)://[a-z.]{1,9}(/[a-zA-Z.~%_-]{1,6}){1,4}", fullmatch=True))
def test_a_canonical_address_stays(text: str) -> None:
    ref = parse(text)
    if ref:
        again = parse(ref.url)
        assert again is not None
        assert again.key == ref.key
