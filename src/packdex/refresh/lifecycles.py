"""Renewing the lifecycles of an instance from a service that tells them."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from packdex.catalog import lifecycles
from packdex.core.lifecycles.file import LifecyclesError, shipped, written
from packdex.core.lifecycles.products import PRODUCTS, Cycle
from packdex.core.lifecycles.renewal import Renewed, renewed
from packdex.sources.answer import Getter
from packdex.sources.endoflife import ProductRef, fetch
from packdex.sources.outcome import Failed, Fetched, Gone, RateLimited


def renew(origin: str, door: Getter, now: datetime) -> Renewed:
    """Ask the service at `origin` about each product, and write what it told as our own file.

    One request a product. The file is written as a whole, or nothing is. Raises LifecyclesError
    where the service does not tell all that is known already.
    """
    told = {product: _asked(ProductRef(product, origin), door) for product in PRODUCTS}
    try:
        before = lifecycles.read_own() or shipped()
    except LifecyclesError:  # a broken file is what it stands in for
        before = shipped()
    found = renewed(before, told, now.date())
    _write(lifecycles.own_file(), written(found.products))
    lifecycles.forget()
    return found


def _asked(ref: ProductRef, door: Getter) -> tuple[Cycle, ...]:
    match fetch(ref, door):
        case Fetched(facts=cycles):
            return cycles
        case Gone(status=status):
            raise LifecyclesError(f"{ref.url} answered with status {status}")
        case RateLimited(until=until):
            raise LifecyclesError(f"{ref.url} wants no question before {until:%H:%M} UTC")
        case Failed(why=why):
            raise LifecyclesError(why)
        case other:
            raise AssertionError(f"a question without a condition has no answer such as {other}")


def _write(path: Path, text: str) -> None:
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)  # a server may run as somebody else
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
