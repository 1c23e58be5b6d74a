"""One size of the catalogue, from an empty folder to its report."""

import itertools
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks import compared
from benchmarks.cases import Case, Sample, prepare, take_sample
from benchmarks.changes import changes
from benchmarks.client import Connection, request
from benchmarks.generate import Catalogue, write
from benchmarks.process import Memory, busiest, memory, on_one_core
from benchmarks.report import Report, Row
from benchmarks.rounds import Ask, Target, take_turns
from benchmarks.server import Server, environment, free_port, packdex, run, serving
from benchmarks.writes import FirstRead, Import, first_reads, run_import

_READY = "/api/v4/categories/"
_WAKE_UP = 200  # requests after which it is plain which process answers


@dataclass(frozen=True)
class Plan:
    """How much is measured, and whom to tell what is being done."""

    cases: Sequence[Case]
    rounds: int
    requests: int
    seed: int
    say: Callable[[str], None]


def measure(packages: int, plan: Plan, folder: Path) -> Report:
    """Generate, import, serve and measure a catalogue of that many packages in an empty folder."""
    sample = take_sample(Catalogue(packages, plan.seed), plan.seed)
    plan.say(f"{packages:,} packages: two starts on an empty data folder")
    first_start, later_start = (_start_seconds(folder) for _ in range(2))
    plan.say(f"{packages:,} packages: generating and importing")
    imported = _import(sample.catalogue, folder)
    with on_one_core(), _serve_packdex(folder, "data") as served, _serve_bare(folder) as bare:
        rows = _rows(plan, sample, served, bare, folder)
        used, reads = _after(plan, sample, served, folder)
    return Report(packages, rows, first_start, later_start, imported, used, reads)


def _start_seconds(folder: Path) -> float:
    with _serve_packdex(folder, "empty", "--prepare") as server:
        return server.start_seconds


def _import(catalogue: Catalogue, folder: Path) -> Import:
    source = folder / "catalogue.ndjson"
    write(catalogue, source)
    env, log = environment(folder / "data"), folder / "import.log"
    run(packdex("migrate"), env, log)
    imported = run_import(source, env, log)
    compared.fill(catalogue.packages, catalogue.seed, env)
    return imported


def _serve_packdex(folder: Path, data: str, *more: str) -> AbstractContextManager[Server]:
    port = free_port()
    command = packdex("serve", "--port", str(port), "--workers", "1", *more)
    return serving(command, port, _READY, environment(folder / data), folder / "serve.log")


def _serve_bare(folder: Path) -> AbstractContextManager[Server]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare", str(port)]
    return serving(command, port, "/", environment(folder / "bare"), folder / "bare.log")


def _rows(plan: Plan, sample: Sample, served: Server, bare: Server, folder: Path) -> list[Row]:
    constant = Ask(request("/", "*/*"), b"bare")
    with Connection.to(bare.port) as connection:
        bare_worker = _worker(bare, connection, "/")
    with Connection.to(served.port) as connection:
        worker = _worker(served, connection, _READY)
        rows = []
        for case in plan.cases:
            title = case.title.format(page=sample.deep_page)
            plan.say(f"{sample.catalogue.packages:,} packages: {title}")
            asks = prepare(case, sample, connection)
            # A connection of its own: servers close one that is idle while a case is prepared.
            with (
                Connection.to(bare.port) as yardstick,
                changes(folder / "data", asks) if case.changed else nullcontext() as change,
            ):
                known = Target(yardstick, bare_worker, itertools.repeat(constant))
                target = Target(connection, worker, itertools.cycle(asks), change)
                figure = take_turns(known, target, plan.rounds, plan.requests)
            rows.append(Row(case.key, title, case.target, figure, case.most_ms))
    return rows


def _worker(server: Server, connection: Connection, path: str) -> int:
    """Find the process that answers: the server's own or one that it started."""
    raw = request(path, "*/*")
    return busiest(server.pid, lambda: [connection.ask(raw) for _ in range(_WAKE_UP)])


def _after(
    plan: Plan, sample: Sample, served: Server, folder: Path
) -> tuple[Memory, list[FirstRead]]:
    """Take the memory once all has been asked, then change something and read it."""
    plan.say(f"{sample.catalogue.packages:,} packages: reading what was just written")
    with Connection.to(served.port) as connection:
        used = memory(_worker(served, connection, _READY))
        env = environment(folder / "data")
        return used, first_reads(sample.catalogue, connection, folder, env)
