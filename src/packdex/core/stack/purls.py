"""Package URLs: the "Package-URL specification", as bills of materials name projects."""

from __future__ import annotations

from packageurl import PackageURL

from packdex.core.stack.dependency import LONGEST_LINE, Found, shown

OURS = "pypi"


def note(purl: object, name: object, version: object, line: int | None, found: Found) -> None:
    """Note the project that `purl` names; those of other registries are left out.

    `name` and `version` are what the entry itself says, for where the address has no version.
    """
    if not isinstance(purl, str) or not purl:
        reason = f"{shown(name)} does not say of which registry it is, so it was left out"
        found.problem(line, reason, grave=False)
        return
    try:
        told = PackageURL.from_string(purl) if len(purl) <= LONGEST_LINE else None
    except ValueError:
        told = None
    if told is None:
        found.problem(line, f"{shown(purl)} is not a package URL, as pkg:pypi/django@5.2 is one")
    elif told.type == OURS:
        found.add(told.name, line, version=told.version or version)
