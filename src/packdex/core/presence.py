"""What the names of a repository's files say: tests, continuous integration, changelog, licence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from packdex.core.history import Presence

DEPTH = 3
"""Names are looked at so many folders deep: `.github/workflows`, `src/package/tests`."""

_TEST = re.compile(
    r"tests?|__tests__|testsuite|test_?project"  # folders
    r"|tests?\.\w+|runtests\.\w+|test_.+\.\w+|.+[._-](?:test|tests|spec)\.\w+",
)
_CHANGELOG = re.compile(
    r"(?:change[-_]?logs?|changes|history|news|release[-_]?(?:notes|log)|releases|whats[-_]?new)"
    r"(?:\.(?:\w+))?|changelog\.d|newsfragments"
)
_LICENCE = re.compile(r"(?:un)?licen[sc]es?(?:[._-].+)?|copying(?:[._-].+)?")

_CI = frozenset(
    {
        *(".forgejo/workflows", ".gitea/workflows", ".github/workflows"),
        *(".buildkite", ".circleci", ".semaphore", ".woodpecker"),
        *(".gitlab-ci.yml", ".travis.yml", ".cirrus.yml", ".drone.yml", ".builds", ".build.yml"),
        *(".woodpecker.yml", ".woodpecker.yaml", ".appveyor.yml", "appveyor.yml", "circle.yml"),
        *("azure-pipelines.yml", "bitbucket-pipelines.yml", "jenkinsfile", "zuul.d", ".zuul.d"),
    }
)
"""Files and folders by which services of continuous integration are told what to run, by their
documentation; compared in lower case."""

_DOCUMENTS = frozenset({"doc", "docs", "documentation"})


def presence(paths: Iterable[str], *, complete: bool = True) -> Presence:
    """What is there, going by the paths of files and folders, parted by "/".

    Only a test may lie deeper than the top folder, a changelog also among the documents, and a
    licence or settings of continuous integration only where their readers look for them. When not
    all paths are known (not `complete`), what was not found is not known.
    """
    found = {"tests": False, "ci": False, "changelog": False, "licence": False}
    for path in paths:
        lowered = path.lower()
        folder, _, name = lowered.rpartition("/")
        found["tests"] |= _TEST.fullmatch(name) is not None
        found["ci"] |= lowered in _CI
        found["changelog"] |= folder in _DOCUMENTS | {""} and _CHANGELOG.fullmatch(name) is not None
        found["licence"] |= not folder and _LICENCE.fullmatch(name) is not None
    told = {name: True if there else (False if complete else None) for name, there in found.items()}
    return Presence(
        has_tests=told["tests"],
        has_ci=told["ci"],
        has_changelog=told["changelog"],
        has_licence_file=told["licence"],
    )
