"""Whether a package is here already, and which ones are called like it. For who wants to add one.

Every look-up goes through an index over plain texts (models/plain.py), so that it costs the same
in a large catalogue. What an index finds is compared again by the rules of duplicates.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from packaging.utils import canonicalize_name

from packdex.catalog.duplicates import PROJECT, REPOSITORY
from packdex.catalog.models import Package, PackageFacts, PastAddress
from packdex.catalog.models.plain import Plain, plain_text
from packdex.core.registry import FORMS, project_of, public_origin, registry_hosts
from packdex.core.repository import RepositoryRef, parse
from packdex.core.spelling import HEAD, PREFIX, distance, stem_of, typos_let, variants

LOOKED_AT = 500
"""Rows of one look-up that are compared at most."""

SHOWN = 8

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody wants to add, as far as sources told of it.

    `repositories` are the addresses that it goes by; `found` says that a source found it there now.
    """

    repositories: tuple[RepositoryRef, ...]
    project: str | None
    found: bool


class Here(NamedTuple):
    """A package that is here, and what it shares with the thing: REPOSITORY or PROJECT."""

    id: int
    slug: str
    title: str
    hidden: bool
    created_by: int | None
    shared: str


class Similar(NamedTuple):
    """A package with a similar name. `typos` is by how many letters it differs."""

    id: int
    slug: str
    title: str
    category_id: int
    typos: int


@dataclass(frozen=True, slots=True)
class Found:
    """`same` are the thing itself; `beside` are other projects in the same repository."""

    same: tuple[Here, ...]
    beside: tuple[Here, ...]


def same_things(thing: Thing, origin: str) -> Found:
    """Which packages are this thing. Three queries at most.

    `origin` is that of the registry which project links are read for.
    """
    project = canonicalize_name(thing.project) if thing.project else None
    keys = {ref.key for ref in thing.repositories}
    same: dict[int, Here] = {}
    beside: dict[int, Here] = {}
    for row, past in _rows(thing, origin):
        theirs = project_of(row.pypi_url, origin)
        if project and theirs and canonicalize_name(theirs) == project:
            same[row.id] = row.here(PROJECT)
        elif row.is_at(keys) or (not thing.found and row.was_at(keys, past)):
            apart = bool(project and theirs)
            (beside if apart else same)[row.id] = row.here(REPOSITORY)
    return Found(tuple(same[id_] for id_ in sorted(same)), tuple(beside.values()))


class _Row(NamedTuple):
    """A package that an index found."""

    id: int
    slug: str
    title: str
    hidden: bool
    created_by: int | None
    repo_url: str
    pypi_url: str
    told: str | None

    def here(self, shared: str) -> Here:
        return Here(self.id, self.slug, self.title, self.hidden, self.created_by, shared)

    def is_at(self, keys: Collection[tuple[str, str]]) -> bool:
        """Whether its repository is one of `keys`."""
        ref = parse(self.told or self.repo_url)
        return ref is not None and ref.key in keys

    def was_at(self, keys: Collection[tuple[str, str]], past: str) -> bool:
        """Whether it was before it moved, to be asked only where nobody found anything there now.

        Addresses are given away again.
        """
        return any(ref and ref.key in keys for ref in map(parse, (self.repo_url, past)))


_COLUMNS = ("pk", "slug", "title", "hidden", "created_by", "repo_url", "pypi_url", "facts__address")


def _rows(thing: Thing, origin: str) -> Iterator[tuple[_Row, str]]:
    """What the indexes find, each with an address that it had before, or ""."""
    spellings = [text for ref in thing.repositories for text in _spellings(ref)]
    entered = _beginning("entered", spellings)
    if thing.project:
        links = [plain_text(link) for link in links_to(thing.project, origin)]
        named = Q(link__in=links) | _beginning("link", [f"{link}/" for link in links])
        entered = entered | named if spellings else named
    if spellings or thing.project:
        packages = Package.objects.alias(entered=Plain("repo_url"), link=Plain("pypi_url"))
        for row in packages.filter(entered).values_list(*_COLUMNS)[:LOOKED_AT]:
            yield _Row(*row), ""
    if not spellings:
        return
    columns = [name if name == "pk" else f"package__{name}" for name in _COLUMNS]
    columns[0] = "package_id"
    told = PackageFacts.objects.alias(at=Plain("address")).filter(_beginning("at", spellings))
    for row in told.values_list(*columns)[:LOOKED_AT]:
        yield _Row(*row), ""
    past = PastAddress.objects.alias(at=Plain("address")).filter(_beginning("at", spellings))
    for row in past.values_list(*columns, "address")[:LOOKED_AT]:
        yield _Row(*row[:-1]), row[-1]


def _spellings(ref: RepositoryRef) -> list[str]:
    """How the address of a repository may begin, however it was entered."""
    place = f"{ref.host}/{ref.path}"
    begins = ["https://", "http://", "https://www.", "http://www.", "git://", "git+https://", ""]
    begins += ["ssh://git@", "ssh://", "git@", "https://git@"]
    texts = [f"{begin}{place}" for begin in begins]
    return [plain_text(text) for text in [*texts, f"git@{ref.host}:{ref.path}", ref.url]]


def links_to(project: str, origin: str) -> list[str]:
    """The addresses of a project on the registry, without a slash at the end."""
    hosts = {
        registry_hosts(registry)[key]
        for registry in (origin, public_origin())
        for key in ("pypi_host", "pypi_legacy_host")
    }
    name = canonicalize_name(project)
    return [
        f"{scheme}://{host}/{form}/{name}"
        for scheme in ("https", "http")
        for host in sorted(hosts)
        for form in sorted(FORMS)
    ]


def _beginning(field: str, texts: Iterable[str]) -> Q:
    """That `field` begins with one of `texts`, in the way that an index can find."""
    ranges = [Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST}) for text in texts]
    return reduce(or_, ranges, Q())


# ---- names


def similar_names(names: Sequence[str], without: Collection[int] = ()) -> list[Similar]:
    """Packages whose slugs are one of `names` but for a typo or two, the nearest first.

    Case, hyphens, underscores, dots and the framework's prefix make no difference. Two typos are
    found behind the first HEAD letters, one typo anywhere. `without` are ids to leave out. Two
    queries; the first goes through those that share half of a name, lest the many that share its
    beginning crowd them out.
    """
    stems = sorted({stem for name in names[:3] if (stem := stem_of(plain_text(name)))})
    found: dict[int, Similar] = {}
    for shared in (_half, _head) if stems else ():
        rows = _candidates(stems, shared).exclude(pk__in=[*without, *found])
        for pk, slug, title, category_id in rows.values_list(*_SIMILAR)[:LOOKED_AT]:
            stem = stem_of(plain_text(slug))
            typos = min(_typos(stem, wanted) for wanted in stems)
            if typos < _MANY:
                found[pk] = Similar(pk, slug, title, category_id, typos)
    nearest = sorted(found.values(), key=lambda one: (one.typos, one.title.casefold(), one.id))
    return nearest[:SHOWN]


def _half(stem: str) -> str:
    return stem[: max(HEAD, len(stem) // 2)]


def _head(stem: str) -> str:
    return stem[:HEAD]


_SIMILAR = ("pk", "slug", "title", "category_id")
_MANY = 99


def _typos(stem: str, wanted: str) -> int:
    """By how many letters the two differ; _MANY where they are different names."""
    most = typos_let(len(wanted))
    typos = distance(stem, wanted, most)
    return typos if typos <= most else _MANY


def _candidates(stems: Sequence[str], shared: Callable[[str], str]) -> QuerySet[Package]:
    """Those that one typo at the beginning makes of a stem, and those that begin like it.

    These have the part of it that `shared` gives, and are about as long.
    """
    condition = Q()
    for stem in stems:
        most, begin = typos_let(len(stem)), shared(stem)
        exact = {stem} | (variants(stem) if most else set())
        condition |= Q(plain__in=sorted(exact | {PREFIX + text for text in exact}))
        for prefix in ("", PREFIX) if len(stem) > HEAD else ():
            length = len(prefix) + len(stem)
            near = Q(length__gte=length - most, length__lte=length + most)
            condition |= _beginning("plain", [prefix + begin]) & near
    packages = Package.objects.filter(hidden=False).alias(plain=Plain("slug"))
    return packages.alias(length=Length(Plain("slug"))).filter(condition)
