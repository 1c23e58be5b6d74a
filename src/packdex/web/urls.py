"""The addresses of pages. Some are part of the API's contract."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from packdex.web import events, freshness, grids, home, icons, packages, sitemaps, texts, views
from packdex.web.comparison import pages as comparison

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("packages/", packages.packages, name="packages"),
    path("", include("packdex.web.adding.urls")),
    path("packages/p/<slug:slug>/", views.package, name="package"),
    path("", include("packdex.web.verdict.urls")),
    path("packages/p/<slug:slug>/feed/", events.package_feed, name="package-feed"),
    path("events/", events.events, name="events"),
    path("events/feed/", events.feed, name="events-feed"),
    path("categories/", home.categories, name="categories"),
    path("categories/<slug:slug>/", packages.category, name="category"),
    path("grids/", grids.grids, name="grids"),
    path("grids/g/<slug:slug>/", comparison.grid, name="grid"),
    path("compare/", comparison.compare, name="compare"),
    path("", include("packdex.web.people.urls")),
    path("", include("packdex.web.edit.urls")),
    path("", include("packdex.web.history.urls")),
    path("", include("packdex.web.rights.urls")),
    path("", include("packdex.web.search.urls")),
    path("", include("packdex.web.stack.urls")),
    path("", include("packdex.web.upgrade.urls")),
    path("freshness/", freshness.show, name="freshness"),
    path("about/", texts.about, name="about"),
    path("api/", texts.api_help, name="api-help"),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-pages.xml", sitemaps.pages),
    re_path(r"^sitemap-(?P<name>packages|grids)-(?P<number>[1-9][0-9]{0,5})\.xml$", sitemaps.part),
    path("robots.txt", sitemaps.robots),
    path("favicon.ico", icons.ico),
    path("favicon.svg", icons.svg),
]
