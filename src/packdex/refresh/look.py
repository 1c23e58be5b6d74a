"""A look at what is not in the catalogue: what its sources say of it. Nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from packdex.catalog.actions.facts.states import FORGE, GIT, REGISTRY
from packdex.catalog.models import Host
from packdex.core import project_links
from packdex.core.facts import ProjectFacts, ProjectStatus
from packdex.core.forge import RepositoryFacts
from packdex.core.history import History
from packdex.core.pasted import Page, Pasted, Project, Repository
from packdex.core.repository import RepositoryRef, parse
from packdex.core.site_names import same_site
from packdex.refresh.clock import Clock, Question
from packdex.refresh.context import Context
from packdex.refresh.forges import ask_forge, forge_ref
from packdex.refresh.preview import Lack, Preview, Told
from packdex.refresh.repositories import open_git
from packdex.sources import git, pypi, registry_status
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, Outcome, RateLimited

TOTAL_S = 10.0
"""What somebody waits at most, in seconds."""

LARGEST_BYTES = 200_000_000
"""Of a history that is read while somebody waits; longer ones are read when their turn comes."""

F = TypeVar("F")


def look(pasted: Pasted, context: Context, total_s: float = TOTAL_S) -> Preview:
    """What the sources say of it, within `total_s` seconds.

    A repository is taken from the project's own links, a project only where its links lead to the
    repository or the page: what no source says is not guessed.
    """
    looking = _Looking(context, Clock(total_s))
    match pasted:
        case Repository(ref=ref):
            looking.at_repository(ref)
        case Project(name=name):
            looking.at_project(name)
        case Page():
            looking.at_page(pasted)
    return looking.preview()


@dataclass
class _Looking:
    """What was found so far. `former` is where the repository was looked for first."""

    context: Context
    clock: Clock
    registry: Told[ProjectFacts] | None = None
    status: Told[ProjectStatus] | None = None
    forge: Told[RepositoryFacts] | None = None
    git: Told[History] | None = None
    former: RepositoryRef | None = None
    moved: RepositoryRef | None = None
    page: str = ""
    lacking: list[Lack] = field(default_factory=list)

    # ---- where to begin

    def at_repository(self, ref: RepositoryRef, history: Outcome[History] | None = None) -> None:
        """Begin at a repository; git is not asked where its answer is here already."""
        name = ref.path.split("/")[-1]
        questions = {"project": self._project(name)} | self._repository(ref)
        if history is not None:
            questions["git"] = lambda: history
        asked = self._ask(questions)
        self._take_repository(ref, asked)
        project = asked["project"]
        keys = {found.key for found in (ref, self._where()) if found}
        if isinstance(project, Fetched) and project_links.names_repository(
            project.facts.links, keys
        ):
            self._take_project(project)
            self._take_status(self._ask({"status": self._status(name)})["status"])
        elif isinstance(project, Fetched | Gone):
            why = f"No project called {name} leads to this repository."
            self.lacking.append(Lack(REGISTRY, why))
        else:
            self._note(REGISTRY, project)

    def at_project(self, name: str) -> None:
        project = self._ask({"project": self._project(name)})["project"]
        if isinstance(project, Fetched):
            self._follow(project)
        elif isinstance(project, Gone):
            self.lacking.append(Lack(REGISTRY, f"There is no project called {name}."))
        else:
            self._note(REGISTRY, project)

    def at_page(self, page: Page) -> None:
        questions = {name: self._project(name) for name in page.names}
        asked = self._ask(
            questions | ({"git": self._git(page.repository)} if page.repository else {})
        )
        for name in page.names:
            outcome = asked[name]
            if isinstance(outcome, Fetched) and _names_page(outcome.facts, page.address):
                self.page = page.address
                self._follow(outcome)
                return
        if page.repository and isinstance(asked["git"], Fetched | Moved):
            self.at_repository(page.repository, asked["git"])
            return
        self.lacking.append(Lack(REGISTRY, _nothing_about(page)))

    def _follow(self, project: Fetched[ProjectFacts]) -> None:
        """Take a project, and ask about its status and the repository that it leads to."""
        self._take_project(project)
        ref = project_links.repository_of(project.facts.links, self.context.forges)
        questions = {"status": self._status(project.facts.name)}
        asked = self._ask(questions | (self._repository(ref) if ref else {}))
        self._take_status(asked["status"])
        if ref:
            self._take_repository(ref, asked)
        else:
            why = "The project's links lead to no repository."
            self.lacking.append(Lack(GIT, why))

    # ---- what is asked

    def _ask(self, questions: dict[str, Question]) -> dict[str, Outcome[Any]]:
        return dict(zip(questions, self.clock.ask(list(questions.values())), strict=True))

    def _project(self, name: str) -> Question:
        ref = pypi.ProjectRef(name, self.context.registry)
        return self._unless_paused(
            urlsplit(self.context.registry).netloc, lambda: pypi.fetch(ref, self.context.door)
        )

    def _status(self, name: str) -> Question:
        ref = pypi.ProjectRef(name, self.context.registry)
        return self._unless_paused(
            urlsplit(self.context.registry).netloc,
            lambda: registry_status.fetch(ref, self.context.door),
        )

    def _repository(self, ref: RepositoryRef) -> dict[str, Question]:
        """What its forge and git are asked; only git where no forge is known."""
        found = forge_ref(ref.url, self.context, None)
        questions = {"git": self._git(ref)}
        if found:
            kind, at = found
            question = self._unless_paused(ref.host, lambda: ask_forge(kind, at, self.context))
            questions["forge"] = question
        return questions

    def _git(self, ref: RepositoryRef) -> Question:
        """Git's history of it; the copy is thrown away."""
        terms = open_git(self.context)
        terms = replace(terms, max_bytes=min(terms.max_bytes, LARGEST_BYTES))

        def fetch(clone_url: str) -> Outcome[History]:
            hurried = replace(terms, timeout_s=max(0.1, self.clock.left))
            return git.fetch(git.GitRef(clone_url), hurried, self.context.door)

        def question() -> Outcome[History]:
            outcome = fetch(ref.clone_url)
            if isinstance(outcome, Moved) and (now := parse(outcome.to)):
                self.moved = now
                return fetch(now.clone_url)
            return outcome

        return self._unless_paused(ref.host, question)

    def _unless_paused(self, host: str, question: Question) -> Question:
        """`question`, unless the host wants to be left alone for now."""
        paused = Host.objects.filter(name=host, not_before__gt=self.context.now()).first()
        if paused is None:
            return question
        why = Failed(f"{host} is left alone for now: {paused.reason}", permanent=False)
        return lambda: why

    # ---- what was told

    def _take_project(self, project: Fetched[ProjectFacts]) -> None:
        self.registry = _told(project, self.context.registry)

    def _take_status(self, status: Outcome[ProjectStatus]) -> None:
        # What is not told of the status is asked for again when its turn comes; an index without
        # markers is no trouble.
        if isinstance(status, Fetched):
            self.status = _told(status, self.context.registry)

    def _take_repository(self, ref: RepositoryRef, asked: dict[str, Outcome[Any]]) -> None:
        self.former = ref
        forge, told = asked.get("forge"), asked["git"]
        if isinstance(forge, Fetched):
            self.forge = _told(forge, ref.url.removesuffix(f"/{ref.path}"))
        elif forge is not None:
            self._note(FORGE, forge)
        if isinstance(told, Fetched):
            self.git = _told(told, (self.moved or ref).url)
        else:
            self._note(GIT, told)

    def _note(self, source: str, outcome: Outcome[Any]) -> None:
        passing = isinstance(outcome, RateLimited) or (
            isinstance(outcome, Failed) and not outcome.permanent
        )
        self.lacking.append(Lack(source, _why(outcome), passing))

    def _where(self) -> RepositoryRef | None:
        """Where the repository is now: by its forge, by git, or where it was looked for."""
        told = parse(self.forge.facts.address) if self.forge else None
        return told or (self.moved if self.git else None) or self.former

    def preview(self) -> Preview:
        """All of it, as it would be added."""
        facts = self.registry.facts if self.registry else None
        links = facts.links if facts else ()
        now = self._where()
        summary = facts.summary if facts else None
        repository = self.forge.facts.description if self.forge else None
        return Preview(
            title=facts.name if facts else now.path.split("/")[-1] if now else "",
            description=(repository or summary or "")[:2000],
            repository=now.url if now else "",
            former=self.former.url if self.former and now and self.former.key != now.key else "",
            project=facts.name if facts else None,
            project_url=_page_of(facts.name, self.context.registry) if facts else "",
            documentation_url=self.page or project_links.documentation_of(links),
            homepage=project_links.home_of(links),
            registry=self.registry,
            status=self.status,
            forge=self.forge,
            git=self.git,
            lacking=tuple(self.lacking),
        )


def _told(outcome: Fetched[F], origin: str) -> Told[F]:
    return Told(outcome.facts, origin, outcome.etag, outcome.taken_at)


def _names_page(project: ProjectFacts, page: str) -> bool:
    return any(same_site(address, page) for _, address in project.links)


def _nothing_about(page: Page) -> str:
    tried = " or ".join(page.names)
    asked = f"No project called {tried} leads to this page" if tried else "It names no project"
    return f"{asked}. Paste the address of the repository, or the project's name."


def _page_of(name: str, registry: str) -> str:
    return f"{registry}/project/{name}/"


def _why(outcome: Outcome[Any]) -> str:
    match outcome:
        case Gone():
            return "It is not found there."
        case RateLimited(until=until):
            return f"It wants no further question before {until:%H:%M} UTC."
        case Moved(to=to):
            return f"It is under another address now: {to}."
        case Failed(why=why) if "public internet" in why:
            # Which addresses names have in our own network is nobody's business.
            return "Its host is not on the public internet, so it is not asked."
        case Failed(why=why):
            return why if why.endswith(".") else f"{why}."
        case _:
            return "It told nothing."
