"""A made-up catalogue of any size as v4 objects, the same one for the same size and seed.

The shares and sizes are modelled on 114 captured records: how often a field is null or empty, the
heavy tails of stars, forks and contributors, slugs with underscores or a final hyphen.

    python -m benchmarks.generate --packages 6000 --out catalogue.ndjson
"""

import argparse
import itertools
import json
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import facts
from benchmarks.membership import Membership
from benchmarks.words import Vocabulary, made_up

ORIGIN = "https://directory.example"
CATEGORIES = (
    (1, "App", "apps", "Apps", True),
    (2, "Framework", "frameworks", "Frameworks", True),
    (3, "Project", "projects", "Projects", False),
    (4, "Other", "utilities", "Other", True),
)

Item = dict[str, Any]  # one v4 object, its keys in the order of the API


def package_id(number: int) -> int:
    """Give the id of the package of that number, counted from 0: ids have gaps, as real ones do."""
    return 13 + number + number // 7


def grid_id(number: int) -> int:
    """Give the id of the grid of that number, counted from 0; number 0 is the wide one."""
    return 2 + number + number // 9


class Catalogue:
    """Categories, grids and packages, each made when it is asked for."""

    def __init__(self, packages: int, seed: int = 1) -> None:
        self.packages = packages
        self.grids = max(2, packages // 10)
        self.seed = seed
        self._vocabulary = Vocabulary(8_000)
        self._membership = Membership(self._rng("membership", 0), packages, self.grids)

    def objects(self) -> Iterator[Item]:
        """Give all objects in the order in which a service is read: categories, grids, packages."""
        grids = (self.grid(number) for number in range(self.grids))
        packages = (self.package(number) for number in range(self.packages))
        return itertools.chain(self.categories(), grids, packages)

    def categories(self) -> Iterator[Item]:
        """Give the four categories of the contract."""
        for ident, title, slug, plural, show in CATEGORIES:
            yield {
                "id": ident,
                "title": title,
                "slug": slug,
                "description": f"{plural} of the generated catalogue.",
                "title_plural": plural,
                "show_pypi": show,
                "created": facts.local(facts.OPENED),
                "modified": facts.local(facts.OPENED + timedelta(days=ident)),
            }

    def grid(self, number: int) -> Item:
        """Give a grid with the links to its packages in the order of their titles."""
        rng = self._rng("grid", number)
        words = self._vocabulary.draw(rng, 2)
        word = made_up(number, 3)
        members = sorted((self.name(m).title, m) for m in self._membership.packages_of(number))
        created = facts.created(rng, number, self.grids)
        return {
            "id": grid_id(number),
            "title": f"{' '.join(words)} {word}".title(),
            "slug": f"{words[0]}-{word}",
            "description": facts.description(rng, self._vocabulary),
            "is_locked": rng.random() < 0.03,
            "packages": [_link("packages", package_id(member)) for _, member in members],
            "header": rng.random() < 0.1,
            "created": facts.local(created),
            "modified": facts.local(facts.since(rng, created)),
        }

    def package(self, number: int) -> Item:
        """Give a package with its 18 keys."""
        rng = self._rng("package", number)
        name = facts.name(rng, number)
        created = facts.created(rng, number, self.packages)
        version, registry_url = facts.registry(rng, name.slug)
        stars = facts.stars(rng)
        grids = list(self._membership.grids_of(number))
        rng.shuffle(grids)
        commits = facts.commits_over_52(rng)
        pushed = facts.since(rng, created - timedelta(days=100))
        fetched = facts.FETCHED + timedelta(days=rng.random())
        return {
            "category": _link("categories", rng.choices((1, 2, 3, 4), (84, 3, 3, 10))[0]),
            "grids": [_link("grids", grid_id(grid)) for grid in grids],
            "id": package_id(number),
            "title": name.title,
            "slug": name.slug,
            "last_updated": facts.local(pushed, whole=True) if commits else None,
            "last_fetched": facts.local(fetched) if rng.random() < 0.99 else None,
            "repo_url": facts.repository(rng, name.slug),
            "pypi_version": version,
            "created": facts.local(created),
            "modified": facts.local(facts.since(rng, created)),
            "repo_forks": facts.forks(rng, stars),
            "repo_description": facts.description(rng, self._vocabulary),
            "pypi_url": registry_url,
            "documentation_url": facts.documentation(rng, name.slug),
            "repo_watchers": stars,
            "commits_over_52": commits,
            "participants": facts.participants(rng),
        }

    def size_of(self, number: int) -> int:
        """Give the number of packages of a grid."""
        return len(self._membership.packages_of(number))

    def name(self, number: int) -> facts.Name:
        """Give the name of a package without making the rest of it."""
        return facts.name(self._rng("package", number), number)

    def _rng(self, kind: str, number: int) -> random.Random:
        """Each object draws from a stream of its own, so that any one can be made alone."""
        return random.Random(f"{self.seed} {kind} {number}")


def _link(kind: str, ident: int) -> str:
    return f"{ORIGIN}/api/v4/{kind}/{ident}/"


def write(catalogue: Catalogue, path: Path) -> int:
    """Write all objects to a file, one a line; give their number."""
    lines = 0
    with path.open("w", encoding="utf-8") as out:
        for item in catalogue.objects():
            out.write(json.dumps(item, ensure_ascii=False) + "\n")
            lines += 1
    return lines


def main(arguments: list[str] | None = None) -> None:
    """Write a catalogue to a file."""
    parser = argparse.ArgumentParser(description="Write a made-up catalogue as NDJSON.")
    parser.add_argument("--packages", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    lines = write(Catalogue(options.packages, options.seed), options.out)
    print(f"{lines} objects in {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
