"""One's own profile by REST, beside the other addresses of accounts for programs."""

from __future__ import annotations

from typing import Any

from allauth.headless.base.views import AuthenticatedAPIView
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.response import APIResponse
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from packdex.accounts import public
from packdex.accounts.models import User
from packdex.catalog.actions.people.renamed import person_renamed

TEXTS = ("github_account", "gitlab_url", "bitbucket_url")
FIELDS = {**dict.fromkeys(TEXTS, str), "shows_favorites": bool}
"""What a person may change, and what JSON has it as. Everything else is not theirs to say."""


class Profile(AuthenticatedAPIView):  # type: ignore[misc]
    """GET reads what others see of the account; PATCH changes some of it, field by field."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The profile."""
        return _told(request, _fresh(request))

    @transaction.atomic
    def patch(self, request: HttpRequest) -> HttpResponse:
        """Change what is sent; nothing is changed where something of it is wrong."""
        sent = self.data or {}
        problems = {
            name: "This cannot be changed here."
            if name not in FIELDS
            else f"Send {'a text' if FIELDS[name] is str else 'true or false'}."
            for name, value in sent.items()
            if type(value) is not FIELDS.get(name)
        }
        if problems:
            return _refused(request, problems)
        user = _fresh(request)
        wanted: dict[str, Any] = {name: getattr(user, name) for name in FIELDS} | sent
        try:
            renamed = public.show(user, **wanted)
        except ValidationError as error:
            return _refused(request, {k: " ".join(v) for k, v in error.message_dict.items()})
        if renamed:
            person_renamed(user.pk)
        return _told(request, user)


def _fresh(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the view is for who is signed in
    return User.objects.get(pk=request.user.pk)


def _told(request: HttpRequest, user: User) -> HttpResponse:
    told: dict[str, Any] = {
        "id": user.pk,
        "username": user.username,
        "account": user.account,
        "role": user.actor.role.name.lower(),
        **{name: getattr(user, name) for name in FIELDS},
    }
    answer: HttpResponse = APIResponse(request, data=told)
    return answer


def _refused(request: HttpRequest, problems: dict[str, str]) -> HttpResponse:
    errors = [{"code": "invalid", "param": name, "message": why} for name, why in problems.items()]
    answer: HttpResponse = APIResponse(request, errors=errors, status=400)
    return answer


profile = Profile.as_api_view(client=Client.APP)
