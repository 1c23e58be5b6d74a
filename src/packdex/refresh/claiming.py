"""Whether somebody who claims a package may speak for it: what its repository or registry shows.

A code stands for one person and one package. Who can put it into the repository, or among the links
of the project, can do everything else to the package, too. Whoever signs in at the forge as the
repository's owner needs none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac

from packdex.catalog.actions.people import claims
from packdex.catalog.models import Claim, Host, How, Package, SourceState
from packdex.catalog.queries import facts_of
from packdex.core.project_links import names_repository
from packdex.core.registry import project_of
from packdex.core.repository import RepositoryRef, parse
from packdex.core.roles import Actor, RefusedError
from packdex.refresh.clock import Clock, Question
from packdex.refresh.context import Context
from packdex.refresh.forges import ask_forge, forge_ref
from packdex.sources import pypi, repository_file
from packdex.sources.forge import ForgeRef
from packdex.sources.outcome import Fetched, Gone, Outcome, RateLimited

FILE = ".well-known/packdex"
"""The file that a code is looked for in."""

TOTAL_S = 10.0
"""What somebody waits at most, in seconds."""

AT_ONCE = 4
"""Claims that one process checks at once: each keeps a thread of the server waiting."""

SETTLED = timedelta(days=30)
"""How long an address has to stand before a claim by it counts: others may have changed it."""

FRESH = timedelta(days=1)
"""How long ago one may have signed in at the forge: names there change hands."""

_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Login:
    """An account on a forge that a person signed in with here: host, name, and when last."""

    host: str
    name: str
    seen_at: datetime | None


class Finding(NamedTuple):
    """What looking came to: the address at which it was seen, or why it does not show enough."""

    evidence: str = ""
    why: str = ""


def code_of(person: int, package_id: int) -> str:
    """The code by which this person claims this package; topics can hold it, too."""
    made = salted_hmac("packdex.claim", f"{person}:{package_id}", algorithm="sha256")
    return f"packdex-{made.hexdigest()[:24]}"


def claim(
    actor: Actor, package: Package, how: str, logins: Collection[Login], context: Context
) -> Claim:
    """Look whether `actor` may speak for the package, and make them a maintainer if so.

    Returns the claim with what came of it. Raises what `claims.begin` raises, and RefusedError
    where too many look at the moment.
    """
    if not _turns.acquire(timeout=2):
        raise RefusedError("Others are checked at the moment. Try again in some seconds.")
    try:
        row = claims.begin(actor, package.pk, how, context.now())
        try:
            finding = _look(row, package, logins, context)
        except Exception:
            claims.refuse(row, "It could not be checked: our mistake.")
            raise
    finally:
        _turns.release()
    if finding.why:
        claims.refuse(row, finding.why)
    else:
        claims.prove(row, finding.evidence, context.now())
    return row


def offered(package: Package) -> list[How]:
    """The ways in which the package can be claimed, as far as is known without asking."""
    ways = [How.FILE, How.TOPIC, How.FORGE] if parse(package.repo_url) else []
    # Only where the registry tells who owns a project does it let none but those publish.
    if package.pypi_url and facts_of(package).owners:
        ways.append(How.REGISTRY)
    return ways


def _look(row: Claim, package: Package, logins: Collection[Login], context: Context) -> Finding:
    if why := _doubtful(package, row.by_id, context.now()):
        return Finding(why=why)
    code = code_of(row.by_id, package.pk)
    if row.how == How.REGISTRY:
        return _by_registry(package, code, context)
    repository = parse(package.repo_url)
    if repository is None:
        return Finding(why="No repository is known of this package.")
    if why := _not_of_project(package, repository):
        return Finding(why=why)
    if row.how == How.FORGE:
        return _by_login(repository, logins, context.now())
    return _by_repository(How(row.how), repository, code, context)


# ---- whose address it is


def _doubtful(package: Package, person: int, now: datetime) -> str:
    """Why the addresses of the package prove nothing for this person; "" where they do.

    Everybody may edit a package, so who claims it must not have led it to a place of their own.
    """
    rows = Package.revisions.filter(id=package.pk).order_by("history_id")
    known, by, at = None, None, None
    for repo, project, who, when in rows.values_list(
        "repo_url", "pypi_url", "revision__by", "revision__at"
    ):
        if known is not None and known != (repo, project):
            by, at = who, when
        known = (repo, project)
    if at is None:
        return ""
    if by == person:
        return "You changed its address here yourself: ask a moderator to look at it."
    if now - at < SETTLED:
        return f"Its address here was changed on {at:%-d %B %Y}, too short ago to go by it."
    return ""


def _not_of_project(package: Package, repository: RepositoryRef) -> str:
    """Why the repository is not that of the package's project on the registry; "" where it is."""
    if not package.pypi_url:
        return ""
    links = [(label, address) for label, address in facts_of(package).links]
    if not links and not SourceState.objects.filter(
        package=package, source="registry", succeeded_at__isnull=False
    ):
        return "Its registry was not asked yet. Try again later."
    keys = {repository.key}
    if (now := parse(facts_of(package).address or "")) is not None:
        keys.add(now.key)
    if names_repository(links, keys):
        return ""
    return "The links of its project on the registry do not lead to this repository."


# ---- what is seen there


def _by_login(repository: RepositoryRef, logins: Collection[Login], now: datetime) -> Finding:
    owner = repository.path.split("/", 1)[0]
    here = [login for login in logins if login.host == repository.host]
    if not here:
        return Finding(why=f"You have not signed in here with an account of {repository.host}.")
    for login in here:
        if login.name.casefold() == owner.casefold():
            if login.seen_at is None or now - login.seen_at > FRESH:
                return Finding(why=f"Sign in with {repository.host} once more, then try again.")
            return Finding(repository.url)
    names = " and ".join(login.name for login in here)
    return Finding(why=f"The repository belongs to {owner} there, and you are {names}.")


def _by_repository(how: How, repository: RepositoryRef, code: str, context: Context) -> Finding:
    found = forge_ref(repository.url, context, None)
    if found is None:
        return Finding(why=f"{repository.host} is no forge that can be asked.")
    if Host.objects.filter(name=repository.host, not_before__gt=context.now()).exists():
        return Finding(why=f"{repository.host} wants to be left alone for now. Try again later.")
    look = _by_topic if how == How.TOPIC else _by_file
    return look(*found, code, context)


def _by_topic(kind: str, ref: ForgeRef, code: str, context: Context) -> Finding:
    told = _ask(lambda: ask_forge(kind, ref, context))
    if not isinstance(told, Fetched):
        return Finding(why=_why(told, ref.web, "the repository"))
    if code in (told.facts.topics or ()):
        return Finding(told.facts.address)
    return Finding(why=f"The repository does not have the topic {code}.")


def _by_file(kind: str, ref: ForgeRef, code: str, context: Context) -> Finding:
    token = context.github_token
    told = _ask(lambda: repository_file.fetch(kind, ref, FILE, context.door, token))
    if not isinstance(told, Fetched):
        return Finding(why=_why(told, ref.web, f"the file {FILE}"))
    if code in told.facts.split():
        return Finding(f"{ref.address} ({FILE})")
    return Finding(why=f"The file {FILE} does not hold {code}.")


def _by_registry(package: Package, code: str, context: Context) -> Finding:
    name = project_of(package.pypi_url, context.registry)
    if name is None:
        return Finding(why="No project on the registry is known of this package.")
    told = _ask(lambda: pypi.fetch(pypi.ProjectRef(name, context.registry), context.door))
    if not isinstance(told, Fetched):
        return Finding(why=_why(told, "the registry", f"a project called {name}"))
    if not told.facts.owners:
        return Finding(why="The registry does not tell who owns this project.")
    if any(code in address for _, address in told.facts.links):
        return Finding(package.pypi_url)
    return Finding(why=f"No link of the project {name} holds {code}.")


def _ask(question: Question) -> Outcome[Any]:
    return Clock(TOTAL_S).ask([question])[0]


def _why(told: Outcome[Any], who: str, what: str) -> str:
    if isinstance(told, Gone):
        return f"There is not {what}, or it is not public."
    if isinstance(told, RateLimited):
        return f"{who} wants to be left alone for now. Try again later."
    return f"{who} could not be asked. Try again later."
