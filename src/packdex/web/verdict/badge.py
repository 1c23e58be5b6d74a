"""The badge of a package: a small picture of our own that says what is thought of it."""

from __future__ import annotations

from django.conf import settings

from packdex.catalog.judged import explained
from packdex.catalog.models import Package
from packdex.core.verdict.lifecycle import Lifecycle
from packdex.web.show import escaped, shortened

CONTENT_TYPE = "image/svg+xml; charset=utf-8"

_LEFT = "#3d3c3a"
_COLOURS = {True: "#2a6b34", False: "#9d1b30", None: "#5b5955"}
"""White on any of them has a contrast of more than 5."""

_PAD, _HEIGHT, _SIZE = 7, 20, 11
_NARROW, _WIDE = frozenset("ijl.,:;'|!()[] ft-"), frozenset("mwMW@%")


def write(package: Package) -> bytes:
    """The badge of a package, as `documents.VERDICT` loads it."""
    _, verdict = explained(package.verdict)
    return _drawn(verdict.lifecycle, shortened(package.title, 80))


def unknown() -> bytes:
    """The badge of what is not in this directory."""
    return _svg("not known here", _COLOURS[None], f"Not known to {settings.SITE_NAME}")


def _drawn(state: Lifecycle, title: str) -> bytes:
    word = state.label.lower()
    return _svg(word, _COLOURS[state.good], f"{title}: {word}, by {settings.SITE_NAME}")


def _svg(word: str, colour: str, title: str) -> bytes:
    """Two fields with a text each. `textLength` keeps it in its field, whatever font there is."""
    name = shortened(settings.SITE_NAME, 40)
    left, right = _width(name), _width(word)
    first, second = left + 2 * _PAD, right + 2 * _PAD
    whole = first + second
    text = f'y="14" font-size="{_SIZE}" text-anchor="middle" lengthAdjust="spacingAndGlyphs"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}"'
        f' viewBox="0 0 {whole} {_HEIGHT}" role="img" aria-labelledby="t">'
        f'<title id="t">{escaped(title)}</title>'
        f'<path fill="{_LEFT}" d="M3 0H{first}V{_HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z"/>'
        f'<path fill="{colour}" d="M{first} 0H{whole - 3}a3 3 0 0 1 3 3V{_HEIGHT - 3}'
        f'a3 3 0 0 1-3 3H{first}z"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif">'
        f'<text x="{first / 2:g}" {text} textLength="{left}">{escaped(name)}</text>'
        f'<text x="{first + second / 2:g}" {text} textLength="{right}">{escaped(word)}</text>'
        "</g></svg>\n"
    ).encode()


def _width(text: str) -> int:
    """About how wide a text is in dots."""
    return round(sum(4 if one in _NARROW else 10 if one in _WIDE else 7 for one in text))
