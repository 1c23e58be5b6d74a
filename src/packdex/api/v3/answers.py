"""What v3 says of a row: the contract's keys, in its order; links are site paths by slug.

Plain functions of a row as catalog.queries loads it, so that prepared bytes and REST framework's
answers are the same by construction.
"""

from __future__ import annotations

from typing import Any

from packdex.accounts.models import User
from packdex.api.links import V3
from packdex.api.times import in_utc
from packdex.catalog.models import Category, Grid, Package
from packdex.catalog.queries import facts_of

Answer = dict[str, Any]


def package(row: Package) -> Answer:
    """The keys of a package. Lists are written as one string, parted by commas."""
    facts = facts_of(row)
    commits = ",".join(map(str, facts.commits_over_52))
    editor = row.last_modified_by
    return {
        "absolute_url": f"/packages/p/{row.slug}/",
        "created": in_utc(row.created),
        "modified": in_utc(row.modified),
        "slug": row.slug,
        "title": row.title,
        "category": f"{V3}categories/{row.category.slug}/",
        "commit_list": commits,
        "commits_over_52": commits,
        "created_by": user_path(row.created_by) if row.created_by else None,
        "documentation_url": row.documentation_url,
        "grids": [f"{V3}grids/{place.grid.slug}/" for place in row.grid_packages.all()],
        "last_fetched": in_utc(facts.last_fetched),
        "last_modified_by": editor.account if editor else None,
        "participants": ",".join(facts.participants),
        "pypi_url": row.pypi_url,
        "pypi_version": facts.registry_version or None,
        "repo_description": facts.description,
        "repo_forks": facts.forks or 0,
        "repo_url": row.repo_url,
        "repo_watchers": facts.stars or 0,
        "resource_uri": f"{V3}packages/{row.slug}/",
        "usage_count": row.usage_count,
    }


def grid(row: Grid) -> Answer:
    """The keys of a grid; its packages by title."""
    return {
        "absolute_url": f"/grids/g/{row.slug}/",
        "created": in_utc(row.created),
        "modified": in_utc(row.modified),
        "slug": row.slug,
        "title": row.title,
        "description": row.description,
        "is_locked": row.is_locked,
        "resource_uri": f"{V3}grids/{row.slug}/",
        "header": row.header,
        "packages": [f"{V3}packages/{place.package.slug}/" for place in row.grid_packages.all()],
    }


def category(row: Category) -> Answer:
    """The keys of a category."""
    return {
        "absolute_url": f"/categories/{row.slug}/",
        "created": in_utc(row.created),
        "modified": in_utc(row.modified),
        "slug": row.slug,
        "title": row.title,
        "description": row.description,
        "resource_uri": f"{V3}categories/{row.slug}/",
        "show_pypi": row.show_pypi,
        "title_plural": row.title_plural,
    }


def user(row: User) -> Answer:
    """The keys of a person's account."""
    return {
        "absolute_url": f"/profiles/{row.account}/",
        "resource_uri": user_path(row),
        "created": in_utc(row.date_joined),
        "modified": in_utc(row.modified),
        "github_account": row.github_account,
        "username": row.username,
        "date_joined": in_utc(row.date_joined),
        "last_login": in_utc(row.last_login),
        "bitbucket_url": row.bitbucket_url,
        "gitlab_url": row.gitlab_url,
    }


def user_path(row: User) -> str:
    """The site path of a person's account in v3."""
    return f"{V3}users/{row.account}/"
