"""The pages' Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for people."""

    name = "packdex.web"
    label = "web"

    def ready(self) -> None:
        """Have the pages of a package, and its badge, prepared with its other answers."""
        from packdex.catalog import documents
        from packdex.catalog.judged import method
        from packdex.web import package_page, render
        from packdex.web.search import entries
        from packdex.web.verdict import badge, page

        shape = f"{render.mark_of_room()} {method().formula_version}"
        documents.register(documents.PACKAGE_PAGE, "page", package_page.write, shape=shape)
        documents.register(documents.PACKAGE_LISTING, "row", entries.of_package)
        documents.register(documents.GRID_LISTING, "row", entries.of_grid)
        documents.register(documents.VERDICT, "page", page.write)
        documents.register(documents.VERDICT, "badge", badge.write)
