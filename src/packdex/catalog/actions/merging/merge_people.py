"""Merging two packages: what people said about them."""

from __future__ import annotations

from packdex.catalog.models import Example, Favorite, Flag, Package, Revision, Usage


def move_people(gone_id: int, kept_id: int) -> None:
    """Give the kept package the other's users, favourites, examples, reports and revisions.

    Who uses both is counted once, and a site that stands under both is shown once. What the other
    replaced is replaced by the kept one.
    """
    for model in (Usage, Favorite):
        own = model._default_manager.filter(package_id=kept_id).values_list("by_id", flat=True)
        others = model._default_manager.filter(package_id=gone_id)
        others.exclude(by__in=own).update(package_id=kept_id)
    sites = Example.objects.filter(package_id=kept_id).values("url")
    Example.objects.filter(package_id=gone_id).exclude(url__in=sites).update(package_id=kept_id)
    Flag.objects.filter(package_id=gone_id).update(package_id=kept_id)
    Revision.objects.filter(package_id=gone_id).update(package_id=kept_id)
    replaced = Package.objects.filter(replaced_by_id=gone_id)
    replaced.exclude(pk=kept_id).update(replaced_by_id=kept_id)
    count = Usage.objects.filter(package_id=kept_id).count()
    Package.objects.filter(pk=kept_id).update(usage_count=count)
