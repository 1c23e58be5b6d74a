"""Every command has help with an example, and says clearly what is wrong with its surroundings."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from packdex.cli.main import COMMANDS
from tests.serving import PACKDEX, run

pytestmark = pytest.mark.loopback


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_has_an_example(name: str, env: dict[str, str]) -> None:
    shown = run(env, *([name] if name else []), "--help")
    assert shown.returncode == 0
    assert f"packdex {name}".strip() in shown.stdout.partition("Example")[2]
    assert not Path(env["PACKDEX_DATA"]).exists()


def test_an_unknown_command_is_a_wrong_call(env: dict[str, str]) -> None:
    assert run(env, "dance").returncode == 2


@pytest.mark.parametrize(
    "call", [["show"], ["merge", "a"], ["refresh"], ["serve", "--host"]], ids=lambda call: call[0]
)
def test_bytes_that_are_no_text_are_a_wrong_call(env: dict[str, str], call: list[str]) -> None:
    done = run(env, *call, os.fsdecode(b"\xff\xfe"))
    assert done.returncode == 2
    assert "is not UTF-8" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said(env: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PACKDEX, "migrate"],
            env=env,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == "packdex: the output cannot be written: No space left on device.\n"


def test_migrate_says_what_it_did(env: dict[str, str]) -> None:
    assert json.loads(run(env, "migrate", "--json").stdout)["applied"] > 0
    again = run(env, "migrate")
    assert (again.returncode, again.stdout) == (0, "The database is up to date.\n")


def test_an_empty_database_is_said(env: dict[str, str]) -> None:
    shown = run(env, "show", "alpha")
    assert shown.returncode == 3
    assert "Run: packdex migrate" in shown.stderr


def test_check_finds_all_in_order(starter_env: dict[str, str]) -> None:
    checked = run(starter_env, "check", "--json")
    assert checked.returncode == 0, checked.stdout
    findings = json.loads(checked.stdout)
    assert findings["ok"] is True
    assert "114 packages, 89 grids, 4 categories" in findings["checks"]["catalogue"]["message"]


def test_check_finds_a_misspelt_setting(starter_env: dict[str, str]) -> None:
    checked = run(starter_env | {"PACKDEX_TIMEZONE": "UTC"}, "check")
    assert checked.returncode == 2
    assert "PACKDEX_TIMEZONE: no such setting" in checked.stdout


def test_check_finds_a_dump_that_is_not_there(starter_env: dict[str, str]) -> None:
    checked = run(starter_env | {"PACKDEX_ADVISORIES": "/nowhere/all.zip"}, "check")
    assert checked.returncode == 2
    assert "PACKDEX_ADVISORIES names /nowhere/all.zip" in checked.stdout


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("PACKDEX_TIME_ZONE", "Mars/Base", "America/New_York"),
        ("PACKDEX_TIME_ZONE", "localtime", "America/New_York"),
        ("PACKDEX_TIME_ZONE", "posix/Europe/Berlin", "America/New_York"),
        ("PACKDEX_PAGE_SIZE", "0", "from 1 to 1000"),
        ("PACKDEX_PAGE_SIZE", "many", "from 1 to 1000"),
        ("PACKDEX_SITE_URL", "packages.example.org", "https://packages.example.org"),
        ("PACKDEX_SITE_URL", "https://example.org/path", "without path"),
        ("PACKDEX_SITE_URL", 'https://x"y.example', "https://packages.example.org"),
        ("PACKDEX_SITE_URL", "https://[::1", "https://packages.example.org"),
        ("PACKDEX_SITE_URL", "https://ümlaut.example", "https://packages.example.org"),
        ("PACKDEX_GITHUB_API", "http://[", "https://packages.example.org"),
        ("PACKDEX_ALLOWED_HOSTS", "http://a.example", "without port"),
        ("PACKDEX_DATABASE_URL", "mysql://x/y", "postgres://"),
        ("PACKDEX_DATABASE_URL", "postgres://", "postgres://"),
        ("PACKDEX_DATABASE_URL", "sqlite:////f.sqlite3?mode=ro&timeout=1", "no option mode;"),
        ("PACKDEX_DATABASE_URL", "sqlite:////f.sqlite3?timeout=long", "number of seconds"),
        ("PACKDEX_DATABASE_URL", "sqlite://:memory:", "sqlite:////folder/file.sqlite3"),
        ("PACKDEX_DATABASE_URL", "sqlite:///", "sqlite:////folder/file.sqlite3"),
        ("PACKDEX_SITE_URL", "https://a.example:0", "https://packages.example.org"),
        ("PACKDEX_SITE_URL", "https://a.example:70000", "https://packages.example.org"),
        ("PACKDEX_SITE_URL", "https://a..example", "https://packages.example.org"),
        ("PACKDEX_SITE_URL", "https://ann:x@a.example", "the origin alone"),
        ("PACKDEX_ALLOWED_HOSTS", ",", "at least one host"),
        ("PACKDEX_DATA", "~nobody-has-this-name/x", "begins with /"),
        ("PACKDEX_ADVISORIES", "~nobody-has-this-name/x", "begins with /"),
        ("PACKDEX_FORGES", "gitlab=a.example:99999", "gitlab=HOST"),
        ("PACKDEX_FORGES", "gitlab=a.example,forgejo=A.example", "each host once"),
        ("PACKDEX_GITHUB_TOKEN", "two words", "without spaces"),
        ("PACKDEX_ALLOW_PRIVATE_HOSTS", "perhaps", "1 or 0"),
        ("PACKDEX_FETCH_TIMEOUT", "-1", "seconds"),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_be_right(
    name: str, value: str, right: str, env: dict[str, str]
) -> None:
    done = run(env | {name: value}, "migrate")
    assert done.returncode == 2
    assert name in done.stderr
    assert right in done.stderr
    assert "Traceback" not in done.stderr


def test_all_wrong_settings_are_named_at_once(env: dict[str, str]) -> None:
    done = run(env | {"PACKDEX_PAGE_SIZE": "x", "PACKDEX_TIME_ZONE": "y"}, "check")
    assert "PACKDEX_PAGE_SIZE" in done.stderr
    assert "PACKDEX_TIME_ZONE" in done.stderr


def test_a_password_in_an_address_is_not_printed(env: dict[str, str]) -> None:
    done = run(env | {"PACKDEX_DATABASE_URL": "mysql://me:geheim@host/name"}, "check")
    assert "geheim" not in done.stderr + done.stdout


def test_a_token_is_not_printed(env: dict[str, str]) -> None:
    done = run(env | {"PACKDEX_GITHUB_TOKEN": "geheim 1"}, "check")
    assert done.returncode == 2
    assert "geheim" not in done.stderr + done.stdout


def test_a_data_folder_that_cannot_be_made_is_said(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(env | {"PACKDEX_DATA": str(tmp_path / "file" / "data")}, "migrate")
    assert done.returncode == 2
    assert "PACKDEX_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_secret_key_is_made_once_and_only_for_its_owner(env: dict[str, str]) -> None:
    run(env, "migrate")
    path = Path(env["PACKDEX_DATA"]) / "secret_key"
    key = path.read_text()
    assert len(key) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    run(env, "migrate")
    assert path.read_text() == key


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path, env: dict[str, str]) -> None:
    env = {k: v for k, v in env.items() if k != "PACKDEX_DATABASE_URL"}
    run(env, "migrate")
    with sqlite3.connect(Path(env["PACKDEX_DATA"]) / "packdex.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('catalog', '9999_from_the_future', '2030-01-01')"
        )
    database.close()
    for command in (["migrate"], ["show", "alpha"], ["serve", "--port", "1"]):
        done = run(env, *command)
        assert done.returncode == 3, command
    assert "newer Packdex" in run(env, "migrate").stderr


def test_a_database_that_took_the_early_steps_is_known(env: dict[str, str]) -> None:
    env = {k: v for k, v in env.items() if k != "PACKDEX_DATABASE_URL"}
    run(env, "migrate")
    steps = MigrationLoader(None).disk_migrations[("catalog", "0001_tables")].replaces
    with closing(sqlite3.connect(Path(env["PACKDEX_DATA"]) / "packdex.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE name = '0001_tables'")
        add = "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-01-01')"
        database.executemany(add, steps)
        database.commit()
        assert run(env, "migrate").stdout == "The database is up to date.\n"
        database.execute("DELETE FROM django_migrations WHERE name = ?", steps[-1][1:])
        database.commit()
    for command in (["migrate"], ["show", "alpha"]):
        done = run(env, *command)
        assert done.returncode == 3, command
        assert f"lacks catalog.{steps[-1][1]}" in done.stderr


def test_a_file_that_is_no_database_is_said(env: dict[str, str]) -> None:
    env = {k: v for k, v in env.items() if k != "PACKDEX_DATABASE_URL"}
    folder = Path(env["PACKDEX_DATA"])
    folder.mkdir(parents=True)
    (folder / "packdex.sqlite3").write_bytes(os.urandom(4096))
    done = run(env, "migrate")
    assert done.returncode == 3
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_server_out_of_reach_is_said(env: dict[str, str]) -> None:
    url = "postgres://someone:geheim@127.0.0.1:9/nothing"
    done = run(env | {"PACKDEX_DATABASE_URL": url}, "show", "alpha")
    assert done.returncode == 3
    assert "cannot be used" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "geheim" not in done.stderr


@contextmanager
def held(env: dict[str, str]) -> Iterator[None]:
    """Another process that writes to the SQLite database and does not come to an end."""
    path = Path(env["PACKDEX_DATA"]) / "packdex.sqlite3"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.rollback()
        database.close()


def test_a_database_that_somebody_else_holds_is_said(env: dict[str, str]) -> None:
    path = Path(env["PACKDEX_DATA"]) / "packdex.sqlite3"
    env = env | {"PACKDEX_DATABASE_URL": f"sqlite:///{path}?timeout=0.5"}
    run(env, "migrate")
    with held(env):
        checked = run(env, "check")
    assert checked.returncode == 3
    assert "cannot be written" in checked.stdout
    assert "Traceback" not in checked.stderr


def test_a_secret_key_that_a_full_disk_left_empty_is_said(env: dict[str, str]) -> None:
    run(env, "migrate")
    path = Path(env["PACKDEX_DATA"]) / "secret_key"
    path.write_text("")
    done = run(env, "check")
    assert done.returncode == 2
    assert str(path) in done.stderr
