"""Bodies of writes: JSON objects of a bounded size and depth, in UTF-8, read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
"""A bracket, or a text, in which brackets are none."""

_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}

LARGEST = 1_000_000
"""Bytes of a body."""

DEEPEST = 20
"""Lists and objects inside of one another."""


class TooLargeError(APIException):
    """The body has more bytes than are read."""

    status_code = 413
    default_detail = f"A body has at most {LARGEST:,} bytes."


class JsonBody(BaseParser):
    """Reads `application/json`, to what REST framework calls the request's data.

    `renderer_class` writes what stands in the form of a browsable page at first.
    """

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The object. Raises ParseError, and TooLargeError before more than LARGEST is read."""
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise TooLargeError
        told = read_json(body)
        if not isinstance(told, dict):
            raise ParseError("The body is no JSON object: it begins with { and ends with }.")
        return told


def read_json(body: bytes) -> Any:
    """What `body` says. Raises ParseError, with a sentence for the reader.

    Stricter than Python: an object names each key once (RFC 8259 leaves open which would count),
    numbers are finite, and there are no halves of surrogate pairs, which UTF-8 cannot hold.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(f"The body is not UTF-8: see its byte {error.start:,}.") from None
    _check_depth(text)
    try:
        told = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
        if "\\u" in text:
            json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ParseError("The body holds half of a surrogate pair.") from None
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise ParseError(f"The body is not JSON: {reason}.") from None
    return told


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(f"The body names {twice[:60]!r} twice.")
    return found


def _no_number(name: str) -> None:
    raise ParseError(f"The body is not JSON: {name} is no number there.")


def _check_depth(text: str) -> None:
    """Raise ParseError for too many brackets inside of one another, before anything is built."""
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += _STEP.get(bracket, 0)
        if depth > DEEPEST:
            raise ParseError(f"The body is nested more than {DEEPEST} deep.")
