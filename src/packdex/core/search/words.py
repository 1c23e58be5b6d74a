"""Words and names as they are compared: without case, accents, separators and the framework's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from packdex.core.spelling import PREFIX

LONGEST = 40
"""Letters of a word that are compared."""

_WORD = re.compile(r"[^\W_]+")
# The same for plain texts, which most are, in a fraction of the time.
_FOLDED = {i: chr(i).lower() if chr(i).isalnum() else " " for i in range(128)}

# They stand in every other description and in every other question, and tell nothing apart.
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "for",
        "from",
        "has",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "over",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "then",
        "this",
        "to",
        "up",
        "use",
        "used",
        "uses",
        "using",
        "via",
        "what",
        "when",
        "which",
        "with",
        "without",
        "you",
        "your",
        "app",
        "apps",
        "application",
        "applications",
        "package",
        "packages",
        "library",
        "django",
        "python",
    ]
)


def fold(text: str) -> str:
    """`text` in lower case and without accents: "Café" is "cafe"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of `text`, folded; whatever is neither letter nor digit parts them."""
    words = text.translate(_FOLDED).split() if text.isascii() else _WORD.findall(fold(text))
    return [word[:LONGEST] for word in words] if len(text) > LONGEST else words


def name_words(name: str) -> list[str]:
    """The words of a name without the framework's at its beginning or its end.

    "django-url-filter" is url, filter; "djangorestframework" is restframework; "gutter-django" is
    gutter. A name that is nothing else keeps it.
    """
    words = words_of(name)[:8]
    if len(words) > 1 and words[0] == PREFIX:
        words = words[1:]
    elif words and words[0].startswith(PREFIX) and len(words[0]) > len(PREFIX) + 1:
        words = [words[0].removeprefix(PREFIX), *words[1:]]
    if len(words) > 1 and words[-1] == PREFIX:
        words = words[:-1]
    return words


def compact(name: str) -> str:
    """A name as one word: hyphens, underscores, spaces and camel case make no difference.

    "Django Maintenance-Mode", "django_maintenancemode" and "MaintenanceMode" are one.
    """
    return whole_of(name_words(name))


def whole_of(words: Iterable[str]) -> str:
    """The words of a name as one."""
    return "".join(words)[:LONGEST]


def tails(words: Iterable[str]) -> Iterator[str]:
    """The beginnings by which a name is found while it is typed: each word with all after it."""
    words = list(words)
    for i in range(len(words)):
        yield "".join(words[i:])[:LONGEST]
