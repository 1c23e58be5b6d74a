"""Inviting people: to an account, to a role, or to look after a package or a grid."""

from packdex.accounts.invitations.arriving import is_invited

__all__ = ["is_invited"]
