"""The addresses of the pages on which people edit."""

from django.urls import URLPattern, path

from packdex.web.edit import (
    category,
    cell,
    cells,
    deprecation,
    feature,
    features,
    grid_about,
    members,
    package,
    table,
)

GRID = "grids/g/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path("grids/add/", grid_about.add, name="add-grid"),
    path("grids/understood/", cell.preview, name="understood"),
    path(f"{GRID}/edit/", table.table, name="edit-grid"),
    path(f"{GRID}/edit/about/", grid_about.edit, name="edit-grid-about"),
    path(f"{GRID}/edit/features/", features.features, name="edit-features"),
    path(f"{GRID}/edit/features/<int:feature>/", feature.edit, name="edit-feature"),
    path(f"{GRID}/edit/features/<int:feature>/cells/", cells.row, name="edit-row"),
    path(f"{GRID}/edit/features/<int:feature>/remove/", feature.remove, name="remove-feature"),
    path(f"{GRID}/edit/packages/", members.members, name="edit-members"),
    path(f"{GRID}/edit/packages/<slug:package>/cells/", cells.column, name="edit-column"),
    path(f"{GRID}/edit/packages/<slug:package>/remove/", members.remove, name="remove-member"),
    path(f"{GRID}/cell/<int:feature>/<slug:package>/", cell.cell, name="edit-cell"),
    path("packages/p/<slug:slug>/edit/", package.edit, name="edit-package"),
    path("packages/p/<slug:slug>/deprecate/", deprecation.edit, name="deprecate-package"),
    path("moderation/add-category/", category.add, name="add-category"),
    path("categories/<slug:slug>/edit/", category.edit, name="edit-category"),
]
