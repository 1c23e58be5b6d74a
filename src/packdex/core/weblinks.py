"""Which text may be shown as a link to the web."""

from urllib.parse import urlsplit

MAX_LENGTH = 2000
"""Characters; browsers and proxies give up on longer addresses, and no honest link needs more."""


def web_address(text: str) -> str | None:
    """`text` without blanks around it when it is an absolute http or https address, otherwise None.

    Anything else (`javascript:`, `data:`, a path, words, blanks or control characters inside) is
    not an address to link to, however a person or a registry labelled it.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
        parts.port  # noqa: B018  reading it is the check: a port that is no number raises
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and host else None
