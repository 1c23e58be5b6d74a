"""Totals of downloads: three forms, read as they go."""

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packdex.sources import downloads
from packdex.sources.downloads import Totals
from packdex.sources.errors import SourceError

MIB = 1024 * 1024
ROWS = [("Sample_Project", 120), ("other", 0), ("third.one", 2**40)]
EXPECTED = [("sample-project", 120), ("other", 0), ("third-one", 2**40)]


def rows(*pairs: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"download_count": count, "project": name} for name, count in pairs]


def as_csv() -> str:
    return "project,download_count\r\n" + "".join(f'"{n}",{c}\r\n' for n, c in ROWS)


def as_lines() -> str:
    return "\n".join(map(json.dumps, rows(*ROWS)))


def as_document() -> str:
    return json.dumps({"last_update": "2026-02-01 05:58:23", "query": {}, "rows": rows(*ROWS)})


FORMS = pytest.mark.parametrize("form", [as_csv, as_lines, as_document])


def written(folder: Path, content: str | bytes) -> Totals:
    path = folder / "month"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Totals(path)


@FORMS
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_three_forms_say_the_same(tmp_path: Path, form: Any, mark: str, pack: Any) -> None:
    if mark and form is as_document:
        mark = ""  # JSON has no byte order mark (RFC 8259, section 8.1)
    totals = written(tmp_path, pack((mark + form()).encode()))
    for _ in range(2):
        assert list(totals) == EXPECTED
        assert totals.skipped == 0
    when = datetime(2026, 2, 1, 5, 58, 23, tzinfo=UTC) if form is as_document else None
    assert totals.updated_at == when


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    totals = written(tmp_path, "rank, Download_Count,PROJECT\n1,7,a\n\n2,8,b\n")
    assert list(totals) == [("a", 7), ("b", 8)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("project,download_count\na,1\nb,x\nc,3\n", "row 2: download_count: 'x' is not"),
        ("project,download_count\na,1\nb,-1\nc,3\n", "row 2: download_count: '-1' is not"),
        ("project,download_count\na,1\nb\nc,3\n", "row 2: download_count: 'None' is not"),
        ("project,download_count\na,1\n../b,2\nc,3\n", "row 2: project: '../b' is not"),
        ("project,download_count\na,1\nb,9223372036854775808\nc,3\n", "row 2: download_count"),
        (
            '{"project":"a","download_count":1}\n{]\n{"project":"c","download_count":3}',
            "row 2: row",
        ),
        (
            "\n".join(map(json.dumps, rows(("a", 1), ("b", True), ("c", 3)))),
            "row 2: download_count: 'True' is not a number",
        ),
        (json.dumps({"rows": [*rows(("a", 1)), 5, *rows(("c", 3))]}), "row 2: row: an object"),
        (json.dumps({"rows": rows(("a", 1), (None, 2), ("c", 3))}), "row 2: project: 'None'"),
    ],
)
def test_a_wrong_row_costs_itself(tmp_path: Path, content: str, reason: str) -> None:
    totals = written(tmp_path, content)
    assert list(totals) == [("a", 1), ("c", 3)]
    assert totals.skipped == 1
    assert totals.examples[0].startswith(reason)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "head: the columns project and download_count"),
        (b"name,count\na,1\n", "head: the columns"),
        (b"project,download_count\n" + b"a" * 20_000, "a line of more than"),
        (b'project,download_count\n"a"b,1\n', "line 2: not CSV"),
        (b'{"rows": {}}', "a list expected at 'rows'"),
        (b'{"other": []}', "rows: missing"),
        (b'{"last_update": 5, "rows": []}', "last_update: text expected"),
        (b'{"rows": [', "document: not JSON"),
        (gzip.compress(as_csv().encode(), mtime=0)[:-9], "month: cannot be read"),
        (b"\x1f\x8bnot gzip", "month: cannot be read"),
    ],
)
def test_a_file_of_no_form(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        list(written(tmp_path, content))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="month: cannot be read"):
        list(Totals(tmp_path / "month"))
    with pytest.raises(SourceError, match="cannot be read"):
        list(Totals(tmp_path))


def many(count: int) -> Iterator[str]:
    yield '{"rows": ['
    for number in range(count):
        yield f'{"," if number else ""}{{"project": "p{number}", "download_count": {number}}}'
    yield "]}"


def test_a_large_file_needs_little_memory(tmp_path: Path) -> None:
    totals = written(tmp_path, "".join(many(50_000)))
    tracemalloc.start()
    try:
        assert sum(1 for _ in totals) == 50_000
        assert tracemalloc.get_traced_memory()[1] < 2 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("start", [b"project,download_count\n", b'{"rows": ['])
def test_a_bomb_is_left_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(downloads, "MAX_BYTES", MIB)
    totals = written(tmp_path, gzip.compress(start + b"\n" * 20 * MIB))
    with pytest.raises(SourceError, match="more than"):
        list(totals)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=st.binary() | st.text().map(str.encode), form=st.sampled_from(["", "csv", "json"]))
def test_bytes_are_read_or_refused(tmp_path: Path, payload: bytes, form: str) -> None:
    start = {"": b"", "csv": b"project,download_count\n", "json": b'{"rows": ['}[form]
    with suppress(SourceError):
        for name, count in written(tmp_path, start + payload):
            assert name
            assert count >= 0
