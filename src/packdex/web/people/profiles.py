"""What one person did here, as everybody may see it."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.accounts import public
from packdex.accounts.models import User
from packdex.catalog import moderation, people
from packdex.catalog.actions.verbs import said
from packdex.catalog.models import Flag, Package
from packdex.core.counts import counted
from packdex.core.roles import Act, Role, may
from packdex.web.forms import form_page
from packdex.web.happenings import bare_address
from packdex.web.people.names import profile_path
from packdex.web.people.things import path_of
from packdex.web.render import Head
from packdex.web.show import day, lines, link, one_line
from packdex.web.visitor import user_of
from packdex.web.words import kind

MOST = 100
CHANGES, REPORTS = 25, 25

# Accounts of longer names there are none.
LONGEST_NAME = 200


class Section(NamedTuple):
    """A list of packages under a heading; `more` is how many of them are not listed."""

    id: str
    heading: str
    note: str
    packages: list[tuple[str, str, str, bool]]
    more: int
    none: str


class Change(NamedTuple):
    """A change by the person: when, what, and the page of what it was made to."""

    on: SafeString
    said: str
    name: str
    path: str


@require_safe
def profile(request: HttpRequest, account: str) -> HttpResponse:
    """The profile of the account with this name; another spelling of it leads there."""
    user = public.by_account(account) if len(account) <= LONGEST_NAME else None
    if user is None:
        raise Http404("no such account")
    if account != user.account:
        return HttpResponseRedirect(profile_path(user))
    own = user_of(request) == user
    reports = people.reports_of(user.pk, REPORTS) if own else []
    moderator = own and may(user.actor, Act.MODERATE)
    name = one_line(user.account)
    return form_page(
        request,
        "people/profile.html",
        Head(title=name, path=profile_path(user), index=False),
        name=name,
        role=_role(user),
        since=day(user.date_joined),
        links=_links(user),
        own=own,
        open=counted(moderation.open_count(), "open report") if moderator else "",
        sections=[section for section in _sections(user, own=own) if section],
        changes=_changes(user),
        reports=[_report(flag) for flag in reports],
    )


def _role(user: User) -> str:
    """The person's role where it is more than a member's, as that is what others rely on."""
    role = user.actor.role
    return role.name.lower() if role > Role.MEMBER else ""


def _links(user: User) -> list[tuple[str, SafeString]]:
    addresses = [("GitLab", user.gitlab_url), ("Bitbucket", user.bitbucket_url)]
    if user.github_account:
        addresses.insert(0, ("GitHub", f"https://github.com/{user.github_account}"))
    return [
        (label, link(address, bare_address(address))) for label, address in addresses if address
    ]


def _sections(user: User, *, own: bool) -> list[Section | None]:
    login = user.account
    shared = user.shows_favorites
    return [
        _section("added", "Added", people.added_by(user.pk, MOST), none="No package yet."),
        _section("uses", "Uses", people.used_by(user.pk, MOST), none="Nothing was said yet."),
        _section(
            "favourites",
            "Favourites",
            people.favorites_of(user.pk, MOST),
            note="" if shared else "Only you see these.",
            none="None yet." if own else "",
        )
        if shared or own
        else None,
        _section(
            "contributed",
            "Contributed to",
            people.contributed_to(login, MOST),
            note=f"Packages with {login} among the contributors that their sources name. Nobody"
            " checks that it is the same person.",
        ),
    ]


def _section(
    id: str,  # noqa: A002
    heading: str,
    some: people.Some,
    *,
    note: str = "",
    none: str = "",
) -> Section | None:
    """The section; None where it has nothing to list and nothing to say about that."""
    if not some.packages and not none:
        return None
    rows = [_row(package) for package in some.packages]
    return Section(id, heading, note if rows else "", rows, some.total - len(rows), none)


def _row(package: Package) -> tuple[str, str, str, bool]:
    deprecated = package.deprecated_at is not None
    return package.slug, one_line(package.title), kind(package.category), deprecated


def _changes(user: User) -> list[Change]:
    return [
        Change(
            day(change.at), said(change.verb), one_line(change.about), path_of(row) if row else ""
        )
        for change, row in people.edited_by(user.pk, CHANGES)
    ]


def _report(flag: Flag) -> tuple[SafeString, str, str, str, str, str]:
    """When, about what, why, what came of it, the moderator's answer, and a maintainer's reply."""
    thing = flag.package or flag.grid or flag.example
    name = one_line(thing.title) if thing else "a change"
    return (
        day(flag.created),
        name,
        lines(flag.reason),
        flag.state,
        lines(flag.answer),
        lines(flag.reply),
    )
