"""Whatever is typed into the search box, there is an answer, or it is said what was wrong."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('forms "left open', "A quotation mark is missing; the phrase was taken to the end."),
        ("-", "There is nothing to look for in “-”."),
        ("*** ^ :*", "There is nothing to look for in “*** ^ :*”."),
        ('"" -""', "There is nothing to look for in"),
        ("colour:red", "“colour:red” was searched as plain words: there is no operator colour:."),
        ("stars:many", "stars: does not take that; it is written as stars:>100."),
        ("python:", "python: takes a value, such as python:3.13."),
        ("category:nowhere", "There is no category “nowhere”."),
        ("x" * 10_000, "Only the first 300 characters were searched."),
        (" ".join(f"w{n}" for n in range(40)), "Only the first 12 words were searched."),
        ("license:mit " * 30, "Only the first 12 operators were used."),
    ],
)
def test_it_is_said_what_was_not_understood(read: Reader, text: str, said: str) -> None:
    make.package("forms")
    page = read(f"/search/?{urlencode({'q': text})}")
    assert said in page.text
    assert "noindex" in page.source


@pytest.mark.parametrize(
    "query",
    [
        "q=",
        "q=%00%01%1f%7f",
        "q=%FF%FE",
        "q=NEAR(forms+5)",
        "q=forms*+OR+^name+AND+NOT",
        "q=forms:*+%26+!x+|+(y)",
        "q='; DROP TABLE search_g1_entry;--",
        "q=%22%22%22",
        "q=%E4%B8%AD%E6%96%87+%D8%A7%D9%84%D8%B9%D8%B1%D8%A8%D9%8A%D8%A9+%F0%9F%A6%84",
        "q=%E2%80%AEevil%E2%80%AC",
        "q=a&q=b&sort=nonsense&page=%D9%A3&x[]=1",
        "q=stars:99999999999999999999+updated:0000-99-99+updated:%3C99999y",
        "q=" + "%22a+" * 200,
        "q=" + "-" * 5000,
        "sort=stars",
        "page=7",
    ],
)
def test_nothing_is_an_error(read: Reader, query: str) -> None:
    make.package("forms")
    read(f"/search/?{query}")
    read(f"/search/suggest/?{query}")


def test_what_was_typed_is_shown_again_and_never_markup(read: Reader) -> None:
    make.package("forms")
    typed = 'category:<b> forms "><script>x</script>'
    page = read(f"/search/?{urlencode({'q': typed})}")
    assert page.source.count("<script") == 1  # our own
    assert "<b>" not in page.source.replace('<b aria-current="true">', "")
    shown = "category:&lt;b&gt; forms &quot;&gt;&lt;script&gt;x&lt;/script&gt;"
    assert f'value="{shown}"' in page.source
    assert "There is no category “<b>”." in page.text


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ['"', "-", ":", "(", "*", "^", "NEAR(", "name:", "stars:", ">", "forms", " ", "\0"]
            ),
            max_size=25,
        ).map("".join),
    ),
    st.sampled_from(["relevance", "stars", "name"]),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_has_an_answer(client: Client, text: str, sort: str) -> None:
    make.category()
    asked = urlencode({"q": text, "sort": sort}, errors="replace")
    assert client.get(f"/search/?{asked}").status_code == 200
    assert client.get(f"/search/suggest/?{asked}").status_code == 200
