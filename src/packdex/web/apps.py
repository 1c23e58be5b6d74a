"""The pages' Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for people."""

    name = "packdex.web"
    label = "web"

    def ready(self) -> None:
        """Have the page of a package prepared with its other answers."""
        from packdex.catalog import documents
        from packdex.web import package_page, render

        shape = render.mark_of_room()
        documents.register(documents.PACKAGE_PAGE, "page", package_page.write, shape=shape)
