"""What a forge tells of the repositories that git serves, recorded as a sweep of the forge does it.

    python -m benchmarks.told --served ORIGIN --github ORIGIN

Runs in a process of its own, on the instance of its environment. No setting says that some host is
a GitHub, so the stage is run here. When git was asked for all refs, too, is set here: evenly spread
over what the rule in refresh/tips.py makes possible, for repositories that move every MOVES days.
"""

import argparse
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from benchmarks.server import run_module
from benchmarks.sweeps import CHANGED_REPOSITORIES

MOVES = timedelta(days=1 / CHANGED_REPOSITORIES)
"""Of repositories swept each day of which a twentieth moved, each moves every twenty days."""


def tell(env: Mapping[str, str], served: str, github: str) -> None:
    """Run it in a process of its own; raises FailedError when that ends badly."""
    run_module("benchmarks.told", ["--served", served, "--github", github], env)


def main() -> None:
    """Ask the forge about all packages of the instance."""
    import django

    django.setup()

    from packdex.catalog.models import Package, PackageHistory
    from packdex.refresh.context import Context
    from packdex.refresh.planning import plan_packages
    from packdex.refresh.tips import span
    from packdex.refresh.worker import Wish, work
    from packdex.sources.http import Door

    parser = argparse.ArgumentParser(description="Record what a forge tells.")
    parser.add_argument("--served", required=True, help="where git serves the repositories")
    parser.add_argument("--github", required=True, help="where the forge is asked")
    options = parser.parse_args()
    with Door("packdex-benchmarks", allow_private=True) as door:
        context = Context(
            door=door,
            registry="https://registry.example.org",
            github_api=options.github,
            github_token="a-token",
            forges={urlsplit(options.served).netloc: "github"},
            allow_private=True,
        )
        plan_packages(list(Package.objects.all()), context)
        work(Wish(["forge"]), context, lambda _: None)
    now = datetime.now(UTC)
    for place, history in enumerate(PackageHistory.objects.order_by("package_id")):
        oldest = span(history.package_id) + MOVES
        history.refs_at = now - oldest * (place * 0.618034 % 1)
        history.save(update_fields=["refs_at"])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
    main()
