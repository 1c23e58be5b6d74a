"""A grid is edited with the keyboard alone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from packdex.catalog.models import Element, Feature, GridPackage
from packdex.core.roles import Role
from tests import make
from tests.browser.conftest import Open, Visit
from tests.browser.looks import axe_finds
from tests.web.editing import Trees

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]

FOCUS = "document.activeElement"
EDIT = "/grids/g/trees/edit/"
# The field of a cell that has the focus, once the script knows of it.
FIELD = "form:not(.htmx-added) [name=text]:focus"

People = Callable[..., Page]


@pytest.fixture
def person(browser: Browser, site: str, visit: Open) -> Iterator[People]:
    """Opens a browser for somebody who is signed in already, or who does that `by_hand`."""
    contexts: list[BrowserContext] = []
    windows: list[Visit] = []

    def window(scripts: bool) -> Visit:
        if scripts:
            return visit()
        contexts.append(browser.new_context(java_script_enabled=False))
        return Visit(contexts[-1].new_page(), site)

    def opened(name: str, path: str, *, scripts: bool = True, by_hand: bool = False) -> Page:
        somebody = make.user(name, Role.MEMBER)
        windows.append(window(scripts))
        if not by_hand:
            windows[-1].sign_in(somebody)
        page = windows[-1].to(path)
        if by_hand:
            page.wait_for_url("**/accounts/login/?next=**")
            page.locator("#id_login").focus()
            page.keyboard.type(name)
            page.keyboard.press("Tab")
            page.keyboard.type(make.PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{path}")
        return page

    yield opened
    said = [line for window in windows for line in window.complaints]
    for context in contexts:
        context.close()
    # Answers such as 409 for a conflict are noted by the browser as errors of its own.
    wrong = [line for line in said if "status of 4" not in line]
    # What was put into the page asks for the focus; who is quicker with the keyboard has it.
    assert [line for line in wrong if not line.startswith("info: Autofocus")] == []


@pytest.fixture
def trees() -> Trees:
    return Trees()


def tab_to(page: Page, id_: str) -> None:
    """Press Tab until the element with that id has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUS}.id") == id_:
            return
    pytest.fail(f"the keyboard does not reach {id_}")


def key(trees: Trees, feature: Feature) -> str:
    return f"c-{feature.pk}-{trees.oak.pk}"


def test_a_cell_is_edited_where_it_stands(person: People, trees: Trees) -> None:
    page = person("ada", EDIT)
    for feature, text in ((trees.bark, "++"), (trees.leaf, "lobed")):
        tab_to(page, key(trees, feature))
        page.keyboard.press("Enter")
        page.locator(FIELD).wait_for()
        page.keyboard.type(text)
        if feature == trees.bark:
            page.get_by_text("Understood as yes, strongly").wait_for()
            page.keyboard.type(" now")  # what was typed before stays
        page.keyboard.press("Enter")
        page.locator(f"#{key(trees, feature)}:focus").wait_for()
    assert trees.texts() == {("Bark", "oak"): "++ now", ("Leaf", "oak"): "lobed"}
    # What stands there is selected, so that typing replaces it; Escape leaves it as it is.
    page.keyboard.press("Enter")
    page.locator(FIELD).wait_for()
    page.keyboard.type("round")
    assert page.locator("[name=text]").input_value() == "round"
    page.keyboard.press("Escape")
    page.locator(f"#{key(trees, trees.leaf)}:focus").wait_for()
    assert trees.texts()["Leaf", "oak"] == "lobed"
    # So does Cancel, for a pointer.
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cancel").click()
    page.locator(f"#{key(trees, trees.leaf)}:focus").wait_for()


def test_a_cell_is_edited_without_scripts(person: People, trees: Trees) -> None:
    page = person("ada", EDIT, scripts=False)
    page.locator(f"#{key(trees, trees.bark)}").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cell/**")
    page.keyboard.type("yes")  # the field has the focus
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EDIT}#{key(trees, trees.bark)}")
    assert page.get_by_role("status").inner_text() == "Saved."
    assert trees.texts() == {("Bark", "oak"): "yes"}


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_write_one_cell(person: People, trees: Trees, scripts: bool) -> None:
    cell = f"/grids/g/trees/cell/{trees.bark.pk}/oak/"
    ada = person("ada", cell)
    ben = person("ben", cell, scripts=scripts, by_hand=True)
    for page, text in ((ada, "smooth"), (ben, "rough")):
        page.locator("#id_text").focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        if page == ada:
            page.wait_for_url("**/grids/g/trees/#*")  # hers is saved first
    ben.get_by_role("heading", name="Two edits of one cell").wait_for()
    alert = ben.get_by_role("alert")
    assert alert.get_attribute("tabindex") == "-1"
    if scripts:
        ben.locator("#problems:focus").wait_for()
    assert "smooth" in ben.locator("section", has_text="Theirs").first.inner_text()
    assert trees.texts() == {("Bark", "oak"): "smooth"}
    ben.get_by_role("button", name="Put mine there").focus()
    ben.keyboard.press("Enter")
    ben.wait_for_url("**/grids/g/trees/**")
    ben.get_by_text("Saved.").wait_for()
    assert trees.texts() == {("Bark", "oak"): "rough"}


def test_two_people_write_one_cell_in_the_table(person: People, trees: Trees) -> None:
    page = person("ada", EDIT)
    tab_to(page, key(trees, trees.bark))
    page.keyboard.press("Enter")
    page.locator(FIELD).wait_for()
    trees.put(trees.bark, trees.oak, "smooth", kind="text", version=4)
    page.keyboard.type("rough")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Two edits of one cell").wait_for()
    page.locator("#problems:focus").wait_for()
    field = page.get_by_label("Value")
    assert field.input_value() == "rough"
    field.fill("smooth, then rough")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EDIT}#{key(trees, trees.bark)}")
    assert Element.objects.get().text == "smooth, then rough"


def test_features_are_added_and_put_in_order(person: People, trees: Trees) -> None:
    page = person("ada", f"{EDIT}features/")
    page.get_by_role("textbox", name="Feature").focus()
    page.keyboard.type("Root")
    page.keyboard.press("Enter")
    page.wait_for_url("**/features/#id_title")
    page.locator("#id_title:focus").wait_for()
    page.keyboard.type("Flower")  # one types on
    page.keyboard.press("Enter")
    page.get_by_text("4 features").wait_for()
    page.get_by_role("button", name="Move Flower up").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Flower is number 3 now.").wait_for()
    assert trees.features() == ["Bark", "Leaf", "Flower", "Root"]
    place = page.get_by_label("Place of Root, 1 to 4")
    place.fill("1")
    place.press("Enter")
    page.get_by_text("Root is number 1 now.").wait_for()
    assert trees.features() == ["Root", "Bark", "Leaf", "Flower"]


def test_a_package_is_found_while_one_types(person: People, trees: Trees) -> None:
    make.package("pine", title="Pine")
    page = person("ada", f"{EDIT}packages/")
    page.get_by_label("Name of a package").focus()
    page.keyboard.type("pin")
    add = page.get_by_role("button", name="Add Pine")
    add.wait_for()
    add.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Pine is in the grid, as number 3.").wait_for()
    assert trees.members() == ["oak", "elm", "pine"]


def test_no_page_is_wider_than_the_window(person: People, trees: Trees, site: str) -> None:
    word = "very" * 50
    Feature.objects.filter(pk=trees.bark.pk).update(title=word, description=word)
    trees.put(trees.bark, trees.oak, word, note=word, source_url=f"https://{word}.example/")
    for n in range(10):
        package = make.package(f"p{n}")
        GridPackage.objects.create(grid=trees.grid, package=package, position=n + 2, sequence=0)
    page = person("ada", EDIT)
    for path in (
        EDIT,
        f"{EDIT}about/",
        f"{EDIT}features/",
        f"{EDIT}features/{trees.bark.pk}/",
        f"{EDIT}features/{trees.bark.pk}/cells/",
        f"{EDIT}features/{trees.bark.pk}/remove/",
        f"{EDIT}packages/?find=oak",
        f"{EDIT}packages/oak/cells/",
        f"/grids/g/trees/cell/{trees.bark.pk}/oak/",
        "/packages/p/oak/edit/",
    ):
        page.goto(site + path)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_axe_finds_nothing(person: People, trees: Trees, site: str) -> None:
    trees.put(trees.bark, trees.elm, "yes", note="thick", source_url="https://trees.example/")
    cell = f"/grids/g/trees/cell/{trees.bark.pk}/oak/"
    page = person("ada", EDIT, by_hand=True)
    found = {}

    def look(name: str) -> None:
        if told := axe_finds(page):
            found[name] = told

    for path in (
        EDIT,
        f"{EDIT}about/",
        f"{EDIT}features/",
        f"{EDIT}features/{trees.bark.pk}/",
        f"{EDIT}features/{trees.bark.pk}/cells/",
        f"{EDIT}features/{trees.bark.pk}/remove/",
        f"{EDIT}packages/?find=oak",
        f"{EDIT}packages/?find=aok",
        f"{EDIT}packages/elm/cells/",
        cell,
        "/grids/add/",
        "/packages/p/oak/edit/",
        "/categories/apps/edit/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
    ):
        page.goto(site + path)
        look(path)
    page.goto(site + EDIT)
    page.locator("a.cell").first.click()
    page.locator(FIELD).wait_for()
    look("a cell in the table")
    page.goto(f"{site}/packages/p/oak/edit/")
    page.get_by_label("Repository").fill("nonsense")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    look("what is wrong")
    page.goto(site + cell)
    trees.put(trees.bark, trees.oak, "smooth", kind="text", version=4)
    page.get_by_label("Value").fill("rough")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    look("two versions")
    assert found == {}
