"""The order of versions (PEP 440), for text that may not be a version at all."""

from packaging.version import InvalidVersion, Version

LOWEST = Version("0.dev0")

SortKey = tuple[bool, Version, str]


def sort_key(version: str) -> SortKey:
    """A key that sorts versions from old to new.

    Registries hold releases from before PEP 440 ("1.0-final2b"); those come before every valid one,
    in the order of their text. The text also parts versions that PEP 440 holds equal ("1.0" and
    "1.0.0").
    """
    try:
        return (True, Version(version), version)
    except InvalidVersion:
        return (False, LOWEST, version)
