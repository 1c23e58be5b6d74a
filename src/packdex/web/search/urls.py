"""The addresses of the search."""

from django.urls import path

from packdex.web.search import pages, suggesting

urlpatterns = [
    path("search/", pages.results, name="search"),
    path("search/suggest/", suggesting.suggestions, name="search-suggest"),
    path("opensearch.xml", suggesting.description, name="opensearch"),
]
