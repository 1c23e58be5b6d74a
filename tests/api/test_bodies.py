"""Bodies of writes are read strictly, and hostile ones change nothing."""

from __future__ import annotations

import pytest
from rest_framework.exceptions import ParseError

from packdex.accounts import refusals
from packdex.api.writing import body
from packdex.catalog.models import Revision
from tests import make
from tests.api.writers import client_of, send


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Expecting value"),
        (b"{", "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "no number"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "names 'c' twice"),
        (b'{"a": "\xff"}', "not UTF-8: see its byte 7"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b"[" * 100_000, "nested more than 20 deep"),
        (b'{"a":' * 21 + b"1" + b"}" * 21, "nested more than 20 deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_json_of_ours(text: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        body.read_json(text)


def test_brackets_in_texts_are_no_depth() -> None:
    told = '{"a": "' + "[" * 50 + '\\"{{", "b": "\\ud83c\\udfa9"}'
    assert body.read_json(told.encode()) == {"a": "[" * 50 + '"{{', "b": "\U0001f3a9"}
    assert body.read_json(b"\xef\xbb\xbf{}") == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"[]", 400),
        (b"1", 400),
        (b"\xff\xfe", 400),
        (b"[" * 1000, 400),
        (b'{"title": "' + b"x" * 1_000_000 + b'"}', 413),
    ],
)
def test_hostile_bodies_are_refused(text: bytes, status: int) -> None:
    make.package("oak")
    answer = send(client_of("ada"), "patch", "/api/v4/packages/oak/", text)
    assert answer.status_code == status
    assert list(answer.json()) == ["detail"]
    assert not Revision.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "x", ""])
def test_other_kinds_of_bodies_are_415(kind: str) -> None:
    make.package("oak")
    answer = client_of("ada").generic("PATCH", "/api/v4/packages/oak/", b"{}", content_type=kind)
    assert answer.status_code == 415


@pytest.mark.django_db
def test_what_somebody_could_not_change_is_logged_in_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    make.package("oak")
    refusals.forget()
    told = {"repo_watchers": 10**6, "id": 7, "a\nb": 1}
    send(client_of("ada"), "patch", "/api/v4/packages/oak/", told)
    (line,) = [record.getMessage() for record in caplog.records if "refused" in record.message]
    assert line.startswith("refused to 127.0.0.1: PATCH by account ")
    assert ', 400 {"a\\nb":["is no field; ' in line
    assert line.endswith("(/api/v4/packages/oak/)")
    send(client_of("bea"), "patch", "/api/v4/packages/o%0Ak/", {})
    assert caplog.records[-1].getMessage().endswith("(/api/v4/packages/o%0Ak/)")
    assert "\n" not in line
