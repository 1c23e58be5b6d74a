"""What files of continuous integration say about the versions that tests run with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packdex.core.ci import LONGEST, versions_run

WORKFLOW = """
on: [push]
jobs:
  tests:
    strategy:
      matrix:
        python-version: ["3.9", '3.10', 3.11, "pypy3.8", "3.15-dev", "3.14.0-rc.2"]
        django-version:
          - "4.2"
          - "5.2.*"
          - ">=5.2,<6.1"
          - main
        include:
          - python-version: "3.14"
            django_version: "~=6.0"
    steps:
      - uses: actions/setup-python@v5
        with:
          python-version: |
            3.8
            3.12
      - name: 2.7
        run: echo 3.7
"""
TOX = """
[tox]
envlist =
    py{39,310}-django{42,50}
    py311-dj52,docs

    {py312,py313}-django{51,5.2}
    lint
isolated_build = true
[testenv]
deps = django61
"""


def told(*versions: str) -> tuple[str, ...]:
    """Versions of Python, a bar, and versions of Django."""
    bar = versions.index("|")
    return (
        *(f"Python {version}" for version in versions[:bar]),
        *(f"Django {version}" for version in versions[bar + 1 :]),
    )


def test_a_workflow() -> None:
    pythons = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.14")
    assert versions_run({"tests.yml": WORKFLOW}) == told(*pythons, "|", "4.2", "5.2", "6.0")


def test_the_environments_of_tox() -> None:
    pythons = ("3.9", "3.10", "3.11", "3.12", "3.13")
    assert versions_run({"tox.ini": TOX}) == told(*pythons, "|", "4.2", "5.0", "5.1", "5.2")


def test_several_files_are_told_as_one() -> None:
    files = {"a.yml": "python: 3.12", "tox.ini": "envlist = py312-django52", "b.yml": "py: [2.7]"}
    assert versions_run(files) == told("2.7", "3.12", "|", "5.2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "python-version: 3.x",
        "python-version: '>=3.9'",
        "python-version: ${{ matrix.python-version }}",
        "python-version: 13.12",
        "python-version: 3.121",
        "pythons: 3.12",
        "name: python-version 3.12",
        "a: &x 3.12\npython-version: *x",
        "[python-version]: 3.12",
        "\tpython-version: 3.12",
    ],
)
def test_what_names_none(text: str) -> None:
    assert versions_run({"tests.yml": text}) == ()


def test_what_stands_before_a_mistake_counts() -> None:
    assert versions_run({"a.yml": "python: 3.12\nx: ]"}) == told("3.12", "|")


@pytest.mark.parametrize("deep", ["[", "{", "- ", "? ", "a: {"])
def test_what_is_built_to_take_long_is_left(deep: str) -> None:
    assert versions_run({"a.yml": deep * LONGEST}) == ()


@settings(max_examples=60)
@given(st.text(st.sampled_from("py:- [],{}\n\t'\"3.12*&|>#djangoenvlist=%\x00"), max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for name in ("a.yml", "tox.ini"):
        for version in versions_run({name: text}):
            assert version.startswith(("Python ", "Django "))
