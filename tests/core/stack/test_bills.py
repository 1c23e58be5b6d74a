"""Bills of materials: CycloneDX's and SPDX's JSON, as their specifications have it."""

import json
from typing import Any

import pytest

from tests.core.stack.files import plain, read, reasons

CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "name": "mine"}},
    "components": [
        {"type": "library", "name": "Django", "version": "5.2", "purl": "pkg:pypi/django@5.2"},
        {"type": "library", "name": "left-pad", "purl": "pkg:npm/left-pad@1.3.0"},
        {
            "type": "framework",
            "name": "outer",
            "purl": "pkg:pypi/outer@1.0?extension=whl",
            "components": [
                {"type": "library", "name": "inner", "version": "2", "purl": "pkg:pypi/inner"}
            ],
        },
        {"type": "file", "name": "setup.py"},
        {"type": "library", "name": "nowhere"},
    ],
}

SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "documentDescribes": ["SPDXRef-mine"],
    "packages": [
        {"SPDXID": "SPDXRef-mine", "name": "mine"},
        {
            "SPDXID": "SPDXRef-1",
            "name": "django",
            "versionInfo": "5.2",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:pypi/django@5.2",
                }
            ],
        },
    ],
}

SPDX_3: dict[str, Any] = {
    "@context": "https://spdx.example/rdf/3.0.1/context.jsonld",
    "@graph": [
        {"type": "SpdxDocument"},
        {
            "type": "software_Package",
            "name": "django",
            "software_packageVersion": "5.2",
            "software_packageUrl": "pkg:pypi/django@5.2",
        },
        {
            "type": "software_Package",
            "name": "six",
            "externalIdentifier": [
                {"externalIdentifierType": "packageUrl", "identifier": "pkg:pypi/six@1.16"}
            ],
        },
    ],
}


@pytest.mark.parametrize("name", ["bom.json", "mine.cdx.json", "any.json"])
def test_cyclonedx(name: str) -> None:
    found = read(name, json.dumps(CYCLONEDX, indent=1))
    asked = {(one.name, one.version) for one in found.dependencies}
    assert asked == {("django", "5.2"), ("outer", "1.0"), ("inner", "2")}
    assert [(one.reason, one.grave) for one in found.problems] == [
        ("'nowhere' does not say of which registry it is, so it was left out", False)
    ]


def test_lines_are_those_of_the_address() -> None:
    text = json.dumps(CYCLONEDX, indent=1)
    line = 1 + text[: text.index("pkg:pypi/django")].count("\n")
    assert plain(read("bom.json", text))[0] == ("django", "==5.2", line)


@pytest.mark.parametrize("name", ["mine.spdx.json", "any.json"])
def test_spdx(name: str) -> None:
    found = read(name, json.dumps(SPDX))
    assert plain(found) == [("django", "==5.2", 1)]
    assert found.problems == []


def test_spdx_3() -> None:
    found = read("any.json", json.dumps(SPDX_3))
    assert [(one.name, one.version) for one in found.dependencies] == [
        ("django", "5.2"),
        ("six", "1.16"),
    ]


def test_an_address_that_is_none_is_told() -> None:
    text = json.dumps({"bomFormat": "CycloneDX", "components": [{"name": "a", "purl": "pkg:"}, 3]})
    assert [why for _, why in reasons(read("bom.json", text))] == [
        "'pkg:' is not a package URL, as pkg:pypi/django@5.2 is one",
        "'3' is not a component",
    ]


@pytest.mark.parametrize("document", [CYCLONEDX, SPDX])
def test_one_that_is_cut_off_says_what_it_did_before(document: dict[str, Any]) -> None:
    key = "components" if document is CYCLONEDX else "packages"
    more = {"type": "library", "name": "last", "purl": "pkg:pypi/last@1"}
    text = json.dumps(document | {key: [*document[key], more]}, indent=1)
    cut = text.index("pkg:pypi/last")
    found = read("any.json", text[:cut])
    assert "django" in [one.name for one in found.dependencies]
    assert "last" not in [one.name for one in found.dependencies]
    grave = [one for one in found.problems if one.grave]
    assert [one.where.line for one in grave] == [text.count("\n", 0, cut) + 1]


@pytest.mark.parametrize("text", ['{"components": 3}', '{"bomFormat": "CycloneDX"', "[1]", "{}"])
def test_other_shapes_are_no_end(text: str) -> None:
    assert read("bom.json", text).dependencies == []


def test_numbers_and_nesting_without_end_are_told() -> None:
    assert "without end" in reasons(read("bom.json", '{"a": ' + "1" * 5000))[0][1]
    assert reasons(read("bom.json", '{"a": ' + "[" * 100_000)) == [(1, "nested too deeply")]
