"""The question about many repositories of GitHub, and its answer.

The format is GitHub's GraphQL documentation: object "Repository" and what hangs on it, object
"RateLimit", and the page "Rate limits and query limits for the GraphQL API": a question costs a
point for each hundred connections, rounded, however many entries they have. Three for each of forty
repositories are one point. Errors are as the
GraphQL specification has them (section "Errors": `message`, `path`), with GitHub's `type` beside:
NOT_FOUND and FORBIDDEN belong to one alias, RATE_LIMITED and RESOURCE_LIMITS_EXCEEDED to the whole.
An answer that took too long has an error without a type.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packdex.core.ci import versions_run
from packdex.core.forge import RepositoryFacts, Tags
from packdex.sources.document import Document
from packdex.sources.errors import SourceError
from packdex.sources.forge import MAX_NAME, maybe_licence, maybe_object_id, web_address
from packdex.sources.outcome import Failed

FRAGMENT = """
fragment facts on Repository {
  nameWithOwner
  description
  stargazerCount
  forkCount
  isArchived
  isFork
  pushedAt
  createdAt
  issues(states: OPEN) { totalCount }
  licenseInfo { spdxId }
  defaultBranchRef { name target { oid ... on Commit { committedDate } } }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  refs(refPrefix: "refs/tags/", first: 30, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
    totalCount
    nodes { name target { oid } }
  }
  workflows: object(expression: "HEAD:.github/workflows") { oid }
  tox: object(expression: "HEAD:tox.ini") { oid }
}
"""
"""Thirty tags are all of most repositories: of 61 of the 67 histories that were looked at."""

TEXTS = """
fragment texts on Repository {
  workflowFiles: object(expression: "HEAD:.github/workflows") {
    ... on Tree { entries { name object { ... on Blob { text } } } }
  }
  toxFile: object(expression: "HEAD:tox.ini") { ... on Blob { text } }
}
"""
"""The files whose ids `facts` has. They are asked for where those ids are others than before."""

MOST_FILES = 30
"""Workflows of one repository that are looked at."""

_ALIAS = re.compile(r"r([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Quota:
    """What the question cost and what is left until `reset_at` (UTC), in GitHub's points."""

    cost: int
    remaining: int
    reset_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What was answered, by the place of the repository in the question."""

    facts: Mapping[int, RepositoryFacts]
    missing: frozenset[int]
    failed: Mapping[int, Failed]
    quota: Quota | None


class TooMuchError(Exception):
    """GitHub could not answer all of the question; `why` is its word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RateLimitedError(Exception):
    """GitHub answers no more questions for now."""


def question(paths: Sequence[tuple[str, str]], with_texts: Collection[int] = ()) -> dict[str, Any]:
    """The document to post about repositories given as owner and name.

    The names are only ever values of variables, never part of the query. Those at the places in
    `with_texts` are asked for the texts of their continuous integration as well.
    """
    names = range(len(paths))
    parameters = ", ".join(f"$o{i}: String!, $n{i}: String!" for i in names)
    fields = "\n".join(
        f"  r{i}: repository(owner: $o{i}, name: $n{i}) {{ ...facts{_and_texts(i, with_texts)} }}"
        for i in names
    )
    query = f"query({parameters}) {{\n  rateLimit {{ cost remaining resetAt }}\n{fields}\n}}"
    variables: dict[str, str] = {}
    for i, (owner, name) in enumerate(paths):
        variables |= {f"o{i}": owner, f"n{i}": name}
    fragments = FRAGMENT + (TEXTS if with_texts else "")
    return {"query": query + fragments, "variables": variables}


def _and_texts(place: int, with_texts: Collection[int]) -> str:
    return " ...texts" if place in with_texts else ""


def read(payload: bytes, count: int, web: str) -> Reading:
    """The answer to a question about `count` repositories on the GitHub whose pages are at `web`.

    Raises TooMuchError when it should be asked in smaller parts, RateLimitedError, or SourceError
    for a document that is no answer at all. What is wrong with one repository is in `failed`.
    """
    document = Document.parse(payload)
    errors = _errors(document)
    data = document.maybe_object("data")
    if data is None:
        raise TooMuchError(errors.get(None, "no data and no error"))
    facts: dict[int, RepositoryFacts] = {}
    missing: set[int] = set()
    failed: dict[int, Failed] = {}
    for place in range(count):
        try:
            node = data.maybe_object(f"r{place}")
            if node is not None:
                facts[place] = facts_of(node, web)
            elif place in errors:
                failed[place] = Failed(f"GitHub: {errors[place]}", permanent=True)
            else:
                missing.add(place)
        except SourceError as error:
            why = f"the forge's document is not as documented: {error}"
            failed[place] = Failed(why, permanent=True)
    return Reading(facts, frozenset(missing), failed, _quota(data.maybe_object("rateLimit")))


def _errors(document: Document) -> dict[int | None, str]:
    """What GitHub says of single repositories, but for those that it does not have."""
    told: dict[int | None, str] = {}
    if document.values.get("errors") is None:
        return told
    for error in document.objects("errors"):
        kind = error.maybe_text("type", MAX_NAME)
        message = (error.maybe_text("message") or kind or "no reason given")[:500]
        if kind == "RATE_LIMITED":
            raise RateLimitedError(message)
        place = _place(error)
        # Without a type it is GitHub's own trouble: half an answer, cut off by a time limit.
        if kind in {None, "RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED"}:
            raise TooMuchError(message)
        if kind != "NOT_FOUND":
            told[place] = message
    return told


def _place(error: Document) -> int | None:
    path = error.values.get("path")
    first = path[0] if isinstance(path, list) and path else None
    found = _ALIAS.fullmatch(first) if isinstance(first, str) else None
    return int(found[1]) if found else None


def _quota(document: Document | None) -> Quota | None:
    """None where there is no limit, as on an enterprise's own host."""
    if document is None:
        return None
    cost, remaining = document.maybe_count("cost"), document.maybe_count("remaining")
    reset_at = document.maybe_time("resetAt")
    if cost is None or remaining is None or reset_at is None:
        return None
    return Quota(cost, remaining, reset_at)


def facts_of(node: Document, web: str) -> RepositoryFacts:
    """The facts in one repository of the answer; raises SourceError naming a wrong field."""
    branch = node.maybe_object("defaultBranchRef")
    tip = branch.maybe_object("target") if branch else None
    issues = node.maybe_object("issues")
    return RepositoryFacts(
        address=web_address(node, "nameWithOwner", web),
        description=node.maybe_text("description"),
        stars=node.maybe_count("stargazerCount"),
        forks=node.maybe_count("forkCount"),
        open_issues=issues.maybe_count("totalCount") if issues else None,
        archived=node.maybe_flag("isArchived"),
        default_branch=branch.maybe_text("name", MAX_NAME) if branch else None,
        head=maybe_object_id(tip, "oid") if tip else None,
        head_at=tip.maybe_time("committedDate") if tip else None,
        pushed_at=node.maybe_time("pushedAt"),
        created_at=node.maybe_time("createdAt"),
        licence=maybe_licence(node.maybe_object("licenseInfo"), "spdxId"),
        topics=_topics(node.maybe_object("repositoryTopics")),
        is_fork=node.maybe_flag("isFork"),
        moved_to=None,
        participants=None,
        tags=_tags(node.maybe_object("refs")),
        ci_mark=_ci_mark(node),
        ci_versions=_ci_versions(node),
    )


def _ci_mark(node: Document) -> str | None:
    if "workflows" not in node.values:
        return None
    found = [node.maybe_object(name) for name in ("workflows", "tox")]
    oids = [(maybe_object_id(file, "oid") if file else None) or "" for file in found]
    return " ".join(oids).strip()


def _ci_versions(node: Document) -> tuple[str, ...] | None:
    if _ci_mark(node) == "":
        return ()
    if "workflowFiles" not in node.values:
        return None
    files: dict[str, str] = {}
    folder, tox = node.maybe_object("workflowFiles"), node.maybe_object("toxFile")
    entries = folder.objects("entries") if folder and "entries" in folder.values else []
    for entry in entries[:MOST_FILES]:
        name, blob = entry.text("name", MAX_NAME), entry.maybe_object("object")
        if blob and name.endswith((".yml", ".yaml")):
            files[name] = blob.maybe_text("text") or ""
    if tox:
        files["tox.ini"] = tox.maybe_text("text") or ""
    return versions_run(files)


def _tags(connection: Document | None) -> Tags | None:
    """The newest tags; None where one of them is not told as git has it, who is asked then."""
    count = connection.maybe_count("totalCount") if connection else None
    if connection is None or count is None:
        return None
    # The schema lets both an entry and a target be null.
    found = connection.values.get("nodes")
    if isinstance(found, list) and None in found:
        return None
    newest = []
    for tag in connection.objects("nodes"):
        name, target = tag.maybe_text("name", None), tag.maybe_object("target")
        oid = maybe_object_id(target, "oid") if target else None
        if not name or not oid or len(name) > MAX_NAME:
            return None
        newest.append((name, oid))
    return Tags(count, tuple(newest))


def _topics(connection: Document | None) -> tuple[str, ...] | None:
    if connection is None:
        return None
    topics = [topic.object("topic").text("name", MAX_NAME) for topic in connection.objects("nodes")]
    return tuple(topics)
