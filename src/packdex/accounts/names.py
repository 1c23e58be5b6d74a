"""What an account may be called.

Names stand beside changes that others rely on, so no two may look alike: plain ASCII letters, no
two names that differ in capitals only, and none that sounds like those who run the directory.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

LONGEST = 39
"""Characters, as on the forges that most people have a name on already."""

RULE = (
    f"A name has up to {LONGEST} letters from a to z, digits, dots, hyphens and underscores, and"
    " begins and ends with a letter or a digit."
)

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")

_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    abuse account accounts admin administrator admins anonymous api bot contact daemon deleted
    editor editors everybody everyone help hostmaster info legal mail maintainer maintainers me
    member members moderator moderators nobody none noreply null official operator owner packdex
    postmaster privacy reader root security settings site staff support sysadmin system team
    undefined unknown user users webmaster
    """,
    )
)


def check(name: str) -> None:
    """Raise ValidationError, with a sentence for the reader, for what cannot be a name."""
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        raise ValidationError(RULE)


def is_reserved(name: str) -> bool:
    """Whether people could take somebody of this name for those who run the directory."""
    return re.sub(r"[._-]", "", name).lower() in _RESERVED


VALIDATORS = [check]
"""For allauth, which looks for a list (ACCOUNT_USERNAME_VALIDATORS)."""
