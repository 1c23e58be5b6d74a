"""What revisions call what was done, and how pages say it."""

from __future__ import annotations

ADD_PACKAGE = "add-package"
EDIT_PACKAGE = "edit-package"
DELETE_PACKAGE = "delete-package"
DEPRECATE = "deprecate"
UNDEPRECATE = "undeprecate"
DECLARE = "declare"
ADD_GRID = "add-grid"
EDIT_GRID = "edit-grid"
DELETE_GRID = "delete-grid"
ADD_FEATURE = "add-feature"
EDIT_FEATURE = "edit-feature"
MOVE_FEATURE = "move-feature"
REMOVE_FEATURE = "remove-feature"
ADD_MEMBER = "add-member"
MOVE_MEMBER = "move-member"
REMOVE_MEMBER = "remove-member"
SET_CELL = "set-cell"
ADD_CATEGORY = "add-category"
EDIT_CATEGORY = "edit-category"
DELETE_CATEGORY = "delete-category"
LOCK = "lock"
UNLOCK = "unlock"
HIDE = "hide"
UNHIDE = "unhide"
MERGE = "merge"
IMPORT = "import"
UNDO = "undo"

SAID: dict[str, str] = {
    ADD_PACKAGE: "added the package",
    EDIT_PACKAGE: "edited the package",
    DELETE_PACKAGE: "deleted the package",
    DEPRECATE: "deprecated the package",
    UNDEPRECATE: "took back the deprecation of",
    DECLARE: "said how it stands with",
    ADD_GRID: "added the grid",
    EDIT_GRID: "edited the grid",
    DELETE_GRID: "deleted the grid",
    ADD_FEATURE: "added a feature:",
    EDIT_FEATURE: "edited a feature:",
    MOVE_FEATURE: "moved a feature:",
    REMOVE_FEATURE: "removed a feature:",
    ADD_MEMBER: "put a package into a grid:",
    MOVE_MEMBER: "moved a package in a grid:",
    REMOVE_MEMBER: "took a package out of a grid:",
    SET_CELL: "edited a cell:",
    ADD_CATEGORY: "added the category",
    EDIT_CATEGORY: "edited the category",
    DELETE_CATEGORY: "deleted the category",
    LOCK: "locked",
    UNLOCK: "unlocked",
    HIDE: "hid",
    UNHIDE: "showed again",
    MERGE: "merged packages:",
    IMPORT: "changed",
    UNDO: "took back:",
}
"""Each verb as it stands between who did it and what it was done to."""


def said(verb: str) -> str:
    """The words for `verb`; its own name where there are none."""
    return SAID.get(verb, verb.replace("-", " "))
