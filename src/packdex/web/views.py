"""The package page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from packdex.catalog import documents, queries, viewed
from packdex.catalog.origin import origin_of
from packdex.web import answers
from packdex.web.people import hidden


@require_safe
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one package, from its prepared bytes. One query when they are current.

    The slug of a package that was merged into another leads to the page of that one. Moderators
    are shown hidden ones, too.
    """
    answer = documents.read(documents.PACKAGE_PAGE, "page", slug=slug)
    if answer is None and (merged := queries.merged_into(slug=slug)):
        return HttpResponsePermanentRedirect(reverse("package", args=[merged.slug]))
    if answer is None:
        return hidden.package(request, slug)
    viewed.note(answer.id)
    return answers.send_placed(request, answer.at(origin_of(request)))
