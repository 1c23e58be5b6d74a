"""Writes what is generated in docs: python -m tests.reference [--check]

The pages of docs/reference are generated as a whole, docs/METHODOLOGY.md in its marked parts.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

import click

from packdex.cli.main import COMMANDS, cli
from packdex.config.environment import SETTINGS
from tests.methodology import chart, methodology

DOCS = Path(__file__).resolve().parent.parent / "docs"
FOLDER = DOCS / "reference"
NOTE = "<!-- Written by `make docs` from the code. Edit the code, not this page. -->\n\n"


def settings_page() -> str:
    """docs/reference/settings.md."""
    rows = "".join(
        f"| `{s.name}` | {f'`{s.default}`' if s.default else 'empty'} | {s.meaning} |\n"
        for s in SETTINGS
    )
    return (
        f"{NOTE}# Settings\n\nAll settings come from environment variables and are read when a"
        " command starts. A wrong\nvalue ends the command with exit code 2 and a line that says"
        " what would be right.\n\n| variable | default | meaning |\n| --- | --- | --- |\n" + rows
    )


def commands_page() -> str:
    """docs/reference/commands.md."""
    parts = [f"{NOTE}# Commands\n\n", _block("packdex", cli)]
    for name, (module, _) in sorted(COMMANDS.items()):
        parts += [f"\n## packdex {name}\n\n"]
        parts += _blocks(f"packdex {name}", importlib.import_module(module).command)
    return "".join(parts)


def _blocks(name: str, command: click.Command) -> list[str]:
    blocks = [_block(name, command)]
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            blocks += [f"\n### {name} {child}\n\n"]
            blocks += _blocks(f"{name} {child}", command.commands[child])
    return blocks


def _block(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=88, max_content_width=88)
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"


def openapi() -> str:
    """The OpenAPI document that an instance serves."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
        os.environ.setdefault("PACKDEX_DATA", tempfile.mkdtemp())
        django.setup()
    from packdex.api.openapi import document

    return document.text()


PAGES = {
    "../src/packdex/api/openapi/openapi.json": openapi,
    "reference/settings.md": settings_page,
    "reference/commands.md": commands_page,
    "METHODOLOGY.md": lambda: methodology((DOCS / "METHODOLOGY.md").read_text("utf-8")),
    "calibration.svg": chart,
}


def stale() -> list[str]:
    """The names of the pages that are not what the code says."""
    return [
        name
        for name, write in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != write()
    ]


def main() -> int:
    if "--check" in sys.argv:
        for name in stale():
            print(f"docs/{name} is not what the code says. Run: make docs")
        return 1 if stale() else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
