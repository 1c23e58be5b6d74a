"""The list of refs, read strictly; and what git's complaints mean."""

import pytest

from packdex.sources.errors import DoorError, GarbledError, UnreachableError, UntrustedError
from packdex.sources.git.remote import MAX_TAGS, Refs, head_of, parse
from packdex.sources.git.trouble import (
    LONGEST,
    BusyError,
    FilterError,
    LocalError,
    LoginError,
    NotThereError,
    meaning,
)

A, B = "a" * 40, "b" * 40


def test_refs() -> None:
    listed = (
        f"ref: refs/heads/main\tHEAD\n{A}\tHEAD\n{A}\trefs/heads/main\n{B}\trefs/pull/1/head\n"
        f"{B}\trefs/tags/v1\n{A}\trefs/tags/v1^{{}}\n{A}\trefs/tags/a/b\n"
    )
    assert parse(listed) == Refs(A, "main", {"v1": B, "a/b": A}, has_branches=True)


def test_no_refs() -> None:
    assert parse("") == Refs(None, None, {}, has_branches=False)


@pytest.mark.parametrize(
    "listed", ["<html>", f"{A}", "x\tHEAD", f"{A[:-1]}\tHEAD", f"{A.upper()}\tHEAD", f"{A} HEAD"]
)
def test_what_is_no_list_of_refs(listed: str) -> None:
    with pytest.raises(GarbledError):
        parse(f"{listed}\n")


def test_tags_are_bounded_in_number_and_length() -> None:
    listed = "".join(f"{A}\trefs/tags/v{number}\n" for number in range(MAX_TAGS + 5))
    assert len(parse(listed).tags) == MAX_TAGS
    assert parse(f"{A}\trefs/tags/{'x' * 300}\n").tags == {}


def test_a_mark_tells_what_changed() -> None:
    refs = Refs(A, "main", {"v1": B}, has_branches=True)
    others = [
        Refs(B, "main", {"v1": B}, has_branches=True),
        Refs(A, "trunk", {"v1": B}, has_branches=True),
        Refs(A, "main", {"v1": A}, has_branches=True),
        Refs(A, "main", {"v2": B}, has_branches=True),
        Refs(A, "main", {}, has_branches=True),
    ]
    assert len({refs.mark, *(other.mark for other in others)}) == 6
    assert len(refs.mark) < 100
    assert refs.mark == Refs(A, "main", {"v1": B}, has_branches=False).mark
    assert head_of(refs.mark) == A


@pytest.mark.parametrize(
    "mark", [None, "", 'W/"etag"', Refs(None, "main", {}, has_branches=False).mark]
)
def test_a_mark_without_a_head(mark: str | None) -> None:
    assert head_of(mark) is None


@pytest.mark.parametrize(
    ("errors", "kind"),
    [
        ("fatal: repository 'https://x/' not found", NotThereError),
        ("fatal: unable to access 'x': The requested URL returned error: 410", NotThereError),
        ("fatal: remote error: access denied or repository not exported: /x", NotThereError),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", LoginError),
        ("fatal: unable to access 'x': The requested URL returned error: 429", BusyError),
        ("fatal: remote error: filter 'tree' not supported", FilterError),
        ("fatal: unable to access 'x': server certificate verification failed", UntrustedError),
        ("fatal: unable to access 'x': Failed to connect to x port 443", UnreachableError),
        ("error: RPC failed; curl 18\nfatal: early EOF", UnreachableError),
        ("fatal: write error: No space left on device", LocalError),
        ("fatal: Unable to create 'x/packed-refs.lock': File exists.", LocalError),
        ("fatal: something new", UnreachableError),
        ("", UnreachableError),
    ],
)
def test_the_meaning_of_complaints(errors: str, kind: type[DoorError]) -> None:
    error = meaning("example.org", errors)
    assert type(error) is kind
    assert error.why.startswith("example.org: ")


def test_words_are_safe_to_show() -> None:
    said = meaning("example.org", "remote: \x1b[31mx\nfatal: a\x1b[2J\tb" + "c" * 900).why
    assert said.startswith("example.org: a [2J bc")
    assert len(said) == LONGEST + len("example.org: ")
