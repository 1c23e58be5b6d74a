"""What people say of packages: that they use one, like one, where it runs."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from packdex.accounts.models import User
from packdex.catalog import documents, people
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import examples, favorites, usage
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.models import Example, Favorite, Package, Usage
from packdex.core.roles import NOBODY, REPORTS_AN_HOUR, SYSTEM, RefusedError, Role
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)


def count(package: Package) -> int:
    return Package.objects.values_list("usage_count", flat=True).get(pk=package.pk)


def test_who_uses_a_package_is_counted_once() -> None:
    alpha, ada, bob = make.package("alpha"), make.user("ada").actor, make.user("bob").actor
    for actor in (ada, ada, bob):
        usage.use(actor, alpha.pk, LATER)
    assert count(alpha) == 2
    for _ in range(2):
        usage.stop_using(ada, alpha.pk)
    assert count(alpha) == 1
    assert [row.by_id for row in Usage.objects.all()] == [bob.id]


def test_the_answers_show_it_at_once() -> None:
    alpha = make.package("alpha")
    documents.read(documents.PACKAGE, "v3", slug="alpha")
    usage.use(make.user("ada").actor, alpha.pk, LATER)
    answer = documents.read(documents.PACKAGE, "v3", slug="alpha")
    assert answer is not None
    assert b'"usage_count":1' in answer.body


def test_a_count_that_was_wrong_becomes_right() -> None:
    alpha = make.package("alpha", usage_count=17)
    usage.use(make.user("ada").actor, alpha.pk, LATER)
    assert count(alpha) == 1


@pytest.mark.django_db(transaction=True)
def test_the_count_is_exact_when_many_say_so_at_once() -> None:
    alpha = make.package("alpha")
    actors = [make.user(f"person{number}").actor for number in range(6)]
    begin = Barrier(len(actors))

    def both(number: int) -> None:
        begin.wait()
        try:
            usage.use(actors[number], alpha.pk, LATER)
            if number % 2:
                usage.stop_using(actors[number], alpha.pk)
        finally:
            connection.close()

    threads = [Thread(target=both, args=(number,)) for number in range(len(actors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(alpha) == Usage.objects.count() == 3


def test_favourites_are_kept_once() -> None:
    alpha, ada = make.package("alpha"), make.user("ada").actor
    for _ in range(2):
        favorites.mark(ada, alpha.pk, LATER)
    assert Favorite.objects.count() == 1
    for _ in range(2):
        favorites.unmark(ada, alpha.pk)
    assert Favorite.objects.count() == 0


def test_only_people_say_things() -> None:
    alpha = make.package("alpha")
    for actor in (NOBODY, SYSTEM, make.user("eve", is_active=False).actor):
        with pytest.raises(RefusedError):
            usage.use(actor, alpha.pk, LATER)
        with pytest.raises(RefusedError):
            favorites.mark(actor, alpha.pk, LATER)
        with pytest.raises(RefusedError):
            examples.suggest(actor, alpha.pk, "Site", "https://site.example", LATER)


def test_what_is_not_there_or_hidden_cannot_be_used() -> None:
    alpha, ada = make.package("alpha", hidden=True), make.user("ada").actor
    for id_ in (alpha.pk, 404):
        with pytest.raises(InvalidError, match="there is no package"):
            usage.use(ada, id_, LATER)
        with pytest.raises(InvalidError, match="there is no package"):
            favorites.mark(ada, id_, LATER)
    usage.use(make.user("mod", Role.MODERATOR).actor, alpha.pk, LATER)


def test_a_site_is_shown_once_a_moderator_let_it_in() -> None:
    alpha, ada = make.package("alpha"), make.user("ada").actor
    mod = make.user("mod", Role.MODERATOR).actor
    site = examples.suggest(ada, alpha.pk, " My \n site ", " https://site.example/a ", LATER)
    assert (site.title, site.url, site.shown) == ("My site", "https://site.example/a", False)
    with pytest.raises(AlreadyError, match="suggested before"):
        examples.suggest(mod, alpha.pk, "Again", "https://site.example/a", LATER)
    with pytest.raises(RefusedError):
        examples.let_in(ada, site.pk)
    examples.let_in(mod, site.pk)
    page = documents.read(documents.PACKAGE_PAGE, "page", slug="alpha")
    assert page is not None
    assert b"https://site.example/a" in page.body
    with pytest.raises(AlreadyError, match="My site is listed already"):
        examples.suggest(ada, alpha.pk, "Again", "https://site.example/a", LATER)
    examples.remove(mod, site.pk)
    with pytest.raises(InvalidError, match="removed already"):
        examples.remove(mod, site.pk)
    page = documents.read(documents.PACKAGE_PAGE, "page", slug="alpha")
    assert page is not None
    assert b"https://site.example/a" not in page.body


@pytest.mark.parametrize(
    ("title", "url", "field"),
    [
        ("Site", "javascript:alert(1)", "url"),
        ("Site", "ftp://site.example/", "url"),
        ("Site", "site.example", "url"),
        ("Site", "", "url"),
        ("Site", "https://site.example/" + "a" * 1000, "url"),
        ("Site", "https://site.example/\x00", "url"),
        ("", "https://site.example/", "title"),
        ("a" * 101, "https://site.example/", "title"),
        ("Si\x00te", "https://site.example/", "title"),
    ],
)
def test_what_is_no_site_is_refused(title: str, url: str, field: str) -> None:
    alpha, ada = make.package("alpha"), make.user("ada").actor
    with pytest.raises(InvalidError) as caught:
        examples.suggest(ada, alpha.pk, title, url, LATER)
    assert caught.value.field == field
    assert Example.objects.count() == 0


def test_a_new_account_suggests_a_few_sites_an_hour() -> None:
    alpha = make.package("alpha")
    ada = make.user("ada", date_joined=LATER - timedelta(days=1)).actor
    for number in range(REPORTS_AN_HOUR[True]):
        examples.suggest(ada, alpha.pk, "Site", f"https://site.example/{number}", LATER)
    with pytest.raises(RefusedError, match="new here"):
        examples.suggest(ada, alpha.pk, "Site", "https://site.example/more", LATER)
    hour = timedelta(hours=1)
    examples.suggest(ada, alpha.pk, "Site", "https://site.example/more", LATER + hour)


@pytest.mark.parametrize("login", ["ada", 'a"da', "ada\\", "ädä", "100%", "a_a"])
def test_contributions_are_found_by_exactly_the_login(login: str) -> None:
    others = ["adam", "Ada", "xada", f"{login}-bot", f"x{login}", "", '","', "100x", "aba"]
    one = make.package("one", facts={"participants": [*others, login], "stars": 1})
    two = make.package("two", facts={"participants": [login, "bob"], "stars": 2})
    make.package("other", facts={"participants": others})
    make.package("gone", facts={"participants": [login]}, hidden=True)
    make.package("none")
    assert people.contributed_to(login, 10) == ([two, one], 2)
    assert people.contributed_to(login, 1) == ([two], 2)
    assert people.contributed_to("", 10) == ([], 0)


def test_an_account_that_goes_takes_what_it_said_along() -> None:
    alpha, ada = make.package("alpha"), make.user("ada")
    usage.use(ada.actor, alpha.pk, LATER)
    User.objects.get(pk=ada.pk).delete()
    usage.use(make.user("bob").actor, alpha.pk, LATER)
    assert count(alpha) == 1
