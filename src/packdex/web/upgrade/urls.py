"""The addresses of the pages about moving to another version."""

from django.urls import URLPattern, path

from packdex.web.upgrade import board, grid, target

urlpatterns: list[URLPattern] = [
    path("upgrade/", board.board, name="upgrade"),
    path("upgrade/<str:key>/", target.target, name="upgrade-target"),
    path("grids/g/<slug:slug>/upgrade/", grid.grid, name="grid-upgrade"),
]
