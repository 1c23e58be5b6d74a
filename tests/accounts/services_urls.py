"""The addresses of an instance where people sign in with GitHub or a company's own service."""

from allauth.socialaccount.providers.github import urls as github
from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path

from packdex.accounts.elsewhere import guarded
from packdex.accounts.patterns import around
from packdex.config import accounts_urls

urlpatterns = [
    path("accounts/", include(around([*github.urlpatterns, *openid_connect.urlpatterns], guarded))),
    *accounts_urls.urlpatterns,
]
