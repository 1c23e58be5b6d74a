"""What writing costs: an import's time and memory, and the first reads after a write."""

import json
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import API, PAGE
from benchmarks.client import Connection, request
from benchmarks.generate import Catalogue, package_id
from benchmarks.rounds import Ask
from benchmarks.server import packdex, run


@dataclass(frozen=True)
class Import:
    """How long an import took, and the most memory its process had, in MB."""

    seconds: float
    peak_mb: float


def run_import(source: Path, env: Mapping[str, str], log: Path) -> Import:
    """Run `packdex import`; raises FailedError when it does not end well."""
    return Import(*run(packdex("import", str(source)), env, log))


@dataclass(frozen=True)
class FirstRead:
    """How long, in ms, a client waited for the first read after a write, and for the next one."""

    title: str
    first_ms: float
    next_ms: float


def first_reads(
    catalogue: Catalogue, connection: Connection, folder: Path, env: Mapping[str, str]
) -> list[FirstRead]:
    """Change one package, read at once, and again; the medians over five packages.

    Every first answer has to show the change already.
    """
    waits: dict[str, list[tuple[float, float]]] = {}
    for edit in range(1, 6):
        title = f"Written a moment ago {edit}"
        package = catalogue.package(catalogue.packages - edit)
        _write(package | {"title": title, "modified": "2026-02-17T08:00:00-05:00"}, folder, env)
        for name, ask in _reads(catalogue.packages - edit, package["slug"], title.encode()):
            waits.setdefault(name, []).append((_wait(connection, ask), _wait(connection, ask)))
    return [
        FirstRead(name, *(statistics.median(column) for column in zip(*pairs, strict=True)))
        for name, pairs in waits.items()
    ]


def _reads(number: int, slug: str, title: bytes) -> list[tuple[str, Ask]]:
    return [
        ("v4 package", Ask(request(f"/api/v4/packages/{package_id(number)}/", API), title)),
        ("v4 list of 20", Ask(request("/api/v4/packages/", API), title)),
        ("v3 package", Ask(request(f"/api/v3/packages/{slug}/", API), title)),
        ("package page", Ask(request(f"/packages/p/{slug}/", PAGE), title)),
        ("home page", Ask(request("/", PAGE), title)),
    ]


def _write(package: dict[str, object], folder: Path, env: Mapping[str, str]) -> None:
    changed = folder / "changed.ndjson"
    changed.write_text(json.dumps(package) + "\n", encoding="utf-8")
    run_import(changed, env, folder / "import.log")


def _wait(connection: Connection, ask: Ask) -> float:
    begin = time.perf_counter()
    answer = connection.ask(ask.raw)
    waited = (time.perf_counter() - begin) * 1e3
    ask.check(answer)
    return waited
