"""Looking into an instance's database from outside, whichever kind it is."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

# Of each table what a sweep decides, and not when it came to it.
FACTS = """
    SELECT p.slug, f.registry_version, f.registry_summary, f.released_at, f.licence, f.classifiers,
        f.links, f.address, f.stars, f.forks, f.archived, f.last_updated, f.topics, f.participants,
        f.commits_over_52, f.contributor_count, f.last_fetched IS NULL
    FROM catalog_package p LEFT JOIN catalog_packagefacts f ON f.package_id = p.id"""
RELEASES = """
    SELECT p.slug, r.version, r.uploaded_at, r.yanked
    FROM catalog_package p JOIN catalog_release r ON r.package_id = p.id"""
EVENTS = """
    SELECT p.slug, e.kind, e.source, e.evidence
    FROM catalog_package p JOIN catalog_event e ON e.package_id = p.id"""
STATES = """
    SELECT p.slug, s.source, s.serial, s.etag, s.error, s.failures, s.succeeded_at IS NULL,
        s.lease_until IS NULL
    FROM catalog_package p JOIN catalog_sourcestate s ON s.package_id = p.id"""
HISTORIES = """
    SELECT p.slug, h.head FROM catalog_package p JOIN catalog_packagehistory h
    ON h.package_id = p.id"""
PEOPLE = "SELECT slug, title, modified FROM catalog_package"
ALL = (FACTS, RELEASES, EVENTS, STATES, HISTORIES, PEOPLE)


@contextmanager
def database(env: Mapping[str, str]) -> Iterator[Any]:
    """A connection; what was executed is committed at the end."""
    url = env.get("PACKDEX_DATABASE_URL", "")
    path = Path(env["PACKDEX_DATA"]) / "packdex.sqlite3"
    with closing(psycopg.connect(url) if url else sqlite3.connect(path, timeout=20)) as connection:
        yield connection
        connection.commit()


def tables(env: Mapping[str, str]) -> list[list[str]]:
    """All rows of ALL, each as text, in an order that does not depend on when they were written."""
    with database(env) as connection:
        return [
            sorted(json.dumps(row, default=str) for row in connection.execute(query).fetchall())
            for query in ALL
        ]


def execute(env: Mapping[str, str], *statements: str) -> None:
    with database(env) as connection:
        for statement in statements:
            connection.execute(statement)


def wait_for_the_dead(env: Mapping[str, str]) -> None:
    """Return when nobody else is connected.

    A server ends what a killed client had sent it last, and only then notices. SQLite has none.
    """
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    end = time.monotonic() + 20
    while env.get("PACKDEX_DATABASE_URL") and number(env, others):
        assert time.monotonic() < end
        time.sleep(0.01)


def number(env: Mapping[str, str], query: str) -> int:
    with database(env) as connection:
        (found,) = connection.execute(query).fetchone()
        return int(found)
