"""Every check and test, in the order in which they fail fastest: python -m tests.run [--lint]"""

from __future__ import annotations

import os
import subprocess
import sys
import time

PYTHON = sys.executable

LINT = [
    ("formatting", [PYTHON, "-m", "ruff", "format", "--check", "-q", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "-q", "."]),
    ("types", [PYTHON, "-m", "mypy"]),
]
# One process more than there are cores: some always waits for a browser, a server or a killed one.
PROCESSES = str((os.cpu_count() or 1) + 1)
PYTEST = [PYTHON, "-m", "pytest", "-q", "-n", PROCESSES, "--dist", "loadfile"]
# By default the files with the fewest tests come last. Those take longest, and one process would
# still be at them when the others have nothing left to do.
PYTEST += ["--no-loadscope-reorder"]
TESTS = [
    ("tests on SQLite", PYTEST),
    # Another database changes nothing for tests that ask none.
    ("tests on PostgreSQL", [PYTHON, "-m", "tests.postgres", *PYTEST, "--only-database"]),
]


def main() -> int:
    steps = LINT if "--lint" in sys.argv else LINT + TESTS
    # Some machines have Python compile everything anew in each process; there are hundreds here.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
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
