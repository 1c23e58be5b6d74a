"""Advisories from a dump: what is read, and what an entry that is wrong costs."""

import json
import os
import stat
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packdex.core.advisories import Affected, Event
from packdex.sources import osv_entries
from packdex.sources.errors import SourceError
from packdex.sources.osv import Dump, parse

MIB = 1024 * 1024


def advisory(**values: Any) -> dict[str, Any]:
    return {
        "id": "GHSA-aaaa-bbbb-cccc",
        "aliases": ["CVE-2026-0001"],
        "summary": "Something is wrong",
        "details": "long words",
        "modified": "2026-01-02T03:04:05Z",
        "published": "2026-01-01T00:00:00Z",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L"}],
        "affected": [affected()],
        **values,
    }


def affected(**values: Any) -> dict[str, Any]:
    return {
        "package": {"ecosystem": "PyPI", "name": "Sample_Project", "purl": "pkg:pypi/sample"},
        "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]},
            {"type": "GIT", "repo": "https://x.example", "events": [{"introduced": "0"}]},
        ],
        "versions": ["1.0", "1.1"],
        **values,
    }


def ranged(*events: Any) -> dict[str, Any]:
    return advisory(affected=[affected(ranges=[{"type": "SEMVER", "events": list(events)}])])


def read(document: Any) -> Any:
    return parse(json.dumps(document).encode())


def test_a_whole_advisory() -> None:
    told = read(advisory(withdrawn="2026-02-01T00:00:00Z"))
    assert (told.id, told.aliases) == ("GHSA-aaaa-bbbb-cccc", ("CVE-2026-0001",))
    assert told.summary == "Something is wrong"
    assert told.severity == (("CVSS_V3", "CVSS:3.1/AV:N/AC:L"),)
    assert told.published == datetime(2026, 1, 1, tzinfo=UTC)
    assert told.modified == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert told.withdrawn == datetime(2026, 2, 1, tzinfo=UTC)
    events = (Event("introduced", "0"), Event("fixed", "1.2"))
    assert told.affected == (Affected("sample-project", (events,), frozenset({"1.0", "1.1"})),)


def test_what_may_be_left_out() -> None:
    part = {"package": {"ecosystem": "PyPI", "name": "x"}}
    told = read({"id": "X-1", "modified": "2026-01-01T00:00:00Z", "affected": [part]})
    assert (told.aliases, told.summary, told.severity, told.published) == ((), None, (), None)
    assert told.affected == (Affected("x", (), frozenset()),)


def test_severity_may_stand_with_the_project() -> None:
    part = affected(severity=[{"type": "CVSS_V4", "score": "CVSS:4.0/AV:N"}])
    told = read(advisory(severity=None, affected=[part, part]))
    assert told.severity == (("CVSS_V4", "CVSS:4.0/AV:N"),)


def test_only_our_ecosystem_is_read() -> None:
    other = {"package": {"ecosystem": "npm", "name": "x"}, "ranges": "whatever"}
    assert read(advisory(affected=[other])) is None
    assert read(advisory(affected=None)) is None
    assert read(advisory(affected=[{}])) is None
    assert len(read(advisory(affected=[other, affected()])).affected) == 1
    suffixed = affected(package={"ecosystem": "PyPI:mirror", "name": "x"})
    assert len(read(advisory(affected=[suffixed])).affected) == 1
    assert parse(json.dumps(advisory(affected=[other | {"ranges": []}])).encode(), "npm")


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], "document"),
        (advisory(id=None), "id"),
        (advisory(id="../x"), "id"),
        (advisory(id="a b"), "id"),
        (advisory(aliases=["<b>"]), "aliases"),
        (advisory(aliases="CVE"), "aliases"),
        (advisory(modified=None), "modified"),
        (advisory(modified="today"), "modified"),
        (advisory(withdrawn=False), "withdrawn"),
        (advisory(summary=["x"]), "summary"),
        (advisory(severity={}), "severity"),
        (advisory(severity=[{"type": "CVSS_V3"}]), "severity[0].score"),
        (advisory(affected={}), "affected"),
        (advisory(affected=[affected(package={"name": "x"})]), "affected[0].package.ecosystem"),
        (advisory(affected=[affected(package={"ecosystem": "PyPI"})]), "affected[0].package.name"),
        (advisory(affected=[affected(versions=[1])]), "affected[0].versions[0]"),
        (advisory(affected=[affected(ranges={})]), "affected[0].ranges"),
        (advisory(affected=[affected(ranges=[{}])]), "affected[0].ranges[0].type"),
        (ranged({"introduced": 0}), "affected[0].ranges[0].events[0].introduced"),
        (ranged({"introduced": "0"}, {}), "affected[0].ranges[0].events[1]"),
        (ranged({"fixed": "1"}), "affected[0].ranges[0].events"),
        (ranged(), "affected[0].ranges[0].events"),
    ],
)
def test_a_wrong_field_is_named(document: Any, field: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(document)
    assert caught.value.field == field


SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
KEYS = st.sampled_from([*advisory(), *affected(), "type", "events", "introduced", "fixed", "name"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
    max_leaves=9,
)


@given(st.dictionaries(KEYS, JSON, max_size=3), st.dictionaries(KEYS, JSON, max_size=3), JSON)
def test_no_json_raises_anything_but_a_source_error(outer: Any, inner: Any, value: Any) -> None:
    for document in (advisory(**outer), advisory(affected=[affected(**inner)]), value):
        with suppress(SourceError):
            read(document)


# Dumps


def archive(folder: Path, entries: dict[str, Any], **options: Any) -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w", **({"compression": zipfile.ZIP_DEFLATED} | options)) as file:
        for name, value in entries.items():
            file.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


def unpacked(folder: Path, entries: dict[str, Any]) -> Path:
    for name, value in entries.items():
        path = folder / "dump" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return folder / "dump"


def ids(dump: Dump) -> list[str]:
    return [found.id for found in dump]


@pytest.mark.parametrize("make", [archive, unpacked])
def test_a_broken_entry_costs_itself_only(tmp_path: Path, make: Any) -> None:
    other = advisory(affected=[{"package": {"ecosystem": "npm", "name": "x"}}])
    entries = {
        "A-1.json": advisory(id="A-1"),
        "A-2.json": b"{",
        "A-3.json": advisory(id=3),
        "A-4.json": other,
        "A-5.json": b"[" * 100_000,
        "deep/er/A-6.json": advisory(id="A-6"),
        "README.md": b"words",
    }
    dump = Dump(make(tmp_path, entries))
    for _ in range(2):
        assert ids(dump) == ["A-1", "A-6"]
        assert (dump.skipped, dump.unrelated) == (4, 1)
    reasons = {skipped.name: skipped.why for skipped in dump.examples}
    assert reasons["A-3.json"] == "id: text expected, not a number"
    assert reasons["README.md"] == "not a .json file"
    assert "not JSON" in reasons["A-2.json"]


def test_only_the_first_troubles_are_kept(tmp_path: Path) -> None:
    dump = Dump(archive(tmp_path, {f"A-{i}.json": b"{" for i in range(100)}))
    assert ids(dump) == []
    assert (dump.skipped, len(dump.examples)) == (100, 20)


@pytest.mark.parametrize(
    "name", ["../A.json", "/etc/A.json", "a/../../A.json", "..\\A.json", "C:\\A.json"]
)
def test_a_name_that_leads_out_of_the_dump(tmp_path: Path, name: str) -> None:
    dump = Dump(archive(tmp_path, {name: advisory(), "B.json": advisory(id="B")}))
    assert ids(dump) == ["B"]
    assert dump.examples[0].why == "its name leads out of the dump"
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]


def test_a_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osv_entries, "MAX_ENTRY", MIB)
    bomb = archive(tmp_path, {"A.json": b" " * (100 * MIB), "B.json": advisory(id="B")})
    lying = tmp_path / "lying.zip"
    # The sizes in both heads say 10 bytes; the checksum is right.
    size = (100 * MIB).to_bytes(4, "little")
    lying.write_bytes(bomb.read_bytes().replace(size, (10).to_bytes(4, "little")))
    tracemalloc.start()
    try:
        for path in (bomb, lying):
            dump = Dump(path)
            assert ids(dump) == ["B"]
            assert dump.skipped == 1
        assert tracemalloc.get_traced_memory()[1] < 5 * MIB
    finally:
        tracemalloc.stop()


def test_a_dump_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path, {f"A-{i}.json": advisory(id=f"A-{i}") for i in range(10)})
    for name, limit in (("MAX_TOTAL", 2000), ("MAX_ENTRIES", 9), ("MAX_ARCHIVE", 100)):
        with monkeypatch.context() as patch:
            patch.setattr(osv_entries, name, limit)
            with pytest.raises(SourceError, match=r"all\.zip: "):
                ids(Dump(path))


def test_methods_that_inflate_without_a_bound_are_left(tmp_path: Path) -> None:
    dump = Dump(archive(tmp_path, {"A.json": advisory()}, compression=zipfile.ZIP_LZMA))
    assert ids(dump) == []
    assert dump.examples[0].why == "compressed by a method that is not read"


def test_links_are_not_followed(tmp_path: Path) -> None:
    folder = unpacked(tmp_path, {"A.json": advisory(id="A")})
    (tmp_path / "secret.json").write_text(json.dumps(advisory(id="SECRET")))
    (folder / "B.json").symlink_to(tmp_path / "secret.json")
    (folder / "outside").symlink_to(tmp_path)
    os.mkfifo(folder / "C.json")
    dump = Dump(folder)
    assert ids(dump) == ["A"]
    assert {s.name: s.why for s in dump.examples} == {"B.json": "a link", "C.json": "not a file"}

    link = zipfile.ZipInfo("L.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as file:
        file.writestr(link, "/etc/passwd")
    dump = Dump(tmp_path / "links.zip")
    assert ids(dump) == []
    assert dump.examples[0].why == "a link"


def test_what_is_no_dump(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK not really")
    for name in ("x.zip", "not-there.zip"):
        with pytest.raises(SourceError, match=f"{name}: neither a folder nor a zip"):
            ids(Dump(tmp_path / name))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_archive_gives_advisories_or_reasons(tmp_path: Path, data: st.DataObject) -> None:
    body = bytearray(archive(tmp_path, {"A.json": advisory(), "B.json": advisory()}).read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=4)):
        body[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.zip"
    path.write_bytes(body[: data.draw(st.integers(0, len(body)))] if len(body) % 2 else body)
    with suppress(SourceError):
        ids(Dump(path))
