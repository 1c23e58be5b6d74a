"""One's own account: what others see of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from packdex.accounts import public
from packdex.accounts.models import User
from packdex.catalog.actions.people.renamed import person_renamed
from packdex.web.forms import form_page, sign_in_first
from packdex.web.people.names import profile_path
from packdex.web.render import Head
from packdex.web.visitor import user_of

PATH = "/accounts/settings/"
NAMES = ("github_account", "gitlab_url", "bitbucket_url")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The settings; POST sets all of them."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    given = {name: getattr(user, name) for name in NAMES}
    shows = user.shows_favorites
    wrong: dict[str, str] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in NAMES}
        shows = "shows_favorites" in request.POST
        try:
            _show(user, given, shows_favorites=shows)
        except ValidationError as error:
            wrong = {field: " ".join(said) for field, said in error.message_dict.items()}
        else:
            messages.success(request, "Saved.")
            return HttpResponseRedirect(PATH)
    return form_page(
        request,
        "people/settings.html",
        Head(title="Settings", index=False),
        status=400 if wrong else 200,
        account=user.account,
        profile=profile_path(user),
        given=given,
        shows=shows,
        wrong=wrong,
    )


@transaction.atomic
def _show(user: User, given: dict[str, str], *, shows_favorites: bool) -> None:
    fresh = User.objects.get(pk=user.pk)  # `user` stays as it is when something is wrong
    renamed = public.show(
        fresh,
        github_account=given["github_account"],
        gitlab_url=given["gitlab_url"],
        bitbucket_url=given["bitbucket_url"],
        shows_favorites=shows_favorites,
    )
    if renamed:
        person_renamed(fresh.pk)
