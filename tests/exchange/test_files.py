"""Files are read piece by piece, whatever their form, and what is broken harms nothing else."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import threading
from pathlib import Path
from typing import Any

import pytest

from packdex.exchange.arrays import read_array
from packdex.exchange.files import Files
from packdex.exchange.items import Item, NothingFoundError, UnusableSourceError
from tests.exchange.objects import package, write_lines

OBJECTS = [package(n, repo_description="é ☃ 🗳 \r\n") for n in range(1, 8)]


def read(path: Path, position: dict[str, Any] | None = None) -> list[Item]:
    return [item for step in Files(path).steps(position) for item in step.items]


def values(path: Path) -> list[object]:
    found = read(path)
    assert [item.error for item in found] == [None] * len(found)
    return [item.value for item in found]


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


ENVELOPE = {"count": 7, "next": None, "previous": None, "results": OBJECTS}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ndjson", "\n".join(map(json.dumps, OBJECTS))),
        ("a.ndjson", "\r\n".join(json.dumps(o, ensure_ascii=False) for o in OBJECTS) + "\r\n"),
        ("a.jsonl", "\n\n  \n".join(map(json.dumps, OBJECTS))),
        ("a.json", "\n".join(map(json.dumps, OBJECTS))),
        ("a.txt", "\n".join(map(json.dumps, OBJECTS))),
        ("a.json", json.dumps(OBJECTS)),
        ("a.json", json.dumps(OBJECTS, indent=4)),
        ("a.ndjson", " \n" + json.dumps(OBJECTS)),
        ("a.json", json.dumps(ENVELOPE)),
        ("a.json", json.dumps(ENVELOPE, indent=1, ensure_ascii=False)),
        ("a.json", json.dumps({"results": OBJECTS, "count": 7})),
    ],
)
def test_lines_arrays_and_lists_of_v4_are_read(tmp_path: Path, name: str, text: str) -> None:
    assert values(written(tmp_path / name, text)) == OBJECTS
    assert values(written(tmp_path / name, b"\xef\xbb\xbf" + text.encode())) == OBJECTS
    assert values(written(tmp_path / f"{name}.gz", gzip.compress(text.encode()))) == OBJECTS


@pytest.mark.parametrize("indent", [None, 4])
def test_a_file_may_be_one_object(tmp_path: Path, indent: int | None) -> None:
    text = json.dumps(OBJECTS[0], indent=indent)
    assert values(written(tmp_path / "a.json", text)) == OBJECTS[:1]


@pytest.mark.parametrize("text", ["", "\n \n", "[]", "[ ]\n", '{"count": 0, "results": []}'])
def test_an_empty_file_has_no_objects(tmp_path: Path, text: str) -> None:
    assert values(written(tmp_path / "a.json", text)) == []


def test_a_pipe_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    text = "\n".join(map(json.dumps, OBJECTS))
    writer = threading.Thread(target=path.write_text, args=[text])
    writer.start()
    assert values(path) == OBJECTS
    writer.join()


def test_a_name_in_another_encoding_is_shown_as_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.ndjson"))
    write_lines(path, *OBJECTS, "broken")
    [step] = Files(path).steps(None)
    assert step.stage == step.items[-1].file == "caf\ufffd.ndjson"
    assert list(Files(path).steps(step.position)) == []
    Files(path).name.encode()


def test_the_files_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    write_lines(tmp_path / "b.ndjson", OBJECTS[1])
    write_lines(tmp_path / "a.json", OBJECTS[0])
    write_lines(tmp_path / ".hidden.json", OBJECTS[2])
    write_lines(tmp_path / "notes.txt", "not read")
    (tmp_path / "folder.json").mkdir()
    assert values(tmp_path) == OBJECTS[:2]


def test_what_is_not_there_is_said_with_what_would_be(tmp_path: Path) -> None:
    with pytest.raises(NothingFoundError, match="does not exist; expected a file, a folder"):
        Files(tmp_path / "nowhere.json")
    with pytest.raises(NothingFoundError, match=r"no file to import; expected names .* \.ndjson"):
        Files(tmp_path)


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Files(write_lines(tmp_path / "a.ndjson", OBJECTS[0]))

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnusableSourceError, match=r"a\.ndjson cannot be read: Permission"):
        next(source.steps(None))


def errors(path: Path) -> list[tuple[int, str]]:
    return [(item.line, item.error.reason) for item in read(path) if item.error]


def test_a_broken_line_is_an_error_in_its_place(tmp_path: Path) -> None:
    good = json.dumps(OBJECTS[0]).encode()
    lines = [good, b'{"id": ', b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, good, b'{"id": 5']
    path = written(tmp_path / "a.ndjson", b"\n".join(lines))
    assert [item.line for item in read(path) if not item.error] == [1, 6]
    found = dict(errors(path))
    assert list(found) == [2, 3, 4, 5, 7]
    assert found[3] == "byte 1 is not UTF-8"
    assert "NaN" in found[4]
    assert "nested too deep" in found[5]


def test_a_line_without_end_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.exchange.lines.MAX_ITEM", 5000)
    good = json.dumps(OBJECTS[0]).encode()
    path = written(tmp_path / "a.ndjson", b"\n".join([good, b"x" * 20_000, good]))
    assert errors(path) == [(2, "the line has more than 5,000 bytes")]
    assert len(read(path)) == 3


def test_broken_json_ends_an_array_but_not_what_came_before(tmp_path: Path) -> None:
    text = json.dumps(OBJECTS[:3])
    for broken in (text[:-20], text[:-1], text.replace("}, {", "} {"), text + "]"):
        found = read(written(tmp_path / "a.json", broken))
        assert [item.value for item in found if not item.error] in (OBJECTS[:n] for n in (1, 2, 3))
        assert sum(item.error is not None for item in found) == (broken != text + "]")


@pytest.mark.parametrize("size", [1, 3, 65_536])
@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ('[\n {"a": 1},\n {"é": x}\n]', "line 3, column 8", "Expecting value"),
        ('[{"a": 1} {"b": 2}]', "line 1, column 11", "is where ',' should be"),
        ("\n\n[1,\r\n  NaN]", "line 4, column 3", "NaN is no JSON number"),
        ('{"count": 1,\n"results": [1,\n', "line 3, column 1", "Expecting value"),
        ("[1,\n2", "line 2, column 2", "the end of the file is where"),
        (f"[1,\n{'[' * 100_000}", "line 2, column 1", "nested too deep"),
        (f'[{"7, " * 50_000}\n"end', "line 2, column 1", "Unterminated string"),
    ],
)
def test_broken_json_is_told_by_its_place_in_the_file(
    monkeypatch: pytest.MonkeyPatch, text: str, place: str, why: str, size: int
) -> None:
    monkeypatch.setattr("packdex.exchange.arrays._CHUNK", size)
    *_, last = read_array(io.StringIO(text, newline=""), "x")
    assert str(last.error).startswith(f"no JSON from {place} on: ")
    assert why in str(last.error)


def test_broken_json_of_one_object_is_told_by_its_place(tmp_path: Path) -> None:
    assert errors(written(tmp_path / "a.json", '{\n  "id": x}')) == [
        (1, "no JSON: Expecting value at line 2, column 9")
    ]
    assert errors(written(tmp_path / "a.ndjson", '{}\n{"id": x}')) == [
        (2, "no JSON: Expecting value at column 8")
    ]


def test_broken_utf_8_in_an_array_harms_one_object(tmp_path: Path) -> None:
    text = json.dumps(OBJECTS[:3]).encode().replace(b"Package 2", b"Pack\xffage 2")
    found = read(written(tmp_path / "a.json", text))
    assert [item.value for item in found if item.line != 2] == [OBJECTS[0], OBJECTS[2]]
    assert found[1].value["title"] == "Pack\udcffage 2"  # type: ignore[index]


def test_a_broken_gz_file_is_an_error_behind_its_good_part(tmp_path: Path) -> None:
    lines = [json.dumps(package(n, title=str(random.random()))) for n in range(1, 400)]
    whole = gzip.compress("\n".join(lines).encode())
    path = written(tmp_path / "a.ndjson.gz", whole[: len(whole) // 2])
    found = read(path)
    assert len(found) > 10
    assert [item.error is None for item in found[:-1]] == [True] * (len(found) - 1)
    assert "cannot be read on" in str(found[-1].error)
    assert "cannot be read on" in errors(written(tmp_path / "b.json.gz", b"no gzip"))[0][1]


@pytest.mark.parametrize("size", [1, 2, 7, 100, 5000])
def test_chunks_of_any_size_give_the_same_array(size: int) -> None:
    class Slow(io.StringIO):
        def read(self, wanted: int | None = -1, /) -> str:
            return super().read(size)

    array = [1, 23, -4.5e6, True, None, "ü]", [], {"a": [1, {}]}, *OBJECTS]
    for text in (json.dumps(array), json.dumps(array, indent=2)):
        assert [item.value for item in read_array(Slow(text), "x")] == array


@pytest.mark.parametrize("form", ["lines", "array"])
def test_reading_continues_behind_every_position(tmp_path: Path, form: str) -> None:
    write_lines(tmp_path / "a.ndjson", *OBJECTS[:3], "", OBJECTS[3])
    text = json.dumps(OBJECTS[4:]) if form == "array" else "\n".join(map(json.dumps, OBJECTS[4:]))
    written(tmp_path / "b.json", text)
    whole = read(tmp_path)
    assert [item.value for item in whole] == OBJECTS
    for n, item in enumerate(whole, 1):
        assert read(tmp_path, {"file": item.file, "line": item.line}) == whole[n:]
