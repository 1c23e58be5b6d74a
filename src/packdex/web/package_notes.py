"""What a reader of a package should know before all else: deprecated, archived, moved, yanked."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.utils.safestring import SafeString

from packdex.catalog.models import Declared, Package, PackageFacts
from packdex.catalog.past import Past
from packdex.core.events import ARCHIVED
from packdex.web.happenings import bare_address
from packdex.web.people.names import profile_link
from packdex.web.show import day, escaped, link

# Marks of a project that need no word.
_USUAL = {"", "active"}


def notes(package: Package, facts: PackageFacts, past: Past) -> list[SafeString]:
    """The notes on a package, as sentences of HTML, most serious first."""
    return [
        *_deprecated(package),
        *_declared(package),
        *_status(facts),
        *_archived(facts, past),
        *_yanked(package, facts),
        *_moved(package, facts, past),
    ]


def _deprecated(package: Package) -> Iterator[SafeString]:
    """What people say of it, with what to take instead; the sources may know nothing of that."""
    if package.deprecated_at is None:
        return
    why = escaped(package.deprecated_why)
    reason = f": {why}{'' if why.endswith(('.', '!', '?')) else '.'}" if why else "."
    since = f"{day(package.deprecated_at)}{_by(package, package.deprecated_by)}"
    yield SafeString(f"<b>Deprecated</b> on {since}{reason}{_instead(package)}")


def _declared(package: Package) -> Iterator[SafeString]:
    """How it stands by the word of a maintainer; a deprecation says it all."""
    if not package.declared or package.deprecated_at is not None:
        return
    status = "is finished" if package.declared == Declared.FINISHED else "needs help"
    by = profile_link(package.declared_by) or "a maintainer"
    why = f": {escaped(package.declared_why)}" if package.declared_why else "."
    yield SafeString(f"On {day(package.declared_at)} {by} said that it <b>{status}</b>{why}")


def _by(package: Package, person: AbstractBaseUser | None) -> str:
    """Who said it, where that is a maintainer; of others the history tells."""
    if person is None or all(one.person_id != person.pk for one in package.maintainers.all()):
        return ""
    return f" by {profile_link(person)}, who maintains it"


def _instead(package: Package) -> str:
    other = package.replaced_by
    if other is None or other.hidden:
        return ""
    return f' Take <a href="/packages/p/{other.slug}/">{escaped(other.title)}</a> instead.'


def _status(facts: PackageFacts) -> Iterator[SafeString]:
    status = (facts.project_status or "").strip()
    if status not in _USUAL:
        reason = f": {escaped(facts.project_status_reason)}" if facts.project_status_reason else "."
        yield SafeString(f"The registry marks this project as <b>{escaped(status)}</b>{reason}")


def _archived(facts: PackageFacts, past: Past) -> Iterator[SafeString]:
    if facts.archived:
        since = next((event.at for event in past.events if event.kind == ARCHIVED), None)
        seen = f" since {day(since)}" if since else ""
        yield SafeString(f"The repository is <b>archived</b>{seen}: it is read-only.")


def _yanked(package: Package, facts: PackageFacts) -> Iterator[SafeString]:
    for release in package.releases.all():
        if release.yanked and release.version == facts.registry_version:
            reason = f": {escaped(release.yanked_reason)}" if release.yanked_reason else "."
            version = escaped(release.version)
            yield SafeString(f"The latest release, {version}, was <b>yanked</b>{reason}")


def _moved(package: Package, facts: PackageFacts, past: Past) -> Iterator[SafeString]:
    """Where the repository was before, and where it is now if that is not what people entered."""
    here = facts.address or ""
    if past.addresses:
        address, until = past.addresses[0]
        old = f"Until {day(until)} it was at {escaped(bare_address(address))}"
        more = len(past.addresses) - 1
        before = f", and at {more} other address{'es' if more > 1 else ''} before" if more else ""
        new = f"; it is at {link(here, bare_address(here))} now" if here else ""
        yield SafeString(f"The repository <b>moved</b>. {old}{before}{new}.")
    elif here and _plain(here) != _plain(package.repo_url):
        yield SafeString(f"The repository is at {link(here, bare_address(here))} now.")


def _plain(address: str) -> str:
    return bare_address(address).casefold().removesuffix(".git")
