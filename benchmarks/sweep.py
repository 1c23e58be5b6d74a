"""Measures what keeping facts fresh costs, against stand-ins on this machine.

    python -m benchmarks.sweep                    6,000 packages, three minutes
    python -m benchmarks.sweep --markdown         and the second table of docs/PERFORMANCE.md

A missed target is reported and no failure; the exit code is 1 when nothing could be measured.
"""

import argparse
import dataclasses
import json
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import git_sweeps, report, stored, sweeps
from benchmarks.report import Limit
from benchmarks.server import FailedError

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "PERFORMANCE.md"
MARKS = "<!-- sweep: begin -->", "<!-- sweep: end -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables and write the files that were asked for."""
    options = _parser().parse_args(arguments)
    plan = sweeps.Plan(options.packages, options.listed, options.workers, options.seed, _say)
    try:
        with tempfile.TemporaryDirectory(prefix="packdex-sweep-") as folder:
            swept = sweeps.measure(plan, Path(folder))
            _say("what git asks")
            git = git_sweeps.measure(Path(folder))
            _say(f"{options.stored:,} packages: what is done each day")
            daily = stored.measure(options.stored, Path(folder))
    except (FailedError, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    tables = [
        _sweep_table(swept, plan.packages),
        _sweep_table(git, git_sweeps.REPOSITORIES),
        report.limit_table("limits", limits(swept, git, daily, plan)),
    ]
    print("\n\n".join([_setting(plan), *map(report.aligned, tables)]))
    if options.json:
        content = {
            "sweeps": [dataclasses.asdict(one) for one in [*swept, *git]],
            "daily": dataclasses.asdict(daily),
        }
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    if options.markdown:
        block = "\n\n".join([_setting(plan), *map(report.piped, tables)])
        report.update(DOCUMENT, block, MARKS)
    return 0


def limits(
    swept: Sequence[sweeps.Sweep],
    git: Sequence[sweeps.Sweep],
    daily: stored.Stored,
    plan: sweeps.Plan,
) -> list[Limit]:
    """Give the figures that have a bound, with it.

    git is asked where a repository moved, and each of its requests counts.
    """
    first, quiet, changed = swept
    moved = plan.packages * sweeps.CHANGED_REPOSITORIES
    asked = moved * git[-1].requests["git"] / git_sweeps.REPOSITORIES
    packages, many = plan.packages, f"{daily.packages:,} packages"
    return [
        Limit("requests a package, first sweep", first.total / packages, "", 1.2),
        Limit("requests a package, changed sweep", (changed.total + asked) / packages, "", 0.1),
        Limit("the same without those to git", changed.total / packages, ""),
        Limit("CPU a package, first sweep", first.cpu_s * 1e3 / packages, "ms", 5),
        Limit("time of a sweep in which nothing changed", quiet.wall_s, "s", 60),
        Limit("most memory of a sweep (RSS)", max(one.peak_mb for one in swept), "MB", 300),
        Limit(f"weekly commits of {many}, all other", daily.all_s, "s", 30),
        Limit(f"weekly commits of {many}, a day later", daily.day_s, "s", 30),
        Limit(f"a day's snapshots of {many}", daily.snapshots_s, "s"),
        Limit("most memory of these (RSS)", daily.peak_mb, "MB", 300),
        Limit("a year of snapshots of 6,000 packages", daily.year_mb, "MB", 100),
    ]


def _sweep_table(swept: Sequence[sweeps.Sweep], packages: int) -> report.Table:
    kinds = list(swept[0].requests)
    return [
        ("sweep", *kinds, "requests a package", "CPU ms a package", "seconds", "most MB"),
        *(
            (
                one.title,
                *(f"{one.requests[kind]:,}" for kind in kinds),
                f"{one.total / packages:.3f}",
                f"{one.cpu_s * 1e3 / packages:.2f}",
                f"{one.wall_s:.1f}",
                f"{one.peak_mb:.0f}",
            )
            for one in swept
        ),
    ]


def _parser() -> argparse.ArgumentParser:
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        "python -m benchmarks.sweep",
        description=summary,
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--packages", type=int, default=6_000, help="that are swept (6000)")
    parser.add_argument(
        "--listed", type=int, default=100_000, help="projects in the index's list (100000)"
    )
    parser.add_argument("--workers", type=int, default=8, help="threads of the first sweep (8)")
    parser.add_argument(
        "--stored", type=int, default=100_000, help="packages of the day's work (100000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the catalogue and changes (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--markdown", action="store_true", help="update docs/PERFORMANCE.md")
    return parser


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr)


def _setting(plan: sweeps.Plan) -> str:
    return (
        f"CPython {platform.python_version()}, SQLite; {plan.packages:,} packages, {plan.listed:,}"
        f" projects in the index's list, {sweeps.LATENCY_S * 1e3:.0f} ms of latency;"
        f" seed {plan.seed}; {time.strftime('%Y-%m-%d', time.gmtime())}."
    )


if __name__ == "__main__":
    sys.exit(main())
