"""Which licences ask for little: whether a licence is permissive, or is a certain one."""

from __future__ import annotations

import re
from functools import lru_cache

from packdex.core.comparison.view import PERMISSIVE
from packdex.core.licences import normalise

_PERMISSIVE = frozenset(
    {
        *("0bsd", "afl-3.0", "apache-1.1", "apache-2.0", "artistic-2.0", "blueoak-1.0.0"),
        *("bsd-1-clause", "bsd-2-clause", "bsd-2-clause-patent", "bsd-3-clause"),
        *("bsd-3-clause-clear", "bsd-4-clause", "bsl-1.0", "cc0-1.0", "ecl-2.0", "hpnd", "isc"),
        *("mit", "mit-0", "mit-cmu", "miros", "mulanpsl-2.0", "ncsa", "postgresql", "psf-2.0"),
        *("python-2.0", "unlicense", "upl-1.0", "w3c", "wtfpl", "x11", "zlib", "zpl-2.1"),
    }
)
"""SPDX identifiers of licences that let anybody use, change and pass on a work under other terms,
if notices stay: the categories "permissive" and "public domain" as most lists have them."""

_FAMILIES = {"bsd license", "apache software license", "academic free license (afl)"} | {
    "python software foundation license",
    "zope public license",
}
"""Classifiers that leave the version open, of licences that are permissive in every version."""

_TOKENS = re.compile(r"[()]|[^\s()]+")


@lru_cache(maxsize=2_000)
def allows(licence: str | None, choice: str) -> bool | None:
    """Whether a package under `licence` may be had under `choice`; None where that is not known.

    `choice` is "permissive" or a SPDX identifier in any capitals. Of licences joined by OR one is
    enough; of those joined by AND all count.
    """
    if not licence:
        return None
    choice = choice.casefold()
    spdx = normalise(licence)
    if spdx is None:
        names = [name.strip().casefold() for name in licence.split(",")]
        permissive = choice == PERMISSIVE and all(name in _FAMILIES for name in names)
        return permissive or None  # words that name no one licence cannot rule one out
    return _either(_TOKENS.findall(spdx), choice)


def _either(tokens: list[str], choice: str) -> bool:
    """`tokens` are used up, as far as the expression goes."""
    found = _both(tokens, choice)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        found |= _both(tokens, choice)
    return found


def _both(tokens: list[str], choice: str) -> bool:
    found = _single(tokens, choice)
    while tokens and tokens[0] == "AND":
        tokens.pop(0)
        found &= _single(tokens, choice)
    return found


def _single(tokens: list[str], choice: str) -> bool:
    word = tokens.pop(0)
    if word == "(":
        found = _either(tokens, choice)
        tokens.pop(0)  # the other parenthesis: the expression was checked
        return found
    if tokens[:1] == ["WITH"]:  # an exception only ever allows more
        del tokens[:2]
    name = word.casefold().removesuffix("+")
    return name in _PERMISSIVE if choice == PERMISSIVE else choice in {name, word.casefold()}
