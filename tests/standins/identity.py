"""A service on loopback that people sign in with: OpenID Connect, and GitHub's own way.

    with Identity() as service:
        service.person = {"sub": "7", "preferred_username": "ada", "email": "ada@mail.example"}
        back = service.signed_in(address)     # what a browser that was led to `address` asks for

It holds its clients to the standards: one use of a code, the client's secret, the address that the
code was made for, and the proof of RFC 7636. What people and programs see is in the attributes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from tests.standins.registry import Reply, status
from tests.standins.server import Request, Server

CLIENT, SECRET = "packdex", "s3cr3t"


class Identity(Server):
    """The service; `person` is who is signed in there, as its user information tells of them."""

    def __init__(self) -> None:
        super().__init__()
        self.person: dict[str, Any] = {"sub": "1"}
        self.emails: list[dict[str, Any]] = []
        self.audience = CLIENT
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: set[str] = set()

    def signed_in(self, address: str) -> str:
        """Where somebody is led back to who was led to `address`, and says yes there."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(self.origin)
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def reply_to(self, request: Request) -> Reply:
        match request.path:
            case "/.well-known/openid-configuration":
                return _json(self._configuration())
            case "/jwks":
                return _json({"keys": [ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)]})
            case "/token" | "/login/oauth/access_token":
                return self._token(dict(parse_qsl(request.body.decode())))
            case _ if request.headers.get("authorization", "").split(" ")[-1] not in self._tokens:
                return status(401)
        told = {
            "/userinfo": self.person,
            "/api/v3/user": self.person,
            "/api/v3/user/emails": self.emails,
        }
        return _json(told[request.path]) if request.path in told else status(404)

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "userinfo_endpoint": f"{self.origin}/userinfo",
            "jwks_uri": f"{self.origin}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _token(self, given: dict[str, str]) -> Reply:
        asked = self._codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            asked is None
            or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET)
            or given.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return status(400, b'{"error": "invalid_grant"}')
        token = secrets.token_urlsafe()
        self._tokens.add(token)
        told = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        if "openid" in asked.get("scope", ""):
            now = int(time.time())
            claims = {"iss": self.origin, "aud": self.audience, "iat": now, "exp": now + 60}
            told["id_token"] = jwt.encode(claims | self.person, self._key, "ES256")
        return _json(told)


def _json(value: Any) -> Reply:
    return status(200, json.dumps(value).encode(), content_type="application/json")
