"""Names that are one but for a slip of the keyboard."""

from packdex.core.stack.near import near_names

NAMES = ["django-allauth", "django-redis", "redis", "celery", "wagtail"]


def near(name: str) -> list[str]:
    return near_names([name], NAMES).get(name, [])


def test_a_letter_left_out_added_changed_or_swapped() -> None:
    for slip in ("djano-allauth", "django-allauuth", "django-allautt", "djnago-allauth"):
        assert near(slip) == ["django-allauth"], slip


def test_hyphens_make_no_difference() -> None:
    assert near("djangoallauth") == ["django-allauth"]


def test_other_names_are_other_names() -> None:
    assert near("allauth") == []
    assert near("redos") == ["redis"]
    assert near("djano-alauth") == []
    assert near_names(["celer"], ["cele", "celerys"]) == {}


def test_short_names_have_no_slips() -> None:
    assert near_names(["cler"], ["clear", "cle"]) == {}
