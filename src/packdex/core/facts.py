"""What a registry says about one project, as plain values that nothing else has to parse again.

`None` always means "not known", never "none" and never 0. Every time is aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from packaging.version import Version


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a project on a registry.

    `uploaded_at` is the upload of its earliest file (UTC), None for a release without files.
    `requires_python` is a range as PEP 440 writes it (">=3.9"), as the registry gives it,
    unchecked.
    """

    version: str
    uploaded_at: datetime | None
    yanked: bool
    yanked_reason: str | None
    requires_python: str | None


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """One project as its registry describes it.

    `version` is the one the registry itself puts forward, not one that we chose from `releases`.
    `licence` is a SPDX expression where the project's words name one; otherwise the words of its
    classifiers ("BSD License"). `licence_source` says where it was read: "expression" (PEP 639),
    "classifier" or "text". `links` are (label, http or https address) in the project's own order.
    `releases` are newest first by upload time, those without one last.
    `requirements` are those of `version`, as PEP 508 writes them, unchecked.
    `owners` are the organization that the project belongs to, if any, and the accounts whose role
    is that of an owner; those that may only upload are none.
    """

    name: str
    version: str | None
    summary: str | None
    licence: str | None
    licence_source: str | None
    requires_python: str | None
    classifiers: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    releases: tuple[Release, ...]
    owners: tuple[str, ...] | None = None
    requirements: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """A status marker (PEP 792) and why it was set, in the words of who set it.

    `status` is "active", "archived", "quarantined" or "deprecated", or what a later specification
    adds. None: the index has no markers.

    `attested` are the versions with files of which it is told whether each proves where it was
    built (PEP 740), and whether all of them do. None: the index tells nothing of the kind.
    """

    status: str | None
    reason: str | None
    attested: Mapping[Version, bool] | None = None
