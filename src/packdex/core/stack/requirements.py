"""requirements.txt and constraints files: pip's "Requirements File Format".

Lines are split here and each is read by `packaging`. The one library for whole files opens the
files and addresses that they name by itself, which a check of somebody's files must not do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)

from packdex.core.stack.dependency import LONGEST_LINE, Found, shown

Include = Callable[[str, int, bool], None]
"""Reads the file that a line names: its path, the line, and whether it holds constraints."""

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_OPTION = re.compile(r"(-[a-zA-Z]|--[a-z][a-z-]*)(?:\s*=\s*|\s+|(?=[^\s-])|$)(.*)", re.DOTALL)
_BEHIND = re.compile(r"\s--?[a-z].*$", re.DOTALL)
"""What stands behind a requirement: hashes and options of its build."""

_ARCHIVE = re.compile(r"\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz|tar)$", re.IGNORECASE)
_EGG = re.compile(r"[#&]egg=([^&\[]+)")

_FILES = {"-r": False, "--requirement": False, "-c": True, "--constraint": True}
_EDITABLE = {"-e", "--editable"}
_OF_THE_INSTALLER = {
    *("-i", "--index-url", "--extra-index-url", "--no-index", "-f", "--find-links"),
    *("--no-binary", "--only-binary", "--prefer-binary", "--require-hashes", "--pre"),
    *("--trusted-host", "--use-feature", "--hash", "--config-settings", "--global-option"),
    *("--all-releases", "--only-final", "--process-dependency-links", "--uploaded-prior-to"),
}
"""Options that say how to install, and name no project."""


def read(text: str, found: Found, include: Include, group: str = "") -> None:
    """Note what the lines of `text` ask for; `include` reads the files that they name."""
    for line, written in logical_lines(text):
        if written.startswith("-"):
            _option(written, line, found, include)
        else:
            _requirement(_BEHIND.sub("", written).strip(), line, found, group)


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments, with their numbers; one that ends with a backslash goes on below."""
    parts: list[str] = []
    begun = 0
    for number, raw in enumerate(text.split("\n"), 1):
        begun = begun or number
        is_comment = raw.lstrip().startswith("#")
        if raw.endswith("\\") and not is_comment:
            parts.append(raw[:-1])
            continue
        # A comment ends what was to go on, and takes no part in it.
        parts.append("" if is_comment else raw)
        whole = _COMMENT.sub("", "".join(parts)).strip()
        if whole:
            yield begun, whole
        parts, begun = [], 0
    if whole := _COMMENT.sub("", "".join(parts)).strip():
        yield begun, whole


def _option(written: str, line: int, found: Found, include: Include) -> None:
    match = _OPTION.match(written)
    name, value = (match[1], match[2].strip()) if match else ("", "")
    if name in _FILES:
        if value:
            include(value.strip("\"'"), line, _FILES[name])
        else:
            found.problem(line, f"{name} names no file")
    elif name in _EDITABLE:
        _requirement(_BEHIND.sub("", value).strip().strip("\"'"), line, found, "")
    elif name not in _OF_THE_INSTALLER:
        found.problem(line, f"{shown(written)} is not an option that is known here")


def _requirement(text: str, line: int, found: Found, group: str) -> None:
    if _is_place(text):
        _place(text, line, found, group)
    else:
        found.requirement(text, line, group=group)


def _is_place(text: str) -> bool:
    """Whether it is an address or a path, rather than a name with what follows it."""
    if re.match(r"[\w.-]+(?:\s*\[[^\]]*\])?\s*@", text):
        return False
    first = text.partition(";")[0].strip()
    return (
        "://" in first
        or first.startswith((".", "/", "~", "file:"))
        or bool(_ARCHIVE.search(first))
        or ("/" in first and not re.search(r"[<>=!~]", first))
    )


def _place(text: str, line: int, found: Found, group: str) -> None:
    """Note a project by its address, where that tells the name."""
    if len(text) > LONGEST_LINE:
        found.problem(line, f"an address of {len(text):,} characters: {shown(text)}")
        return
    address, _, marker = text.partition(" ;")
    if egg := _EGG.search(address):
        found.add(unquote(egg[1]).strip(), line, marker=marker.strip(), group=group, source="url")
        return
    if named := _of_archive(address):
        name, version = named
        found.add(name, line, version=version, marker=marker.strip(), group=group, source="url")
    elif "://" in address:
        found.problem(line, f"{shown(text)} does not tell its name; write: name @ address")
    else:
        found.problem(line, f"{shown(text)} is a folder, so it was left out", grave=False)


def _of_archive(address: str) -> tuple[str, str] | None:
    """Name and version out of the name of a wheel or a source archive."""
    try:
        file = unquote(urlsplit(address).path).split("[")[0].rsplit("/", 1)[-1]
        if file.endswith(".whl"):
            name, version, *_ = parse_wheel_filename(file)
        else:
            name, version = parse_sdist_filename(file)
    except (InvalidWheelFilename, InvalidSdistFilename, ValueError):
        return None
    return name, str(version)
