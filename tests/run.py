"""Every check and test, in the order in which they fail fastest: python -m tests.run [--lint]"""

from __future__ import annotations

import subprocess
import sys
import time

PYTHON = sys.executable

LINT = [
    ("formatting", [PYTHON, "-m", "ruff", "format", "--check", "-q", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "-q", "."]),
    ("types", [PYTHON, "-m", "mypy"]),
]
PYTEST = [PYTHON, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile"]
# By default the files with the fewest tests come last. Those take longest, and one process would
# still be at them when the others have nothing left to do.
PYTEST += ["--no-loadscope-reorder"]
# These know of no database, so that another one would change nothing for them.
WITHOUT_DATABASE = ["architecture", "benchmarks", "core", "sources", "standins"]
TESTS = [
    ("tests on SQLite", PYTEST),
    (
        "tests on PostgreSQL",
        [
            *[PYTHON, "-m", "tests.postgres", *PYTEST],
            *[f"--ignore=tests/{room}" for room in WITHOUT_DATABASE],
        ],
    ),
]


def main() -> int:
    steps = LINT if "--lint" in sys.argv else LINT + TESTS
    begun = time.monotonic()
    for name, command in steps:
        print(f"\n== {name}", flush=True)
        if code := subprocess.call(command):
            print(f"\n{name}: failed. All after it was not run.")
            return code
    print(f"\nAll passed in {time.monotonic() - begun:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
