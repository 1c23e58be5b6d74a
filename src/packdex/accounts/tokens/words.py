"""What a token or an application may do, in the words that the person reads who lets it."""

from __future__ import annotations

from packdex.core.roles import Scope

MEANING: dict[Scope, str] = {
    Scope.READ: "Read what you may read",
    Scope.PACKAGES_WRITE: "Add and edit packages, say what you use, report problems",
    Scope.GRIDS_WRITE: "Add and edit grids",
    Scope.MODERATE: "Undo changes; and moderate, if your role lets you",
}

IDENTITY: dict[str, str] = {
    "openid": "Know which account is yours",
    "profile": "See your public names",
    "email": "See your e-mail address",
}
"""The scopes of OpenID Connect: who somebody is, and nothing that is done here."""
