"""SPDX in JSON: the "SPDX specification" 2.3, `packages`, and 3.0, elements of `@graph`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packdex.core.stack import purls
from packdex.core.stack.dependency import Found, shown
from packdex.core.stack.json_text import document_of
from packdex.core.stack.text import Lines


def read(text: str, found: Found) -> None:
    """Note the packages from the registry."""
    document = document_of(text, found)
    lines = Lines(text)
    for name, version, purl in _packages(document, found):
        named = purl if isinstance(purl, str) else name
        purls.note(purl, name, version, lines.of(f'"{named}"'), found)


def _packages(document: dict[str, Any], found: Found) -> Iterator[tuple[object, object, object]]:
    key = "@graph" if "@graph" in document else "packages"
    listed = document.get(key, [])
    if not isinstance(listed, list):
        found.problem(None, f"{key} is {shown(listed)}; expected a list")
        return
    described = document.get("documentDescribes")
    for one in listed:
        if not isinstance(one, dict):
            found.problem(None, f"{shown(one)} is not a package")
        elif key == "packages":
            # What the document is about is the project itself.
            if not (isinstance(described, list) and one.get("SPDXID") in described):
                yield one.get("name"), one.get("versionInfo"), _purl(one.get("externalRefs"))
        elif str(one.get("type", "")).endswith("software_Package"):
            purl = one.get("software_packageUrl") or _purl(one.get("externalIdentifier"))
            yield one.get("name"), one.get("software_packageVersion"), purl


def _purl(references: object) -> object:
    """The package URL among references, as 2.3 and 3.0 write them."""
    for one in references if isinstance(references, list) else ():
        if not isinstance(one, dict):
            continue
        if one.get("referenceType") == "purl":
            return one.get("referenceLocator")
        if one.get("externalIdentifierType") == "packageUrl":
            return one.get("identifier")
    return None
