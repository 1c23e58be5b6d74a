"""What names of files say, and what they do not."""

import pytest

from packdex.core.history import Presence
from packdex.core.presence import presence

NOTHING = Presence(has_tests=False, has_ci=False, has_changelog=False, has_licence_file=False)


@pytest.mark.parametrize(
    "path",
    [
        "tests",
        "test",
        "src/name/tests",
        "name/tests.py",
        "test_name.py",
        "name/test_a.py",
        "runtests.py",
        "Tests",
        "lib/a.test.js",
        "name_test.go",
    ],
)
def test_tests(path: str) -> None:
    assert presence([path]).has_tests is True


@pytest.mark.parametrize(
    "path", [".github/workflows", ".travis.yml", ".gitlab-ci.yml", "Jenkinsfile", ".circleci"]
)
def test_continuous_integration(path: str) -> None:
    assert presence([path]).has_ci is True


@pytest.mark.parametrize(
    "path",
    [
        "CHANGELOG.md",
        "CHANGES",
        "changes.rst",
        "HISTORY.txt",
        "NEWS",
        "docs/changelog.rst",
        "ChangeLog",
        "RELEASE_NOTES.md",
        "docs/releases",
        "CHANGE_LOG.md",
    ],
)
def test_changelogs(path: str) -> None:
    assert presence([path]).has_changelog is True


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE",
        "LICENCE.md",
        "COPYING",
        "LICENSE-MIT",
        "license.txt",
        "UNLICENSE",
        "LICENSES",
        "COPYING.LESSER",
    ],
)
def test_licences(path: str) -> None:
    assert presence([path]).has_licence_file is True


@pytest.mark.parametrize(
    "path",
    [
        "contest",
        "latest.py",
        "testimonials",
        "attestation.py",
        ".github",
        ".github/ISSUE_TEMPLATE",
        "name/.travis.yml",
        "exchanges.py",
        "name/news",
        "name/changes.py",
        "name/history.py",
        "name/LICENSE",
        "licensing",
        "README.md",
    ],
)
def test_what_only_looks_like_it(path: str) -> None:
    assert presence([path]) == NOTHING


def test_what_was_not_seen_is_not_known() -> None:
    assert presence(["tests"], complete=False) == Presence(has_tests=True)
    assert presence([], complete=False) == Presence()
    assert presence([]) == NOTHING
