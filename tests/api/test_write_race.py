"""Two who edit at once with the same ETag: one is told that the other was quicker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from packdex.catalog.models import Package, Revision
from tests import make
from tests.api.writers import client_of, send

OAK = "/api/v4/packages/oak/"


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_of_one_state_one_is_made() -> None:
    make.package("oak")
    tag = Client().get(OAK)["ETag"]
    callers = [client_of("ada"), client_of("bea")]
    together = Barrier(2)

    def edit(number: int) -> int:
        together.wait()
        try:
            told = {"title": f"Oak {number}"}
            return send(callers[number], "patch", OAK, told, if_match=tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(edit, range(2))) == [200, 412]
    assert Package.objects.get().title == f"Oak {int(Revision.objects.get().by.username == 'bea')}"  # type: ignore[union-attr]
