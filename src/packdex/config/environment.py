"""The settings an instance may set: all come from the environment and all are read here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packdex.accounts.secret_files import keep_first
from packdex.config import readers, sign_in

SHORTEST_KEY = 32  # characters


class SettingsError(Exception):
    """One or more settings are wrong.

    `problems` has a line for each: the setting's name, what it was, and what would be right.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, what it means, and how its text is read.

    `default` is the text used when the variable is unset or empty. `read` turns text into the
    value and raises ValueError with a message that says what would be right.
    """

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "PACKDEX_DATA",
        "var",
        "Folder for the database, the secret key and other files. Made when it is missing.",
        readers.folder,
    ),
    Setting(
        "PACKDEX_DATABASE_URL",
        "",
        "Address of the database: `postgres://user:password@host:5432/name` or"
        " `sqlite:////folder/file.sqlite3`. With `?timeout=5` behind it, SQLite waits so many"
        " seconds for another writer; otherwise 20. Empty: SQLite, in the file `packdex.sqlite3` of"
        " the data folder.",
        readers.database,
    ),
    Setting(
        "PACKDEX_SITE_URL",
        "",
        "Origin used in absolute links, such as `https://packages.example.org`. Empty: the origin"
        " that each request names.",
        readers.origin,
    ),
    Setting(
        "PACKDEX_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Host names that requests may name, parted by commas; `*` allows all. The host of"
        " PACKDEX_SITE_URL is always allowed.",
        readers.hosts,
    ),
    Setting(
        "PACKDEX_PROXIES",
        "",
        "Proxies that stand before this instance: how many a request passes, or their addresses or"
        " networks, parted by commas (`10.0.0.0/8`). What they say in `X-Forwarded-For` is"
        " believed, so that limits count who asked them. Empty: none.",
        readers.proxies,
    ),
    Setting(
        "PACKDEX_TIME_ZONE",
        "UTC",
        "Time zone of the dates in pages and in the v4 API, by its IANA name.",
        readers.time_zone,
    ),
    Setting(
        "PACKDEX_PAGE_SIZE",
        "20",
        "Rows of a page in lists, in the API when no limit is asked for and on the web (1 to"
        " 1000).",
        readers.page_size,
    ),
    Setting(
        "PACKDEX_SECRET_KEY",
        "",
        "Key that signs sessions and forms. Empty: one is made on the first start and kept in the"
        " file `secret_key` of the data folder, readable by its owner only.",
        readers.text,
    ),
    Setting(
        "PACKDEX_SIGN_UP",
        "open",
        "Who may make an account: `open`, everybody; `invited`, who has an invitation; `closed`,"
        " nobody, the operator makes them (`packdex user add`).",
        readers.sign_up,
    ),
    Setting(
        "PACKDEX_SIGN_IN_GITHUB",
        "",
        "Lets people sign in with GitHub: id and secret of an OAuth application there, as in"
        " `1a2b3c:s3cr3t`. For a server of your own, its origin and a blank before.",
        sign_in.service,
    ),
    Setting(
        "PACKDEX_SIGN_IN_GITLAB",
        "",
        "The same for GitLab.",
        sign_in.service,
    ),
    Setting(
        "PACKDEX_SIGN_IN_CODEBERG",
        "",
        "The same for Codeberg, or another Forgejo.",
        sign_in.service,
    ),
    Setting(
        "PACKDEX_SIGN_IN_OIDC",
        "",
        "The same for any service with OpenID Connect: `Name=https://id.example.org 1a2b3c:s3cr3t`,"
        " any number of them, parted by blanks. `_` in a name is shown as a blank.",
        sign_in.named_services,
    ),
    Setting(
        "PACKDEX_MAIL_URL",
        "",
        "Server that sends mail: `smtp+tls://user:password@mail.example.org:587`, `smtp+ssl://…:465`"
        " or `smtp://…:25`. Empty: mail is printed where `packdex serve` runs.",
        readers.mail,
    ),
    Setting(
        "PACKDEX_MAIL_FROM",
        "packdex@localhost",
        "Address that mail comes from.",
        readers.mail_address,
    ),
    Setting(
        "PACKDEX_REGISTRY_URL",
        "",
        "Origin of the package registry, such as a company's own index. Empty: the public Python"
        " package index.",
        readers.origin,
    ),
    Setting(
        "PACKDEX_REFRESH",
        "0",
        "`1` has `packdex serve` keep the facts fresh in the background. It asks registries, forges"
        " and git servers over the network.",
        readers.flag,
    ),
    Setting(
        "PACKDEX_GITHUB_TOKEN",
        "",
        "Token for GitHub's API, without any rights. With it, forty repositories are asked about at"
        " once; without it, each alone and at most sixty an hour.",
        readers.token,
    ),
    Setting(
        "PACKDEX_GITHUB_API",
        "https://api.github.com",
        "Origin of GitHub's API, for an instance that reads a stand-in or an enterprise's host.",
        readers.origin_and_path,
    ),
    Setting(
        "PACKDEX_FORGES",
        "",
        "Further forges of one's own, parted by commas: `gitlab=git.example.org,forgejo="
        "code.example.org`. Those that everybody knows need not be named.",
        readers.forges,
    ),
    Setting(
        "PACKDEX_MAX_REPOSITORY_MB",
        "500",
        "Megabytes that one repository's history may take on disk while it is read.",
        readers.megabytes,
    ),
    Setting(
        "PACKDEX_ADVISORIES",
        "",
        "Path of a dump of an OSV database: the zip file of the ecosystem, or a folder with its"
        " entries. `packdex advisories` reads it where no other is named, and the refresh in the"
        " background once a day. Empty: none.",
        readers.path,
    ),
    Setting(
        "PACKDEX_VERDICT_WEIGHTS",
        "",
        "Path of a file (TOML or JSON) that changes weights and thresholds of the verdict; it holds"
        " a `version` of its own and only what differs from `core/verdict/weights.toml`. Empty:"
        " those.",
        readers.verdict_weights,
    ),
    Setting(
        "PACKDEX_LIFECYCLES_URL",
        "https://endoflife.date",
        "Origin of the service that `packdex lifecycles update` asks when versions of Python and"
        " Django came out and end; it speaks endoflife.date's API (version 1).",
        readers.origin,
    ),
    Setting(
        "PACKDEX_FETCH_TIMEOUT",
        "10",
        "Seconds that one request to a registry or another service may take.",
        readers.seconds,
    ),
    Setting(
        "PACKDEX_ALLOW_PRIVATE_HOSTS",
        "0",
        "`1` lets sources be read from private and loopback addresses, for an instance inside a"
        " company's network.",
        readers.flag,
    ),
    Setting(
        "PACKDEX_DEBUG",
        "0",
        "`1` shows error details on pages. For development only.",
        readers.flag,
    ),
)


def read_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """The value of every setting, by its name, out of `environment`.

    Raises SettingsError with one line for each setting that is wrong.
    """
    values: dict[str, Any] = {}
    problems = []
    for setting in SETTINGS:
        text = environment.get(setting.name, "").strip() or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            problems.append(f"{setting.name} is {_shown(setting, text)}: {error}.")
    if problems:
        raise SettingsError(problems)
    return values


_SECRET = {
    readers.database,
    readers.mail,
    readers.token,
    sign_in.service,
    sign_in.named_services,
}


def _shown(setting: Setting, text: str) -> str:
    # A database address holds a password, so it is never printed; nor is a token.
    return "wrong" if setting.read in _SECRET else repr(text)


def prepare_data_folder(folder: Path) -> None:
    """Make the data folder, and raise SettingsError when it cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise SettingsError(
            [f"PACKDEX_DATA is {str(folder)!r}: use a folder that this user can make and write."]
        )


def secret_key(folder: Path) -> str:
    """The secret key kept in `folder`, made on the first call (mode 600).

    Two processes that start together agree on one key: the file appears whole or not at all.
    """
    path = folder / "secret_key"
    try:
        if not path.exists():
            _make_secret_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = (
            f"{path} cannot be read or made ({error}): give this user the right to, or set"
            " PACKDEX_SECRET_KEY."
        )
        raise SettingsError([problem]) from None
    return _shortest(key, path)


def _shortest(key: str, path: Path) -> str:
    if len(key) < SHORTEST_KEY:
        problem = (
            f"{path} holds no key (a full disk leaves such a file): delete it to have a new one"
            " made, which ends all sessions, or put the old one back."
        )
        raise SettingsError([problem])
    return key


def _make_secret_key(path: Path) -> None:
    from django.core.management.utils import get_random_secret_key

    keep_first(path, get_random_secret_key().encode("ascii"))
