"""What a client is told of our endpoints (OpenID Connect Discovery 1.0; RFC 8414)."""

from __future__ import annotations

from allauth.idp.oidc import app_settings
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from packdex.accounts.oauth import exchange
from packdex.accounts.tokens.words import IDENTITY
from packdex.core.roles import Scope

ENDPOINTS = {
    "authorization_endpoint": "authorization",
    "token_endpoint": "token",
    "revocation_endpoint": "revoke",
    "introspection_endpoint": "introspect",
    "device_authorization_endpoint": "device_code",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
}


@require_safe
def metadata(request: HttpRequest) -> JsonResponse:
    """Addresses and abilities; the same for everybody, so that pages of others may read it."""
    origin = get_adapter().get_issuer()
    addresses = {key: origin + reverse(f"idp:oidc:{name}") for key, name in ENDPOINTS.items()}
    told = {
        "issuer": origin,
        **addresses,
        "scopes_supported": [*IDENTITY, *Scope],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [*(str(grant) for grant in Client.GrantType), exchange.GRANT],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": list(app_settings.AUTH_METHODS),
        "introspection_endpoint_auth_methods_supported": list(
            app_settings.INTROSPECTION_AUTH_METHODS
        ),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "preferred_username", "email", "email_verified"],
        "service_documentation": f"{origin}/api/",
    }
    return JsonResponse(told, headers={"Access-Control-Allow-Origin": "*"})
