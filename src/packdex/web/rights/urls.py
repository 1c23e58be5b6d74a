"""The addresses of invitations, of maintainers, and of who may do what."""

from django.urls import URLPattern, path

from packdex.web.rights import claim, invitations, invited, maintained, maintainers, people, status

urlpatterns: list[URLPattern] = [
    path("accounts/invitations/", invitations.invitations, name="invitations"),
    path("accounts/invited/<str:secret>/", invited.invited, name="invited"),
    path("accounts/maintained/", maintained.maintained, name="maintained"),
    path("accounts/unsubscribe/<str:token>/", maintained.unsubscribe),
    path("accounts/people/", people.people, name="people"),
    path("packages/p/<slug:slug>/maintainers/", maintainers.package),
    path("packages/p/<slug:slug>/claim/", claim.claim),
    path("packages/p/<slug:slug>/status/", status.status),
    path("grids/g/<slug:slug>/maintainers/", maintainers.grid),
]
