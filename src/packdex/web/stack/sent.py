"""What somebody sent to be judged: refused at the door, or read as files that name each other."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import basename

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from packdex.core.bodies import length_of
from packdex.core.stack.dependency import Found
from packdex.core.stack.reading import NotThereError, read_files

LARGEST = 2_000_000
"""Bytes of all that is sent at once. Locks of a thousand projects have as many."""

PASTED = "pasted"


class TooLargeError(Exception):
    """More than LARGEST, or nobody knows how much; nothing was read. The message says so."""


def check_size(request: HttpRequest) -> None:
    """Raise TooLargeError before anything of the body is read."""
    size = length_of(request.META.get("CONTENT_LENGTH"))
    if size is None:
        raise TooLargeError("It was sent without its length, so nothing of it was read.")
    if size > LARGEST:
        raise TooLargeError(
            f"That is {size / 1_000_000:,.1f} MB, and {LARGEST / 1_000_000:g} MB are taken at once."
            " Nothing was read. The packdex command has no such limit."
        )


def size_of(request: HttpRequest) -> int:
    """Bytes of the body, as the request tells them."""
    return length_of(request.META.get("CONTENT_LENGTH")) or 0


def read(request: HttpRequest) -> Found | None:
    """What the pasted text and the uploaded files ask for; None where nothing was sent."""
    texts = {PASTED: request.POST.get("text", "").encode("utf-8", "surrogatepass")}
    texts = {name: text for name, text in texts.items() if text.strip()}
    named = list(texts)
    for file in request.FILES.getlist("files"):
        name = _free(basename(file.name or "file") or "file", texts)
        texts[name] = _content(file)
        named.append(name)
    if not named:
        return None

    def open_(path: str) -> bytes:
        if path not in texts:
            raise NotThereError("it is not among what was sent")
        return texts[path]

    return read_files(_first_those_that_name_others(named), open_)


def _content(file: UploadedFile[bytes]) -> bytes:
    content: bytes = file.read()
    return content


def _free(name: str, taken: Iterable[str]) -> str:
    """The name of an upload, with a number where two have the same."""
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{number}-{name}"
    return free


def _first_those_that_name_others(names: list[str]) -> list[str]:
    """Constraints last: as files of their own they would ask for all that they name."""
    return sorted(names, key=lambda name: "constraint" in name.lower())
