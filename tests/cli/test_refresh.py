"""packdex refresh takes facts, keeps the old ones where that fails, and says which it was."""

import json
from pathlib import Path

import pytest

from benchmarks.generate import Catalogue
from tests.serving import instance, run
from tests.standins import registry as standin

pytestmark = pytest.mark.loopback


def test_facts_are_taken_from_the_registry_of_the_settings(starter_env: dict[str, str]) -> None:
    with standin.Registry() as registry:
        registry.publish("django-invitations", standin.document("django-invitations"))
        env = starter_env | {"PACKDEX_REGISTRY_URL": registry.origin}
        done = run(env, "refresh", "django-invitations", "--source", "registry")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "django-invitations: fetched (registry). Version 1.1.\n"
    known = json.loads(run(starter_env, "show", "django-invitations", "--json").stdout)
    assert known["version"] == "1.1"
    assert known["releases"]
    assert known["stars"] == 598


def test_a_registry_out_of_reach_leaves_the_facts_and_is_said(
    starter_env: dict[str, str],
) -> None:
    before = json.loads(run(starter_env, "show", "django-shop", "--json").stdout)
    with standin.Registry() as gone:
        origin = gone.origin
    env = starter_env | {"PACKDEX_REGISTRY_URL": origin}
    done = run(env, "refresh", "django-shop", "--source", "registry", "--json")
    assert done.returncode == 1
    (report,) = json.loads(done.stdout)["reports"]
    assert report["result"] == "failed"
    assert "127.0.0.1" in report["message"]
    after = json.loads(run(starter_env, "show", "django-shop", "--json").stdout)
    assert (after["version"], after["facts_taken"]) == (before["version"], before["facts_taken"])
    errors = [state["error"] for state in after["sources"] if state["source"] == "registry"]
    assert errors == [report["message"]]


def test_unknown_slugs_are_named_and_the_others_done(starter_env: dict[str, str]) -> None:
    done = run(starter_env, "refresh", "nothing", "servertail", "--source", "registry")
    assert done.returncode == 1
    assert "no package with the slug 'nothing'" in done.stderr
    assert "servertail: nothing to ask" in done.stdout


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_slugs_that_are_all_unknown_are_a_wrong_call(
    starter_env: dict[str, str], form: list[str]
) -> None:
    done = run(starter_env, "refresh", "nothing", *form)
    assert done.returncode == 2
    assert "no package with the slug 'nothing'" in done.stderr


def test_without_a_slug_the_call_is_wrong(starter_env: dict[str, str]) -> None:
    done = run(starter_env, "refresh")
    assert done.returncode == 2
    assert "SLUG" in done.stderr


def test_a_machine_that_cannot_ask_is_said_and_blames_nobody(tmp_path: Path) -> None:
    catalogue = Catalogue(20)
    record = catalogue.package(0) | {"repo_url": "http://127.0.0.1:9/a/b", "pypi_url": ""}
    grids = map(catalogue.grid, range(catalogue.grids))
    lines = [json.dumps(item) for item in [*catalogue.categories(), *grids, record]]
    (tmp_path / "one.ndjson").write_text("\n".join(lines))
    with instance(tmp_path / "data", "tables") as env:
        env |= {"PACKDEX_ALLOW_PRIVATE_HOSTS": "1"}
        assert run(env, "import", str(tmp_path / "one.ndjson")).returncode == 0
        (tmp_path / "data" / "repositories").write_text("in the way")
        slug = record["slug"]
        done = run(env, "refresh", slug, "--source", "git")
        known = json.loads(run(env, "show", slug, "--json").stdout)
    assert done.returncode == 3
    assert f"{slug}: not possible here (git)." in done.stdout
    assert "packdex: Git cannot work here: nothing can be written to" in done.stderr
    assert "What was not asked waits." in done.stderr
    assert [state["error"] for state in known["sources"] if state["source"] == "git"] == [None]
