"""CycloneDX in JSON: the "CycloneDX JSON Reference", `components`."""

from __future__ import annotations

from packdex.core.stack import purls
from packdex.core.stack.dependency import Found, shown
from packdex.core.stack.json_text import document_of
from packdex.core.stack.text import Lines

_OURS = {"library", "framework", "application"}


def read(text: str, found: Found) -> None:
    """Note the components from the registry, those within others too."""
    lines = Lines(text)
    lines.of('"components"')
    waiting = [document_of(text, found).get("components", [])]
    while waiting:
        listed = waiting.pop()
        if not isinstance(listed, list):
            found.problem(None, f"components is {shown(listed)}; expected a list")
            continue
        for one in listed:
            if not isinstance(one, dict):
                found.problem(None, f"{shown(one)} is not a component")
                continue
            if one.get("type", "library") in _OURS:
                purl = one.get("purl")
                named = purl if isinstance(purl, str) and purl else one.get("name")
                line = lines.of(f'"{named}"')
                purls.note(purl, one.get("name"), one.get("version"), line, found)
            if "components" in one:
                waiting.append(one["components"])
