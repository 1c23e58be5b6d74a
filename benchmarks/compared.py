"""Features and elements for three grids of the generated catalogue: v4 has none to import.

    python -m benchmarks.compared --packages 6000

Runs in a process of its own, in the database that the environment names, where that catalogue was
imported. Neither v3 nor v4 shows what it writes, so that their figures stay as they are.
"""

import argparse
import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks import facts
from benchmarks.generate import Catalogue, grid_id
from benchmarks.server import run_module
from benchmarks.words import Vocabulary

SHAPES = ((10, 15), (60, 40), (300, 40))
"""Packages (at least so many) and features of the grids that are compared."""

# What people say, by its share; None is a cell in which nobody wrote.
_SAID = (
    (None, 26), ("yes", 22), ("check", 8), ("+", 5), ("++", 2), ("no", 14), ("-", 3),
    ("partial", 5), ("planned", 2), ("version", 5), ("number", 2), ("words", 6),
)  # fmt: skip
_LICENCES = (*["MIT"] * 6, *["BSD-3-Clause"] * 3, "Apache-2.0", "GPL-3.0-or-later", None)
_PYTHONS = (">=3.8", ">=3.9", ">=3.10", ">=3.8,<4.0", None)


@dataclass(frozen=True)
class Shape:
    """A grid of the catalogue, by its number, with how many packages and features it has."""

    number: int
    packages: int
    features: int


def shapes(catalogue: Catalogue) -> list[Shape]:
    """The grids that are compared: for each size the smallest one that is large enough."""
    sizes = {number: catalogue.size_of(number) for number in range(catalogue.grids)}
    found = []
    for packages, features in SHAPES:
        fitting = [(size, number) for number, size in sizes.items() if size >= packages]
        if fitting:
            size, number = min(fitting)
            found.append(Shape(number, size, features))
    return found


def fill(packages: int, seed: int, env: Mapping[str, str]) -> None:
    """Write them in a process of its own; raises FailedError when that ends badly."""
    run_module("benchmarks.compared", [f"--packages={packages}", f"--seed={seed}"], env)


def main() -> None:
    """Write features, elements and more facts into the database that the environment names."""
    import django

    parser = argparse.ArgumentParser(description="Fill in the grids that are compared.")
    parser.add_argument("--packages", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    from django.db import transaction

    for shape in shapes(Catalogue(options.packages, options.seed)):
        with transaction.atomic():
            _fill(shape, random.Random(f"{options.seed} compared {shape.number}"))


def _fill(shape: Shape, rng: random.Random) -> None:
    from packdex.catalog import editions
    from packdex.catalog.models import Element, Feature, GridPackage

    grid, vocabulary = grid_id(shape.number), Vocabulary(2_000)
    places = list(GridPackage.objects.filter(grid=grid).order_by("id"))
    features = Feature.objects.bulk_create(
        Feature(
            grid_id=grid,
            position=position,
            title=" ".join(vocabulary.draw(rng, rng.randrange(1, 5))).capitalize(),
            description=facts.description(rng, vocabulary) if rng.random() < 0.5 else "",
        )
        for position in range(shape.features)
    )
    Element.objects.bulk_create(
        Element(feature=feature, grid_package=place, **said)
        for place in places
        for feature, said in zip(features, _elements(rng, vocabulary, len(features)), strict=True)
        if said
    )
    _more_facts([place.package_id for place in places], rng)
    editions.touch(packages=[place.package_id for place in places], grids=[grid])


def _elements(rng: random.Random, vocabulary: Vocabulary, count: int) -> Iterator[dict[str, Any]]:
    docs = f"https://{'-'.join(vocabulary.draw(rng, 2))}.docs.example/en/latest/"
    words, shares = zip(*_SAID, strict=True)
    for said in rng.choices(words, shares, k=count):
        if said is None:
            yield {}
            continue
        written = {
            "version": f"{rng.randrange(1, 6)}.{rng.randrange(10)}",
            "number": str(rng.randrange(1, 90)),
            "words": " ".join(vocabulary.draw(rng, rng.randrange(2, 7))),
        }.get(said, said)
        source = f"{docs}{vocabulary.draw(rng, 1)[0]}.html" if rng.random() < 0.1 else ""
        note = " ".join(vocabulary.draw(rng, 9)) if rng.random() < 0.05 else ""
        yield {"text": written, "source_url": source, "note": note}


def _more_facts(packages: list[int], rng: random.Random) -> None:
    from packdex.catalog.models import PackageFacts

    rows = list(PackageFacts.objects.filter(package__in=packages))
    for row in rows:
        row.licence = rng.choice(_LICENCES)
        row.requires_python = rng.choice(_PYTHONS)
        row.released_at = facts.FETCHED - timedelta(days=rng.expovariate(1 / 500))
        row.open_issues = int(rng.lognormvariate(2, 1.5))
        row.downloads = int(rng.lognormvariate(8, 3))
        row.contributor_count = len(row.participants) or None
        row.archived = rng.random() < 0.06
        oldest = rng.randrange(8)
        row.classifiers = [
            *(f"Framework :: Django :: {v}" for v in _DJANGOS[oldest:]),
            *(f"Programming Language :: Python :: 3.{minor}" for minor in range(8, 14)),
        ]
    fields = ("licence", "requires_python", "released_at", "open_issues", "downloads")
    PackageFacts.objects.bulk_update(
        rows, [*fields, "contributor_count", "archived", "classifiers"], batch_size=100
    )


_DJANGOS = ("2.2", "3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
    main()
