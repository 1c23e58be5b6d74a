"""The addresses of OAuth2 and OpenID Connect, by the names that allauth knows them by."""

from allauth.idp.oidc import views
from django.urls import URLResolver, include, path

from packdex.accounts.oauth import consent, discovery, endpoints

_oidc = [
    path(".well-known/openid-configuration", discovery.metadata, name="configuration"),
    path(".well-known/oauth-authorization-server", discovery.metadata),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/o/authorize", consent.authorization, name="authorization"),
    path("identity/o/device", consent.device, name="device_authorization"),
    path("identity/o/api/token", endpoints.token, name="token"),
    path("identity/o/api/revoke", endpoints.revoke, name="revoke"),
    path("identity/o/api/introspect", endpoints.introspect, name="introspect"),
    path("identity/o/api/device/code", endpoints.device_code, name="device_code"),
    path("identity/o/api/userinfo", views.user_info, name="userinfo"),
]

_idp = [path("", include((_oidc, "oidc")))]

urlpatterns: list[URLResolver] = [path("", include((_idp, "idp")))]
