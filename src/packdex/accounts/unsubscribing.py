"""Ending mail by a link in it, without signing in: who has the link has had the mail."""

from __future__ import annotations

from django.core import signing

from packdex.accounts.models import User

_SALT = "packdex.unsubscribe"
LONGEST = 200


def path_of(person: int) -> str:
    """The address that ends what this account is told by mail."""
    return f"/accounts/unsubscribe/{signing.dumps(person, salt=_SALT)}/"


def person_of(token: str) -> User | None:
    """Whose mail the token ends; None where it is none of ours, or there is no such account."""
    try:
        id_ = signing.loads(token[:LONGEST], salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=id_, is_active=True).first()


def set_mail(user: User, *, wanted: bool) -> None:
    """Have `user` be told by mail of what others change, or not."""
    user.told_by_mail = wanted
    user.save(update_fields=["told_by_mail", "modified"])
