"""The addresses of a package registry: which project a link names, and the link to a project.

Public registries are never named in this project. The public one is known by the endpoint that the
`pypi-simple` library ships, and its other hosts follow from that one by formula.
"""

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import unquote, urlsplit

FORMS = frozenset({"project", "pypi", "simple"})
"""The path segments that stand before a project's name in a registry's addresses."""

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
"""A project's name, as the "Names and normalization" specification of the PyPA has it."""

MAX_NAME = 200

_PLACEHOLDER = re.compile(r"\{(pypi_(?:legacy_|files_|docs_)?host)\}")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def project_name(url: str, hosts: Mapping[str, str]) -> str | None:
    """The project that a link to a registry names, spelt as in the link; None when it names none.

    `hosts` is what `registry_hosts` gives; links to its current and its old host count, http or
    https, with or without a slash at the end, and also those to one version of the project.
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts.scheme, parts.hostname, parts.port)
    except ValueError:
        return None
    if host is None or host not in {hosts["pypi_host"], hosts["pypi_legacy_host"]}:
        return None
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    for distance in (2, 3):  # .../project/<name>, then .../project/<name>/<version>
        if len(segments) >= distance and segments[-distance] in FORMS:
            name = segments[1 - distance]
            return name if len(name) <= MAX_NAME and NAME.fullmatch(name) else None
    return None


def project_of(url: str, origin: str) -> str | None:
    """The project that a link names, on the registry at `origin` or on the public one.

    Where an instance reads another registry than the public one, that is a mirror of it or holds
    its own projects beside; a link to either names what to ask for. Raises ValueError when `origin`
    is not an http or https address.
    """
    for registry in (origin, public_origin()):
        if name := project_name(url, registry_hosts(registry)):
            return name
    return None


def registry_hosts(origin: str) -> dict[str, str]:
    """What the placeholders of the data files stand for, for the registry at `origin`.

    The keys are `pypi_host`, `pypi_legacy_host` (the old address), `pypi_files_host` and
    `pypi_docs_host`; the values are hosts in lower case, with a port where it is not the scheme's
    own. For the public registry the three others follow from its host; for any other all four are
    its host.

    Raises ValueError when `origin` is not an http or https address.
    """
    parts = urlsplit(origin)
    host = _host(parts.scheme, parts.hostname, parts.port)
    if host is None:
        raise ValueError(f"not the address of a registry: {origin!r}; expected https://host")
    if host != urlsplit(public_origin()).hostname:
        return dict.fromkeys(
            ("pypi_host", "pypi_legacy_host", "pypi_files_host", "pypi_docs_host"), host
        )
    label, language = host.split(".")[0], "python"
    return {
        "pypi_host": host,
        "pypi_legacy_host": f"{label}.{language}.org",
        "pypi_files_host": f"files.{language}hosted.org",
        "pypi_docs_host": f"{language}hosted.org",
    }


@cache
def public_origin() -> str:
    """Scheme and host of the public registry, without a slash at the end."""
    # Imported here because it takes 0.6 s and few runs need it.
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    parts = urlsplit(PYPI_SIMPLE_ENDPOINT)
    return f"{parts.scheme}://{parts.netloc}"


def expand(text: str, hosts: Mapping[str, str]) -> str:
    """`text` with `{pypi_host}` and its three siblings filled in; other braces stay as they are."""
    return _PLACEHOLDER.sub(lambda match: hosts[match[1]], text)


def _host(scheme: str, hostname: str | None, port: int | None) -> str | None:
    """Host, with the port when it is not the usual one; None unless it is http or https."""
    if hostname is None or scheme not in _DEFAULT_PORTS:
        return None
    literal = f"[{hostname}]" if ":" in hostname else hostname
    return literal if port in {None, _DEFAULT_PORTS[scheme]} else f"{literal}:{port}"
