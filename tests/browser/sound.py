"""Pages that were found sound: the same bytes look the same, whichever database they came from.

What was found lasts for one run of all tests (tests/run.py), so for one state of all other files.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Visit

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


class Shown:
    """A page as one window is answered it, which is loaded only if something of it is not known."""

    def __init__(self, window: Visit, path: str) -> None:
        self._window = window
        self.address = window.origin + path

    def unless_found(self, what: str) -> Iterator[Page]:
        """The page once, to look at; never if a page of the same bytes was found to be `what`.

        It is found to be so when the body of the loop comes to its end.
        """
        with (self._known / f"{self._bytes}-{what}").open("a+") as found:
            fcntl.flock(found, fcntl.LOCK_EX)
            if not found.tell():
                yield self._page
                found.write(self.address)

    @property
    def _known(self) -> Path:
        folder = Path(os.environ.get("TESTS_SOUND", os.environ["TESTS_SHARED"]), "sound")
        folder.mkdir(exist_ok=True)
        return folder

    @cached_property
    def _page(self) -> Page:
        self._window.page.goto(self.address)
        return self._window.page

    @cached_property
    def _bytes(self) -> str:
        """A digest of all that the page's looks follow from. It has to be there."""
        answer = self._window.page.context.request.get(
            self.address, headers={"accept": ACCEPT}, max_redirects=0
        )
        assert answer.status == 200, self.address
        policy = sorted(answer.headers["content-security-policy"].split("; "))
        body = answer.body().replace(self._window.origin.encode(), b"")
        return hashlib.sha256(str(policy).encode() + TOKEN.sub(b"", body)).hexdigest()
