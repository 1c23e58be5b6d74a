"""Words without their endings: "invitations", "inviting" and "invited" are one.

The algorithm is M. F. Porter's, "An algorithm for suffix stripping", Program 14 (1980), but that a
final y behind a vowel stays ("deploy", as in his later English stemmer) and that -isation is
-ization. Both databases are given stems and not words, so that both find the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

# [C](VC)^m[V]: the number m of changes from a vowel to a consonant measures a word's length.
_CONSONANT, _VOWEL = "[^aeiou]", "[aeiouy]"
_CS, _VS = f"{_CONSONANT}[^aeiouy]*", f"{_VOWEL}[aeiou]*"
_ONE = re.compile(f"^(?:{_CS})?{_VS}{_CS}")  # m > 0
_JUST_ONE = re.compile(f"^(?:{_CS})?{_VS}{_CS}(?:{_VS})?$")  # m = 1
_MORE = re.compile(f"^(?:{_CS})?{_VS}{_CS}{_VS}{_CS}")  # m > 1
_HAS_VOWEL = re.compile(f"^(?:{_CS})?{_VOWEL}")
_SHORT_END = re.compile(f"^{_CS}{_VOWEL}[^aeiouwxy]$")
_DOUBLE = re.compile(r"([^aeioulsz])\1$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_ENDINGS = re.compile("(ational|tional|enci|anci|izer|bli|alli|entli|eli|ousli|ization|ation|ator"
                      "|alism|iveness|fulness|ousness|aliti|iviti|biliti|logi)$")  # fmt: skip
_MORE_ENDINGS = re.compile("(icate|ative|alize|iciti|ical|ful|ness)$")
_LAST_ENDINGS = re.compile(
    "(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$"
)
# Most words have none of these, which is told more quickly without looking for the longest.
_IN_2, _IN_3 = tuple(_STEP_2), tuple(_STEP_3)
_IN_4 = ("al", "nce", "er", "ic", "ble", "nt", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
         "ion")  # fmt: skip


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word. Words of other scripts, with digits or of two letters stay."""
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return word
    word = _inflected(word)
    if word.endswith("isation"):
        word = word[:-7] + "ization"
    return _tidy(_derived(word))


def _inflected(word: str) -> str:
    """Steps 1a to 1c: plurals, -ed, -ing, and a final y."""
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _ONE.match(word[:-3]) else word
    elif word.endswith(("ed", "ing")):
        base = word[:-2] if word.endswith("ed") else word[:-3]
        word = _mended(base) if _HAS_VOWEL.match(base) else word
    if len(word) > 2 and word[-1] == "y" and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _mended(base: str) -> str:
    """What was before -ed or -ing: hop(p)ing, fil(e)ing, creat(e)ing."""
    if base.endswith(("at", "bl", "iz")):
        return base + "e"
    if _DOUBLE.search(base):
        return base[:-1]
    return base + "e" if _SHORT_END.match(base) else base


def _derived(word: str) -> str:
    """Steps 2 to 4: endings that make one kind of word of another."""
    for some, endings, table in ((_IN_2, _ENDINGS, _STEP_2), (_IN_3, _MORE_ENDINGS, _STEP_3)):
        found = word.endswith(some) and endings.search(word)
        if found and _ONE.match(word[: found.start()]):
            word = word[: found.start()] + table[found[1]]
    found = word.endswith(_IN_4) and _LAST_ENDINGS.search(word)
    if found and _MORE.match(word[: found.start()]):
        word = word[: found.start()]
    return word


def _tidy(word: str) -> str:
    """Step 5: a final e, and ll."""
    if word.endswith("e"):
        base = word[:-1]
        if _MORE.match(base) or (_JUST_ONE.match(base) and not _SHORT_END.match(base)):
            word = base
    return word[:-1] if word.endswith("ll") and _MORE.match(word) else word
