"""What people paste names a repository, a project or a page; or an error says why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.pasted import (
    LONGEST,
    NotUnderstoodError,
    Page,
    Pasted,
    Project,
    Repository,
    read,
)
from packdex.core.registry import public_origin, registry_hosts
from packdex.core.site_names import same_site

REGISTRY = "https://index.example.org"
FORGES = {"code.example.org": "forgejo", "lab.example.org": "gitlab"}


def of(text: str) -> Pasted:
    return read(text, registry=REGISTRY, forges=FORGES)


REPOSITORIES = (
    "https://github.com/Owner/Name",
    "https://github.com/Owner/Name.git",
    "https://github.com/Owner/Name/",
    "https://github.com/Owner/Name//",
    "https://github.com/Owner/Name/tree/main/docs",
    "https://github.com/Owner/Name/blob/main/README.md#install",
    "https://github.com/Owner/Name/issues?q=is%3Aopen",
    "https://github.com/Owner/Name/pull/12/files",
    "https://www.github.com/Owner/Name",
    "http://github.com/Owner/Name",
    "HTTPS://GITHUB.COM/Owner/Name",
    "github.com/Owner/Name",
    "git@github.com:Owner/Name.git",
    "ssh://git@github.com/Owner/Name.git",
    "ssh://git@github.com:22/Owner/Name.git",
    "git://github.com/Owner/Name.git",
    "git+https://github.com/Owner/Name.git",
    "git+https://github.com/Owner/Name.git@v1.0#egg=name",
    "git+ssh://git@github.com/Owner/Name.git@main",
    "https://user:secret@github.com/Owner/Name",
    "<https://github.com/Owner/Name>",
    '  "https://github.com/Owner/Name" ',
    "`Owner/Name`",
    "Owner/Name",
    "git clone https://github.com/Owner/Name.git",
    "$ git clone --depth 1 git@github.com:Owner/Name.git folder",
    "pip install git+https://github.com/Owner/Name.git@main",
    "name @ git+https://github.com/Owner/Name.git",
)


@pytest.mark.parametrize("text", REPOSITORIES)
def test_every_form_of_a_repository_names_it(text: str) -> None:
    found = of(text)
    assert isinstance(found, Repository)
    assert found.ref.url == "https://github.com/Owner/Name"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://gitlab.com/a/b/c/-/tree/main", "https://gitlab.com/a/b/c"),
        ("https://gitlab.com/a/b/issues/5", "https://gitlab.com/a/b"),
        ("https://codeberg.org/a/b/src/branch/main", "https://codeberg.org/a/b"),
        ("https://code.example.org/a/b/issues/3", "https://code.example.org/a/b"),
        ("https://lab.example.org/a/b/c/-/issues", "https://lab.example.org/a/b/c"),
        (
            "https://elsewhere.example.org/some/where.git",
            "https://elsewhere.example.org/some/where",
        ),
        ("git@elsewhere.example.org:some/where", "https://elsewhere.example.org/some/where"),
    ],
)
def test_repositories_of_other_forges(text: str, url: str) -> None:
    found = of(text)
    assert isinstance(found, Repository)
    assert found.ref.url == url


@pytest.mark.parametrize(
    "text",
    [
        f"{REGISTRY}/project/Django-Foo/",
        f"{REGISTRY}/project/Django-Foo/1.2/#history",
        f"{REGISTRY}/simple/Django-Foo",
        f"{REGISTRY}/pypi/Django-Foo/json",
        "index.example.org/project/Django-Foo",
        f"{public_origin()}/project/Django-Foo/",
        f"{public_origin().upper()}/project/Django-Foo/?tab=files",
        f"https://{registry_hosts(public_origin())['pypi_legacy_host']}/pypi/Django-Foo",
        "pip install Django-Foo",
        "$ python3 -m pip install --upgrade 'Django-Foo[extra]>=1.0'",
        "uv add Django-Foo",
        "poetry add Django-Foo",
        'Django-Foo[a,b] >=1.0,<2 ; python_version < "3.12"',
        "Django-Foo==1.0",
        "Django-Foo",
        "“Django-Foo”",
    ],
)
def test_every_form_of_a_project_names_it(text: str) -> None:
    assert of(text) == Project("Django-Foo")


@pytest.mark.parametrize(
    ("text", "address", "names"),
    [
        ("foo.readthedocs.io", "https://foo.readthedocs.io/", ("foo",)),
        (
            "https://foo.readthedocs.io/en/stable/?x#y",
            "https://foo.readthedocs.io/en/stable/",
            ("foo",),
        ),
        ("https://owner.github.io/foo/", "https://owner.github.io/foo/", ("foo", "owner")),
        ("https://www.foo.example/a", "https://www.foo.example/a", ("foo",)),
        ("https://u:p@docs.foo.example/", "https://docs.foo.example/", ("foo",)),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x", ("0",)),
    ],
)
def test_other_pages_keep_their_address_and_have_names_to_check(
    text: str, address: str, names: tuple[str, ...]
) -> None:
    found = of(text)
    assert isinstance(found, Page)
    assert (found.address, found.names) == (address, names)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Nothing was given"),
        ("   ", "Nothing was given"),
        ("<>", "Nothing was given"),
        ("x" * 10_000, "10,000 characters"),
        ("a\0b", "control characters"),
        ("https://github.com/a/b\nhttps://github.com/c/d", "line breaks"),
        ("javascript:alert(1)", "not understood"),
        ("data:text/html,<b>x</b>", "not understood"),
        ("mailto:ada@example.org", "not understood"),
        ("file:///etc/passwd", "are not asked"),
        ("ftp://example.org/a/b", "are not asked"),
        ("C:\\folder\\name", "not understood"),
        ("/etc/passwd", "not understood"),
        ("../../x", "not the name of a host"),
        ("what is this", "not understood"),
        ("http://[::1", "not an address"),
        ("http://host:port/x", "not an address"),
        ("http:///x", "not the name of a host"),
        ("https://github.com/owner", "names no repository"),
        ("https://github.com/", "names no repository"),
        (f"{REGISTRY}/search/?q=x", "not that of a project"),
        (f"{public_origin()}/user/ada/", "not that of a project"),
        ("pip install one two", "or several"),
        ("pip install -r requirements.txt one", "or several"),
        ("pip install ''", "Nothing|not understood|names no"),
    ],
)
def test_what_names_nothing_is_said(text: str, why: str) -> None:
    with pytest.raises(NotUnderstoodError, match=why):
        of(text)


def test_a_password_is_neither_kept_nor_repeated() -> None:
    for text in ("https://ada:secret@", "x://ada:secret@host/x", "ada:secret@host/x y"):
        with pytest.raises(NotUnderstoodError) as error:
            of(text)
        assert "secret" not in str(error.value)


def told(text: str) -> str:
    """What is said or kept of `text`."""
    try:
        return repr(of(text))
    except NotUnderstoodError as error:
        return str(error)


@given(st.text(max_size=LONGEST + 10))
def test_any_text_is_understood_or_refused(text: str) -> None:
    assert told(text)


SCHEMES = st.sampled_from(["", "https://", "http://", "git+https://", "ssh://git@"])
WORDS = st.text("abAB09._-~@:/ %?#[]", max_size=40)


@given(SCHEMES, WORDS, WORDS)
def test_addresses_of_any_shape_keep_no_credentials(scheme: str, host: str, path: str) -> None:
    assert "hunter2" not in told(f"{scheme}ada:hunter2@{host}/{path}")


@given(st.sampled_from(REPOSITORIES))
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    found = of(text)
    assert isinstance(found, Repository)
    assert of(found.ref.url) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://foo.readthedocs.io/", "http://foo.readthedocs.io/en/latest", True),
        ("https://www.foo.example", "https://foo.example/x", True),
        ("https://owner.github.io/foo/", "https://owner.github.io/Foo/x", True),
        ("https://owner.github.io/foo/", "https://owner.github.io/bar/", False),
        ("https://foo.example", "https://bar.example", False),
        ("", "", False),
    ],
)
def test_which_pages_are_of_one_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same
