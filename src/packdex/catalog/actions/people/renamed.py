"""What has to be made anew when a person is called otherwise."""

from __future__ import annotations

from django.db.models import Q

from packdex.catalog import editions
from packdex.catalog.models import Package


def person_renamed(person: int) -> None:
    """Make stale what names this person: packages that they added or edited last.

    Call it in the transaction that changes the name.
    """
    named = Package.objects.filter(Q(created_by=person) | Q(last_modified_by=person))
    editions.touch(packages=named.values_list("pk", flat=True))
