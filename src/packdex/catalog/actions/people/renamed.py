"""What has to be made anew when a person is called otherwise."""

from __future__ import annotations

from django.db.models import Q

from packdex.catalog import editions
from packdex.catalog.models import Package


def person_renamed(person: int) -> None:
    """Make stale the packages that name this person: who added or edited them, say.

    Call it in the transaction that changes the name.
    """
    named = Package.objects.filter(
        Q(created_by=person)
        | Q(last_modified_by=person)
        | Q(deprecated_by=person)
        | Q(declared_by=person)
        | Q(maintainers__person=person)
    )
    editions.touch(packages=named.distinct().values_list("pk", flat=True))
