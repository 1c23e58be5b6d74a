"""What was found, as HTML: the part of the page that each search has for its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from packdex.search.find import SORTS, Found
from packdex.search.loosen import Loosened
from packdex.web.paging import Paging
from packdex.web.search.asked import USUAL, Asked
from packdex.web.search.narrowing import Narrowing, Taken
from packdex.web.search.near import Near, near_names
from packdex.web.search.results import rows_of
from packdex.web.show import escape, one_line, shortened

ORDERS = {"relevance": "best match", "stars": "stars", "updated": "last change", "name": "name"}
"""What each order is called."""


def found_part(asked: Asked, found: Found, paging: Paging, today: date) -> bytes:
    """All that follows below the form."""
    narrowing = Narrowing(asked, today)
    begin = _taken(narrowing.taken()) + _notices([*_problems(found), *_said(found)])
    if rows := rows_of(found.places):
        head = f'{begin}<div class="found"><div>\n{_head(asked, found, paging)}\n'
        return b"".join([head.encode(), *rows, _behind(found, paging, narrowing).encode()])
    if found.query.is_empty:
        return begin.encode()
    return (begin + _nothing(asked, found, narrowing.plain())).encode()


def _taken(taken: Sequence[Taken]) -> str:
    if not taken:
        return ""
    links = (
        f'<li><a href="{escape(address)}" rel="nofollow" aria-label="Leave out {escape(typed)}">'
        f'<code>{escape(typed)}</code> <span aria-hidden="true">&times;</span></a></li>'
        for typed, address in taken
    )
    return f'<ul class="taken" aria-label="Narrowed to">{"".join(links)}</ul>\n'


def _notices(sentences: Iterable[str]) -> str:
    return "".join(f'<p class="notice">{escape(sentence)}</p>\n' for sentence in sentences)


def _problems(found: Found) -> list[str]:
    """Sentences about what was not understood."""
    problems = [one_line(note) for note in found.notes]
    if found.query.is_empty and (text := one_line(found.query.text)):
        problems.append(
            f"There is nothing to look for in “{shortened(text, 80)}”. A word or the beginning of"
            " a name is enough."
        )
    return problems


def _said(found: Found) -> list[str]:
    """Sentences about what was found instead of what was typed."""
    if not found.places:
        return []
    said = [
        f"Nothing has “{one_line(word)}”; {_any_of(meant)} was looked for instead."
        for word, meant in found.meant
    ]
    if found.partly:
        said.append("Nothing has all the words. These have some of them.")
    return said


def _any_of(words: Sequence[str]) -> str:
    quoted = [f"“{one_line(word)}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _head(asked: Asked, found: Found, paging: Paging) -> str:
    """What stands above the list: the orders, and how much was found; the list's beginning."""
    usual = escape(Asked("").address(found.query.text))
    orders = "".join([_order(sort, asked, usual) for sort in SORTS])
    return (
        '<div class="list-head"><nav class="orders" aria-label="Order"><ul>'
        f'<li class="soft">Order by</li>{orders}</ul></nav><p class="count">{_count(found, paging)}'
        ' <a class="to-narrow" href="#narrow">Narrow down</a></p></div>\n'
        f'<form action="/compare/"><ol class="entries" start="{paging.start + 1}">'
    )


def _order(sort: str, asked: Asked, usual: str) -> str:
    """A way to another order. `usual` is the address with the usual one."""
    if sort == asked.sort:
        return f'<li><b aria-current="true">{ORDERS[sort]}</b></li>'
    address = usual if sort == USUAL else f"{usual}&amp;sort={sort}"
    return f'<li><a href="{address}" rel="nofollow">{ORDERS[sort]}</a></li>'


def _count(found: Found, paging: Paging) -> str:
    if paging.last == 1:
        return f"{found.total:,} found"
    of = "of the best " if found.more else "of "
    return paging.told.replace("of ", of, 1)


def _behind(found: Found, paging: Paging, narrowing: Narrowing) -> str:
    """What follows the entries: the other pages, and what the search can be narrowed by."""
    best = f'<p class="small">Counted among the best {found.total}.</p>' if found.more else ""
    return (
        '</ol>\n<p class="chosen"><button>Compare ticked</button></p></form>\n'
        f'{paging.links}</div>\n<aside class="narrow-down" id="narrow" aria-label="Narrow down"'
        f' tabindex="-1"><h2>Narrow down</h2>\n{narrowing.groups(found)}{best}</aside>\n</div>\n'
    )


def _nothing(asked: Asked, found: Found, plain: str) -> str:
    """What is said where nothing was found. `plain` is the address without operators, or ""."""
    words_alone = (
        '<p class="nothing">Leaving out one operator is not enough.'
        f' <a href="{escape(plain)}" rel="nofollow">Search for the words alone</a></p>\n'
    )
    less = "".join(_less(asked, each) for each in found.loosened)
    near = "".join(map(_near, near_names(found.names)))
    return (
        '<p class="lead nothing">Nothing was found.</p>\n'
        + (_section("Names that are near", near) if near else "")
        + (_section("Asking for less", less) if less else words_alone if plain else "")
        + '<p class="nothing">All <a href="/packages/">packages</a>, <a href="/categories/">'
        'categories</a> and <a href="/grids/">grids</a>. Is one missing?'
        ' <a href="/packages/add/">Add a package</a></p>\n'
    )


def _section(title: str, items: str) -> str:
    return f'<section class="nothing"><h2>{title}</h2><ul>{items}</ul></section>\n'


def _near(one: Near) -> str:
    stamp = ' <span class="stamp">grid</span>' if one.is_grid else ""
    return f'<li><a href="{escape(one.path)}">{escape(one.title)}</a>{stamp}</li>'


def _less(asked: Asked, one: Loosened) -> str:
    count = f"{one.count}" if one.count < 100 else "100 and more"
    return (
        f'<li>without <a href="{escape(asked.address(one.text))}" rel="nofollow">'
        f"<code>{escape(one.part)}</code></a>: {count} found</li>"
    )
