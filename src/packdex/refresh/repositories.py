"""Asking git on the terms of this instance's settings."""

from __future__ import annotations

from packdex.refresh.context import Context
from packdex.sources.git import Git
from packdex.sources.guard import Guard

REQUESTS = 30
"""What a repository may take, in requests that each take as long as one may."""


def open_git(context: Context) -> Git:
    """Git with the name, the trusted hosts and the limits that `context` has."""
    door = context.door
    return Git(
        door.agent,
        Guard(context.allow_private, door.allowed_hosts),
        timeout_s=door.timeout_s * REQUESTS,
        max_bytes=context.max_repository_bytes,
    )
