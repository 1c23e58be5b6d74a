"""packdex lifecycles prints what is known, and renews it."""

import json
from pathlib import Path

import pytest

from packdex.core.lifecycles.file import shipped
from tests.serving import run
from tests.standins.endoflife import EndOfLife

pytestmark = pytest.mark.loopback


def test_they_are_printed_and_renewed(env: dict[str, str]) -> None:
    told = json.loads(run(env, "lifecycles", "--json").stdout)
    assert told["from"] == "the software"
    assert told["django"][0] == {
        "version": "3.2",
        "released": "2021-04-06",
        "fixed_until": "2021-12-07",
        "until": "2024-04-01",
        "state": "ended",
    }
    with EndOfLife() as service:
        service.publish_all(shipped())
        env = env | {"PACKDEX_LIFECYCLES_URL": service.origin}
        done = run(env, "lifecycles", "update")
        assert (done.returncode, done.stdout) == (0, "Nothing is other than before.\n")
        service.publish("python")
        done = run(env, "lifecycles", "update")
        assert done.returncode == 3
        assert done.stderr.endswith("What was known is kept.\n")
    done = run(env, "lifecycles")
    assert done.stdout.splitlines()[1].split()[:2] == ["Python", "3.15"]
    own = Path(env["PACKDEX_DATA"]) / "lifecycles.toml"
    assert f"From {own}" in done.stdout
    own.write_text("updated = 3")
    done = run(env, "lifecycles")
    assert done.returncode == 2
    assert "updated is 3; expected a day, such as 2026-04-30" in done.stderr
