"""The addresses of people's accounts: signing up and in, addresses, passwords, passkeys, services.

Those of allauth that this directory has, each with a page of ours (web/templates/account/).
"""

from allauth.account import views
from allauth.urls import build_provider_urlpatterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from packdex.accounts.elsewhere import guarded
from packdex.accounts.patterns import around

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("email/", views.email, name="account_email"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"
    ),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # One page lists passkeys, codes and recovery codes; allauth has one more, of passkeys alone.
    path(
        "two-steps/webauthn/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("two-steps/", include("allauth.mfa.urls")),
    path("services/", include("allauth.socialaccount.urls")),
    *around(build_provider_urlpatterns(), guarded),
]
