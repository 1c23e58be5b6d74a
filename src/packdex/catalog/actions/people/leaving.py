"""What stays of somebody who leaves: the work on entries, with or without the name."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from packdex.catalog import editions
from packdex.catalog.actions.people.renamed import person_renamed
from packdex.catalog.models import Example, Flag, Package, Usage


@transaction.atomic
def leave(person: int, *, keep_name: bool) -> None:
    """Delete the account with this id and all that is its person's own.

    What they changed of entries stays, and sites that are shown. With `keep_name` the account's
    row stays, too, as a name that nobody signs in with or takes; without, nobody is named.
    """
    user = get_user_model()._default_manager.select_for_update().get(pk=person)
    person_renamed(person)
    used = list(Usage.objects.filter(by=person).values_list("package_id", flat=True))
    Flag.objects.filter(by=person).delete()
    Example.objects.filter(by=person, shown=False).delete()
    if keep_name:
        _empty(user)
    else:
        user.delete()
    _count_again(used)


def _empty(user: models.Model) -> None:
    """Delete all that belongs to the account, and all that its row says but the name."""
    for relation in user._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.on_delete is models.CASCADE:
            rows: QuerySet[models.Model] = relation.related_model._default_manager.filter(
                **{relation.field.name: user.pk}
            )
            rows.delete()
    kept = {"id", "username", "github_account", "date_joined", "modified"}
    for field in user._meta.concrete_fields:
        if field.name not in kept:
            setattr(user, field.attname, field.get_default())
    user.is_active = False  # type: ignore[attr-defined]
    user.set_unusable_password()  # type: ignore[attr-defined]
    user.save()


def _count_again(packages: list[int]) -> None:
    """Set how many use each of these packages to how many say so."""
    changed = Package.objects.filter(pk__in=packages).order_by("pk").select_for_update()
    list(changed.values_list("pk", flat=True))
    users = Usage.objects.filter(package=OuterRef("pk")).order_by().values("package")
    count = users.annotate(n=models.Count("pk")).values("n")
    Package.objects.filter(pk__in=packages).update(usage_count=Coalesce(Subquery(count), 0))
    editions.touch(packages=packages)
