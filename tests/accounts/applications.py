"""An application for tests, that asks for consent and tokens as one does."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

from packdex.accounts.models import Application, User
from packdex.accounts.oauth import applications
from packdex.core.roles import Scope

BACK = "https://app.example/back"
VERIFIER = "v" * 50
FORM = "application/x-www-form-urlencoded"
OURS = (Scope.READ, Scope.GRIDS_WRITE)


def challenge(verifier: str = VERIFIER) -> str:
    """What PKCE's S256 makes of a verifier (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass
class App:
    """An application of `owner`, and a browser in which somebody may be signed in."""

    row: Application
    secret: str
    browser: Client = field(default_factory=Client)
    server: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    @property
    def credentials(self) -> dict[str, str]:
        """How it says who it is."""
        secret = {"client_secret": self.secret} if self.secret else {}
        return {"client_id": self.row.pk} | secret

    def ask(self, **changed: str | None) -> Any:
        """The page that asks the person; without the fields that are None."""
        fields = {
            "client_id": self.row.pk,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "openid read grids:write",
            "state": "here",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
        } | changed
        kept = {name: value for name, value in fields.items() if value is not None}
        return self.browser.get("/identity/o/authorize", kept)

    def code(self, **changed: str | None) -> str:
        """A code that a person gave it for all it asked for."""
        page = self.ask(**changed).content.decode()
        request = re.search(r'name="request" value="([^"]+)"', page)
        assert request, page
        scopes = re.findall(r'name="scopes" value="([^"]+)"', page)
        sent = {"request": unescape(request[1]), "scopes": scopes, "action": "grant"}
        answer = self.browser.post("/identity/o/authorize", sent)
        back = urlsplit(answer["Location"])
        told = dict(parse_qsl(back.query))
        assert answer["Location"].startswith(f"{changed.get('redirect_uri') or BACK}?")
        assert told["state"] == "here"
        return told["code"]

    def token(self, grant: str, **fields: str) -> Any:
        """The token endpoint's answer."""
        return self.post("token", **({"grant_type": grant} | fields))

    def for_code(self, right: str, **changed: str) -> Any:
        """The answer to a code."""
        fields = {"code": right, "redirect_uri": BACK, "code_verifier": VERIFIER} | changed
        return self.token("authorization_code", **fields)

    def post(self, endpoint: str, **fields: str) -> Any:
        """The answer of one of the endpoints for applications."""
        body = urlencode(self.credentials | fields)
        return self.server.post(f"/identity/o/api/{endpoint}", body, FORM)


def app(owner: User, *, public: bool = False, signed_in: User | None = None) -> App:
    """An application with the address BACK."""
    row, secret = applications.register(owner, "Ships", [BACK], OURS, public=public)
    made = App(row, secret)
    if signed_in:
        made.browser.force_login(signed_in)
    return made
