"""A report as JSON can be judged once more."""

import json

from hypothesis import given
from hypothesis import strategies as st

from packdex.core.stack import export
from packdex.core.stack.report import asked_of
from tests.core.stack.files import read
from tests.core.stack.test_hostile import check
from tests.core.stack.test_outputs import FILE, report


def test_it_says_what_the_report_was_made_of() -> None:
    first = read(_content=FILE)
    for told in (export.as_json(report()), export.as_asked(report())):
        found = read("any", json.dumps(told, indent=2))
        assert set(asked_of(found)) == set(asked_of(first))
        assert {one.where for one in found.dependencies} == {
            one.where for one in first.dependencies
        }
        assert found.problems == first.problems


@given(
    told=st.dictionaries(
        st.sampled_from(["name", "where", "pinned", "specifier", "markers", "extras", "reason"]),
        st.none() | st.integers() | st.text(max_size=5) | st.lists(st.integers() | st.text()),
    )
)
def test_other_shapes_are_told_or_passed_over(told: dict[str, object]) -> None:
    place = {"where": [told, {"file": "x", "line": 3}], "name": "a"}
    document = {"judged_at": 3, "dependencies": [told, place, 3], "problems": [told, None]}
    check("a.packdex.json", json.dumps(document))
