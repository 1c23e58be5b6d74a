"""A real Chromium, and a directory for it to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from packdex.accounts.models import User
from packdex.catalog.actions.facts.weigh import weigh_all
from packdex.catalog.models import Host, SourceState
from tests import make
from tests.browser.looks import look
from tests.lifecycles import NEWEST_PYTHON
from tests.standing import standing

# The first is the same browser without what a person sees of it, and costs a quarter less.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, started once. Without one the tests are skipped, but never in CI."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        said = f"There is no Chromium on this machine (looked for {', '.join(NAMES)})."
        if os.environ.get("CI") == "true":
            pytest.fail(f"{said} With CI=true the browser tests may not be skipped.")
        pytest.skip(
            f"{said} Install it to run the browser tests: apt-get install chromium-headless-shell"
        )
    # Playwright runs an event loop in this thread, where Django would otherwise refuse the ORM.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            yield playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def _server(django_db_setup: None) -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(_server: LiveServer) -> Iterator[str]:
    """The origin of a server of the directory, which sees what is committed.

    Who writes takes `transactional_db` with it, who only reads takes `directory`.
    """
    _server._live_server_modified_settings.enable()
    yield _server.url
    _server._live_server_modified_settings.disable()


@dataclass
class Visit:
    """A window on the directory, and what went on behind it."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self.complaints.append(f"{m.type}: {m.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:")):
            self.elsewhere.append(request.url)

    def forget(self) -> None:
        """Have nobody signed in, and nothing kept or noted."""
        self.page.context.clear_cookies()
        if self.page.url.startswith(self.origin):
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.complaints.clear()
        self.elsewhere.clear()

    def sign_in(self, person: User) -> None:
        """Have this person signed in, without the form and its three pages."""
        client = Client()
        client.force_login(person)
        cookies = [
            SetCookieParam(name=name, value=morsel.value, url=self.origin)
            for name, morsel in client.cookies.items()
        ]
        self.page.context.add_cookies(cookies)

    def to(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page


Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def window(browser: Browser, site: str) -> Iterator[Visit]:
    """A window for all tests of a module: to open one costs as much as to load four pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), site)
    context.close()


@pytest.fixture
def visit(browser: Browser, window: Visit) -> Iterator[Open]:
    """Opens a window of some width and colour scheme on the directory, where nobody is signed in.

    The first that a test opens is the one that the test before had, without what it kept.
    """
    contexts: list[BrowserContext] = []
    opened: list[Visit] = []

    def open_window(width: int = 1280, scheme: str = "light") -> Visit:
        seen = window
        if opened:
            contexts.append(browser.new_context())
            seen = Visit(contexts[-1].new_page(), window.origin)
        opened.append(seen)
        look(seen.page, width, scheme)
        return seen

    yield open_window
    for context in contexts:
        context.close()
    window.forget()


@pytest.fixture(scope="module")
def directory(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A small directory, for all tests of a module, in which every page has something that could
    break it.
    """
    with django_db_blocker.unblock(), standing():
        _fill()
        yield


def _fill() -> None:
    long_word = "django-" + "very" * 40
    tools = make.category("tools", title="Tool", description="To build with " + long_word)
    full = make.package(
        "full",
        title="Django Full",
        repo_url="https://forge.example/" + "path/" * 30,
        facts={
            "description": f"First {long_word}.\r\n\r\nSecond: :gear: <b>bold</b>",
            "stars": 123456,
            "forks": 7,
            "licence": "MIT OR Apache-2.0 OR " + "LicenseRef-" * 6,
            "requires_python": ">=3.9,!=3.9.1,!=3.9.2,<4",
            "classifiers": [
                f"Programming Language :: {NEWEST_PYTHON.replace('-', ' :: ').title()}"
            ],
            "registry_version": "2026.10.1.dev1+local.build.1234567890",
            "last_updated": make.NOON,
            "released_at": make.NOON,
            "commits_over_52": [n % 9 for n in range(52)],
            "participants": [f"contributor-{n}" for n in range(300)],
            "topics": [long_word, "trees"],
            "archived": True,
            "address": "https://forge.example/moved/" + long_word,
        },
    )
    for number in range(90):
        figures = dict.fromkeys(("stars", "forks", "open_issues", "contributors"), 123456 - number)
        make.snapshot(full, number, commits=number, downloads=10**9 + number, **figures)
        make.event(full, "released", make.NOON - timedelta(days=number), version=long_word)
    for host in ("forge.example", long_word + ".example"):
        SourceState.objects.create(
            package=full,
            source=host[:20],
            host=host,
            succeeded_at=make.NOON,
            due_at=make.NOON,
            error=f"https://{host}/{long_word} answered with status 502",
            error_at=make.NOON,
        )
        Host.objects.create(name=host, not_before=make.NOON.replace(year=2099), reason=long_word)
    SourceState.objects.create(package=full, source="registry", succeeded_at=make.NOON)
    weigh_all(timezone.now())
    others = [
        make.package(f"p{number}", category=tools, facts={"stars": number, "forks": 1})
        for number in range(24)
    ]
    make.package(long_word[:50], title=long_word, facts={"description": long_word})
    make.grid("wide", full, *others, title="A wide grid")
    make.grid("hidden", title="Grid 245", placeholder=True)


PAGES = (
    "/",
    "/packages/",
    "/packages/?sort=stars&page=2",
    "/search/",
    "/search/?q=p",
    "/search/?q=nothing-like-it+is:package+stars:>5+colour:red+%22",
    "/packages/p/full/",
    "/packages/p/full/verdict/",
    "/packages/p/p0/",
    "/packages/p/" + ("django-" + "very" * 40)[:50] + "/",
    "/packages/p/" + ("django-" + "very" * 40)[:50] + "/verdict/",
    "/methodology/",
    "/methodology/documents/",
    "/categories/",
    "/categories/tools/",
    "/grids/",
    "/grids/g/wide/",
    "/grids/g/hidden/",
    "/events/",
    "/events/?kind=released",
    "/upgrade/",
    f"/upgrade/{NEWEST_PYTHON}/",
    f"/upgrade/{NEWEST_PYTHON}/?answer=unknown",
    f"/grids/g/wide/upgrade/?to={NEWEST_PYTHON}",
    "/freshness/",
    "/stack/",
    "/about/",
    "/api/",
)
