"""What a day's work on what is stored costs: weekly commits derived anew, snapshots, their size.

    python -m benchmarks.stored --packages 100000 --folder FOLDER      (figures as JSON)

Runs in a process of its own, in a new database in that folder, without network.
"""

import argparse
import json
import os
import random
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.server import FailedError, environment, packdex, run, run_module

TODAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
YEAR = 365
SIZED = 6_000  # packages of which a year's snapshots are weighed


@dataclass(frozen=True)
class Stored:
    """Figures of a day; seconds, and MB (10^6 bytes).

    `all_s` is for deriving the weekly commits of all packages when all have other numbers than are
    stored, `day_s` for the day after that, when `moved` of them have.
    """

    packages: int
    all_s: float
    day_s: float
    moved: int
    snapshots_s: float
    year_mb: float
    peak_mb: float


def measure(packages: int, folder: Path) -> Stored:
    """Measure it in a process of its own; raises FailedError when that ends badly."""
    env = environment(folder / "stored")
    run(packdex("migrate"), env, folder / "stored.log")
    return Stored(**json.loads(run_module("benchmarks.stored", [f"--packages={packages}"], env)))


def main() -> None:
    """Measure in the database that the environment names, which has to be empty."""
    import django

    parser = argparse.ArgumentParser(description="Measure what is done each day.")
    parser.add_argument("--packages", type=int, default=100_000)
    packages = parser.parse_args().packages
    django.setup()
    from packdex.catalog.actions.facts.derive import derive_weeks
    from packdex.catalog.actions.facts.history import take_snapshots

    sized = min(SIZED, packages)
    rng = random.Random(1)
    fill(rng, range(1, sized + 1))
    year_mb = _weigh(sized)
    fill(rng, range(sized + 1, packages + 1))
    later = TODAY + timedelta(days=YEAR)
    all_s, _ = _timed(lambda: derive_weeks(TODAY))
    day_s, moved = _timed(lambda: derive_weeks(TODAY + timedelta(days=1)))
    snapshots_s, written = _timed(lambda: take_snapshots(later))
    if written != packages:
        raise FailedError(f"{written} snapshots of {packages} packages")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    figures = (packages, all_s, day_s, moved, snapshots_s, year_mb, peak)
    print(json.dumps(dict(zip(Stored.__dataclass_fields__, figures, strict=True))))


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    begin = time.perf_counter()
    done = work()
    return time.perf_counter() - begin, done


def fill(rng: random.Random, numbers: range) -> None:
    """Packages with facts and histories: a few commits a week, over one to fifteen years."""
    from packdex.catalog.models import Category, Package, PackageFacts, PackageHistory
    from packdex.core.daily import encode

    at = {"created": TODAY, "modified": TODAY}
    category, _ = Category.objects.get_or_create(slug="apps", defaults={"title": "Apps", **at})
    name = "package-{}".format
    for start in range(numbers.start, numbers.stop, 2_000):
        ids = range(start, min(start + 2_000, numbers.stop))
        Package.objects.bulk_create(
            Package(pk=n, slug=name(n), title=name(n), sort_title=name(n), category=category, **at)
            for n in ids
        )
        PackageFacts.objects.bulk_create(
            PackageFacts(
                package_id=n,
                stars=int(rng.lognormvariate(3.1, 2.0)),
                forks=int(rng.lognormvariate(1.7, 2.0)),
                open_issues=rng.randrange(60),
                contributor_count=rng.randrange(1, 80),
                downloads=int(rng.lognormvariate(7, 3)),
            )
            for n in ids
        )
        PackageHistory.objects.bulk_create(
            PackageHistory(package_id=n, head="", days=encode(_days(rng)), taken_at=TODAY)
            for n in ids
        )


def _days(rng: random.Random) -> dict[date, int]:
    """Days with commits: most histories have some in the last year, as every one has before."""
    last = TODAY.date() - timedelta(days=int(rng.expovariate(1 / 300)))
    span = rng.randrange(365, 15 * 365)
    count = min(span, int(rng.paretovariate(0.9) * 20))
    return {last - timedelta(days=rng.randrange(span)): rng.randrange(1, 6) for _ in range(count)}


def _weigh(packages: int) -> float:
    """What a year of snapshots of so many packages adds to the database's file, in MB.

    The first and the last day are taken as every day is. The days between have the same rows with
    other figures, written in the order of the days, so that pages of the table fill as they do in a
    year. Nothing is vacuumed.
    """
    from django.db import connection

    from packdex.catalog.actions.facts.history import take_snapshots
    from packdex.catalog.models import Snapshot

    with connection.cursor() as cursor:
        before = _pages(cursor)
        take_snapshots(TODAY)
        for day in range(1, YEAR - 1):
            key = Snapshot.key(0, TODAY.date() + timedelta(days=day))
            cursor.execute(
                "INSERT INTO catalog_snapshot (id, stars, forks, open_issues, commits,"
                " contributors, downloads) SELECT package_id * %s + %s, stars + %s, forks,"
                " open_issues, 100, contributor_count, downloads + %s FROM catalog_packagefacts",
                [Snapshot.DAYS, key, day, day * 7],
            )
        take_snapshots(TODAY + timedelta(days=YEAR - 1))
        cursor.execute("SELECT count(*) FROM catalog_snapshot")
        if cursor.fetchone()[0] != packages * YEAR:
            raise FailedError("not all snapshots are there")
        return (_pages(cursor) - before) / 1e6


def _pages(cursor: object) -> int:
    execute = cursor.execute  # type: ignore[attr-defined]
    size: int = execute("PRAGMA page_size").fetchone()[0]
    count: int = execute("PRAGMA page_count").fetchone()[0]
    return size * count


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
    main()
