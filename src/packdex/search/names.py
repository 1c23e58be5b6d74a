"""Names as the v4 contract shows them: without the framework's prefix."""

from __future__ import annotations

import re


def plain_name(name: str) -> str:
    """`name` without the framework's prefix, case and separators, for comparing names."""
    return re.sub(r"[-_. ]+", "", without_prefix(name.lower()))


def without_prefix(name: str) -> str:
    """`name` without a leading "django-", "django_" or "django "."""
    return re.sub(r"^django[-_ ]+(?=.)", "", name.strip(), flags=re.IGNORECASE)
