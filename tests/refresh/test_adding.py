"""What was looked at is added with its facts, once, and looks are kept for who had them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.models import Package, Revision, SourceState
from packdex.core.pasted import NotUnderstoodError
from packdex.core.roles import NOBODY, SYSTEM, Actor, RefusedError
from packdex.refresh import looks
from packdex.refresh.adding import AlreadyHereError, Wish, add
from packdex.refresh.looks import AN_HOUR, TooManyError, have_look, preview_of
from packdex.refresh.models import Look
from tests import make
from tests.refresh.looking import World, world

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.site.hold("owner/alpha", stars=4)
        made.publish("Alpha", ("Source", made.site.url("owner/alpha")))
        yield made


@pytest.fixture
def ada() -> Actor:
    return make.user("ada").actor


def wish(title: str = "Alpha", **more: str) -> Wish:
    return Wish(title, make.category().pk, **more)


def test_facts_are_there_as_soon_as_it_is_saved(there: World, ada: Actor) -> None:
    package = add(
        ada, there.look("alpha"), wish(documentation_url="https://x.example"), there.context
    )
    assert (package.slug, package.title, package.created_by_id) == ("alpha", "Alpha", ada.id)
    assert package.repo_url == there.site.url("owner/alpha")
    assert package.pypi_url == f"{there.index.origin}/project/Alpha/"
    assert package.documentation_url == "https://x.example"
    facts = package.facts
    assert (facts.registry_version, facts.stars, facts.contributor_count) == ("1.1", 4, 1)
    assert facts.commits_over_52[-1] == 2
    assert package.releases.count() == 2
    assert Revision.objects.get().verb == "add-package"
    states = {state.source: state for state in SourceState.objects.filter(package=package)}
    assert set(states) == {"registry", "status", "forge", "git"}
    assert all(state.succeeded_at and state.due_at and state.host for state in states.values())
    assert package.events.count() == 0


def test_what_was_not_told_is_asked_next(there: World, ada: Actor) -> None:
    preview = replace(there.look("alpha"), git=None)
    package = add(ada, preview, wish(), there.context)
    state = SourceState.objects.get(package=package, source="git")
    assert state.succeeded_at is None
    assert state.due_at is not None
    assert state.due_at <= there.context.now()
    assert state.error is None


def test_what_no_database_can_hold_is_noted_and_the_rest_saved(there: World, ada: Actor) -> None:
    preview = there.look("alpha")
    assert preview.forge is not None
    told = replace(preview.forge, facts=replace(preview.forge.facts, stars=2**80))
    package = add(ada, replace(preview, forge=told), wish(), there.context)
    state = SourceState.objects.get(package=package, source="forge")
    assert "cannot be stored" in str(state.error)
    assert package.facts.registry_version == "1.1"


def test_one_thing_is_added_once(there: World, ada: Actor) -> None:
    preview = there.look("alpha")
    package = add(ada, preview, wish(), there.context)
    with pytest.raises(AlreadyHereError) as refused:
        add(ada, preview, wish("Another title"), there.context)
    assert [here.slug for here in refused.value.here] == [package.slug]
    assert Package.objects.count() == 1


def test_what_is_wrong_is_refused_and_nothing_is_left(there: World, ada: Actor) -> None:
    preview = there.look("alpha")
    make.package("taken")
    for bad in (wish(""), wish(slug="Not a slug"), wish(slug="taken"), Wish("Alpha", 10**6)):
        with pytest.raises(InvalidError):
            add(ada, preview, bad, there.context)
    with pytest.raises(InvalidError):
        add(ada, preview, wish(documentation_url="javascript:alert(1)"), there.context)
    with pytest.raises(RefusedError):
        add(NOBODY, preview, wish(), there.context)
    with pytest.raises(RefusedError, match="No source knows it"):
        add(ada, there.look("nothing"), wish(), there.context)
    assert [package.slug for package in Package.objects.all()] == ["taken"]
    assert not Revision.objects.exists()


def test_the_slug_can_be_chosen(there: World) -> None:
    package = add(SYSTEM, there.look("alpha"), wish(slug="alpha-sorts"), there.context)
    assert (package.slug, package.created_by_id) == ("alpha-sorts", None)


def test_a_look_is_kept_for_who_had_it(there: World, ada: Actor) -> None:
    key = have_look(ada, "https://ada:secret@alpha.example/", there.context)
    now = there.context.now()
    assert preview_of(ada, key, now) is not None
    assert preview_of(make.user("eve").actor, key, now) is None
    assert preview_of(NOBODY, key, now) is None
    assert preview_of(ada, "x", now) is None
    assert preview_of(ada, key, now + timedelta(hours=2)) is None
    assert "secret" not in str(Look.objects.values().get())
    Look.objects.update(preview='{"title": "of an older version"}')
    assert preview_of(ada, key, now) is None


def test_looks_are_counted_and_old_ones_go(there: World, ada: Actor) -> None:
    now = there.context.now()
    rows = [Look(key=str(n), by_id=ada.id, at=now, pasted="x") for n in range(AN_HOUR)]
    Look.objects.bulk_create(rows)
    with pytest.raises(TooManyError, match="within an hour"):
        have_look(ada, "alpha", there.context)
    assert there.index.count == 0
    have_look(make.user("eve").actor, "alpha", there.context)
    Look.objects.update(at=now - timedelta(hours=1, minutes=1))
    have_look(ada, "alpha", there.context)
    assert Look.objects.count() == 1


def test_what_is_not_understood_asks_nobody(there: World, ada: Actor) -> None:
    with pytest.raises(NotUnderstoodError):
        have_look(ada, "javascript:alert(1)", there.context)
    with pytest.raises(RefusedError, match="Sign in"):
        have_look(NOBODY, "alpha", there.context)
    assert there.index.count == Look.objects.count() == 0


def test_a_process_has_few_looks_at_once(there: World, ada: Actor) -> None:
    with patch.object(looks, "_turns") as turns:
        turns.acquire.return_value = False
        with pytest.raises(TooManyError, match="Try again"):
            have_look(ada, "alpha", there.context)
    assert Look.objects.count() == 0
