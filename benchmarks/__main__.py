"""Measures Packdex against a bare Django view and says which targets are met.

    python -m benchmarks                          6,000 packages
    python -m benchmarks --sizes 6000,100000 --markdown

A missed target is reported and no failure; the exit code is 1 when nothing could be measured.
"""

import argparse
import dataclasses
import json
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks import report
from benchmarks.cases import CASES
from benchmarks.client import BadAnswerError
from benchmarks.run import Plan, measure
from benchmarks.server import FailedError

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "PERFORMANCE.md"


def main() -> int:
    """Measure each size, print the tables and write the files that were asked for."""
    options = _parser().parse_args()
    if sys.platform != "linux":
        print("benchmarks: the CPU time of a server is read from Linux's clocks", file=sys.stderr)
        return 1
    cases = [case for case in CASES if not options.only or case.key in options.only]
    plan = Plan(cases, options.rounds, options.requests, options.seed, _say)
    try:
        reports = [_in_a_folder(size, plan) for size in options.sizes]
    except (BadAnswerError, FailedError, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    print(report.text(reports, _setting(plan)))
    if options.json:
        content = [dataclasses.asdict(one) for one in reports]
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    if options.markdown:
        _document(reports, _setting(plan))
    return 0


def _parser() -> argparse.ArgumentParser:
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        "python -m benchmarks",
        description=summary,
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", type=_sizes, default=[6_000], help="packages, as in 6000,100000")
    parser.add_argument("--rounds", type=int, default=9, help="turns of each case (9)")
    parser.add_argument("--requests", type=int, default=600, help="requests in a turn (600)")
    parser.add_argument("--seed", type=int, default=1, help="of the catalogue and the requests (1)")
    keys = [case.key for case in CASES]
    parser.add_argument("--only", nargs="+", choices=keys, metavar="CASE", help=", ".join(keys))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--markdown", action="store_true", help="update docs/PERFORMANCE.md")
    return parser


def _sizes(text: str) -> list[int]:
    sizes = sorted({int(size) for size in text.split(",")})
    if sizes[0] < 1_000:
        raise argparse.ArgumentTypeError("1000 packages are the least that makes sense")
    return sizes


def _document(reports: list[report.Report], setting: str) -> None:
    """Update the section of reading and that of grids, each if any case of it was measured."""
    for grids, write, marks in (
        (False, report.markdown, (report.BEGIN, report.END)),
        (True, report.ratios, (report.GRIDS_BEGIN, report.GRIDS_END)),
    ):
        parts = [
            dataclasses.replace(
                one, rows=[row for row in one.rows if row.key.startswith("grid-") is grids]
            )
            for one in reports
        ]
        if parts[0].rows:
            report.update(DOCUMENT, write(parts, setting), marks)


def _in_a_folder(size: int, plan: Plan) -> report.Report:
    with tempfile.TemporaryDirectory(prefix="packdex-bench-") as folder:
        return measure(size, plan, Path(folder))


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr)


def _setting(plan: Plan) -> str:
    names = ", ".join(f"{name} {version(name.lower())}" for name in ("Django", "granian"))
    return (
        f"CPython {platform.python_version()}, {names}; {plan.rounds} rounds of {plan.requests}"
        f" requests; seed {plan.seed}; {time.strftime('%Y-%m-%d', time.gmtime())}."
    )


if __name__ == "__main__":
    sys.exit(main())
