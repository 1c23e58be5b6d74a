"""What is left of sessions and accounts goes once nobody needs it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from packdex.accounts.models import Counted, User
from packdex.accounts.tidying import tidy
from tests import make
from tests.accounts.conftest import Visitor

pytestmark = pytest.mark.django_db


def test_names_of_accounts_that_nobody_confirmed_are_free_again(ada: Visitor) -> None:
    make.user("bob")  # the operator's: never here, no address
    Visitor().sign_up("eve", "eve@mail.example")
    now = timezone.now()
    assert tidy(now + timedelta(days=6)) == 0
    assert tidy(now + timedelta(days=8)) == 1
    assert sorted(User.objects.values_list("username", flat=True)) == ["ada", "bob"]


def test_what_ended_goes(ada: Visitor) -> None:
    cache.set("x", 1, 60)
    now = timezone.now()
    tidy(now)
    assert Session.objects.exists()
    assert Counted.objects.exists()
    tidy(now + timedelta(days=30))
    assert not Session.objects.exists()
    assert not Counted.objects.exists()
    assert User.objects.get().username == "ada"
