"""What the page of a look shows: what sources told, what is here already, what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from packdex.catalog.actions import slugs
from packdex.catalog.actions.facts.states import FORGE, GIT, REGISTRY, STATUS
from packdex.catalog.browse import categories_by_title
from packdex.catalog.models import Category, Package, PackageFacts, SourceState
from packdex.catalog.similar import Here, Similar, same_things, similar_names
from packdex.catalog.suggested import Suggestion, suggest_category
from packdex.core.weeks import commits_over_52
from packdex.refresh.preview import Preview, Told
from packdex.web import package_facts
from packdex.web.happenings import bare_address
from packdex.web.show import link, one_line, shortened
from packdex.web.words import SOURCES

SHARED = {"repository": "the same repository", "project": "the same project of the registry"}


class Same(NamedTuple):
    """A package that it is, or that is beside it; `slug` is "" for one that nobody may see."""

    slug: str
    title: str
    shared: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the template needs, to be escaped there."""

    title: str
    description: str
    is_known: bool
    is_worth_another: bool
    links: Sequence[tuple[str, SafeString]]
    facts: SafeString
    lacking: Sequence[tuple[str, str]]
    same: Sequence[Same]
    beside: Sequence[Same]
    similar: Sequence[Similar]
    categories: Sequence[Category]
    suggestion: Suggestion | None
    proposed: Mapping[str, str]

    @classmethod
    def of(cls, preview: Preview) -> Shown:
        """What is here already, what is similar, the categories, and a slug.

        Nine queries where the first slug that is tried is free.
        """
        # Loaded here, as few requests need the libraries that ask sources.
        from packdex.refresh.context import registry_origin

        found = same_things(preview.thing, registry_origin())
        names = [name for name in (preview.title, preview.project) if name]
        similar = similar_names(names, [here.id for here in (*found.same, *found.beside)])
        categories = [row for row in categories_by_title() if not row.placeholder]
        suggestion = _suggested(preview, categories, similar)
        return cls(
            title=one_line(preview.title),
            description=shortened(preview.description, 300),
            is_known=preview.is_known,
            is_worth_another=preview.is_worth_another,
            links=_links(preview),
            facts=_facts(preview),
            lacking=[
                (SOURCES.get(lack.source, lack.source).capitalize(), shortened(lack.why, 300))
                for lack in preview.lacking
            ],
            same=_named(found.same),
            beside=_named(found.beside),
            similar=similar,
            categories=categories,
            suggestion=suggestion,
            proposed=_proposed(preview, categories, suggestion),
        )


def _suggested(
    preview: Preview, categories: Sequence[Category], similar: Sequence[Similar]
) -> Suggestion | None:
    topics = preview.forge.facts.topics if preview.forge else None
    classifiers = preview.registry.facts.classifiers if preview.registry else ()
    return suggest_category(categories, similar, topics or (), classifiers)


def _proposed(
    preview: Preview, categories: Sequence[Category], suggestion: Suggestion | None
) -> dict[str, str]:
    chosen = suggestion.category_id if suggestion else None
    slug = slugs.of_title(Package, preview.title, "package") if preview.is_known else ""
    return {
        "title": one_line(preview.title)[:200],
        "slug": slug,
        "category": next((row.slug for row in categories if row.pk == chosen), ""),
        "documentation_url": preview.documentation_url,
    }


def _named(here: Iterable[Here]) -> list[Same]:
    return [
        Same("" if one.hidden else one.slug, one_line(one.title), SHARED[one.shared])
        for one in here
    ]


def _links(preview: Preview) -> list[tuple[str, SafeString]]:
    addresses = (
        ("Repository", preview.repository),
        ("Moved from", preview.former),
        ("Registry", preview.project_url),
        ("Home page", preview.homepage),
    )
    return [(label, link(url, bare_address(url))) for label, url in addresses if url]


def _facts(preview: Preview) -> SafeString:
    """The list of facts as the package's own page will show it."""
    package = Package(repo_url=preview.repository, pypi_url=preview.project_url)
    told = (
        (REGISTRY, preview.registry),
        (STATUS, preview.status),
        (FORGE, preview.forge),
        (GIT, preview.git),
    )
    states = {source: _state(source, one) for source, one in told if one is not None}
    return package_facts.rows(package, _row(preview), states)


def _state(source: str, told: Told[Any]) -> SourceState:
    return SourceState(source=source, origin=told.origin, succeeded_at=told.taken_at)


def _row(preview: Preview) -> PackageFacts:
    row = PackageFacts()
    if preview.registry:
        project = preview.registry.facts
        current = [one for one in project.releases if one.version == project.version]
        row.registry_version = project.version
        row.released_at = current[0].uploaded_at if current else None
        row.licence, row.requires_python = project.licence, project.requires_python
    if preview.status:
        row.project_status = preview.status.facts.status
    if preview.git:
        history = preview.git.facts
        row.last_updated = history.last_updated
        row.default_branch = history.default_branch
        row.contributor_count = history.contributor_count
        if history.head:
            row.commits_over_52 = list(commits_over_52(history.days, preview.git.taken_at))
    if preview.forge:
        repository = preview.forge.facts
        row.stars, row.forks = repository.stars, repository.forks
        row.open_issues, row.archived = repository.open_issues, repository.archived
        row.repository_licence, row.topics = repository.licence, list(repository.topics or ())
        row.last_updated = repository.head_at or row.last_updated
        row.default_branch = repository.default_branch or row.default_branch
    return row
