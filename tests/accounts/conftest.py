"""What tests of accounts share: somebody at a browser, who reads their mail."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from tests import make

ADDRESS = "ada@mail.example"


class Visitor:
    """Somebody at a browser."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str, status: int = 200, **given: Any) -> str:
        """What a reader sees of the page's main part."""
        return seen(self.client.get(path, **given), status)

    def post(self, path: str, status: int = 302, **given: str) -> str:
        """What answers a form: the page, or where it leads to."""
        answer = self.client.post(path, given)
        return answer["Location"] if status == 302 == answer.status_code else seen(answer, status)

    def sign_up(self, name: str = "ada", email: str = ADDRESS, status: int = 302) -> str:
        given = {"username": name, "email": email, "password1": make.PASSWORD}
        return self.post("/accounts/signup/", status, **given)

    def sign_in(self, login: str, password: str = make.PASSWORD, status: int = 302) -> str:
        return self.post("/accounts/login/", status, login=login, password=password)

    @property
    def is_in(self) -> bool:
        return "_auth_user_id" in self.client.session


def seen(answer: HttpResponse, status: int = 200) -> str:
    """The text of the page's main part."""
    assert answer.status_code == status, (answer.status_code, answer.content[-3000:])
    main = answer.content.decode().split('<main id="content"', 1)[-1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main.split(">", 1)[-1])).split())


def letter(number: int = -1) -> EmailMessage:
    return mail.outbox[number]


def link_in(message: EmailMessage) -> str:
    """The path of the first link of a mail."""
    return re.findall(r"https?://[^/\s]+(/\S+)", str(message.body))[0]


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def ada(visitor: Visitor) -> Visitor:
    """Somebody who signed up, confirmed the address and is signed in."""
    visitor.sign_up()
    visitor.post(link_in(letter()))
    assert visitor.is_in
    mail.outbox.clear()
    cache.clear()  # some minutes later
    return visitor
