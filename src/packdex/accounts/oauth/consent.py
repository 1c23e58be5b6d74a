"""The pages on which a person lets an application act for them, or does not."""

from __future__ import annotations

import re
from typing import Any

from allauth.idp.oidc.internal.oauthlib.device_codes import cache_device_code_key
from allauth.idp.oidc.internal.oauthlib.utils import extract_params
from allauth.idp.oidc.internal.resources import get_resources
from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import AuthorizationView, DeviceAuthorizationView
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from oauthlib.oauth2.rfc6749 import errors

from packdex.accounts.oauth.adapter import Provider
from packdex.accounts.oauth.redirects import source_of
from packdex.accounts.oauth.server import server


class _Authorization(AuthorizationView):  # type: ignore[misc]
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question, for a request that keeps to all rules; else what is wrong with it.

        Nobody is sent anywhere before they agreed to it: who registers an application could else
        have links to this directory lead wherever they like (RFC 9700, 4.11.2).
        """
        try:
            get_resources(request)
            _, told = server().validate_authorization_request(*extract_params(request))
        except _WRONG as error:
            return _refused(request, error)
        if "none" in (told.get("prompt") or ()):
            return _refused(request, errors.OAuth2Error("Here every consent is asked for."))
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return _leading_to(told["redirect_uri"], answer)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer, which goes back to the application."""
        answer: HttpResponse = super().post(request, *args, **kwargs)
        info = getattr(self, "_request_info", {})
        return _leading_to(info["redirect_uri"], answer) if "redirect_uri" in info else answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says of the application besides its name."""
        content: dict[str, Any] = super().get_context_data(**kwargs)
        leads_to = source_of(self._request_info["redirect_uri"]).removeprefix("https://")
        return content | {"leads_to": leads_to}


_WRONG = (errors.OAuth2Error, ValidationError, AttributeError, TypeError, ValueError)
"""What oauthlib raises at requests without sense; the last three where claims are no object."""

_USER_CODE = re.compile(r"[-A-Za-z0-9]{1,20}|")
"""What a code of ours may look like, or none."""


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    why = getattr(error, "description", None) or "The address is not one that applications send."
    name = getattr(error, "error", "invalid_request")
    content = {"why": why, "name": name}
    return render(request, "idp/oidc/error.html", content, status=400)


def _leading_to(address: str, answer: HttpResponse) -> HttpResponse:
    """Let the form's answer lead to the application; browsers hold redirects to `form-action`."""
    answer._csp_update = {"form-action": [source_of(address)]}  # type: ignore[attr-defined]  # noqa: SLF001
    return answer


class _Device(DeviceAuthorizationView):  # type: ignore[misc]
    def _dispatch_authorization(
        self, request: HttpRequest, user_code: str, device_code: str, client: Client
    ) -> HttpResponse:
        known = cache.get(cache_device_code_key(device_code)) or {}
        names = known.get("scope") or client.get_default_scopes()
        request.asked = [Provider.scope_display.get(name, name) for name in names]  # type: ignore[attr-defined]
        answer: HttpResponse = super()._dispatch_authorization(
            request, user_code, device_code, client
        )
        return answer


_authorization = _Authorization.as_view()
_device = _Device.as_view()


@never_cache
def authorization(request: HttpRequest) -> HttpResponse:
    """Ask a person whether this application may act for them (RFC 6749, 4.1.1)."""
    answer: HttpResponse = _authorization(request)
    return answer


@never_cache
def device(request: HttpRequest) -> HttpResponse:
    """Ask a person whether the device that shows this code may act for them (RFC 8628, 3.3).

    allauth exempts its view from the proof that forms need; this one is not exempt.
    """
    if not _USER_CODE.fullmatch(request.GET.get("code", "")):
        request.GET = QueryDict("code=")
    answer: HttpResponse = _device(request)
    return answer
