"""The addresses of accounts, and all others: what a request for an account's page may link to."""

from django.urls import include, path

from packdex.api import profile
from packdex.config import urls

urlpatterns = [
    path("accounts/", include("packdex.accounts.urls")),
    path("", include("packdex.accounts.oauth.urls")),
    path("_allauth/", include("packdex.accounts.headless")),
    path("_allauth/app/v1/account/profile", profile.profile),
    path("", include("packdex.web.programs.urls")),
    *urls.urlpatterns,
]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
