"""The verdict on a package: its page, and its badge."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from packdex.catalog import documents, queries, viewed
from packdex.catalog.origin import origin_of
from packdex.web import answers
from packdex.web.verdict import badge


@require_safe
def verdict(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the verdict, from its prepared bytes. One query when they are current.

    The slug of a package that was merged into another leads to that one's. Raises Http404.
    """
    answer = documents.read(documents.VERDICT, "page", slug=slug)
    if answer is None:
        if merged := queries.merged_into(slug=slug):
            return HttpResponsePermanentRedirect(reverse("verdict", args=[merged.slug]))
        raise Http404("no such package")
    viewed.note(answer.id)
    return answers.send_placed(request, answer.at(origin_of(request)))


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The badge, of a merged package that of the one which it is now. Else a grey one, and 404."""
    answer = documents.read(documents.VERDICT, "badge", slug=slug)
    if answer is None and (merged := queries.merged_into(slug=slug)):
        answer = documents.read(documents.VERDICT, "badge", id=merged.pk)
    if answer is None:
        return HttpResponse(badge.unknown(), content_type=badge.CONTENT_TYPE, status=404)
    return answers.send_placed(request, answer.body, badge.CONTENT_TYPE)
