"""How the text of a setting becomes its value: one function for each kind of setting.

Each raises ValueError, with a message that says what would be right, for text that could be taken
now and would only break something later.
"""

from __future__ import annotations

import ipaddress
import re
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ

from packdex.core.proxies import Proxies
from packdex.core.verdict import weights
from packdex.core.verdict.weights import Weights

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_NAME = rf"{_LABEL}(?:\.{_LABEL})*"
_PORT = "(?::([0-9]{1,5}))?"
_HOST_AND_PORT = re.compile(rf"(?:{_NAME}|\[[0-9A-Fa-f:.]+\]){_PORT}")
_NAME_AND_PORT = re.compile(_NAME + _PORT)
_ALLOWED_HOST = re.compile(rf"\*|\.?{_NAME}|\[[0-9A-Fa-f:]+\]")
_MEMORY = ":memory:"


def text(value: str) -> str:
    """Any text."""
    return value


def token(value: str) -> str:
    """A text that may stand in a header of a request."""
    if not re.fullmatch(r"[!-~]*", value):
        raise ValueError("use a token as the service shows it, without spaces or line ends")
    return value


def folder(value: str) -> Path:
    """A folder, absolute; `~` is somebody's home."""
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError:
        raise ValueError("use a path that begins with / (there is no such home)") from None


def flag(value: str) -> bool:
    """Yes or no."""
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("use 1 or 0")


def page_size(value: str) -> int:
    """Rows of a page."""
    if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= 1000:
        raise ValueError("use a whole number from 1 to 1000")
    return int(value)


def seconds(value: str) -> float:
    """A length of time in seconds."""
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 < number <= 600:
        raise ValueError("use a number of seconds above 0 and up to 600")
    return number


def origin(value: str) -> str:
    """Scheme, host and port without a slash behind them, or ""."""
    if not value:
        return ""
    wanted = "use an origin such as https://packages.example.org"
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError(wanted) from None
    # It goes into answers as it is, so nothing may be in it that would have to be escaped there.
    usable = _is_host(_HOST_AND_PORT, parts.netloc) or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not usable:
        raise ValueError(wanted)
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("use the origin alone, without path, such as https://packages.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def origin_and_path(value: str) -> str:
    """An origin and a path below it, without a slash behind them."""
    found = re.fullmatch(r"(https?://[^/?#]*)((?:/[A-Za-z0-9._~/-]*)?)", value)
    if not found:
        raise ValueError("use an address such as https://api.example.org")
    return origin(found[1]) + found[2].rstrip("/")


def forges(value: str) -> dict[str, str]:
    """The kind of each forge by its host, in lower case, with its port."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        kind, _, host = part.partition("=")
        if kind not in {"gitlab", "forgejo"} or not _is_host(_NAME_AND_PORT, host):
            raise ValueError("use gitlab=HOST or forgejo=HOST, parted by commas")
        if found.setdefault(host.lower(), kind) != kind:
            raise ValueError(f"{host} cannot be both; name each host once")
    return found


def path(value: str) -> Path | None:
    """A path, absolute, or None."""
    return folder(value) if value else None


def verdict_weights(value: str) -> Weights | None:
    """The weights that a file changes, or None."""
    if not value:
        return None
    try:
        return weights.overridden(folder(value).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"use a file that can be read ({error})") from None


def sign_up(value: str) -> str:
    """Who may make an account."""
    if value not in {"open", "invited", "closed"}:
        raise ValueError("use open, invited or closed")
    return value


def mail(value: str) -> dict[str, Any]:
    """Django's settings for the server that sends mail, by their names."""
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    wanted = "use an address such as smtp+tls://user:password@mail.example.org:587"
    if not re.match(r"smtp(\+tls|\+ssl)?://", value):
        raise ValueError(wanted)
    try:
        config: dict[str, Any] = environ.Env.email_url_config(value)
    except Exception:  # noqa: BLE001 - the library raises many kinds for a malformed address
        raise ValueError(wanted) from None
    if not config.get("EMAIL_HOST"):
        raise ValueError(wanted)
    del config["EMAIL_FILE_PATH"]
    # A mail is sent while somebody waits for the page.
    return config | {"EMAIL_TIMEOUT": 10}


def mail_address(value: str) -> str:
    """An address for mail, as it stands in a header."""
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[A-Za-z0-9.-]+", value):
        raise ValueError("use an address such as directory@example.org")
    return value


def megabytes(value: str) -> int:
    """A number of megabytes."""
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) < 1:
        raise ValueError("use a whole number of megabytes above 0")
    return int(value)


def proxies(value: str) -> Proxies:
    """Proxies that are believed: how many there are in a row, or their addresses and networks."""
    if re.fullmatch(r"[0-9]|10|", value):
        return Proxies(count=int(value or "0"))
    try:
        networks = tuple(ipaddress.ip_network(part.strip()) for part in value.split(","))
    except ValueError:
        wanted = "use how many there are (up to 10), or addresses or networks such as 10.0.0.0/8"
        raise ValueError(wanted) from None
    return Proxies(networks=networks)


def time_zone(value: str) -> str:
    """A time zone's name, one that every machine and database knows by it."""
    # "localtime" and others are files on some machines only, and no name to PostgreSQL.
    names = resources.files("tzdata").joinpath("zones").read_text("ascii").split()
    if value not in names:
        raise ValueError("use a name of the IANA time zone database, such as America/New_York")
    return value


def hosts(value: str) -> list[str]:
    """Names of hosts, as Django's ALLOWED_HOSTS takes them; at least one."""
    found = [host.strip() for host in value.split(",") if host.strip()]
    if not found:
        raise ValueError("name at least one host; none would have every request refused")
    for host in found:
        if not _ALLOWED_HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host name; use names parted by commas, without port")
    return found


def database(value: str) -> dict[str, Any]:
    """Django's description of the database at an address; {} for none."""
    if not value:
        return {}
    wanted = (
        "use an address such as postgres://user:password@host:5432/name"
        " or sqlite:////folder/file.sqlite3"
    )
    if not value.startswith(("postgres://", "postgresql://", "sqlite://")):
        raise ValueError(wanted)
    try:
        config: dict[str, Any] = environ.Env.db_url_config(value)
    except Exception:  # noqa: BLE001 - the library raises many kinds for a malformed address
        raise ValueError(wanted) from None
    if not config.get("NAME"):
        raise ValueError(f"no database is named; {wanted}")
    if value.startswith("sqlite://"):
        if _MEMORY in config["NAME"]:
            raise ValueError(f"a database in memory ends with each command; {wanted}")
        config["OPTIONS"] = _sqlite_options(value)
    return config


def _sqlite_options(address: str) -> dict[str, float]:
    """What stands behind the question mark of an SQLite address: `timeout`, or nothing.

    Raises ValueError for all else, which SQLite would not know either, and only say so later.
    """
    given = parse_qs(urlsplit(address).query, keep_blank_values=True)
    if unknown := sorted(given.keys() - {"timeout"}):
        raise ValueError(f"SQLite has no option {', '.join(unknown)}; use timeout alone")
    try:
        return {name: seconds(values[-1]) for name, values in given.items()}
    except ValueError as error:
        raise ValueError(f"its timeout is wrong: {error}") from None


def _is_host(pattern: re.Pattern[str], value: str) -> bool:
    found = pattern.fullmatch(value)
    return found is not None and (found[1] is None or 1 <= int(found[1]) <= 65_535)
