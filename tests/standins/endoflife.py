"""A service on loopback that tells when versions end, as endoflife.date's API does."""

from typing import Any

from packdex.core.lifecycles.products import PRODUCTS, Products
from tests.standins.server import Server
from tests.standins.server import document as as_reply


class EndOfLife(Server):
    """The server; what nobody published is not found."""

    def publish(self, product: str, *releases: dict[str, Any]) -> None:
        """Answer for the product with these releases."""
        self.answer(f"/api/v1/products/{product}/", as_reply(document(product, *releases)))

    def publish_all(self, products: Products) -> None:
        """Answer for each product with the versions that are known."""
        for product in PRODUCTS:
            self.publish(product, *releases_of(products, product))


def document(product: str, *releases: dict[str, Any]) -> dict[str, Any]:
    """A product's document, of the shape that the documentation shows."""
    result = {"name": product, "label": product.title(), "releases": list(releases)}
    return {"schema_version": "1.2.0", "result": result}


def release(version: str, out: str, **more: Any) -> dict[str, Any]:
    """A release in such a document."""
    told = {"name": version, "label": version, "releaseDate": out, "isEol": False}
    return told | {"eolFrom": None, "eoasFrom": None} | more


def releases_of(products: Products, product: str) -> list[dict[str, Any]]:
    """The releases that say what is known, newest first."""
    return [
        release(
            one.version,
            one.released.isoformat(),
            eolFrom=one.until and one.until.isoformat(),
            eoasFrom=one.fixed_until and one.fixed_until.isoformat(),
        )
        for one in reversed(products.of(product))
    ]
