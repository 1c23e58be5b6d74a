"""What all tests share: the project's folder, and who may use sockets."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests import serving
from tests.databases import begin_as, drop_patterns
from tests.standing import have_index

# Enough to find what is easily broken, on machines of any speed. HYPOTHESIS_PROFILE=thorough looks
# longer, for a change to a parser.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_configure(config: pytest.Config) -> None:
    # The real one takes half a second a password, by intention. Instances in processes use it.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Otherwise each client lists all static files anew.
    django_settings.WHITENOISE_AUTOREFRESH = True
    _have_a_file(django_settings.DATABASES["default"])


def _have_a_file(database: dict[str, Any]) -> None:
    """Test SQLite in a file, as in use: one in memory does not wait for a lock of another thread.

    Nothing of it outlives the run, so nothing waits for the disk.
    """
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(Path(os.environ["PACKDEX_DATA"]) / "tests.sqlite3")
        database["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="only tests that a database has a part in: all others were run on another one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without = [item for item in items if not _has_a_part(item, config)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in set(without)]
    for item in items:
        needs_server = {"site", "browser"} & set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("loopback") or needs_server:
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
    # The files that take longest begin first, or one process would be at them after all others.
    items.sort(key=lambda item: "directory" not in getattr(item, "fixturenames", ()))


def _has_a_part(item: pytest.Item, config: pytest.Config) -> bool:
    """Whether a test is one of this database, and of this run."""
    only = item.get_closest_marker("only_on")
    if only and connection.vendor not in only.args:
        return False
    return not config.getoption("only_database") or _has_database(item)


def _has_database(item: pytest.Item) -> bool:
    """Whether a test asks a database, or starts an instance, which has one of its own."""
    asks = "django_db_setup" in getattr(item, "fixturenames", ())
    module = vars(getattr(item, "module", None)) if hasattr(item, "module") else {}
    starts = any(getattr(value, "__module__", "") == "tests.serving" for value in module.values())
    return bool(asks or starts or item.get_closest_marker("django_db"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Find the tests without looking for garbage: nothing of it is, and it stays to the end."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # in the first process, which ends last
        drop_patterns()


@pytest.fixture(autouse=True)
def _nothing_kept_of_other_tests() -> Iterator[None]:
    """What a process keeps stands under versions of rows; tests roll back, and begin anew at 1."""
    yield
    kept = ("catalog.written_rows", "catalog.kept_subjects", "web.comparison.kept", "api.limits")
    for name in kept:
        if module := sys.modules.get(f"packdex.{name}"):
            module.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with tables that one process of the run made for all."""
    serving.have("tables")
    begin_as("tables", django_settings.DATABASES["default"]["TEST"])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Where a test has emptied the tables at its end, make the index that was there before it."""
    yield
    if nextitem is None:
        return  # the database has gone with the last test
    names = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in names or (marker and marker.kwargs.get("transaction")):
        with item.config.stash[blocking_manager_key].unblock():
            have_index()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The test database, also for tests that have no marker for it (see standing.py).

    A thread of a test's server may still hold a connection that is kept open for the next request,
    and PostgreSQL drops no database that is in use. SQLite's goes with the run's folder.
    """
    in_file = connection.vendor == "sqlite"
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=in_file)
    yield
    if in_file:
        return
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def project_folder() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent
