"""packdex add."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from packdex.cli import arguments, database
from packdex.cli.exits import UNUSABLE, WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.catalog.models import Category, Package
    from packdex.catalog.similar import Found, Similar
    from packdex.refresh.context import Context
    from packdex.refresh.preview import Preview


@click.command(
    epilog="""\b
Examples:
  packdex add https://github.com/owner/name --category apps
  packdex add "pip install name" --yes --json
""",
)
@click.argument("address", metavar="ADDRESS", callback=arguments.utf8)
@click.option("--category", "slug", metavar="SLUG", help="Its category; by default the suggested.")
@click.option("--title", default="", help="Its title; by default the name that its source has.")
@click.option("--yes", is_flag=True, help="Add it without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found, and added, as JSON.")
def command(*, address: str, slug: str | None, title: str, yes: bool, as_json: bool) -> None:
    """Add a package by its repository, its page or name on the registry, or its documentation.

    Its sources are asked first, and what they say is printed. The package is there with these facts
    as soon as it is added. Without --yes it is added only after a question on the terminal; what is
    here already never is.
    """
    database.ready()
    from packdex.core.pasted import NotUnderstoodError, read
    from packdex.refresh.context import open_context
    from packdex.refresh.look import look

    context = open_context(patience_s=8)
    with context.door:
        try:
            pasted = read(address, registry=context.registry, forges=context.forges)
        except NotUnderstoodError as error:
            end(str(error), WRONG_CALL)
        preview = look(pasted, context)
        found, similar = _here(preview, context)
        category, why = _category(slug, preview, similar)
        known = _known(preview, found, similar, category, why)
        if not as_json:
            _print(known)
        _check(preview, found, known, as_json=as_json)
        package = None
        if category and (yes or _agreed(as_json=as_json)):
            package = _add(preview, title or preview.title, category, context)
    _end(known, package, as_json=as_json)


def _agreed(*, as_json: bool) -> bool:
    """Whether somebody at the terminal says yes."""
    return not as_json and sys.stdin.isatty() and click.confirm("Add it?", err=True)


def _end(known: dict[str, Any], package: Package | None, *, as_json: bool) -> None:
    known["added"] = package.slug if package else None
    if as_json:
        click.echo(json.dumps(known, indent=2, ensure_ascii=False))
    if package is None:
        lacks = "say --yes" if known["category"] else "name a --category, as none is suggested"
        end(f"nothing was added: {lacks}", WRONG_CALL)
    if not as_json:
        click.echo(f"Added: {package.slug}")


def _here(preview: Preview, context: Context) -> tuple[Found, list[Similar]]:
    from packdex.catalog.similar import same_things, similar_names

    found = same_things(preview.thing, context.registry)
    names = [name for name in (preview.title, preview.project) if name]
    return found, similar_names(names, [here.id for here in (*found.same, *found.beside)])


def _category(
    slug: str | None, preview: Preview, similar: list[Similar]
) -> tuple[Category | None, str]:
    """The category that was named, or else the suggested one, and why."""
    from packdex.catalog.browse import categories_by_title
    from packdex.catalog.suggested import suggest_category

    rows = {row.slug: row for row in categories_by_title()}
    if slug is not None:
        wrong = f"there is no category {slug!r}; there are: {', '.join(rows) or 'none'}"
        return rows.get(slug) or end(wrong, WRONG_CALL), "named"
    topics = preview.forge.facts.topics if preview.forge else None
    classifiers = preview.registry.facts.classifiers if preview.registry else ()
    told = suggest_category(list(rows.values()), similar, topics or (), classifiers)
    if told is None:
        return None, ""
    return next(row for row in rows.values() if row.pk == told.category_id), told.why


def _check(preview: Preview, found: Found, known: dict[str, Any], *, as_json: bool) -> None:
    """End where there is nothing to add."""
    if preview.is_known and not found.same:
        return
    if as_json:
        click.echo(json.dumps(known | {"added": None}, indent=2, ensure_ascii=False))
    if found.same:
        slugs = ", ".join(here.slug for here in found.same)
        end(f"It is here already: {slugs}. Nothing was added.", WRONG_CALL)
    whys = " ".join(lack.why for lack in preview.lacking)
    end(f"No source knows it. {whys}", UNUSABLE if preview.is_worth_another else WRONG_CALL)


def _add(preview: Preview, title: str, category: Category, context: Context) -> Package:
    from packdex.catalog.actions.errors import InvalidError
    from packdex.core.roles import SYSTEM, RefusedError
    from packdex.refresh.adding import Wish, add

    wish = Wish(title, category.pk, documentation_url=preview.documentation_url)
    try:
        return add(SYSTEM, preview, wish, context)
    except (InvalidError, RefusedError) as error:
        end(f"{error} Nothing was added.", WRONG_CALL)


# ---- what is printed


def _known(
    preview: Preview,
    found: Found,
    similar: list[Similar],
    category: Category | None,
    why: str,
) -> dict[str, Any]:
    project = preview.registry.facts if preview.registry else None
    forge = preview.forge.facts if preview.forge else None
    history = preview.git.facts if preview.git else None
    return {
        "title": preview.title,
        "description": preview.description,
        "repository": preview.repository or None,
        "project": preview.project,
        "documentation": preview.documentation_url or None,
        "homepage": preview.homepage or None,
        "version": project.version if project else None,
        "licence": (project.licence if project else None) or (forge.licence if forge else None),
        "stars": forge.stars if forge else None,
        "commits": history.commits if history else None,
        "category": category.slug if category else None,
        "category_because": why or None,
        "not_learnt": [{"source": lack.source, "why": lack.why} for lack in preview.lacking],
        "here_already": [here.slug for here in found.same],
        "beside": [here.slug for here in found.beside],
        "similar": [one.slug for one in similar],
    }


def _print(known: dict[str, Any]) -> None:
    for name, value in known.items():
        if name == "not_learnt":
            for lack in value:
                told = _clean(f"{lack['source']}: {lack['why']}")
                click.echo(f"{'not learnt':18} {told}")
        elif isinstance(value, list):
            if value:
                click.echo(f"{name.replace('_', ' '):18} {', '.join(value)}")
        else:
            click.echo(f"{name.replace('_', ' '):18} {_clean(_line(value))}")


def _line(value: Any) -> str:
    return "not known" if value is None else str(value)


def _clean(text: str) -> str:
    """`text` on one line, without the control characters that could rewrite a terminal."""
    return "".join(c if c.isprintable() else " " for c in text).strip()
