"""Reading a foreign JSON document field by field, so that what is wrong is named by its path."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from packdex.sources.errors import SourceError

MAX_TEXT = 10_000
"""Characters of a text, unless its reader says otherwise. Longer ones are an error, never cut."""

MAX_COUNT = 2**31 - 1
"""What a database's integer holds; nothing that we count comes near."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NAMES = {
    bool: "true or false",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "text",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON object and the path that leads to it ("info", "releases.1.0[0]").

    Each reader raises SourceError with the field's path when the value has another type. `maybe_…`
    readers give None for null and for a key that is not there.
    """

    values: dict[str, Any]
    path: str

    @classmethod
    def parse(cls, payload: bytes) -> Self:
        """The object that `payload` (JSON, any Unicode encoding) holds."""
        return cls(_expect(_loaded(payload), dict, "document"), "")

    @classmethod
    def parse_list(cls, payload: bytes) -> list[Self]:
        """The objects of the list that `payload` (JSON, any Unicode encoding) holds."""
        items = _expect(_loaded(payload), list, "document")
        return [cls(_expect(item, dict, f"[{i}]"), f"[{i}]") for i, item in enumerate(items)]

    def at(self, key: str) -> str:
        """The path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str, max_length: int = MAX_TEXT) -> str:
        """Text that must be there and not be empty."""
        value = self.maybe_text(key, max_length)
        if value is None:
            raise SourceError(self.at(key), "missing or empty, text expected")
        return value

    def maybe_text(self, key: str, max_length: int | None = MAX_TEXT) -> str | None:
        """Text, or None when it is null, absent or blank."""
        value = self.values.get(key)
        if value is None:
            return None
        return clean_text(value, self.at(key), max_length) or None

    def maybe_flag(self, key: str) -> bool | None:
        """True, false or None."""
        value = self.values.get(key)
        return None if value is None else bool(_expect(value, bool, self.at(key)))

    def maybe_count(self, key: str) -> int | None:
        """A number of things, 0 or more, or None."""
        value = self.values.get(key)
        if value is None:
            return None
        if not 0 <= _expect(value, int, self.at(key)) <= MAX_COUNT:
            raise SourceError(self.at(key), f"{str(value)[:20]} is not a number of things")
        return int(value)

    def maybe_time(self, key: str) -> datetime | None:
        """An ISO 8601 time, in UTC; one without an offset is taken as UTC."""
        value = self.maybe_text(key, 100)
        if value is None:
            return None
        try:
            when = datetime.fromisoformat(value)
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise SourceError(self.at(key), f"not an ISO 8601 time: {value!r}") from error

    def object(self, key: str) -> Self:
        """An object that must be there."""
        return type(self)(_expect(self.values.get(key), dict, self.at(key)), self.at(key))

    def maybe_object(self, key: str) -> Self | None:
        """An object or None."""
        return None if self.values.get(key) is None else self.object(key)

    def maybe_texts(self, key: str, max_length: int = MAX_TEXT) -> tuple[str, ...]:
        """A list of texts; empty when it is null or absent, blank ones left out."""
        items = self._items(key)
        texts = (clean_text(x, f"{self.at(key)}[{i}]", max_length) for i, x in enumerate(items))
        return tuple(filter(None, texts))

    def maybe_tags(self, key: str, max_length: int = MAX_TEXT) -> tuple[str, ...] | None:
        """The same as `maybe_texts`, but None when it is null or absent."""
        return None if self.values.get(key) is None else self.maybe_texts(key, max_length)

    def objects(self, key: str) -> list[Self]:
        """A list of objects that must be there, empty perhaps."""
        items = _expect(self.values.get(key), list, self.at(key))
        paths = [f"{self.at(key)}[{i}]" for i in range(len(items))]
        return [type(self)(_expect(x, dict, p), p) for x, p in zip(items, paths, strict=True)]

    def _items(self, key: str) -> list[Any]:
        value = self.values.get(key)
        return [] if value is None else _expect(value, list, self.at(key))


def _loaded(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise SourceError("document", f"not JSON ({str(error)[:200]})") from error


def clean_text(value: object, path: str, max_length: int | None = MAX_TEXT) -> str:
    """`value` as text without blanks around it; raises SourceError when it is none or too long.

    NUL and lone surrogates, which JSON can carry and no database can store, become U+FFFD.
    """
    text = _UNSTORABLE.sub("\ufffd", _expect(value, str, path)).strip()
    if max_length is not None and len(text) > max_length:
        raise SourceError(path, f"{len(text):,} characters, {max_length:,} at most are taken")
    return text


def _expect(value: Any, kind: type, path: str) -> Any:
    # Not isinstance: to JSON true is no number, to Python it is.
    if type(value) is not kind:
        raise SourceError(path, f"{_NAMES[kind]} expected, not {_NAMES[type(value)]}")
    return value
