"""What the readiness board costs: keeping it, making it anew, and serving it.

    python -m benchmarks.upgrade --packages 6000       (five minutes for 100,000)

Works in a new database in a folder of its own, without network. Serving is measured as a ratio to a
bare Django view in the same run. A missed target is reported and no failure.
"""

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.cases import API, PAGE
from benchmarks.client import Connection, request
from benchmarks.judging import begin
from benchmarks.process import busiest
from benchmarks.rounds import Ask, Target, take_turns
from benchmarks.server import environment, free_port, packdex, serving
from benchmarks.stored import TODAY

MOST_RATIO = 8.0
"""Bare views that a page may cost once it is prepared."""

ROUNDS, REQUESTS = 7, 200
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
    rng = begin(packages, data)
    _declare(rng)
    from packdex.catalog.actions.facts.weigh import weigh_all
    from packdex.catalog.models import Readiness
    from packdex.catalog.upgrade.board import standings

    _say("all, for the first time", packages, lambda: weigh_all(TODAY))
    _say("all, when nothing changed", packages, lambda: weigh_all(TODAY))
    print(f"{Readiness.objects.count():,} answers are kept")
    spent = median(_spent(lambda: standings(TODAY)) for _ in range(5))
    print(f"counting all of them {1000 * spent:8.1f} ms CPU", flush=True)


def _declare(rng: random.Random) -> None:
    """What current releases say: the last of each package is the current one, and names some."""
    from django.db.models import F

    from packdex.catalog.models import PackageFacts, Release

    shapes = [
        {"python": python, "django": django, "about_django": True, "requires": requires}
        for python in (["3.12", "3.13"], ["3.13", "3.14"], [])
        for django in (["5.2"], ["5.2", "6.0"], ["6.0", "6.1"], [])
        for requires in (["Django>=4.2"], ["Django>=4.2,<6"], ["Django>=4.2,<6.1"], None)
    ]
    PackageFacts.objects.update(registry_version="1.0", requirements=None)
    ids = list(Release.objects.filter(version="1.0").values_list("pk", flat=True))
    rng.shuffle(ids)
    for place, shape in enumerate(shapes):
        mine = ids[place :: len(shapes)]
        for start in range(0, len(mine), 500):
            chosen = Release.objects.filter(pk__in=mine[start : start + 500])
            chosen.update(declared=shape, requires_python=F("requires_python"))


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
