"""The addresses of repositories, in the many forms in which people paste them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

GITHUB, GITLAB, BITBUCKET, FORGEJO = "github", "gitlab", "bitbucket", "forgejo"

KINDS = {
    "github.com": GITHUB,
    "gitlab.com": GITLAB,
    "bitbucket.org": BITBUCKET,
    "codeberg.org": FORGEJO,
}
"""The public forges. Which other hosts run one is for an instance's settings to say."""

LONGEST = 1000  # characters of an address

_SCHEMES = {"http": "http", "https": "https", "git": "git", "ssh": "https", "git+ssh": "https"}
"""What is asked for an address of each scheme: ssh needs a key, https at the same host does not."""

_SCP = re.compile(r"(?:[\w.+-]+@)?(?P<host>[A-Za-z0-9][\w.-]*):(?!//)(?P<path>[^\s:]+)")
"""`git@host:owner/name`, which is no URL ("GIT URLS" in git-clone's manual)."""

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?|\[[0-9a-f:.]+\]")
_BELOW = frozenset({"-", "tree", "blob", "src", "commits", "commit", "branch", "raw", "releases"})
_BELOW |= {"issues", "merge_requests", "wikis"}
"""What follows a repository's path on the pages of forges."""

_SEGMENT = re.compile(r"[^\x00-\x20\x7f/\\?#]+")


@dataclass(frozen=True, slots=True)
class RepositoryRef:
    """A repository by its address.

    `host` is in lower case, with the port where it is not the scheme's own. `path` is what names
    the repository there, without ".git" and slashes around it, in its own capitals. `url` is its
    canonical address, to be shown and to compare with; `clone_url` is what git is to be asked.
    """

    host: str
    path: str
    url: str
    clone_url: str

    @property
    def kind(self) -> str | None:
        """The forge's kind ("github", "gitlab", "bitbucket", "forgejo"), where the host tells."""
        return KINDS.get(self.host)

    @property
    def key(self) -> tuple[str, str]:
        """The same for all spellings of one repository. Public forges ignore capitals in paths."""
        return self.host, self.path.lower() if self.kind else self.path


def parse(text: str) -> RepositoryRef | None:
    """The repository that `text` names; None when it cannot be the address of one.

    Taken are https, http, git and ssh addresses, `git@host:path`, and `host/path` of the public
    forges, each with what people leave behind it: ".git", slashes, a page below the repository. A
    name or password in the address is dropped, a query and a fragment too.
    """
    text = text.strip().removeprefix("git+")
    if not text or len(text) > LONGEST or not text.isprintable() or set(" \\") & set(text):
        return None
    if "://" not in text:
        scp = _SCP.fullmatch(text)
        text = f"ssh://{scp['host']}/{scp['path'].lstrip('/')}" if scp else f"https://{text}"
        if not scp and _without_www(text.split("/")[2].lower()) not in KINDS:
            return None
    try:
        parts = urlsplit(text)
        host, port = _without_www((parts.hostname or "").rstrip(".")), parts.port
    except ValueError:
        return None
    scheme = _SCHEMES.get(parts.scheme)
    host = f"[{host}]" if ":" in host else host
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if scheme is None or not _HOST.fullmatch(host) or not _usable(segments):
        return None
    return (
        _public(host, segments)
        if host in KINDS
        else _own(scheme, host, port, segments, parts.scheme)
    )


def _public(host: str, segments: list[str]) -> RepositoryRef | None:
    """A repository of a public forge, where paths have a known shape and https always answers."""
    if KINDS[host] == GITLAB:  # owner, groups below groups, name; pages stand behind "-"
        ends = [i for i, segment in enumerate(segments) if i >= 2 and segment in _BELOW]
        segments = segments[: min(ends, default=len(segments))]
    else:
        segments = segments[:2]
    path = "/".join(segments).removesuffix(".git")
    if len(segments) < 2 or path.endswith("/"):
        return None
    url = f"https://{host}/{quote(path, safe='/~')}"
    return RepositoryRef(host, path, url, f"{url}.git")


def _own(
    scheme: str, host: str, port: int | None, segments: list[str], given: str
) -> RepositoryRef | None:
    """A repository of any other host, whose paths may have any shape: asked for as it was given."""
    for page in ("/-/", "/tree/", "/blob/", "/src/branch/", "/src/commit/"):
        segments = f"{'/'.join(segments)}/".split(page)[0].strip("/").split("/")
    whole = "/".join(segments)
    path = whole.removesuffix(".git").rstrip("/")
    if not path:
        return None
    usual = {"http": 80, "https": 443, "git": 9418}[scheme]
    if port and port != usual and scheme == given:  # the port of ssh says nothing about https
        host = f"{host}:{port}"
    prefix = f"{scheme}://{host}/"
    return RepositoryRef(
        host, path, prefix + quote(path, safe="/~"), prefix + quote(whole, safe="/~")
    )


def _usable(segments: list[str]) -> bool:
    return bool(segments) and all(
        _SEGMENT.fullmatch(segment) and segment not in {".", ".."} for segment in segments
    )


def _without_www(host: str) -> str:
    """The host; that of a public forge without "www.", which is the same there."""
    short = host.removeprefix("www.")
    return short if short in KINDS else host
