"""One cell is edited on a page of its own; who comes second sees both versions."""

from __future__ import annotations

import pytest
from django.test import Client

from packdex.catalog.models import Element, Revision
from tests import make
from tests.web.editing import Trees, form_of, somebody, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees() -> Trees:
    return Trees()


def cell(trees: Trees, suffix: str = "") -> str:
    return f"/grids/g/trees/cell/{trees.bark.pk}/oak/{suffix}"


def test_a_cell_is_filled_in_and_one_is_back_at_the_grid(trees: Trees) -> None:
    ada = somebody()
    sent = form_of(ada, cell(trees), text="++", note="thick", why="looked at it")
    answer = ada.post(cell(trees), sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"/grids/g/trees/#c-{trees.bark.pk}-{trees.oak.pk}"
    row = Element.objects.get()
    assert (row.text, row.kind, row.note) == ("++", "yes", "thick")
    assert Revision.objects.get().why == "looked at it"
    assert b"Saved." in ada.get("/grids/g/trees/").content


def test_the_way_back_is_followed_within_the_directory_only(trees: Trees) -> None:
    ada = somebody()
    back = "/grids/g/trees/edit/?features=2#c-1-2"
    answer = ada.post(cell(trees), {"text": "yes", "version": "0", "next": back})
    assert answer["Location"] == back
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        sent = {"text": "no", "version": "1", "next": elsewhere}
        assert ada.post(cell(trees), sent)["Location"].startswith("/grids/g/trees/")


def test_it_says_what_a_text_is_understood_as(trees: Trees, client: Client) -> None:
    trees.put(trees.bark, trees.oak, "check", kind="yes")
    assert "Understood as yes" in text_of(somebody().get(cell(trees)))
    for text, said in {
        "": "Empty: not known",
        "++": "Understood as yes, strongly",
        "4.2": "Understood as a version",
        "yes, with <b>": "Understood as yes: with &lt;b&gt;",
        "a\0b": "Shown as a text",
    }.items():
        assert client.get("/grids/understood/", {"text-7": text}).content.decode() == said


def test_who_comes_second_sees_both_and_nothing_is_lost(trees: Trees) -> None:
    ada, ben = somebody("ada"), somebody("ben")
    hers = form_of(ada, cell(trees), text="smooth", note="in youth")
    his = form_of(ben, cell(trees), text="rough", note="in age")
    ada.post(cell(trees), hers)
    answer = ben.post(cell(trees), his)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Theirs smooth in youth ada," in text
    assert "Yours rough in age" in text
    assert trees.texts() == {("Bark", "oak"): "smooth"}
    # What is sent from there was decided in sight of theirs.
    values = {"version": "1", "text": "rough", "note": "in age"}
    assert f'name="version" value="{values["version"]}"' in answer.content.decode()
    assert ben.post(cell(trees), values).status_code == 302
    assert trees.texts() == {("Bark", "oak"): "rough"}


def test_what_was_emptied_meanwhile_is_a_conflict_too(trees: Trees) -> None:
    row = trees.put(trees.bark, trees.oak, "yes", kind="yes", version=3)
    ada = somebody()
    sent = form_of(ada, cell(trees), text="no")
    row.delete()
    answer = ada.post(cell(trees), sent)
    assert answer.status_code == 409
    assert "Theirs empty" in text_of(answer)


def test_a_form_sent_twice_is_no_conflict(trees: Trees) -> None:
    ada = somebody()
    sent = form_of(ada, cell(trees), text="yes")
    assert [ada.post(cell(trees), sent).status_code for _ in range(2)] == [302, 302]
    assert Revision.objects.count() == 1


def test_a_cell_is_emptied_by_a_button_or_by_emptying_its_text(trees: Trees) -> None:
    ada = somebody()
    for empty in ({"do": "empty"}, {"text": ""}):
        trees.put(trees.bark, trees.oak, "yes", kind="yes", note="really", version=5)
        sent = form_of(ada, cell(trees)) | empty
        assert ada.post(cell(trees), sent).status_code == 302
        assert trees.texts() == {}


def test_a_note_without_a_value_is_not_thrown_away(trees: Trees) -> None:
    ada = somebody()
    answer = ada.post(cell(trees), {"text": "", "note": "it has some", "version": "0"})
    assert answer.status_code == 422
    assert "A note or a link needs a value beside it." in text_of(answer)
    assert b'value="it has some"' in answer.content


def test_a_chosen_kind_stays_where_the_text_does(trees: Trees) -> None:
    ada = somebody()
    ada.post(cell(trees), {"text": "No problem", "kind": "yes", "version": "0"})
    assert Element.objects.get().kind == "yes"
    # The form in the table has no such field.
    ada.post(cell(trees), {"text": "No problem", "note": "x", "version": "1"})
    assert Element.objects.get().kind == "yes"
    ada.post(cell(trees), {"text": "4.2", "version": "2"})
    assert Element.objects.get().kind == "version"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "x" * 10_000, "10,000 characters; at most 500"),
        ("text", "a\0b", "U+0000"),
        ("note", "x" * 10_000, "10,000 characters; at most 500"),
        ("source_url", "javascript:alert(1)", "is no address"),
        ("source_url", "https://x.example/" + "x" * 10_000, "characters"),
        ("kind", "no such kind", "cannot be taken"),
        ("why", "x" * 10_000, "10,000 characters; at most 500"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    trees: Trees, field: str, value: str, said: str
) -> None:
    ada = somebody()
    answer = ada.post(cell(trees), {"text": "yes", "version": "0", field: value})
    source = answer.content.decode()
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'id="id_{field}_problem"' in source
    assert f'<a href="#id_{field}">' in source
    assert 'role="alert"' in source
    assert 'aria-invalid="true"' in source
    assert Element.objects.count() == 0
    if "\0" not in value and field != "kind":
        assert f'value="{value}"' in source


def test_html_is_shown_as_text(trees: Trees) -> None:
    ada = somebody()
    hostile = '"><script>alert(1)</script>'
    sent = {"text": hostile, "note": hostile, "version": "0"}
    assert ada.post(cell(trees), sent).status_code == 302
    for path in (cell(trees), "/grids/g/trees/edit/", "/grids/g/trees/edit/packages/oak/cells/"):
        assert b"<script>" not in ada.get(path).content


def test_forged_ids_change_nothing(trees: Trees) -> None:
    make.package("pine")
    other = make.grid("other", trees.oak)
    ada = somebody()
    for path, said in {
        "/grids/g/trees/cell/987654/oak/": "no such feature",
        f"/grids/g/trees/cell/{10**30}/oak/": "no such feature",
        f"/grids/g/{other.slug}/cell/{trees.bark.pk}/oak/": "no such feature",
        f"/grids/g/trees/cell/{trees.bark.pk}/pine/": "no such package",
    }.items():
        for answer in (ada.get(path), ada.post(path, {"text": "yes", "version": "0"})):
            assert answer.status_code == 404
            assert said in text_of(answer)
    for version in ("x", "9" * 40, "-1", ""):
        assert ada.post(cell(trees), {"text": "yes", "version": version}).status_code == 409
    assert trees.texts() == {}


def test_the_table_edits_a_cell_where_it_stands(trees: Trees) -> None:
    ada = somebody()
    htmx = {"HX-Request": "true"}
    form = ada.get(cell(trees), headers=htmx)
    assert form.content.startswith(b'<form class="inline"')
    sent = {"text": "yes", "version": "0"}
    saved = ada.post(cell(trees), sent, headers=htmx)
    assert saved.content.startswith(b'<a class="cell"')
    assert b"autofocus" in saved.content
    shown = ada.get(cell(trees, "?part=shown"), headers=htmx)
    assert b"yes" in shown.content
    # What cannot be saved there leads to the page of the cell.
    clash = ada.post(cell(trees), {"text": "no", "version": "7"}, headers=htmx)
    assert (clash.status_code, clash["HX-Retarget"]) == (200, "#content")
    assert "Two edits of one cell" in text_of(clash)
