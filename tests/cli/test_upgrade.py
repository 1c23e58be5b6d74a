"""packdex upgrade says what can be moved, of the directory and of a grid."""

import json

import pytest

from tests.serving import run

pytestmark = pytest.mark.loopback


def test_of_the_directory_and_of_a_grid(starter_env: dict[str, str]) -> None:
    told = json.loads(run(starter_env, "upgrade", "--anew", "--json").stdout)
    assert {one["product"] for one in told["targets"]} == {"python", "django"}
    assert all(one["counts"]["unknown"] == 114 for one in told["targets"])
    newest = f"django:{told['targets'][-1]['version']}"
    done = run(starter_env, "upgrade", newest, "--answer", "unknown", "--limit", "2")
    assert "0 yes, 0 no, 114 not known, 0 without it.\n" in done.stdout
    assert done.stdout.endswith("and 112 more; --limit lists more of them.\n")
    done = run(starter_env, "upgrade", "django:3.2", "--grid", "access-by-role", "--json")
    told = json.loads(done.stdout)
    assert told["counts"]["unknown"] == len(told["packages"]) > 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("django:3.2",), "is not supported any more, or not yet"),
        (("django:6.0", "--grid", "no-such"), "there is no grid with the slug 'no-such'"),
        (("--grid", "a"), "Name a version, such as django:6.0."),
    ],
)
def test_what_is_wrong_is_told(
    starter_env: dict[str, str], arguments: tuple[str, ...], why: str
) -> None:
    done = run(starter_env, "upgrade", *arguments)
    assert done.returncode == 2
    assert why in done.stderr
