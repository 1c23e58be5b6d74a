"""The figures as a table on the terminal, as Markdown and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.process import Memory
from benchmarks.rounds import Figure
from benchmarks.writes import FirstRead, Import

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
GRIDS_BEGIN, GRIDS_END = "<!-- grids: begin -->", "<!-- grids: end -->"
MOST_GROWTH = 1.2  # of a ratio from the smallest catalogue measured to a larger one


@dataclass(frozen=True)
class Row:
    """A case with its figure."""

    key: str
    title: str
    target: float | None
    figure: Figure
    most_ms: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the target is met; "-" where there is none."""
        if self.target is None and self.most_ms is None:
            return "-"
        enough = self.target is None or self.figure.ratio <= self.target
        quick = self.most_ms is None or self.figure.cpu_ms <= self.most_ms
        return "met" if enough and quick else "short"

    @property
    def wanted(self) -> str:
        """Write the target: a ratio, or milliseconds."""
        if self.most_ms is not None:
            return f"{self.most_ms:g} ms"
        return "-" if self.target is None else f"{self.target:g}"


@dataclass(frozen=True)
class Limit:
    """A figure that is no ratio, with the most it may be."""

    title: str
    value: float
    unit: str
    most: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the limit is kept; "-" where there is none."""
        if self.most is None:
            return "-"
        return "met" if self.value <= self.most else "short"


@dataclass(frozen=True)
class Report:
    """All figures of one size of the catalogue."""

    packages: int
    rows: list[Row]
    first_start: float
    later_start: float
    imported: Import
    memory: Memory
    first_reads: list[FirstRead] = field(default_factory=list)

    def limits(self) -> list[Limit]:
        """Give what is no ratio, with what it may be at most."""
        return [
            Limit("serving process after the run, RSS", self.memory.rss, "MB", 150),
            Limit("serving process after the run, PSS", self.memory.pss, "MB", 150),
            Limit("import, time", self.imported.seconds, "s"),
            Limit("import, most memory (RSS)", self.imported.peak_mb, "MB", 300),
            Limit("first start, empty data folder", self.first_start, "s", 60),
            Limit("later start", self.later_start, "s", 3),
        ]


def growth(reports: Sequence[Report]) -> list[Limit]:
    """Compare each ratio at the largest size with the one at the smallest; [] for one size."""
    if len(reports) < 2:
        return []
    small, large = reports[0], reports[-1]
    ratios = {row.key: row.figure.ratio for row in small.rows}
    return [
        Limit(row.title, row.figure.ratio / ratios[row.key], "times", MOST_GROWTH)
        for row in large.rows
        if row.key in ratios
    ]


Table = list[tuple[str, ...]]


def _ratio_table(report: Report) -> Table:
    head = ("request", "CPU ms", "bare ms", "ratio", "spread", "target", "")
    return [
        head,
        *(
            (
                row.title,
                f"{row.figure.cpu_ms:.3f}",
                f"{row.figure.bare_ms:.3f}",
                f"{row.figure.ratio:.2f}",
                f"{row.figure.low:.2f} to {row.figure.high:.2f}",
                row.wanted,
                row.verdict,
            )
            for row in report.rows
        ),
    ]


def limit_table(title: str, limits: Sequence[Limit]) -> Table:
    """Write the rows of a table of limits."""
    most = (
        "-" if limit.most is None else f"{limit.most:g} {limit.unit}".rstrip() for limit in limits
    )
    return [
        (title, "measured", "at most", ""),
        *(
            (limit.title, _measured(limit), bound, limit.verdict)
            for limit, bound in zip(limits, most, strict=True)
        ),
    ]


def _measured(limit: Limit) -> str:
    return f"{limit.value:.2f} {limit.unit}" if limit.unit else f"{limit.value:.3f}"


def _read_table(report: Report) -> Table:
    return [
        ("wait for a read after a write", "first", "next"),
        *(
            (read.title, f"{read.first_ms:.1f} ms", f"{read.next_ms:.1f} ms")
            for read in report.first_reads
        ),
    ]


def _sections(reports: Sequence[Report]) -> list[tuple[str, list[Table]]]:
    sections = [
        (
            f"{report.packages:,} packages",
            [
                _ratio_table(report),
                limit_table("beside the requests", report.limits()),
                _read_table(report),
            ],
        )
        for report in reports
    ]
    if grown := growth(reports):
        title = f"{reports[-1].packages:,} packages against {reports[0].packages:,}"
        sections.append((title, [limit_table("ratio grown by", grown)]))
    return sections


def text(reports: Sequence[Report], setting: str) -> str:
    """Write the tables for a terminal."""
    blocks = [setting]
    for title, tables in _sections(reports):
        blocks.append(f"== {title} ==")
        blocks.extend(aligned(table) for table in tables if len(table) > 1)
    return "\n\n".join(blocks)


def aligned(table: Table) -> str:
    """Write a table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    )


def markdown(reports: Sequence[Report], setting: str) -> str:
    """Write the tables for docs/PERFORMANCE.md."""
    blocks = [setting]
    for title, tables in _sections(reports):
        blocks.append(f"### {title}")
        blocks.extend(piped(table) for table in tables if len(table) > 1)
    return "\n\n".join(blocks)


def ratios(reports: Sequence[Report], setting: str) -> str:
    """Write only the tables of requests."""
    blocks = [setting]
    for report in reports:
        blocks += (f"### Of {report.packages:,} packages", piped(_ratio_table(report)))
    return "\n\n".join(blocks)


def piped(table: Table) -> str:
    """Write a table as Markdown."""
    rule = ("---", *("---:" for _ in table[0][1:]))
    return "\n".join(f"| {' | '.join(line)} |" for line in (table[0], rule, *table[1:]))


def update(document: Path, block: str, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Put the block between the marks of a document; raises ValueError when it has none."""
    first, last = marks
    before, begin, rest = document.read_text(encoding="utf-8").partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"{document}: no {first} … {last}")
    document.write_text(f"{before}{first}\n\n{block}\n\n{last}{after}", encoding="utf-8")
