"""The addresses of what people say, of the moderators, and of people."""

from django.urls import URLPattern, path

from packdex.web.people import (
    account,
    merging,
    moderate,
    moderation,
    own_data,
    profiles,
    report,
    sessions,
    settings,
    suggest,
    using,
)

urlpatterns: list[URLPattern] = [
    path("packages/p/<slug:slug>/use/", using.use),
    path("packages/p/<slug:slug>/favorite/", using.favorite),
    path("packages/p/<slug:slug>/suggest/", suggest.suggest),
    path("packages/p/<slug:slug>/report/", report.package),
    path("packages/p/<slug:slug>/moderate/", moderate.package),
    path("packages/p/<slug:slug>/merge/", merging.merge),
    path("grids/g/<slug:slug>/report/", report.grid),
    path("grids/g/<slug:slug>/moderate/", moderate.grid),
    path("report/example/<int:number>/", report.example),
    path("report/revision/<int:number>/", report.revision),
    path("moderation/", moderation.queue, name="moderation"),
    path("profiles/<str:account>/", profiles.profile, name="profile"),
    path("accounts/", account.account, name="account"),
    path("accounts/settings/", settings.settings, name="settings"),
    path("accounts/sessions/", sessions.sessions, name="usersessions_list"),
    path("accounts/data/", own_data.download),
    path("accounts/delete/", own_data.delete),
]
