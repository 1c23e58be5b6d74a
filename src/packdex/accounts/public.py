"""What a person shows of the account: its public names, and whether favourites are shared."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from packdex.accounts import names
from packdex.accounts.models import User
from packdex.core.weblinks import web_address

LONGEST = 100
_LOGIN = re.compile(r"[A-Za-z0-9_-]{1,39}")


def by_account(name: str) -> User | None:
    """The active account that is called so: by its GitHub name first, as v3 does, then by its own.

    Where none is written exactly so, the only one that is but for capitals. Three queries at most.
    """
    if "\0" in name:
        return None
    active = User.objects.filter(is_active=True)
    exact = active.filter(github_account=name).first() or active.filter(username=name).first()
    if exact is not None:
        return exact
    near = list(active.filter(Q(github_account__iexact=name) | Q(username__iexact=name))[:2])
    return near[0] if len(near) == 1 else None


def is_taken(name: str, by_other_than: int = 0) -> bool:
    """Whether another account is called so, capitals apart: two people never share a profile."""
    called = User.objects.filter(Q(github_account__iexact=name) | Q(username__iexact=name))
    return bool(name) and called.exclude(pk=by_other_than).exists()


def one_name_at_a_time() -> None:
    """Have who gives a name hold the first account's row, so that none is given twice.

    Call it in the transaction that gives the name.
    """
    User.objects.select_for_update().order_by("pk").first()


@transaction.atomic
def show(
    user: User, *, github_account: str, gitlab_url: str, bitbucket_url: str, shows_favorites: bool
) -> bool:
    """Set what the account shows; returns whether it is called otherwise now.

    Raises ValidationError, with a sentence for each field that cannot be taken.
    """
    one_name_at_a_time()
    before = user.account
    github_account = github_account.strip()
    wrong: dict[str, str] = {}
    if github_account and not _LOGIN.fullmatch(github_account):
        wrong["github_account"] = "A GitHub name has up to 39 letters, digits and hyphens."
    elif names.is_reserved(github_account):
        wrong["github_account"] = f"{github_account} cannot be the name of an account here."
    elif is_taken(github_account, user.pk):
        wrong["github_account"] = f"Another account here is called {github_account}."
    addresses = {"gitlab_url": gitlab_url.strip(), "bitbucket_url": bitbucket_url.strip()}
    for field, address in addresses.items():
        if len(address) > LONGEST:
            wrong[field] = f"An address of up to {LONGEST} characters is taken."
        elif address and web_address(address) is None:
            wrong[field] = "An address begins with https:// and has no blanks."
    if wrong:
        raise ValidationError(wrong)
    user.github_account = github_account
    user.gitlab_url, user.bitbucket_url = addresses["gitlab_url"], addresses["bitbucket_url"]
    user.shows_favorites = shows_favorites
    user.save(
        update_fields=[
            "github_account",
            "gitlab_url",
            "bitbucket_url",
            "shows_favorites",
            "modified",
        ]
    )
    return user.account != before
