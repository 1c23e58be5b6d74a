"""What licence a project's words name, as a SPDX expression where they name exactly one.

SPDX identifiers and expressions: the SPDX License List, in the edition that `packaging` carries.
"""

from collections.abc import Iterable

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

MAX_EXPRESSION = 500
"""Characters. Longer text is a licence's body, not its name; it also bounds what is parsed."""

MAX_DEPTH = 20
"""Open parentheses; the parser behind `packaging` gives up with other errors at about a hundred."""

_PREFIX = "License :: "
_OSI = "OSI Approved"

# Only classifiers that mean exactly one licence. PEP 639, appendix "Mapping License Classifiers to
# SPDX Identifiers", forbids to infer one from those that leave the version or variant open: Apache
# Software License, BSD License, GPLv2 and GPLv3 without "only" or "later", LGPLv2, and others.
_CLASSIFIERS = {
    "Blue Oak Model License (BlueOak-1.0.0)": "BlueOak-1.0.0",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "CMU License (MIT-CMU)": "MIT-CMU",
    "Common Development and Distribution License 1.0 (CDDL-1.0)": "CDDL-1.0",
    "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
    "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "European Union Public Licence 1.0 (EUPL 1.0)": "EUPL-1.0",
    "European Union Public Licence 1.1 (EUPL 1.1)": "EUPL-1.1",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "MirOS License (MirOS)": "MirOS",
    "Mozilla Public License 1.0 (MPL)": "MPL-1.0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Mulan Permissive Software License v2 (MulanPSL-2.0)": "MulanPSL-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "The Unlicense (Unlicense)": "Unlicense",
    "Universal Permissive License (UPL)": "UPL-1.0",
    "W3C License": "W3C",
    "Zero-Clause BSD (0BSD)": "0BSD",
    "zlib/libpng License": "Zlib",
}

# Full names from the SPDX License List and their usual spellings that leave nothing open, in lower
# case.
_NAMES = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    'bsd 2-clause "simplified" license': "BSD-2-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 2-clause": "BSD-2-Clause",
    'bsd 3-clause "new" or "revised" license': "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "3-clause bsd": "BSD-3-Clause",
    "2-clause bsd": "BSD-2-Clause",
    "new bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "eclipse public license 2.0": "EPL-2.0",
    "gnu affero general public license v3.0 or later": "AGPL-3.0-or-later",
    "gnu affero general public license v3.0 only": "AGPL-3.0-only",
    "gnu general public license v2.0 or later": "GPL-2.0-or-later",
    "gnu general public license v2.0 only": "GPL-2.0-only",
    "gnu general public license v3.0 or later": "GPL-3.0-or-later",
    "gnu general public license v3.0 only": "GPL-3.0-only",
    "gnu lesser general public license v3.0 or later": "LGPL-3.0-or-later",
    "gnu lesser general public license v3.0 only": "LGPL-3.0-only",
    "isc license": "ISC",
    "mit license": "MIT",
    "the mit license": "MIT",
    "the mit license (mit)": "MIT",
    "mit license (mit)": "MIT",
    "mozilla public license 2.0": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "the unlicense": "Unlicense",
}


def normalise(expression: str) -> str | None:
    """A SPDX expression in its canonical spelling ("mit or apache-2.0" is "MIT OR Apache-2.0").

    None when it is not one, or names a licence that the list does not have.
    """
    expression = expression.strip()
    if len(expression) > MAX_EXPRESSION or expression.count("(") > MAX_DEPTH:
        return None
    try:
        return str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return None


def from_text(text: str) -> str | None:
    """The SPDX expression that free text names exactly, by identifier or full name; None otherwise.

    "BSD" or "GPL" name families, and a licence's whole body names nothing: both are None.
    """
    words = " ".join(text[: MAX_EXPRESSION + 1].split())
    return _NAMES.get(words.lower()) or normalise(words)


def from_classifier(classifier: str) -> str | None:
    """The SPDX identifier that a "License ::" classifier means; None when it leaves it open."""
    words = _words(classifier)
    return None if words is None else _CLASSIFIERS.get(words)


def choose(
    expression: str | None, classifiers: Iterable[str], text: str | None
) -> tuple[str | None, str | None]:
    """The licence that a project's metadata gives, and where it was found.

    The order is PEP 639's expression ("expression"), one unambiguous classifier ("classifier"),
    text that is exactly a name ("text"), and last the plain words of the classifiers
    ("classifier"), which are then no SPDX expression: `normalise` gives None for them. (None, None)
    when nothing is known.
    """
    if expression and (spdx := normalise(expression)):
        return spdx, "expression"
    words = list(dict.fromkeys(filter(None, map(_words, classifiers))))
    if len(words) == 1 and (spdx := _CLASSIFIERS.get(words[0])):
        return spdx, "classifier"
    if text and (spdx := from_text(text)):
        return spdx, "text"
    if words:
        # Two licences may mean either or both, which classifiers cannot say; so they stay words.
        return ", ".join(words), "classifier"
    return None, None


def _words(classifier: str) -> str | None:
    """The licence's name in a classifier, without the branch that it hangs on; None for others."""
    if not classifier.startswith(_PREFIX):
        return None
    name = classifier.rsplit(" :: ", 1)[-1].strip()
    return None if name in {"", _OSI} else name
