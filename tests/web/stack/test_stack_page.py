"""My stack: what is sent is judged, shown and forgotten."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from packdex.catalog.models import Advisory, PackageFacts, Release, SourceState
from packdex.catalog.stack import allowed
from packdex.web.stack import sent
from tests import lifecycles, make

pytestmark = pytest.mark.django_db
REGISTRY = "https://index.example"


@pytest.fixture(autouse=True)
def _catalogue(settings: Any) -> None:
    """A package with a hole in its old release, and one that is archived."""
    settings.PACKDEX_REGISTRY_URL = REGISTRY
    allowed.forget()
    oak = make.package("oak-tree", pypi_url=f"{REGISTRY}/project/oak-tree/")
    now = timezone.now()
    for source in ("registry", "advisories"):
        SourceState.objects.create(package=oak, source=source, succeeded_at=now)
    for version in ("1.0", "1.1"):
        at = now - timedelta(days=5)
        Release.objects.create(package=oak, version=version, uploaded_at=at)
    ranges = [[["introduced", "0"], ["fixed", "1.1"]]]
    Advisory.objects.create(
        package=oak, name="A-1", project="oak-tree", summary="<b>Holes</b>",
        affected=[{"ranges": ranges, "versions": []}],
    )  # fmt: skip
    facts = {"archived": True}
    make.package("elm-tree", facts=facts, pypi_url=f"{REGISTRY}/project/elm-tree/")


def send(client: Client, text: str = "", **more: Any) -> Any:
    return client.post("/stack/", {"text": text} | more)


def words_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def test_the_form_is_for_everybody(client: Client) -> None:
    response = client.get("/stack/")
    assert response.status_code == 200
    assert 'name="csrfmiddlewaretoken"' in response.content.decode()
    assert '<a href="/stack/"' in client.get("/").content.decode()


def test_what_is_pasted_is_judged(client: Client) -> None:
    response = send(client, "oak-tree==1.0\nelm-tree\noak-treee\nboto3\nno no\n")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    said = words_of(response)
    assert "4 dependencies: 1 with an advisory, 1 archived, 2 not known." in said
    assert "Take 1.1 , the nearest safe version." in said
    assert "A-1: <b>Holes</b>" in said
    assert "<b>Holes</b>" not in response.content.decode()
    assert "Archived: its repository is archived" in said
    assert "Did you mean oak-tree ?" in said
    assert "pasted:5: 'no no' is not a requirement; expected one such as django>=5.2" in said


def test_files_may_name_each_other(client: Client) -> None:
    files = [
        SimpleUploadedFile("constraints.txt", b"oak-tree==1.0\nelsewhere==2\n"),
        SimpleUploadedFile("requirements.txt", b"-c constraints.txt\n-r base.txt\nelm-tree\n"),
        SimpleUploadedFile("base.txt", b"oak-tree\n"),
        SimpleUploadedFile("uv.lock", b'[[package]]\nname = "boto3"\nversion = "1"\n'),
    ]
    response = send(client, files=files)
    said = words_of(response)
    assert "4 dependencies: 1 with an advisory" in said
    assert "base.txt:1" in said
    assert "uv.lock:2" in said
    assert "Not read" not in said


def test_names_of_files_are_only_names(client: Client) -> None:
    response = send(client, "-r /etc/passwd\n-r ../a.txt\n-r base.txt\nelm-tree\n")
    said = words_of(response)
    assert said.count("leads out of the folder that is read") == 2
    assert "'base.txt': it is not among what was sent" in said


def saved(client: Client, kind: str) -> Any:
    """What the button on the page of a report saves."""
    page = send(client, "oak-tree==1.0 ; python_version > '3'\nelm-tree\nno no\n").content.decode()
    again = re.search(r'name="text" value="([^"]*)"', page)
    assert again
    return client.post("/stack/", {"text": html.unescape(again[1]), "as": kind})


def test_a_report_can_be_saved_and_has_the_places_of_what_was_sent(client: Client) -> None:
    response = saved(client, "json")
    assert response["Content-Disposition"] == 'attachment; filename="stack.json"'
    told = json.loads(response.content)
    oak, elm = told["dependencies"]
    assert (oak["pinned"], oak["markers"]) == ("1.0", ['python_version > "3"'])
    assert (oak["safe_version"], elm["verdict"]["key"]) == ("1.1", "archived")
    assert [one["where"] for one in (oak, elm)] == [
        [{"file": "pasted", "line": 1}],
        [{"file": "pasted", "line": 2}],
    ]
    assert [(one["file"], one["line"]) for one in told["problems"]] == [("pasted", 3)]


def test_other_forms_to_save(client: Client) -> None:
    assert "| elm-tree | any | Archived |" in saved(client, "markdown").content.decode()
    log = json.loads(saved(client, "sarif").content)
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["advisory", "archived"]


@pytest.mark.parametrize("text", ["", " \n", "# only this\n", "no no\n"])
def test_where_there_is_nothing_to_judge_it_says_so(client: Client, text: str) -> None:
    response = send(client, text)
    assert response.status_code == 422
    said = words_of(response)
    assert "Paste something" in said or "No dependency was found in it." in said
    assert f'aria-describedby="stack-help">\n{text}</textarea>' in response.content.decode()


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")


def test_what_is_too_large_is_refused_without_reading_it(client: Client) -> None:
    response = client.generic(
        "POST",
        "/stack/",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="100000000",
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert "That is 100.0 MB, and 2 MB are taken at once." in words_of(response)


def test_what_does_not_say_how_large_it_is_is_refused(client: Client) -> None:
    response = client.generic(
        "POST", "/stack/", content_type="text/plain", CONTENT_LENGTH="", **{"wsgi.input": Unread()}
    )
    assert response.status_code == 413
    assert "without its length" in words_of(response)


def test_forms_of_other_sites_are_not_accepted() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/stack/", {"text": "oak-tree"}).status_code == 403


def test_what_is_broken_is_no_mistake_of_ours(client: Client) -> None:
    broken = client.generic("POST", "/stack/", b"x", "multipart/form-data; boundary=y")
    assert broken.status_code in {400, 422}
    response = send(client, "elm-tree\n\x00")
    assert response.status_code == 422


def test_too_many_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowed, "MOST", 2)
    response = send(client, "a\nb\nc\n")
    assert response.status_code == 422
    assert "It asks for 3 projects, and 2 are judged at once." in words_of(response)


def test_too_much_in_a_short_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowed, "seconds_to_wait", lambda _address, _number: 7)
    response = send(client, "a\n")
    assert response.status_code == 429
    assert response["Retry-After"] == "7"
    assert "Try again in 7 s." in words_of(response)


def test_large_things_are_read_now_and_then(client: Client) -> None:
    for _ in range(4):
        response = send(client, "#" * 1_900_000)
    assert response.status_code == 429


def test_the_size_that_is_taken_is_within_djangos_own(settings: Any) -> None:
    assert sent.LARGEST < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_a_move_can_be_asked_about(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lifecycles.last(monkeypatch)
    says = {"about_django": True, "python": [], "requires": []}
    for version, named in (("1.0", ["5.2"]), ("1.1", ["6.0"])):
        Release.objects.filter(version=version).update(declared=says | {"django": named})
    PackageFacts.objects.filter(package__slug="oak-tree").update(registry_version="1.1")
    assert (
        '<option value="django-6.0">Django 6.0</option>' in client.get("/stack/").content.decode()
    )
    response = send(client, "oak-tree==1.0\nelm-tree\nboto3\n", target="django-6.0")
    said = words_of(response)
    assert "Django 6.0: 3 not known." in said
    assert "Take 1.1, which can be moved." in said
    assert 'name="target" value="Django 6.0"' in response.content.decode()
    saved = send(client, "oak-tree\n", target="Django 6.0", **{"as": "json"})
    told = json.loads(saved.content)
    assert told["upgrades"] == {"yes": 1, "no": 0, "unknown": 0, "apart": 0}
    assert told["dependencies"][0]["upgrade"]["since"]["version"] == "1.1"


def test_no_such_version_to_move_to(client: Client) -> None:
    response = send(client, "oak-tree\n", target="django-9.9")
    assert response.status_code == 422
    said = words_of(response)
    assert "Django 9.9 is not known; expected one of 3.2" in said
    assert "oak-tree" in said
