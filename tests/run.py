"""Every check and test: python -m tests.run [--lint]

What fails fastest comes first. Then types and the tests on both databases go side by side: each of
them waits at times, for a browser, a server or a killed process, and the others use the cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from typing import IO

PYTHON = sys.executable

LINT = [
    ("formatting", [PYTHON, "-m", "ruff", "format", "--check", "-q", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "-q", "."]),
]
TYPES = ("types", [PYTHON, "-m", "mypy"])
# For each of two runs of tests; some process always waits.
PROCESSES = str((os.cpu_count() or 1) // 2 + 1)
PYTEST = [PYTHON, "-m", "pytest", "-q", "-n", PROCESSES, "--dist", "loadfile"]
# By default the files with the fewest tests come last. Those take longest, and one process would
# still be at them when the others have nothing left to do.
PYTEST += ["--no-loadscope-reorder"]
TESTS = [
    ("tests on SQLite", PYTEST),
    TYPES,
    # Another database changes nothing for tests that ask none.
    ("tests on PostgreSQL", [PYTHON, "-m", "tests.postgres", *PYTEST, "--only-database"]),
]
Step = tuple[str, list[str]]


def main() -> int:
    only_lint = "--lint" in sys.argv
    # Some machines have Python compile everything anew in each process; there are hundreds here.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.monotonic()
    for name, command in [*LINT, TYPES] if only_lint else LINT:
        print(f"\n== {name}", flush=True)
        if code := subprocess.call(command):
            print(f"\n{name}: failed. All after it was not run.")
            return code
    with tempfile.TemporaryDirectory(prefix="packdex-sound-") as sound:
        os.environ["TESTS_SOUND"] = sound  # what the tests on both databases find out together
        failed = [] if only_lint else _side_by_side(TESTS)
    if failed:
        print(f"\nFailed: {', '.join(failed)}.")
        return 1
    print(f"\nAll passed in {time.monotonic() - begun:.0f} s.")
    return 0


def _side_by_side(steps: list[Step]) -> list[str]:
    """The names of those that failed. The first is seen at work, the others once they are done."""
    failed = []
    with ExitStack() as outputs:
        running: list[tuple[str, subprocess.Popen[bytes], IO[bytes] | None]] = []
        for name, command in steps:
            output = outputs.enter_context(tempfile.TemporaryFile()) if running else None
            process = subprocess.Popen(command, stdout=output, stderr=output)
            running.append((name, process, output))
        for name, process, output in running:
            print(f"\n== {name}", flush=True)
            if process.wait():
                failed.append(name)
            if output:
                output.seek(0)
                print(output.read().decode("utf-8", "replace"), end="", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
