import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packdex.core.registry import (
    expand,
    project_name,
    public_origin,
    registry_hosts,
)

PUBLIC = registry_hosts(public_origin())
OWN = registry_hosts("https://index.example.org:8443/team")


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("https://{pypi_host}/project/django-valkey", "django-valkey"),
        ("https://{pypi_host}/project/django-valkey/", "django-valkey"),
        ("http://{pypi_host}/project/dj_magister", "dj_magister"),
        ("https://{pypi_host}:443/project/dj_magister", "dj_magister"),
        ("https://{pypi_host}/pypi/Django.Foo//", "Django.Foo"),
        ("http://{pypi_legacy_host}/pypi/django-simple_perms", "django-simple_perms"),
        ("https://{pypi_legacy_host}/pypi/makesite/", "makesite"),
        ("https://{pypi_legacy_host}/pypi/makesite?x=1#y", "makesite"),
        ("https://{pypi_host}/project/makesite/1.0.2/", "makesite"),
        ("https://{pypi_host}/pypi/makesite/json", "makesite"),
        ("https://{pypi_host}/simple/makesite/", "makesite"),
        ("https://{pypi_host}/project/project/", "project"),
        (" https://{pypi_host}/project/x ", "x"),
    ],
)
def test_a_link_to_the_registry_names_its_project(template: str, name: str) -> None:
    assert project_name(expand(template, PUBLIC), PUBLIC) == name


@pytest.mark.parametrize(
    "template",
    [
        "",
        "https://{pypi_host}",
        "https://{pypi_host}/",
        "https://{pypi_host}/project/",
        "https://{pypi_host}/help/x",
        "https://{pypi_host}/user/someone",
        "https://{pypi_host}/project/-bad-",
        "https://{pypi_host}/project/a%2Fb",
        "https://{pypi_host}/project/" + "a" * 300,
        "https://{pypi_host}.example.org/project/x",
        "https://example.org/project/x",
        "https://{pypi_files_host}/project/x",
        "ftp://{pypi_host}/project/x",
        "//{pypi_host}/project/x",
        "https://[broken/project/x",
        "https://{pypi_host}:port/project/x",
        "project/x",
    ],
)
def test_anything_else_names_none(template: str) -> None:
    assert project_name(expand(template, PUBLIC), PUBLIC) is None


@given(st.text() | st.text().map(lambda text: f"https://{PUBLIC['pypi_host']}/project/{text}"))
@example(f"https://{PUBLIC['pypi_host']}/project/\u2160")
def test_no_text_makes_it_fail(text: str) -> None:
    name = project_name(text, PUBLIC)
    assert name is None or name.isascii()


def test_the_public_registry_has_four_hosts() -> None:
    assert len(set(PUBLIC.values())) == 4
    assert PUBLIC["pypi_legacy_host"].split(".")[0] == PUBLIC["pypi_host"].split(".")[0]
    assert PUBLIC["pypi_files_host"] == f"files.{PUBLIC['pypi_docs_host']}"
    assert registry_hosts(public_origin().upper() + "/") == PUBLIC


def test_an_index_of_ones_own_has_one() -> None:
    assert set(OWN.values()) == {"index.example.org:8443"}
    assert OWN.keys() == PUBLIC.keys()
    assert project_name("https://index.example.org:8443/team/project/x", OWN) == "x"
    assert project_name("https://index.example.org/team/project/x", OWN) is None
    assert set(registry_hosts("http://[::1]:80").values()) == {"[::1]"}


@pytest.mark.parametrize("origin", ["", "index.example.org", "ftp://index.example.org", "https://"])
def test_an_origin_that_is_no_address_is_an_error(origin: str) -> None:
    with pytest.raises(ValueError, match="expected https://host"):
        registry_hosts(origin)


def test_expand_fills_the_placeholders_and_nothing_else() -> None:
    text = "{pypi_host} {pypi_docs_host} {host} {} {pypi_other_host} {{pypi_files_host}} {"
    assert expand(text, {"pypi_host": "a", "pypi_docs_host": "b", "pypi_files_host": "c"}) == (
        "a b {host} {} {pypi_other_host} {c} {"
    )
