"""Memory does not grow with what is imported. Nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.exchange.objects import package
from tests.serving import PACKDEX, instance

FEW, MANY = 500, 1_300
GROWTH = 25  # MB; the many take 50 MB more as text, and 20 MB more in each kind of answer
MOST = 230  # MB

# Runs a command and prints the most memory that it had, in kB.
MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True,"
    " stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def test_an_array_of_many_packages_needs_no_more_memory_than_one_of_few(tmp_path: Path) -> None:
    few, many = (peak_of_import(tmp_path / str(number), number) for number in (FEW, MANY))
    assert many < MOST
    assert many - few < GROWTH


def peak_of_import(folder: Path, number: int) -> float:
    """The peak in MB of an import of so many packages, in one array."""
    folder.mkdir()
    source = folder / "array.json"
    text, unknown = "x" * 24_000, "y" * 40_000  # what nobody stores is read all the same
    with source.open("w") as file:
        for n in range(1, number + 1):
            value = package(n, grids=[n % 500 + 1], repo_description=text, unknown=unknown)
            file.write(("," if n > 1 else "[") + json.dumps(value))
        file.write("]")
    with instance(folder / "data", "tables") as env:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, PACKDEX, "import", str(source)],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
    return int(measured.stdout) / 1024
