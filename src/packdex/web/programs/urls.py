"""The addresses of tokens and applications."""

from django.urls import URLPattern, path

from packdex.web.programs import applications, tokens

urlpatterns: list[URLPattern] = [
    path("accounts/tokens/", tokens.tokens, name="tokens"),
    path("accounts/applications/", applications.applications, name="applications"),
    path("accounts/applications/add/", applications.add, name="application-add"),
]
