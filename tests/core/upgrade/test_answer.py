"""Whether a release can be moved to a version: a case for each rule, and for each side of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.lifecycles.file import shipped
from packdex.core.upgrade.answer import ANSWERS, Answer, Release, answer_of
from packdex.core.upgrade.declared import as_json, declared_by, from_json
from packdex.core.upgrade.target import Target, TargetError, target_of, targets

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PYTHON, DJANGO = Target("python", "3.14"), Target("django", "6.0")


def of_python(range_: str | None, *named: str, known: bool = True) -> tuple[str, str, str]:
    classifiers = [f"Programming Language :: Python :: {one}" for one in named]
    declared = declared_by(classifiers, None) if known else None
    return answer_of(Release("1", None, range_, declared), PYTHON, PYTHONS)


def of_django(
    requires: list[str] | None, *named: str, about: bool = False, target: Target = DJANGO
) -> tuple[str, str, str]:
    classifiers = [f"Framework :: Django :: {one}" for one in named]
    classifiers += ["Framework :: Django"] if about else []
    return answer_of(Release("1", declared=declared_by(classifiers, requires)), target, PYTHONS)


@pytest.mark.parametrize(
    ("told", "answer", "reason", "evidence"),
    [
        ((">=3.9,<3.14",), "no", "range", "requires Python >=3.9,<3.14"),
        ((">=3.9,!=3.14.*",), "no", "range", "requires Python >=3.9,!=3.14.*"),
        ((">=3.15",), "no", "range", "requires Python >=3.15"),
        (("<3.14", "3.14"), "no", "range", "requires Python <3.14, although it names Python 3.14"),
        ((">=3.9", "3.13", "3.14"), "yes", "classifier", "names Python 3.14"),
        ((None, "3.14"), "yes", "classifier", "names Python 3.14"),
        ((">=3.9,<3.15",), "yes", "range", "requires Python >=3.9,<3.15, which ends behind 3.14"),
        (("==3.14.2",), "yes", "range", "requires Python ==3.14.2, which ends behind 3.14"),
        ((">=3.14",), "yes", "range", "requires Python >=3.14, which begins with 3.14"),
        (
            (">=3.9,<4", "3.13"),
            "unknown",
            "silent",
            "names Python 3.13 at most; requires Python >=3.9,<4, which does not forbid 3.14",
        ),
        (
            ("", "3", "3.15"),
            "unknown",
            "silent",
            "names Python 3.15, but not 3.14; nothing forbids 3.14",
        ),
        (
            ("nonsense",),
            "unknown",
            "silent",
            "names no version of Python; requires Python nonsense, which does not forbid 3.14",
        ),
    ],
)
def test_python(told: tuple[str, ...], answer: str, reason: str, evidence: str) -> None:
    assert of_python(*told) == Answer(answer, reason, evidence)


def test_a_range_counts_where_classifiers_are_not_known() -> None:
    assert of_python("<3.14", known=False)[0] == "no"
    assert of_python(">=3.14", known=False)[0] == "yes"
    assert of_python(">=3.9", known=False)[:2] == ("unknown", "untold")


@pytest.mark.parametrize(
    ("requires", "named", "answer", "reason", "evidence"),
    [
        (["Django<6,>=4.2"], ("5.2",), "no", "requirement", "requires Django<6,>=4.2"),
        (["django~=5.2"], (), "no", "requirement", "requires Django~=5.2"),
        (["DJANGO<=5.99"], ("6.0",), "no", "requirement", "although it names Django 6.0"),
        (["Django>=4.2"], ("5.2", "6.0"), "yes", "classifier", "names Django 6.0"),
        (None, ("6.0",), "yes", "classifier", "names Django 6.0"),
        (["Django>=4.2,<6.1"], (), "yes", "requirement", "which ends behind 6.0"),
        (["Django>=6"], (), "yes", "requirement", "requires Django>=6, which begins with 6.0"),
        (["Django<7,>=4.2"], ("5.2",), "unknown", "silent", "names Django 5.2 at most; requires"),
        (["Django"], (), "unknown", "silent", "names no version of Django; requires Django, which"),
        ([], ("5.2",), "unknown", "silent", "names Django 5.2 at most; nothing forbids 6.0"),
        (None, (), "unknown", "silent", "names no version of Django; nothing forbids 6.0"),
        ([], (), "apart", "not required", "does not ask for Django"),
        (["requests"], (), "apart", "not required", "does not ask for Django"),
        (["Django<5; extra == 'web'"], (), "apart", "not required", "does not ask for Django"),
        (["Django<5 ; extra == 'web'"], ("6.0",), "yes", "classifier", "names Django 6.0"),
        (["no no", "Django (<5)"], (), "no", "requirement", "requires Django<5"),
        (["Django<6", "Django>=4"], (), "no", "requirement", "Django<6 and Django>=4"),
    ],
)
def test_django(
    requires: list[str] | None, named: tuple[str, ...], answer: str, reason: str, evidence: str
) -> None:
    told = of_django(requires, *named)
    assert (told[0], told[1]) == (answer, reason)
    assert evidence in told[2]


def test_what_is_made_for_django_is_not_apart() -> None:
    assert of_django([], about=True)[0] == "unknown"


def test_markers_that_depend_on_python_are_kept_apart() -> None:
    split = ["Django<6; python_version < '3.12'", "Django>=6,<6.1; python_version >= '3.12'"]
    told = of_django(split)
    assert told[:2] == ("yes", "requirement")
    assert told[2].endswith("which ends behind 6.0, with Python 3.12, 3.13, 3.14")
    assert of_django([split[0], "Django<5; python_version >= '3.12'"])[0] == "no"
    assert of_django(["Django<5; sys_platform == 'win32'"], "6.0")[0] == "yes"


@pytest.mark.parametrize(
    ("range_", "answer"),
    [("<7", "unknown"), ("<6", "yes"), ("<5.3", "yes"), ("<5.2", "no"), (">=5.2", "yes")],
)
def test_the_version_after_the_last_of_a_number_is_the_next_number(
    range_: str, answer: str
) -> None:
    target = Target("django", "5.2")
    assert (target.previous, target.next) == ("5.1", "6.0")
    assert of_django([f"Django{range_}"], target=target)[0] == answer


def test_what_is_kept_of_a_release_is_small_and_read_back() -> None:
    lines = [f"Programming Language :: Python :: {one}" for one in ("3", "3.9", "3.14")]
    lines += ["Framework :: Django", "Framework :: Django :: 5.2", "Topic :: Internet"]
    told = declared_by(lines, ["requests", "Django>=4; extra == 'x'", "django_x"])
    assert told == (("3.9", "3.14"), ("5.2",), True, ("Django>=4; extra == 'x'",))
    assert from_json(as_json(told)) == told
    assert from_json(as_json(declared_by([], None))).requires is None


@pytest.mark.parametrize("text", ["django:6.0", "Django 6.0", " django-6.0 ", "DJANGO==6.0"])
def test_a_target_is_named_in_many_ways(text: str) -> None:
    assert target_of(text, shipped()) == DJANGO
    assert (DJANGO.label, DJANGO.key) == ("Django 6.0", "django-6.0")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("django", "'django' is no version; expected one such as django:6.0 or python:3.14"),
        ("", "is no version"),
        ("wagtail:6.0", "'wagtail' is not known; expected python or django"),
        ("django:6", "Django 6 is not known; expected one of 3.2, 4.0"),
        ("python:\u0663.\u0661", "is no version"),
        ("django:" + "9" * 999, "is no version"),
    ],
)
def test_what_is_none_is_told(text: str, why: str) -> None:
    with pytest.raises(TargetError, match=why):
        target_of(text, shipped())


def test_a_directory_is_looked_through_for_what_is_supported() -> None:
    day = shipped().updated
    assert [one.key for one in targets(shipped(), day)] == [
        *(f"python-3.{minor}" for minor in range(11, 16)),
        *("django-5.2", "django-6.0", "django-6.1"),
    ]


@pytest.mark.parametrize(
    ("target", "range_", "requires", "named", "reason"),
    [
        (PYTHON, ">=3.9", [], (), "tested"),
        (PYTHON, "<3.14", [], (), "range"),
        (PYTHON, ">=3.9", [], ("Programming Language :: Python :: 3.14",), "classifier"),
        (DJANGO, ">=3.9", ["Django>=4.2"], (), "tested"),
        (DJANGO, ">=3.9", [], (), "tested"),
        (DJANGO, ">=3.9", ["Django<6"], (), "requirement"),
    ],
)
def test_what_tests_run_with_counts_where_the_release_says_nothing(
    target: Target, range_: str, requires: list[str], named: tuple[str, ...], reason: str
) -> None:
    tested = ("Python 3.14", "Django 6.0")
    release = Release("1", None, range_, declared_by(named, requires), tested)
    assert answer_of(release, target, PYTHONS).reason == reason
    other = Release("1", None, range_, declared_by(named, requires), ("Python 3.1", "Django 6.1"))
    assert answer_of(other, target, PYTHONS).reason != "tested"


def test_tests_count_where_classifiers_are_not_known() -> None:
    assert answer_of(Release("1", tested=("Python 3.14",)), PYTHON, PYTHONS).key == "yes"


_TEXTS = st.text("Django<>=!~.,;*'\"6.0 31453.14extra==()[]&|", max_size=24)
_RANGES = st.one_of(
    _TEXTS, st.sampled_from(["===3.14.weird", "==3.14.*", "~=3", "!=3.14.0,==3.14.junk", ">=" * 99])
)


@given(_RANGES, st.lists(st.one_of(_TEXTS, _TEXTS.map("Django".__add__)), max_size=4))
def test_whatever_is_declared_there_is_an_answer(range_: str, requires: list[str]) -> None:
    release = Release("1", None, range_, declared_by([range_], requires))
    for target in (PYTHON, DJANGO):
        assert answer_of(release, target, PYTHONS).key in ANSWERS
