"""What people paste to name a package: a repository, a project of the registry, or some page.

Reading it asks nobody. Whether the thing exists is for the sources to say.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from packaging.requirements import InvalidRequirement, Requirement

from packdex.core import repository
from packdex.core.registry import NAME, project_of, public_origin, registry_hosts
from packdex.core.repository import KINDS, RepositoryRef
from packdex.core.site_names import names_of

LONGEST = 2000
"""Characters; no address that is worth pasting has more."""

SHORT_FORM_HOST = "github.com"
"""Where `owner/name` without a host is taken to be."""

EXPECTED = (
    "the address of a repository, a page of the registry, the name of a project there, or the"
    " address of its documentation"
)

_COMMAND = re.compile(
    r"(?:[$%>!#]\s*)?(?:sudo\s+)?"
    r"(?:(?P<clone>git\s+clone)|(?:(?:python[\d.]*|py)\s+-m\s+)?(?:uv\s+)?pip[\d.]*\s+install"
    r"|(?:uv|poetry|pdm|rye)\s+add|(?:pipenv|pipx)\s+install)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_SCP = re.compile(r"(?:[\w.+-]+@[\w.-]+|[\w-]+(?:\.[\w-]+)+):(?!\d+(?:/|$))[^\s:/][^\s:]*")
_SHORT = re.compile(r"(?P<owner>[A-Za-z0-9][A-Za-z0-9-]{0,38})/(?P<name>[\w.-]{1,100})", re.ASCII)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_AROUND = {"<": ">", '"': '"', "'": "'", "`": "`", "(": ")", "“": "”", "«": "»"}


class NotUnderstoodError(ValueError):
    """What was pasted names nothing. The message says why, and what would be right."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The address of a repository."""

    ref: RepositoryRef


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the registry, spelt as it was pasted."""

    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some other page, by scheme, host and path.

    `names` are projects that it may be about, the likeliest first; `repository` is what it names if
    git answers there. Both are guesses that a source has to confirm.
    """

    address: str
    names: tuple[str, ...]
    repository: RepositoryRef | None


Pasted = Repository | Project | Page


def read(text: str, *, registry: str, forges: Mapping[str, str] | None = None) -> Pasted:
    """What `text` names. A name, a password, a query or a fragment in an address is dropped.

    `registry` is the origin of the instance's own registry; links to the public one count too.
    `forges` are hosts that are known here to be forges, with their kinds. Raises
    NotUnderstoodError.
    """
    if len(text) > LONGEST:
        raise NotUnderstoodError(
            f"These are {len(text):,} characters; an address has {LONGEST:,} at most."
        )
    words = _bare(text)
    if not words:
        raise NotUnderstoodError(f"Nothing was given. Expected is {EXPECTED}.")
    if not words.isprintable():
        raise NotUnderstoodError("It has line breaks or control characters. Paste one address.")
    if command := _COMMAND.fullmatch(words):
        words = _argument(command["rest"], clone=bool(command["clone"]))
    found = _address(words, registry, forges or {}) or _project(words, registry, forges or {})
    if found is None:
        raise NotUnderstoodError(f"“{_shown(words)}” is not understood. Expected is {EXPECTED}.")
    return found


def _bare(text: str) -> str:
    """`text` without blanks, brackets and quotation marks around it."""
    text = text.strip()
    while len(text) > 1 and _AROUND.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def _argument(rest: str, *, clone: bool) -> str:
    """What a command that installs or clones is told to, without its options."""
    try:
        words = [word for word in shlex.split(rest) if not word.startswith("-")]
    except ValueError:  # a quotation mark that is not closed
        words = rest.replace('"', " ").replace("'", " ").split()
    if clone:  # options may have values before the address, and a folder may stand behind it
        words = [word for word in words if "/" in word][:1]
    if len(words) != 1:
        raise NotUnderstoodError("The command names no package, or several. Paste one.")
    return words[0]


# ---- addresses


def _address(words: str, registry: str, forges: Mapping[str, str]) -> Pasted | None:
    """What an address names; None when `words` are none. Raises NotUnderstoodError."""
    if " " in words or "\\" in words:
        return None
    if _SCP.fullmatch(words):
        return _repository(words, forges)
    words = words.removeprefix("git+") if words.startswith("git+git@") else words
    if found := _SCHEME.match(words):
        words = found["scheme"].lower() + words[found.end("scheme") :]
    elif short := _SHORT.fullmatch(words.rstrip("/")):
        words = f"https://{SHORT_FORM_HOST}/{short['owner']}/{short['name']}"
    elif "." in words.split("/", maxsplit=1)[0] and ("/" in words or names_of(words.lower(), "")):
        words = f"https://{words}"
    else:
        return None
    parts = _split(words)
    if parts.scheme.removeprefix("git+") in {"git", "ssh"} or parts.scheme.startswith("git+"):
        return _repository(_without_revision(words), forges)
    if parts.scheme not in {"http", "https"}:
        raise NotUnderstoodError(
            f"Addresses with “{_shown(parts.scheme)}:” are not asked. Expected is {EXPECTED}."
        )
    return _web(words, parts, registry, forges)


def _web(words: str, parts: SplitResult, registry: str, forges: Mapping[str, str]) -> Pasted:
    if name := project_of(words, registry):
        return Project(name)
    host = _host(parts)
    if host in _registry_hosts(registry):
        raise NotUnderstoodError(
            "It is a page of the registry, but not that of a project. Paste the project's page or"
            " its name."
        )
    if host.removeprefix("www.") in KINDS or host in forges or parts.path.endswith(".git"):
        return _repository(words, forges)
    path = quote(unquote(parts.path), safe="/~@:+,=")
    address = f"{parts.scheme}://{host}{path or '/'}"
    docs = registry_hosts(public_origin())["pypi_docs_host"]
    return Page(address, names_of(host, parts.path, docs), repository.parse(address))


def _repository(words: str, forges: Mapping[str, str]) -> Repository:
    ref = repository.parse(re.split("[?#]", words, maxsplit=1)[0])
    if ref is None:
        raise NotUnderstoodError(
            f"“{_shown(words)}” names no repository. Expected is its address, such as"
            " https://example.org/owner/name."
        )
    kind = forges.get(ref.host)
    segments = ref.path.split("/")
    if kind and kind != repository.GITLAB and len(segments) > 2:  # a page below the repository
        root = ref.url.removesuffix(quote(ref.path, safe="/~"))
        ref = repository.parse(f"{root}{'/'.join(segments[:2])}") or ref
    return Repository(ref)


def _without_revision(words: str) -> str:
    """An address as installers take it, without `@v1.0` behind the path."""
    head, slash, last = re.split("[?#]", words, maxsplit=1)[0].rpartition("/")
    return f"{head}{slash}{last.split('@')[0]}" if "://" in head else words


def _split(words: str) -> SplitResult:
    try:
        parts = urlsplit(words)
        parts.port  # noqa: B018  reading it is the check: a port that is no number raises
    except ValueError as error:
        raise NotUnderstoodError(f"“{_shown(words)}” is not an address ({error}).") from None
    return parts


def _host(parts: SplitResult) -> str:
    """The host in lower case, with the port where it is not the scheme's own."""
    name = (parts.hostname or "").rstrip(".")
    name = f"[{name}]" if ":" in name else name
    if not _HOST.fullmatch(name) or ".." in name:
        raise NotUnderstoodError(f"“{_shown(name)}” is not the name of a host.")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{name}:{parts.port}" if parts.port and parts.port != usual else name


def _registry_hosts(registry: str) -> set[str]:
    return {
        registry_hosts(origin)[key]
        for origin in (registry, public_origin())
        for key in ("pypi_host", "pypi_legacy_host")
    }


# ---- names


def _project(words: str, registry: str, forges: Mapping[str, str]) -> Pasted | None:
    """The project that a name or a requirement (PEP 508) names; None when `words` are none."""
    try:
        requirement = Requirement(words)
    except InvalidRequirement:
        return None
    if requirement.url:
        found = _address(requirement.url, registry, forges)
        if isinstance(found, Repository):
            return found
    return Project(requirement.name) if NAME.fullmatch(requirement.name) else None


def _shown(words: str) -> str:
    """The beginning of what was pasted, without what may be a password."""
    shown = re.sub(r"[^\s/]*@(?=[^@]*$)|[^\s/]*:[^\s/]*@", "", words)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
