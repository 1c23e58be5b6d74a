"""The catalogue's tables: curated, observed and derived."""

from packdex.catalog.models.advisory import Advisory
from packdex.catalog.models.category import Category
from packdex.catalog.models.community import Example, Favorite, Flag, Usage
from packdex.catalog.models.edition import Edition
from packdex.catalog.models.facts import Host, PackageFacts, Release, SourceState
from packdex.catalog.models.grid import Element, Feature, Grid, GridPackage
from packdex.catalog.models.history import Event, PackageHistory, PastAddress, Snapshot
from packdex.catalog.models.maintainer import Claim, How, Maintainer
from packdex.catalog.models.moved import MovedSlug, PastSlug
from packdex.catalog.models.package import Declared, Package
from packdex.catalog.models.prepared import (
    CategoryAnswers,
    GridAnswers,
    GridListing,
    PackageAnswers,
    PackageListing,
    PackagePage,
    VerdictAnswers,
)
from packdex.catalog.models.readiness import Readiness
from packdex.catalog.models.revision import Revision
from packdex.catalog.models.verdict import PackageVerdict

__all__ = [
    "Advisory",
    "Category",
    "CategoryAnswers",
    "Claim",
    "Declared",
    "Edition",
    "Element",
    "Event",
    "Example",
    "Favorite",
    "Feature",
    "Flag",
    "Grid",
    "GridAnswers",
    "GridListing",
    "GridPackage",
    "Host",
    "How",
    "Maintainer",
    "MovedSlug",
    "Package",
    "PackageAnswers",
    "PackageFacts",
    "PackageHistory",
    "PackageListing",
    "PackagePage",
    "PackageVerdict",
    "PastAddress",
    "PastSlug",
    "Readiness",
    "Release",
    "Revision",
    "Snapshot",
    "SourceState",
    "Usage",
    "VerdictAnswers",
]
