"""Reading a large JSON object as it arrives, in whatever pieces."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packdex.sources.errors import SourceError
from packdex.sources.json_stream import MAX_PART, parts

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=9
)


def cut(body: bytes, size: int) -> Iterator[bytes]:
    return (body[i : i + size] for i in range(0, len(body), size))


@example(before={}, rows=[0.5, -1e-7, 12], size=1, indent=None, ascii_only=True)
@given(
    before=st.dictionaries(
        st.text().filter(lambda key: key not in {"rows", "last key"}), JSON, max_size=3
    ),
    rows=st.lists(JSON, max_size=5),
    size=st.integers(1, 50),
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
)
def test_every_part_comes_in_its_order(
    before: dict[str, object], rows: list[object], size: int, indent: int | None, ascii_only: bool
) -> None:
    whole = {**before, "rows": rows, "last key": 1}
    text = json.dumps(whole, indent=indent, ensure_ascii=ascii_only)
    found = list(parts(cut(text.encode(), size), "rows"))
    assert found == [*before.items(), *(("rows", row) for row in rows), ("last key", 1)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "an object expected"),
        (b"  ", "an object expected"),
        (b"[]", "an object expected"),
        (b"<html>", "an object expected"),
        (b"{", "not JSON"),
        (b'{"a"', "not JSON"),
        (b'{"a":', "not JSON"),
        (b'{"a":1', "not JSON"),
        (b'{"a":1,', "not JSON"),
        (b'{"a":1,}', "not JSON"),
        (b"{1:1}", "a key that is no text"),
        (b'{"a":x}', "not JSON"),
        (b'{"a" 1}', "a key without a value"),
        (b'{"rows":[1', "not JSON"),
        (b'{"rows":{"x":[1]}}', "a list expected at 'rows'"),
        (b'{"rows":null}', "a list expected at 'rows'"),
        (b'{"rows":[1 2]}', "not JSON"),
        (b'{"rows":[1,]}', "not JSON"),
        (b'{"rows":[1]', "not JSON"),
        (b'{"a":1} x', "goes on after its end"),
        (b'{"a":1}{"b":1}', "goes on after its end"),
        (b'{"a":"\xff"}', "not UTF-8"),
        (b'{"a":"\xc3', "not UTF-8"),
        (b'{"a":' + b"[" * 100_000, "not JSON"),
        (b'{"a":' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"rows":["' + b"x" * 3 * MAX_PART, "a part of more than"),
    ],
)
@pytest.mark.parametrize("size", [1, 65_536])
def test_what_is_not_such_an_object(text: bytes, why: str, size: int) -> None:
    if len(text) > 10_000:
        size = 65_536
    with pytest.raises(SourceError, match=why):
        list(parts(cut(text, size), "rows"))


@given(st.binary(), st.integers(1, 9))
def test_bytes_are_read_or_refused(payload: bytes, size: int) -> None:
    with suppress(SourceError):
        list(parts(cut(payload, size), "rows"))


def test_a_large_part_is_not_begun_anew_with_every_chunk() -> None:
    text = b'{"rows": ["' + b"x" * (MAX_PART - 100) + b'"]}'
    began = time.monotonic()
    assert len(list(parts(cut(text, 100), "rows"))) == 1
    assert time.monotonic() - began < 2
