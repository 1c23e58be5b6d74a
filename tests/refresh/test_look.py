"""A look asks all sources of something that is not here yet, saves nothing, and guesses nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from packdex.catalog.models import Host, Package, SourceState
from packdex.refresh import kept
from packdex.refresh.preview import Preview
from tests.refresh.looking import World, world
from tests.standins.registry import not_http, silent, status, truncated

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.site.hold("owner/alpha", stars=4, description="Sorts things")
        made.publish(
            "Alpha",
            ("Source", made.site.url("owner/alpha")),
            ("Documentation", "https://alpha.readthedocs.io/en/latest/"),
            ("Homepage", "https://alpha.example"),
            status={"status": "archived", "reason": "Done"},
        )
        yield made


def lacking(preview: Preview) -> dict[str, str]:
    return {lack.source: lack.why for lack in preview.lacking}


def whole(preview: Preview, there: World) -> bool:
    """Whether it is all that there is of alpha."""
    assert preview.lacking == ()
    assert preview.registry is not None
    assert preview.forge is not None
    assert preview.git is not None
    assert preview.status is not None
    assert (preview.title, preview.project, preview.description) == (
        "Alpha",
        "Alpha",
        "Sorts things",
    )
    assert preview.repository == there.site.url("owner/alpha")
    assert preview.project_url == f"{there.index.origin}/project/Alpha/"
    assert preview.homepage == "https://alpha.example"
    assert (preview.registry.facts.version, preview.forge.facts.stars) == ("1.1", 4)
    assert (preview.git.facts.commits, preview.status.facts.status) == (2, "archived")
    return preview.is_known


def test_a_project_leads_to_its_repository(there: World) -> None:
    for text in ("alpha", "pip install ALPHA", f"{there.index.origin}/project/alpha/1.0/"):
        preview = there.look(text)
        assert whole(preview, there)
        assert preview.documentation_url == "https://alpha.readthedocs.io/en/latest/"


def test_a_repository_leads_to_the_project_that_names_it(there: World) -> None:
    for text in ("owner/alpha", "owner/alpha.git", "owner/alpha/issues/3?x#y"):
        assert whole(there.look(there.site.url(text)), there)


def test_documentation_leads_to_the_project_that_names_it(there: World) -> None:
    preview = there.look("https://alpha.readthedocs.io/en/stable/start/?x=1#y")
    assert whole(preview, there)
    assert preview.documentation_url == "https://alpha.readthedocs.io/en/stable/start/"
    assert whole(there.look("alpha.readthedocs.io"), there)
    assert whole(there.look("https://www.alpha.example/"), there)


def test_nothing_is_saved(there: World) -> None:
    there.look("alpha")
    assert not Package.objects.exists()
    assert not SourceState.objects.exists()
    assert not (there.site.folder / "copies").exists()


def test_a_look_is_kept_as_text_and_read_again(there: World) -> None:
    preview = there.look("alpha")
    assert kept.read(Preview, kept.written(preview)) == preview
    nothing = there.look("beta")
    assert kept.read(Preview, kept.written(nothing)) == nothing


def test_a_name_alone_is_no_proof(there: World) -> None:
    there.site.hold("owner/beta")
    there.publish("beta", ("Source", there.site.url("somebody/else")))
    preview = there.look(there.site.url("owner/beta"))
    assert (preview.project, preview.project_url, preview.title) == (None, "", "beta")
    assert "No project called beta leads to this repository" in lacking(preview)["registry"]
    assert preview.is_found
    page = there.look("https://beta.readthedocs.io/")
    assert not page.is_known
    assert "No project called beta leads to this page" in lacking(page)["registry"]


def test_a_project_without_a_repository_is_one_all_the_same(there: World) -> None:
    there.publish("gamma", ("Homepage", "https://gamma.example/"))
    preview = there.look("gamma")
    assert (preview.repository, preview.project, preview.is_known) == ("", "gamma", True)
    assert lacking(preview) == {"git": "The project's links lead to no repository."}


def test_a_move_is_followed(there: World) -> None:
    there.site.hold("owner/new")
    there.site.add("owner/old")
    there.site.move("owner/old", "owner/new")
    preview = there.look(there.site.url("owner/old"))
    assert preview.repository == there.site.url("owner/new")
    assert preview.former == there.site.url("owner/old")


def test_what_is_not_there_is_said(there: World) -> None:
    project = there.look("nothing")
    assert lacking(project) == {"registry": "There is no project called nothing."}
    gone = there.look(there.site.url("owner/nothing"))
    assert lacking(gone)["forge"] == "It is not found there."
    assert set(lacking(gone)) == {"registry", "forge", "git"}
    for preview in (project, gone):
        assert (preview.is_known, preview.is_worth_another) == (False, False)
    there.index.trouble(status(503))
    assert there.look("alpha").is_worth_another


@pytest.mark.parametrize(
    "reply",
    [status(503), status(429, retry_after="60"), status(200, b"<html>"), not_http, truncated],
)
def test_one_source_in_trouble_does_not_spoil_the_rest(there: World, reply: object) -> None:
    there.site.answer("/api/v1/repos/owner/alpha", reply)  # type: ignore[arg-type]
    preview = there.look("alpha")
    assert preview.forge is None
    assert list(lacking(preview)) == ["forge"]
    assert preview.git is not None
    assert preview.registry is not None


def test_a_registry_in_trouble_leaves_the_repository(there: World) -> None:
    there.index.answer("/pypi/alpha/json", status(500))
    preview = there.look(there.site.url("owner/alpha"))
    assert (preview.registry, preview.project) == (None, None)
    assert "500" in lacking(preview)["registry"]
    assert preview.is_found


def test_nobody_waits_longer_than_was_said(there: World) -> None:
    there.site.answer("/api/v1/repos/owner/alpha", silent(5))
    begun = time.monotonic()
    preview = there.look("alpha", total_s=1.5)
    assert time.monotonic() - begun < 3
    assert lacking(preview)["forge"] == "It did not answer in time."
    assert preview.registry is not None


def test_a_host_that_wants_a_pause_is_not_asked(there: World) -> None:
    until = there.context.now() + timedelta(hours=1)
    Host.objects.create(name=there.site.host, not_before=until, reason="Busy.")
    preview = there.look("alpha")
    assert there.site.count == 0
    assert set(lacking(preview)) == {"forge", "git"}
    assert "left alone" in lacking(preview)["forge"]


def test_private_addresses_are_not_asked(tmp_path: Path) -> None:
    with world(tmp_path, allow_private=False) as there:
        there.site.hold("owner/alpha")
        preview = there.look(there.site.url("owner/alpha"))
        assert there.site.count == there.index.count == 0
        assert not preview.is_known
        whys = set(lacking(preview).values())
        assert whys == {"Its host is not on the public internet, so it is not asked."}


def test_another_page_is_a_repository_where_git_answers(there: World, tmp_path: Path) -> None:
    with world(tmp_path / "other") as other:
        other.site.hold("tools/beta")
        preview = there.look(f"{other.site.origin}/tools/beta/tree/main")
    assert (preview.title, preview.is_found, preview.forge) == ("beta", True, None)
    assert preview.repository == f"{other.site.origin}/tools/beta"
