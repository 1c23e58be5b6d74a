"""The endpoints that applications ask without a person: tokens, and what is known of them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.idp.oidc import app_settings
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.oauthlib.utils import (
    convert_response,
    extract_params,
    get_validator_context,
)
from allauth.idp.oidc.views import DeviceCodeView, TokenView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from packdex.accounts.oauth import exchange
from packdex.accounts.oauth.asked import endpoint, error
from packdex.accounts.oauth.server import server


class _Token(TokenView):  # type: ignore[misc]
    def _create_token_response(self, request: HttpRequest, **given: Any) -> HttpResponse:
        user, data = given.get("user"), given.get("data")
        made = server(pre_token=[lambda asked: self._pre_token(asked, user, data)])
        answer: HttpResponse = convert_response(
            *made.create_token_response(*extract_params(request))
        )
        return answer


_token = _Token.as_view()
_device_code = DeviceCodeView.as_view()


@endpoint
def token(request: HttpRequest) -> HttpResponse:
    """An access token for a code, a refresh token, a device's code or the application itself.

    Or for a token of another service.
    """
    if request.POST.get("grant_type") == exchange.GRANT:
        return exchange.exchange(request)
    answer: HttpResponse = _token(request)
    return answer


@endpoint
def device_code(request: HttpRequest) -> HttpResponse:
    """A code that a person types on a page, for a device without a browser (RFC 8628)."""
    answer: HttpResponse = _device_code(request)
    if answer.status_code != HTTPStatus.OK:
        return answer
    told = json.loads(answer.content)
    page = get_adapter().get_issuer() + reverse("idp:oidc:device_authorization")
    told["verification_uri"] = page
    told["verification_uri_complete"] = f"{page}?code={told['user_code']}"
    return JsonResponse(told)


@endpoint
def revoke(request: HttpRequest) -> HttpResponse:
    """End a token of the application that asks (RFC 7009)."""
    answer: HttpResponse = convert_response(
        *server().create_revocation_response(*extract_params(request))
    )
    return answer


@endpoint
def introspect(request: HttpRequest) -> HttpResponse:
    """What a token of the application that asks is good for (RFC 7662)."""
    get_validator_context().supported_auth_methods = app_settings.INTROSPECTION_AUTH_METHODS
    try:
        answer = server().create_introspect_response(*extract_params(request))
    except RateLimited:
        return error("temporarily_unavailable", "Too many requests.", 429)
    converted: HttpResponse = convert_response(*answer)
    return converted
