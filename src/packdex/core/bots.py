"""Which authors of commits are programs.

Forges tell by an account's type, which git does not have, so this goes by names. A name is listed
when it belongs to one service that commits by itself; general words ("build", "release", "ci") are
not, because people call themselves so too.
"""

from __future__ import annotations

import re

BOTS: dict[str, str] = {
    # Updates of dependencies.
    "dependabot": "GitHub's, and the service of that name before 2019",
    "dependabot-preview": "the same, before GitHub took it over",
    "dependabot-support": "the same; an address it committed with",
    "renovate": "Mend Renovate, as an App",
    "renovate-bot": "Mend Renovate, as an account",
    "renovate bot": "Mend Renovate's default author, on every forge",
    "whitesource-renovate": "Mend Renovate under its older owner",
    "mend-bolt-for-github": "Mend's security scanner",
    "pyup-bot": "pyup.io, an account",
    "pyup.io bot": "pyup.io, its author name",
    "greenkeeper": "npm updates until 2020",
    "greenkeeperio-bot": "the same, its account",
    "snyk-bot": "Snyk's fixes",
    "scala-steward": "updates of Scala libraries",
    "requires.io": "checked requirements until 2021",
    "requires-io": "the same",
    "depfu": "updates for Ruby and JavaScript",
    "violinist-bot": "updates for PHP",
    # Checks and formatting.
    "pre-commit-ci": "pre-commit.ci: fixes and updates of hooks",
    "pre-commit.ci": "the same, its author name",
    "deepsource-autofix": "DeepSource",
    "deepsourcebot": "DeepSource, its account",
    "restyled-io": "Restyled",
    "restyled.io": "Restyled, its author name",
    "sourcery-ai": "Sourcery",
    "codefactor-io": "CodeFactor",
    "stickler-ci": "Stickler CI",
    "black-bot": "runs the formatter on old pull requests",
    "imgbot": "compresses images",
    "lint-action": "the author of an Action of that name",
    # Merging, releasing, workflows.
    "github-actions": "any workflow on GitHub",
    "github action": "the same, as several Actions name themselves",
    "github actions": "the same",
    "github-action": "the same",
    "gitlab-ci": "any pipeline on GitLab",
    "semantic-release-bot": "semantic-release",
    "python-semantic-release": "Python Semantic Release",
    "mergify": "Mergify",
    "bors": "merges after tests",
    "bors-servo": "the same, for Servo and Rust",
    "travis ci": "deployments by Travis CI",
    "circleci": "deployments by CircleCI",
    "jazzband-bot": "the account by which Jazzband manages its projects",
    # Lists, badges, translations.
    "allcontributors": "adds people to lists of contributors",
    "gitter-badger": "added badges to READMEs",
    "the gitter badger": "the same, its author name",
    "codacy-badger": "added badges to READMEs",
    "waffle-io": "added badges to READMEs",
    "readmecritic": "corrected READMEs",
    "transifex-integration": "Transifex",
    "transifex": "Transifex",
    "weblate": "Weblate's own commits; translators keep their names there",
    "hosted weblate": "the same, on its public server",
    "crowdin-bot": "Crowdin",
    "pontoon": "Mozilla's translations",
    # Programs that write code when asked.
    "copilot": "GitHub's coding agent",
    "copilot-swe-agent": "the same, its App",
    "google-labs-jules": "Google's coding agent",
    "sweep-ai": "Sweep",
    "devin-ai-integration": "Devin",
    "openhands": "OpenHands' default author",
}

_WORDED = re.compile(r".*(?:\[bot\]|\(bot\)|[-_]bot)", re.DOTALL)
"""`…[bot]`, which GitHub puts behind the login of every App and no person's can have, `…(bot)` and
`…-bot`. Not `… bot`: that is a surname."""


def is_bot(name: str) -> bool:
    """Whether `name`, an author's name or login, is a program's. Capitals do not matter."""
    known = name.strip().casefold()
    return known in BOTS or _WORDED.fullmatch(known) is not None
