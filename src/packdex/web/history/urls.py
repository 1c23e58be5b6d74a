"""The addresses of histories."""

from django.urls import URLPattern, path

from packdex.web.history import feeds, lists, one, person

_FOLDERS = {"package": "packages/p", "grid": "grids/g", "category": "categories"}

urlpatterns: list[URLPattern] = [
    path("history/", lists.everything, name="history"),
    path("history/feed/", feeds.everything, name="history-feed"),
    path("history/<int:number>/", one.change, name="change"),
    path("history/<int:number>/undo/", one.take_back, name="undo"),
    path("history/by/<str:account>/", lists.of_person, name="history-by"),
    path("history/by/<str:account>/undo/", person.take_back, name="undo-all"),
    *(
        path(f"{folder}/<slug:slug>/history/", lists.of_thing, {"kind": kind})
        for kind, folder in _FOLDERS.items()
    ),
    *(
        path(f"{folder}/<slug:slug>/history/feed/", feeds.of_thing, {"kind": kind})
        for kind, folder in _FOLDERS.items()
    ),
]
