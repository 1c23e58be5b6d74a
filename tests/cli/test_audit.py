"""packdex audit judges what a project depends on; its exit code is for machines that check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.serving import free_port, run, serving
from tests.standins import registry as standin

pytestmark = pytest.mark.loopback


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table_and_what_to_do(starter_env: dict[str, str], folder: Path) -> None:
    (folder / "base.txt").write_text("django-sesame\n")
    (folder / "requirements.txt").write_text("-r base.txt\ndjango-sesamee==1.0\nboto3\n")
    done = run(starter_env, "audit", "requirements.txt")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split()[:3] == ["Dependency", "Version", "Verdict"]
    assert any(line.startswith("django-sesame ") for line in lines)
    assert "  Not known here; did you mean django-sesame?" in lines
    assert lines[-1].startswith("3 dependencies: ")


def test_json_of_a_pyproject_and_a_lock(starter_env: dict[str, str], folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\ndependencies = ["django-sesame>=3"]\n')
    (folder / "uv.lock").write_text('[[package]]\nname = "django-sesame"\nversion = "3.2"\n')
    done = run(starter_env, "audit", "pyproject.toml", "uv.lock", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(one["package"], one["pinned"], one["where"]) for one in told["dependencies"]] == [
        ("django-sesame", None, [{"file": "pyproject.toml", "line": 2}]),
        ("django-sesame", "3.2", [{"file": "uv.lock", "line": 2}]),
    ]
    assert told["dependencies"][0]["verdict"]["key"]
    assert told["problems"] == []


def test_fail_on_sets_the_exit_code(starter_env: dict[str, str], folder: Path) -> None:
    (folder / "requirements.txt").write_text("boto3\n")
    done = run(starter_env, "audit", "requirements.txt", "--fail-on", "advisory, unknown")
    assert done.returncode == 1
    assert "found what --fail-on names: unknown" in done.stderr
    done = run(starter_env, "audit", "requirements.txt", "--fail-on", "advisory,archived")
    assert done.returncode == 0
    done = run(starter_env, "audit", "requirements.txt", "--fail-on", "everything")
    assert done.returncode == 2
    assert "'everything' is none of advisory," in done.stderr


def test_what_is_wrong_is_told_and_the_rest_is_judged(
    starter_env: dict[str, str], folder: Path
) -> None:
    (folder / "requirements.txt").write_text("boto3\nno no\n-r ../out.txt\n")
    done = run(starter_env, "audit", "requirements.txt", "--markdown")
    assert done.returncode == 1
    assert "| boto3 | any | not known here |" in done.stdout
    assert "packdex: requirements.txt:2: 'no no' is not a requirement" in done.stderr
    assert "packdex: requirements.txt:3: '../out.txt' leads out of the folder" in done.stderr


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("django", "'django' is no version; expected one such as django:6.0"),
        ("django:9.9", "Django 9.9 is not known; expected one of 3.2"),
    ],
)
def test_versions_that_there_are_not(
    starter_env: dict[str, str], folder: Path, target: str, why: str
) -> None:
    (folder / "requirements.txt").write_text("boto3\n")
    done = run(starter_env, "audit", "requirements.txt", "--target", target)
    assert done.returncode == 2
    assert why in " ".join(done.stderr.split())


def test_links_out_of_the_folder_are_refused(
    starter_env: dict[str, str], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("hush==1\n")
    (folder / "link.txt").symlink_to(secret)
    (folder / "requirements.txt").write_text("boto3\n-r link.txt\n")
    done = run(starter_env, "audit", "requirements.txt", "--json")
    assert done.returncode == 1
    assert [one["name"] for one in json.loads(done.stdout)["dependencies"]] == ["boto3"]
    assert "leads out of the folder" in done.stderr


def test_a_file_elsewhere_may_name_its_neighbours(
    starter_env: dict[str, str], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "a.txt").write_text("-r b.txt\n")
    (other / "b.txt").write_text("boto3\n")
    done = run(starter_env, "audit", str(other / "a.txt"), "--sarif")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "b.txt"}, "region": {"startLine": 1}}


@pytest.mark.parametrize("name", ["nothing.txt", "."])
def test_a_file_that_is_none(starter_env: dict[str, str], folder: Path, name: str) -> None:
    done = run(starter_env, "audit", name)
    assert done.returncode == 2
    assert "there is no such file" in done.stderr or "it is not a file" in done.stderr
    assert done.stdout == ""


def test_one_form_at_a_time(starter_env: dict[str, str]) -> None:
    done = run(starter_env, "audit", "x", "--json", "--sarif")
    assert done.returncode == 2
    assert "One form at a time, not --json and --sarif." in done.stderr


@pytest.mark.parametrize("address", ["ftp://host.example", "https://", "https://a:b@host.example"])
def test_addresses_that_are_no_instance(
    starter_env: dict[str, str], folder: Path, address: str
) -> None:
    (folder / "requirements.txt").write_text("boto3\n")
    done = run(starter_env, "audit", "requirements.txt", "--instance", address)
    assert done.returncode == 2
    assert "is not an address such as" in done.stderr


def test_another_instance_says_the_same(
    starter_env: dict[str, str], env: dict[str, str], folder: Path
) -> None:
    """Whoever asks needs no database."""
    (folder / "requirements.txt").write_text("django-sesame==3.2\ndjango-sesamee\nno no\n")
    asked = ("audit", "requirements.txt", "--json", "--target", "django:6.0")
    here = run(starter_env, *asked)
    with serving(starter_env) as origin:
        there = run(env, *asked, "--instance", origin)
    assert (here.returncode, there.returncode) == (1, 1), there.stderr
    ours, theirs = json.loads(here.stdout), json.loads(there.stdout)
    assert theirs["judged_by"] == origin
    assert ours["dependencies"][-1]["upgrade"]["answer"] == "unknown"
    for key in ("dependencies", "problems", "counts", "target", "upgrades"):
        assert theirs[key] == ours[key]


def test_an_instance_that_does_not_answer(env: dict[str, str], folder: Path) -> None:
    (folder / "requirements.txt").write_text("boto3\n")
    address = f"http://127.0.0.1:{free_port()}"
    done = run(env, "audit", "requirements.txt", "--instance", address)
    assert done.returncode == 3
    assert done.stderr.startswith(f"packdex: {address}: 127.0.0.1: the connection failed")


def test_the_registry_may_be_asked_what_exists(starter_env: dict[str, str], folder: Path) -> None:
    (folder / "requirements.txt").write_text(
        "django-invitations\ninvitationz\nsomething-else @ https://host.example/x.zip\n"
    )
    with standin.Registry() as registry:
        env = starter_env | {"PACKDEX_REGISTRY_URL": registry.origin}
        registry.publish("boto3", standin.document("boto3"))
        (folder / "more.txt").write_text("boto3\n")
        done = run(
            env,
            *("audit", "requirements.txt", "more.txt", "--json"),
            *("--ask-registry", "--fail-on", "unknown"),
        )
    assert done.returncode == 1, done.stderr
    told = {one["name"]: one for one in json.loads(done.stdout)["dependencies"]}
    assert [told[name]["exists"] for name in ("invitationz", "boto3")] == [False, True]
    assert told["something-else"]["exists"] is None
    assert told["invitationz"]["near"] == ["django-invitations"]
    concerns = told["invitationz"]["concerns"]
    assert [(one["key"], one["text"]) for one in concerns] == [
        ("missing", "invitationz: no such project; did you mean django-invitations?")
    ]


def test_a_registry_that_does_not_answer_leaves_it_open(
    starter_env: dict[str, str], folder: Path
) -> None:
    (folder / "requirements.txt").write_text("boto3\na\nb\nc\n")
    env = starter_env | {"PACKDEX_REGISTRY_URL": f"http://127.0.0.1:{free_port()}"}
    done = run(env, "audit", "requirements.txt", "--json", "--ask-registry")
    assert done.returncode == 0
    assert "packdex: the registry does not answer: " in done.stderr
    assert {one["exists"] for one in json.loads(done.stdout)["dependencies"]} == {None}
