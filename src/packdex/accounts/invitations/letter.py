"""The mail of an invitation."""

from __future__ import annotations

from packdex.accounts import letters
from packdex.accounts.invitations.arriving import path_of
from packdex.accounts.models import Invitation
from packdex.core.roles import Role


def send(row: Invitation, secret: str, origin: str, thing: str = "") -> None:
    """Send the invitation to its address.

    `origin` is what links begin with; `thing` the title of what somebody is to look after. Raises
    MailError: the row is there all the same.
    """
    until = f"{row.expires_at.day} {row.expires_at:%B %Y}"
    content = {
        "by": " ".join(row.by.account.split()) if row.by else "",
        "to_what": to_what(row, thing),
        "link": origin + path_of(secret),
        "until": until,
        "origin": origin,
    }
    letters.send("letters/invitation.txt", row.email, content)


def to_what(row: Invitation, thing: str = "") -> str:
    """What somebody is invited to, as in "Ada invites you …"."""
    if row.package_id or row.grid_id:
        what = "package" if row.package_id else "grid"
        # Whoever names a package writes into the mail: names are short, advertisements are not.
        title = " ".join(thing.split())[:60] or f"number {row.package_id or row.grid_id}"
        return f"to look after the {what} {title}"
    if row.role > Role.MEMBER:
        return f"to be {'an editor' if row.role == Role.EDITOR else 'a moderator'} here"
    return "to make an account here"
