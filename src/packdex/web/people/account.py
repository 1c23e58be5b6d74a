"""One's own account: one page that leads to all there is to set, see, take along and end."""

from __future__ import annotations

from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from packdex.accounts.models import Invitation, PersonalToken, User
from packdex.accounts.providers import configured
from packdex.catalog.models import Maintainer
from packdex.core.counts import counted
from packdex.core.roles import Act, may
from packdex.web.forms import form_page, sign_in_first
from packdex.web.people.names import profile_path
from packdex.web.render import Head
from packdex.web.visitor import user_of

PATH = "/accounts/"


class Line(NamedTuple):
    """A line of the page: what it is about, how it stands, and what one can do."""

    name: str
    state: str
    steps: tuple[tuple[str, str], ...]


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The account of who asks."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    return form_page(
        request,
        "people/account.html",
        Head(title="Your account", index=False),
        name=user.account,
        profile=profile_path(user),
        parts=[
            ("signing-in", "Signing in", _ways_in(user)),
            ("others", "Other people", _profile(user) + _invitations(user)),
            ("maintained", "Your packages", _maintained(user)),
            ("programs", "Programs", _programs(user)),
            ("data", "Your data", _data()),
        ],
    )


def _ways_in(user: User) -> list[Line]:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    keys = kinds.count(Authenticator.Type.WEBAUTHN)
    app = "on" if Authenticator.Type.TOTP in kinds else "off"
    has_password = user.has_usable_password()
    sessions = UserSession.objects.filter(user=user).count()
    address = _address(user)
    lines = [
        Line("E-mail", address, (("/accounts/email/", "Add" if address == "none" else "Change"),)),
        Line(
            "Password",
            "set" if has_password else "none",
            (("/accounts/password/change/", "Change") if has_password else _SET,),
        ),
        Line(
            "Passkeys",
            counted(keys, "passkey") if keys else "none",
            (("/accounts/two-steps/", "Show" if keys else "Add"),),
        ),
        Line("Codes of an app", app, (("/accounts/two-steps/", "Change" if keys else "Set up"),)),
    ]
    others = list(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    if others or configured():
        known = {way.id: way.name for way in configured()}
        state = ", ".join(known.get(other, other) for other in others) or "none"
        lines.append(Line("Other services", state, (("/accounts/services/", "Change"),)))
    browsers = counted(max(sessions, 1), "browser")
    lines.append(Line("Signed in", f"in {browsers}", (("/accounts/sessions/", "Show"),)))
    return lines


_SET = ("/accounts/password/set/", "Choose one")


def _address(user: User) -> str:
    addresses = list(EmailAddress.objects.filter(user=user).order_by("-verified", "pk"))
    if not addresses:
        return "none"
    first, waiting = addresses[0], [one for one in addresses if not one.verified]
    if not first.verified:
        return f"{first.email}, not confirmed yet"
    return f"{first.email}, {waiting[0].email} not confirmed yet" if waiting else first.email


def _maintained(user: User) -> list[Line]:
    count = Maintainer.objects.filter(person=user).count()
    state = counted(count, "package or grid", "packages and grids") if count else "none"
    return [Line("Maintained", state, (("/accounts/maintained/", "Show"),))]


def _profile(user: User) -> list[Line]:
    shown = "your name, what you changed and use"
    if user.shows_favorites:
        shown += ", your favourites"
    steps = (("/accounts/settings/", "Change"), (profile_path(user), "See it"))
    return [Line("Profile", shown, steps)]


def _invitations(user: User) -> list[Line]:
    made = Invitation.objects.filter(by=user).count()
    if not made and not may(user.actor, Act.INVITE):
        return []
    state = counted(made, "invitation") if made else "none yet"
    return [Line("Invitations", state, (("/accounts/invitations/", "Show" if made else "Invite"),))]


def _programs(user: User) -> list[Line]:
    tokens = PersonalToken.objects.filter(user=user, expires_at__gt=timezone.now()).count()
    return [
        Line(
            "Tokens",
            counted(tokens, "token") if tokens else "none",
            (("/accounts/tokens/", "Show" if tokens else "Make one"),),
        ),
        Line("Applications", "what may act for you", (("/accounts/applications/", "Show"),)),
    ]


def _data() -> list[Line]:
    return [
        Line("A copy", "all that is stored about you, as JSON", ((f"{PATH}data/", "Download"),)),
        Line("Leaving", "delete your account", ((f"{PATH}delete/", "Delete"),)),
    ]
