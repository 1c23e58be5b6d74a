"""What is of no use any more: sessions that ended, and accounts that nobody confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from packdex.accounts.models import Counted, User

UNCONFIRMED_FOR = timedelta(days=7)
"""The link of a mail works for three days; as long again, and a name is free for others."""


def tidy(now: datetime) -> int:
    """Delete what ended before `now`; returns how many accounts nobody had confirmed."""
    Session.objects.filter(expire_date__lt=now).delete()
    Counted.objects.filter(expires__lt=now).delete()
    return _delete_unconfirmed(now)


def _delete_unconfirmed(now: datetime) -> int:
    """Those of people who signed up by themselves and never were here since."""
    theirs = EmailAddress.objects.filter(user=OuterRef("pk"))
    waiting = User.objects.filter(
        Exists(theirs.filter(verified=False)),
        ~Exists(theirs.filter(verified=True)),
        date_joined__lt=now - UNCONFIRMED_FOR,
        last_login=None,
    ).exclude(email="")
    count = waiting.count()
    waiting.delete()
    return count
