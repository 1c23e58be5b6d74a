"""How single values are shown: texts, dates, numbers, addresses.

All that comes from records or sources is hostile text. What returns SafeString here is escaped.
"""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.safestring import SafeString

from packdex.core.weblinks import web_address
from packdex.web.shortcodes import replace_shortcodes

UNKNOWN: SafeString = SafeString('<span class="unknown">not known</span>')

# Control characters, characters that turn the direction of the text around them, halves of pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MANY_BREAKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def escape(text: str) -> SafeString:
    """`text` as HTML, whatever it was before. Django's own takes thrice as long."""
    return SafeString(html.escape(text))


def escaped(text: str) -> SafeString:
    """`text` on one line, as HTML."""
    return escape(one_line(text))


def one_line(text: str) -> str:
    """`text` on one line, to be escaped by the template: no control characters, single blanks."""
    if not (text.isprintable() and text.strip() == text and "  " not in text):
        text = " ".join(_UNSEEN.sub("", text).split())
    return replace_shortcodes(text)


def lines(text: str) -> str:
    """`text` with its line breaks, at most one empty line, to be escaped by the template."""
    text = _MANY_BREAKS.sub("\n\n", _UNSEEN.sub("", _BREAK.sub("\n", text)))
    return replace_shortcodes(text.strip())


def shortened(text: str, length: int = 160) -> str:
    """`text` on one line, of at most `length` characters, cut at a blank where there is one."""
    text = one_line(text)
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0][: length - 1].rstrip(" ,.;:") + "…"


def plain_day(day: date) -> str:
    """A date as in "15 Feb 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day(moment: datetime | None) -> SafeString:
    """The day of `moment` in the instance's zone as a <time> element; "not known" for None."""
    if moment is None:
        return UNKNOWN
    local = moment.astimezone(timezone.get_default_timezone())
    return SafeString(  # digits and names of months
        f'<time datetime="{local.isoformat(timespec="seconds")}">{plain_day(local)}</time>'
    )


def moment(at: datetime | None) -> SafeString:
    """Day and minute of `at` with the instance's zone as a <time>; "not known" for None."""
    if at is None:
        return UNKNOWN
    local = at.astimezone(timezone.get_default_timezone())
    return SafeString(  # digits and names of months
        f'<time datetime="{local.isoformat(timespec="seconds")}">'
        f"{plain_day(local)}, {local:%H:%M %Z}</time>"
    )


def number(value: int | None) -> SafeString:
    """A count with separated thousands; "not known" for None."""
    return UNKNOWN if value is None else SafeString(f"{value:,}")  # digits


def known(text: str | None) -> SafeString:
    """A short text, escaped; "not known" for None and for "" alike."""
    cleaned = one_line(text) if text else ""
    return escape(cleaned) if cleaned else UNKNOWN


def host(address: str) -> str:
    """The host of a web address without a leading "www.", for use in labels."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def link(address: str, label: str = "") -> SafeString:
    """A link out of the directory; the text alone where `address` is none that may be linked."""
    target = web_address(address)
    text = escape(one_line(label or address))
    if target is None:
        return text
    return SafeString(  # both parts are escaped
        f'<a href="{escape(target)}" rel="nofollow noopener ugc">{text}</a>'
    )
