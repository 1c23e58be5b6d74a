"""What judging costs: every package of a catalogue, first, again a day later, and one by one.

    python -m benchmarks.judging --packages 6000       (ten minutes for 100,000)

Works in a new database in a folder of its own, without network, on one core. A missed target is
reported and no failure.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.stored import TODAY, fill

SIZE, MOST_S = 100_000, 60.0
"""So many packages are to be judged within so many seconds of CPU."""

RELEASES = 12  # of a package, on average
CLASSIFIERS = (
    "Development Status :: 5 - Production/Stable",
    "Framework :: Django :: 4.2",
    "Framework :: Django :: 5.2",
    "Programming Language :: Python :: 3.11",
    "Programming Language :: Python :: 3.13",
)
REQUIREMENTS = (
    "Django>=4.2",
    "Django<6.0,>=4.2; python_version < '3.12'",
    "djangorestframework>=3.15",
    "requests<3,>=2.31",
    "typing-extensions; python_version < '3.13'",
    "pillow>=10; extra == 'images'",
    "pytest; extra == 'tests'",
    "sphinx>=7; extra == 'docs'",
    "ruff; extra == 'tests'",
)
RANGES = (">=3.8", ">=3.9", ">=3.10", ">=3.9,<4", "")


def main() -> None:
    """Measure, and print seconds of CPU and what that comes to for SIZE packages."""
    parser = argparse.ArgumentParser("python -m benchmarks.judging", description=__doc__)
    parser.add_argument("--packages", type=int, default=6_000)
    packages = parser.parse_args().packages
    with tempfile.TemporaryDirectory(prefix="packdex-judging-") as folder:
        _measure(packages, Path(folder))


def begin(packages: int, folder: Path) -> random.Random:
    """Have an instance in `folder`, with packages of which there is much to judge.

    Sets up Django in this process; gives what later chances are to be drawn from.
    """
    os.environ["PACKDEX_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rng = random.Random(1)
    fill(rng, range(1, packages + 1))
    for start in range(1, packages + 1, 2_000):
        tell(rng, range(start, min(start + 2_000, packages + 1)))
    return rng


def _measure(packages: int, folder: Path) -> None:
    begin(packages, folder)
    from packdex.catalog.actions.facts.judge import judge_all, judge_some
    from packdex.catalog.models import PackageVerdict

    for title, work in (
        ("all, for the first time", lambda: judge_all(TODAY)),
        ("all, a day later", lambda: judge_all(TODAY + timedelta(days=1))),
    ):
        _report(title, packages, work)
    one_by_one = min(300, packages)
    _report(
        "one by one",
        one_by_one,
        lambda: sum(judge_some([id_], TODAY) for id_ in range(1, one_by_one + 1)),
        limited=False,
    )
    states: dict[str, int] = {}
    for state in PackageVerdict.objects.values_list("lifecycle", flat=True):
        states[state] = states.get(state, 0) + 1
    print("states:", ", ".join(f"{name} {count}" for name, count in sorted(states.items())))


def _report(title: str, packages: int, work: Callable[[], int], *, limited: bool = True) -> None:
    begin = time.process_time()
    changed = work()
    spent = time.process_time() - begin
    told = (
        f"{title:24} {packages:7,} packages {spent:7.1f} s CPU, {1000 * spent / packages:6.3f} ms"
    )
    if limited:
        whole = spent / packages * SIZE
        met = "met" if whole <= MOST_S else "short"
        told += f" each, {whole:6.1f} s for {SIZE:,} (at most {MOST_S:.0f}: {met})"
    print(f"{told}; {changed:,} changed", flush=True)


def tell(rng: random.Random, ids: range) -> None:
    """What sources told of packages: releases, states, and facts that signals are made of."""
    from packdex.catalog.models import PackageFacts, Release, SourceState

    facts = list(PackageFacts.objects.filter(package__in=ids))
    for row in facts:
        row.classifiers = list(CLASSIFIERS[: rng.randrange(6)])
        row.requires_python = rng.choice(RANGES)
        row.registry_version = "2.0"
        row.requirements = rng.sample(REQUIREMENTS, rng.randrange(len(REQUIREMENTS)))
        row.licence = rng.choice(("MIT", "BSD", None))
        row.owners = ["a", "b"][: rng.randrange(3)]
        row.bot_commits = 0
        row.has_tests, row.has_ci, row.has_changelog = (rng.random() < 0.7 for _ in range(3))
    PackageFacts.objects.filter(package__in=ids).delete()
    PackageFacts.objects.bulk_create(facts)
    SourceState.objects.bulk_create(
        SourceState(package_id=id_, source=source, succeeded_at=TODAY, origin="https://x.example/")
        for id_ in ids
        for source in ("registry", "git", "forge", "advisories")
    )
    Release.objects.bulk_create(
        Release(
            package_id=id_,
            version=f"1.{number}",
            uploaded_at=TODAY - timedelta(days=rng.randrange(3_000)),
        )
        for id_ in ids
        for number in range(rng.randrange(2 * RELEASES))
    )


if __name__ == "__main__":
    main()
