"""What the readiness board costs: keeping it, making it anew, and serving it.

    python -m benchmarks.upgrade --packages 6000       (four minutes for 100,000)

Works in a new database in a folder of its own, without network. Serving is measured as a ratio to a
bare Django view in the same run. A missed target is reported and no failure.
"""

import argparse
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from benchmarks.cases import API, PAGE
from benchmarks.client import Connection, request
from benchmarks.process import busiest
from benchmarks.rounds import Ask, Target, take_turns
from benchmarks.server import environment, free_port, packdex, serving
from benchmarks.stored import TODAY

MOST_RATIO = 8.0
"""Bare views that a page may cost once it is prepared."""

ROUNDS, REQUESTS = 7, 200
BATCH = 2_000  # packages that are made at once
RELEASES, SEEN = 8, 2  # of a package on average, and so many that were seen as the current one
SHAPES = [
    {"python": python, "django": django, "about_django": True, "requires": requires}
    for python in (["3.12", "3.13"], ["3.13", "3.14"], [])
    for django in (["5.2"], ["5.2", "6.0"], ["6.0", "6.1"], [])
    for requires in (["Django>=4.2"], ["Django>=4.2,<6"], ["Django>=4.2,<6.1"], None)
]
"""What releases declare."""

_WAKE_UP = 200  # requests after which it is plain which process answers

PATHS = (
    ("the board", "/upgrade/", PAGE, b"Upgrades"),
    ("a version", "/upgrade/django-6.0/", PAGE, b"Django 6.0"),
    ("what cannot be moved", "/upgrade/django-6.0/?answer=no", PAGE, b"Django 6.0"),
    ("of whom nobody knows", "/upgrade/django-6.0/?answer=unknown", PAGE, b"Django 6.0"),
    ("its page 100", "/upgrade/django-6.0/?page=100", PAGE, b"Django 6.0"),
    ("v5, one version", "/api/v5/upgrade/django/6.0/", API, b'"trend"'),
)
KEPT = 4
"""So many of these are kept, and have the target; the others are made at each request."""


def main() -> None:
    """Measure, and print seconds and milliseconds of CPU."""
    parser = argparse.ArgumentParser("python -m benchmarks.upgrade", description=__doc__)
    parser.add_argument("--packages", type=int, default=6_000)
    packages = parser.parse_args().packages
    with tempfile.TemporaryDirectory(prefix="packdex-upgrade-") as folder:
        _keep(packages, Path(folder) / "data")
        _serve(Path(folder))


def _keep(packages: int, data: Path) -> None:
    data.mkdir()
    os.environ["PACKDEX_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rng = random.Random(1)
    for start in range(1, packages + 1, BATCH):
        _fill(rng, range(start, min(start + BATCH, packages + 1)))
    from packdex.catalog.actions.facts.weigh import weigh_all
    from packdex.catalog.models import Readiness
    from packdex.catalog.upgrade.board import standings

    _say("all, for the first time", packages, lambda: weigh_all(TODAY))
    _say("all, when nothing changed", packages, lambda: weigh_all(TODAY))
    print(f"{Readiness.objects.count():,} answers are kept")
    spent = median(_spent(lambda: standings(TODAY)) for _ in range(3))
    print(f"counting all of them {1000 * spent:8.1f} ms CPU", flush=True)


def _fill(rng: random.Random, ids: range) -> None:
    """Packages with what a registry told of them: releases, of which the newest names versions."""
    from packdex.catalog.models import Category, Package, PackageFacts, Release, SourceState

    when = {"created": TODAY, "modified": TODAY}
    apps, _ = Category.objects.get_or_create(slug="apps", defaults={"title": "App", **when})
    titles = {id_: f"Package {id_}" for id_ in ids}
    Package.objects.bulk_create(
        Package(
            id=id_, category=apps, title=title, sort_title=title.lower(), slug=f"p{id_}", **when
        )
        for id_, title in titles.items()
    )
    PackageFacts.objects.bulk_create(
        PackageFacts(package_id=id_, registry_version="1.0", requires_python=">=3.10")
        for id_ in ids
    )
    SourceState.objects.bulk_create(
        SourceState(package_id=id_, source="registry", succeeded_at=TODAY) for id_ in ids
    )
    Release.objects.bulk_create(
        Release(
            package_id=id_,
            version=f"{'1.0' if number == 0 else f'0.{number}'}",
            uploaded_at=TODAY - timedelta(days=rng.randrange(1_000) + 100 * number),
            requires_python=rng.choice((">=3.10", ">=3.9", ">=3.9,<3.14")),
            declared=rng.choice(SHAPES) if number < SEEN else None,
        )
        for id_ in ids
        for number in range(rng.randrange(1, 2 * RELEASES))
    )


def _serve(folder: Path) -> None:
    port, bare_port = free_port(), free_port()
    command = packdex("serve", "--port", str(port), "--workers", "1")
    log = folder / "serve.log"
    bare_command = [sys.executable, "-m", "benchmarks.bare", str(bare_port)]
    with (
        serving(command, port, "/robots.txt", environment(folder / "data"), log) as served,
        serving(bare_command, bare_port, "/", environment(folder / "bare"), log) as bare,
        Connection.to(port) as connection,
        Connection.to(bare_port) as yardstick,
    ):
        worker = _worker(served.pid, connection, "/robots.txt")
        bare_worker = _worker(bare.pid, yardstick, "/")
        constant = itertools.repeat(Ask(request("/", API), b"bare"))
        for place, (title, path, accept, piece) in enumerate(PATHS):
            ask = Ask(request(path, accept), piece)
            target = Target(connection, worker, itertools.repeat(ask))
            told = take_turns(Target(yardstick, bare_worker, constant), target, ROUNDS, REQUESTS)
            met = "met" if told.ratio <= MOST_RATIO else "short"
            wanted = f" (at most {MOST_RATIO:g}: {met})" if place < KEPT else ""
            spread = f"{told.low:.1f} to {told.high:.1f}"
            print(f"{title:22} {told.cpu_ms:7.3f} ms, ratio {told.ratio:6.1f}, {spread}{wanted}")


def _worker(pid: int, connection: Connection, path: str) -> int:
    raw = request(path, API)
    return busiest(pid, lambda: [connection.ask(raw) for _ in range(_WAKE_UP)])


def _say(title: str, packages: int, work: Callable[[], object]) -> None:
    spent = _spent(work)
    each = 1000 * spent / packages
    print(f"{title:28} {packages:7,} packages {spent:7.1f} s CPU, {each:6.3f} ms each", flush=True)


def _spent(work: Callable[[], object]) -> float:
    begin_ = time.process_time()
    work()
    return time.process_time() - begin_


if __name__ == "__main__":
    main()
