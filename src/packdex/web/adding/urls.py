"""The addresses of the pages on which people add packages."""

from django.urls import URLPattern, path

from packdex.web.adding import pages

urlpatterns: list[URLPattern] = [
    path("packages/add/", pages.start, name="add-package"),
    path("packages/add/<str:key>/", pages.preview, name="add-preview"),
]
