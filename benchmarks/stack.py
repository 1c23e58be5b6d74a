"""What judging a stack costs: `packdex audit` of a lock with 300 projects, four in five known.

    python -m benchmarks.stack --packages 6000       (two minutes for 100,000)

Works in a new database in a folder of its own, without network. A missed target is reported and no
failure.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.judging import begin
from benchmarks.server import packdex
from benchmarks.stored import TODAY

DEPENDENCIES, MOST_S = 300, 2.0
"""So many dependencies are to be judged within so many seconds of CPU, the command's start too."""

REGISTRY = "https://index.example"
ROUNDS = 5
GRID = 20  # packages of a grid


def main() -> None:
    """Measure, and print seconds of CPU."""
    parser = argparse.ArgumentParser("python -m benchmarks.stack", description=__doc__)
    parser.add_argument("--packages", type=int, default=6_000)
    packages = parser.parse_args().packages
    with tempfile.TemporaryDirectory(prefix="packdex-stack-") as folder:
        _measure(packages, Path(folder))


def _measure(packages: int, folder: Path) -> None:
    os.environ["PACKDEX_REGISTRY_URL"] = REGISTRY
    rng = begin(packages, folder)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _list(rng, packages)
    lock = folder / "uv.lock"
    lock.write_text(_lock(rng, packages), encoding="utf-8")

    from packdex.catalog.stack.judging import judge_stack
    from packdex.core.stack.reading import read_files
    from packdex.core.stack.report import asked_of, report_of

    found = read_files(["uv.lock"], lambda _: lock.read_bytes())
    asked = asked_of(found)
    with CaptureQueriesContext(connection) as context:
        report = report_of(found, judge_stack(asked, TODAY, REGISTRY), TODAY)
    print(f"{packages:,} packages; {len(asked)} dependencies: {report.counts()}")
    print(f"queries {len(context)}")
    _say("reading the lock", lambda: read_files(["uv.lock"], lambda _: lock.read_bytes()))
    _say("judging", lambda: judge_stack(asked, TODAY, REGISTRY))
    for form in ("--json", "--markdown"):
        spent = median(_command(lock, form) for _ in range(ROUNDS))
        met = "met" if spent <= MOST_S else "short"
        print(f"packdex audit {form:11} {spent:6.2f} s CPU (at most {MOST_S:g}: {met})")


def _say(title: str, work: Callable[[], object]) -> None:
    spent = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    print(f"{title:25} {median(spent):6.2f} s CPU")
    sys.stdout.flush()


def _command(lock: Path, form: str) -> float:
    """CPU seconds of one command from its start to its end, with its imports."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = packdex("audit", str(lock), form)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _list(rng: random.Random, packages: int) -> None:
    """Projects of the registry, advisories about a tenth of them, archived ones, and grids."""
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    from packdex.catalog.models import Advisory, Grid, GridPackage, Package, PackageFacts

    link = Concat(Value(f"{REGISTRY}/project/"), F("slug"), Value("/"))
    Package.objects.update(pypi_url=link)
    archived = rng.sample(range(1, packages + 1), packages // 10)
    for start in range(0, len(archived), 500):
        part = archived[start : start + 500]
        PackageFacts.objects.filter(package__in=part).update(archived=True)
    Advisory.objects.bulk_create(
        Advisory(
            package_id=id_,
            name=f"A-{id_}-{number}",
            project=f"package-{id_}",
            affected=[{"ranges": [[["introduced", "0"], ["fixed", "1.5"]]], "versions": []}],
        )
        for id_ in rng.sample(range(1, packages + 1), packages // 10)
        for number in range(3)
    )
    at = {"created": TODAY, "modified": TODAY}
    grids = range(1, packages // GRID + 1)
    Grid.objects.bulk_create(
        Grid(pk=n, slug=f"grid-{n}", title=f"Grid {n}", sort_title=f"grid {n}", **at) for n in grids
    )
    GridPackage.objects.bulk_create(
        GridPackage(grid_id=n, package_id=(n - 1) * GRID + place, position=place, sequence=0)
        for n in grids
        for place in range(1, GRID + 1)
    )


def _lock(rng: random.Random, packages: int) -> str:
    """A uv.lock: four projects in five are known here, each with hashes as real ones have."""
    known = rng.sample(range(1, packages + 1), DEPENDENCIES * 4 // 5)
    names = [f"package-{id_}" for id_ in known]
    names += [f"elsewhere-{number}" for number in range(DEPENDENCIES - len(names))]
    files = "".join(
        f'    {{ url = "https://files.example/{n}.whl", hash = "sha256:{n:064}", size = {n} }},\n'
        for n in range(10)
    )
    return "version = 1\n" + "".join(
        f'\n[[package]]\nname = "{name}"\nversion = "1.{rng.randrange(12)}"\n'
        f'source = {{ registry = "{REGISTRY}/simple" }}\nwheels = [\n{files}]\n'
        for name in names
    )


if __name__ == "__main__":
    main()
