"""Phrases: whether words stand behind each other. The index knows no places, so texts are read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from packdex.core.search.query import Query
from packdex.core.search.words import words_of
from packdex.search import reading

MOST = 300
"""Entries whose texts are read, the best ones."""


def fitting(query: Query, owners: Collection[int]) -> set[int]:
    """Those of `owners` that have all phrases of `query`, and none of those without which."""
    fits = set()
    for document in reading.documents(owners, datetime.now(UTC).date()):
        texts = [words_of(text) for text in (*document.names, document.text, *document.topics)]
        wanted = all(_stands(phrase, texts) for phrase in query.phrases)
        if wanted and not any(len(w) > 1 and _stands(w, texts) for w in query.without):
            fits.add(document.owner)
    return fits


def _stands(phrase: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    length, wanted = len(phrase), list(phrase)
    return any(
        words[start : start + length] == wanted
        for words in texts
        for start in range(len(words) - length + 1)
    )
