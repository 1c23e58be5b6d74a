import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.licences import choose, from_classifier, from_text, normalise

MIT = "License :: OSI Approved :: MIT License"
BSD = "License :: OSI Approved :: BSD License"
ISC = "License :: OSI Approved :: ISC License (ISCL)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mit", "MIT"),
        (" mit OR apache-2.0 ", "MIT OR Apache-2.0"),
        ("GPL-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-Ours", "LicenseRef-Ours"),
        ("GPL-3.0", "GPL-3.0"),
        ("", None),
        ("BSD", None),
        ("MIT OR", None),
        ("(" * 1000 + "MIT", None),
        ("MIT OR " * 1000 + "MIT", None),
    ],
)
def test_normalise(text: str, expected: str | None) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIT", "MIT"),
        ("MIT License", "MIT"),
        ("The  MIT\nLicense", "MIT"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ("BSD", None),
        ("BSD License", None),
        ("GPL", None),
        ("UNKNOWN", None),
        ("Permission is hereby granted, free of charge, MIT " * 100, None),
    ],
)
def test_text_is_believed_only_when_it_is_exactly_a_name(text: str, expected: str | None) -> None:
    assert from_text(text) == expected


@pytest.mark.parametrize(
    ("classifier", "expected"),
    [
        (MIT, "MIT"),
        (
            "License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)",
            "GPL-3.0-or-later",
        ),
        (BSD, None),
        ("License :: OSI Approved :: Apache Software License", None),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", None),
        ("License :: OSI Approved", None),
        ("Topic :: MIT License", None),
    ],
)
def test_a_classifier_that_leaves_a_choice_open_names_none(
    classifier: str, expected: str | None
) -> None:
    assert from_classifier(classifier) == expected


@pytest.mark.parametrize(
    ("expression", "classifiers", "text", "expected"),
    [
        ("mit", [BSD], "GPL-3.0-only", ("MIT", "expression")),
        ("nonsense!", [MIT], None, ("MIT", "classifier")),
        (None, [MIT], "Apache-2.0", ("MIT", "classifier")),
        (None, [MIT, MIT], None, ("MIT", "classifier")),
        (None, ["License :: OSI Approved", MIT], None, ("MIT", "classifier")),
        (None, [BSD], "BSD-3-Clause", ("BSD-3-Clause", "text")),
        (None, [], "MIT", ("MIT", "text")),
        (None, [BSD], "BSD", ("BSD License", "classifier")),
        (None, [MIT, ISC], None, ("MIT License, ISC License (ISCL)", "classifier")),
        (None, ["Framework :: Django"], "see LICENSE", (None, None)),
        (None, [], None, (None, None)),
    ],
)
def test_the_best_evidence_wins(
    expression: str | None,
    classifiers: list[str],
    text: str | None,
    expected: tuple[str | None, str | None],
) -> None:
    assert choose(expression, classifiers, text) == expected


def test_every_licence_we_infer_is_on_the_list() -> None:
    from packdex.core import licences

    for spdx in (*licences._CLASSIFIERS.values(), *licences._NAMES.values()):
        assert normalise(spdx) == spdx
    assert all(name == name.lower() for name in licences._NAMES)


@given(st.text() | st.lists(st.sampled_from(["MIT", "(", ")", "OR", "WITH", "+"])).map(" ".join))
def test_no_text_makes_it_fail(text: str) -> None:
    from_text(text)
    once = normalise(text)
    assert once is None or normalise(once) == once
