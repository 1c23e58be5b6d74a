"""Which forge a repository lies on, and how that one is asked."""

from __future__ import annotations

from packdex.core.forge import RepositoryFacts
from packdex.core.repository import BITBUCKET, FORGEJO, GITHUB, GITLAB, RepositoryRef, parse
from packdex.refresh.context import Context
from packdex.sources import bitbucket, forgejo, github, gitlab
from packdex.sources.forge import ForgeRef
from packdex.sources.outcome import Moved, Outcome


def forge_of(repository: RepositoryRef, context: Context) -> str | None:
    """The kind of forge at the repository's host; None: not a forge that is known here."""
    return repository.kind or context.forges.get(repository.host)


def forge_ref(address: str, context: Context, etag: str | None) -> tuple[str, ForgeRef] | None:
    """The kind of forge that `address` lies on, and how its repository is asked about.

    None where no forge is known there.
    """
    repository = parse(address)
    kind = forge_of(repository, context) if repository else None
    if repository is None or kind is None:
        return None
    web = repository.url.removesuffix(f"/{repository.path}")
    return kind, _ref(kind, repository.path, web, context, etag)


def ask_forge(kind: str, ref: ForgeRef, context: Context) -> Outcome[RepositoryFacts]:
    """What a forge of that kind says of one repository, which is looked for once where it moved."""
    outcome = _fetch(kind, ref, context)
    if isinstance(outcome, Moved):
        # A redirect without facts: the repository is asked about where it is now, once.
        found = forge_ref(outcome.to, context, None)
        if found:
            return _fetch(*found, context)
    return outcome


def _fetch(kind: str, ref: ForgeRef, context: Context) -> Outcome[RepositoryFacts]:
    if kind == GITHUB:
        return github.fetch(ref, context.door, context.github_token or None)
    if kind == GITLAB:
        return gitlab.fetch(ref, context.door)
    if kind == FORGEJO:
        return forgejo.fetch(ref, context.door)
    return bitbucket.fetch(ref, context.door)


def _ref(kind: str, path: str, web: str, context: Context, etag: str | None) -> ForgeRef:
    match kind:
        case _ if kind == GITHUB:
            return github.ref_to(path, web=web, api=context.github_api, etag=etag)
        case _ if kind == GITLAB:
            return gitlab.ref_to(path, web, etag=etag)
        case _ if kind == FORGEJO:
            return forgejo.ref_to(path, web, etag=etag)
        case _ if kind == BITBUCKET:
            return bitbucket.ref_to(path, etag=etag)
    raise ValueError(f"no such kind of forge: {kind}")
