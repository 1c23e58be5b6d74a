"""Merging two packages: what people said about them."""

from __future__ import annotations

from packdex.catalog.models import (
    Claim,
    Example,
    Favorite,
    Flag,
    Maintainer,
    Package,
    Revision,
    Usage,
)


def move_people(gone_id: int, kept_id: int) -> None:
    """Give the kept package what people said of the other: as users, reporters, maintainers.

    Its sites, reports and revisions, too. Who uses both is counted once, and a site that stands
    under both is shown once. What the other replaced is replaced by the kept one.
    """
    for model, whose in ((Usage, "by"), (Favorite, "by"), (Maintainer, "person")):
        rows = model._default_manager
        own = rows.filter(package_id=kept_id).values_list(f"{whose}_id", flat=True)
        others = rows.filter(package_id=gone_id).exclude(**{f"{whose}__in": own})
        others.update(package_id=kept_id)
    Claim.objects.filter(package_id=gone_id).update(package_id=kept_id)
    sites = Example.objects.filter(package_id=kept_id).values("url")
    Example.objects.filter(package_id=gone_id).exclude(url__in=sites).update(package_id=kept_id)
    Flag.objects.filter(package_id=gone_id).update(package_id=kept_id)
    Revision.objects.filter(package_id=gone_id).update(package_id=kept_id)
    replaced = Package.objects.filter(replaced_by_id=gone_id)
    replaced.exclude(pk=kept_id).update(replaced_by_id=kept_id)
    count = Usage.objects.filter(package_id=kept_id).count()
    Package.objects.filter(pk=kept_id).update(usage_count=count)
