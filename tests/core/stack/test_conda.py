"""environment.yml, as conda's documentation has it."""

import pytest

from tests.core.stack.files import plain, read, reasons

ENVIRONMENT = """\
name: mine
channels:
  - conda-forge
dependencies:
  - python=3.12
  - numpy=1.26
  - conda-forge::scipy>=1.10,<2
  - pandas==2.1.0
  - exact=1.2.3=py312_0
  - pip
  - pip:
    - django==5.2  # why
    - -r requirements.txt
  - either=1.0|1.1
variables:
  KEY: value
"""


def test_what_conda_and_pip_are_asked_for() -> None:
    found = read("environment.yml", ENVIRONMENT, requirements_txt="six\n")
    assert plain(found) == [
        ("numpy", "==1.26.*", 6),
        ("scipy", "<2,>=1.10", 7),
        ("pandas", "==2.1.0", 8),
        ("exact", "==1.2.3", 9),
        ("django", "==5.2", 12),
        ("six", "", 1),
        ("either", "", 14),
    ]
    assert [one.source for one in found.dependencies][:5] == ["conda"] * 4 + [""]
    assert found.dependencies[4].group == "pip"
    assert found.problems == []


def test_it_is_known_by_its_content() -> None:
    found = read("x.yaml", ENVIRONMENT.replace("    - -r requirements.txt\n", ""))
    assert len(found.dependencies) == 6


@pytest.mark.parametrize(
    ("spec", "range_"),
    [
        # "Package match specs", the examples.
        ("numpy", ""),
        ("numpy=1.11", "==1.11.*"),
        ("numpy==1.11", "==1.11"),
        ("numpy>1.11", ">1.11"),
        ("numpy=1.11.1|1.11.3", ""),
        ("numpy>=1.8,<2", "<2,>=1.8"),
        ("numpy >=1.8,<2", "<2,>=1.8"),
        ("numpy 1.8*", "==1.8.*"),
        ("numpy 1.8.1", "==1.8.1.*"),
        ("numpy=1.11.2=*nomkl*", "==1.11.2"),
        ("numpy[version='>=1']", ""),
    ],
)
def test_match_specs(spec: str, range_: str) -> None:
    found = read("environment.yml", f'dependencies:\n  - "{spec}"\n')
    assert plain(found) == [("numpy", range_, 2)]
    assert found.problems == []


def test_what_is_wrong_is_named_and_the_rest_is_read() -> None:
    text = "dependencies:\n  - a\n  - b c d e\n  - d\n  - pip:\n    - no no\n    - e\n"
    found = read("environment.yml", text)
    assert [one.name for one in found.dependencies] == ["a", "d", "e"]
    assert reasons(found) == [
        (3, "'b c d e' is not a match spec; expected one such as django=5.2"),
        (6, "'no no' is not a requirement; expected one such as django>=5.2"),
    ]


def test_one_that_breaks_off_says_what_it_did_before() -> None:
    found = read("environment.yml", "dependencies:\n  - a\n  - b\n  - 'c")
    assert [one.name for one in found.dependencies] == ["a", "b"]
    assert "what follows was not read" in found.problems[0].reason


def test_lists_in_lists_without_end_are_told() -> None:
    """libyaml's own composer ends the process with this."""
    found = read("environment.yml", "dependencies:\n  - a\n  - " + "[" * 100_000)
    assert [one.name for one in found.dependencies] == ["a"]
    assert reasons(found) == [(3, "nested too deeply; what follows was not read")]


def test_anchors_without_end_cost_nothing() -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ndependencies: [one, *c]\n"
    assert [one.name for one in read("environment.yml", text).dependencies] == ["one"]
